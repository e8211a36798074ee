"""What a request brings: its body, form and files, who asks, and in which language an answer is wanted."""
