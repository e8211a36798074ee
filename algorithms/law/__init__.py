"""What law makes of an entry: dated facts, its class under the AI Act, what follows, and which assessments are due."""
