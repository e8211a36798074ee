"""What went wrong with a system, and what was done about it."""
