"""The static edition: the public side as files that any web server, or a double click, opens."""
