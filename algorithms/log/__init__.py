"""The log: one chain of lines that cannot be rewritten unseen."""
