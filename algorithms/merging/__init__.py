"""Two entries that turn out to be about one system."""
