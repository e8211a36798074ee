"""The fairness engine: evaluation data in, findings out. Knows nothing of registers, people or the web."""
