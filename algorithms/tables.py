"""Rows of the register. They never leave the package; queries turn them into values."""
