"""Writes of entries and versions: texts, steps, comments, duties, masks, and who is responsible for what."""
