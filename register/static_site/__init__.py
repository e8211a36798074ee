"""The static edition: the public side as files that web servers and browsers open as they are."""
