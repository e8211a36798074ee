"""Entries by the standards of others: what each field asks, what we answer, what is missing and what is lost."""
