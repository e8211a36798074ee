"""Writes of entries and versions: texts, steps, comments, duties, masks, and who sees to what."""
