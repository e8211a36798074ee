"""Entries for others: by their standards."""
