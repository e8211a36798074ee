"""For machines and for whoever doubts: signed results, keys, and where the log ended."""
