"""Pages of staff about entries and their versions."""
