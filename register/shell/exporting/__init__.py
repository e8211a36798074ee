"""The command ``insyn export``: by the standards of others, the public side, a list of entries, everything."""
