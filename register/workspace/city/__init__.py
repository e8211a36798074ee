"""Pages of staff about what the whole city has in common: people, departments, goals, log, letters."""
