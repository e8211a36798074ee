"""Entries for others: by their standards, and handed out as public records."""
