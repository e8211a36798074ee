"""Entries from somebody's spreadsheet: what its columns and words mean, what comes of each row, all at once or not."""
