"""What letters say, to whom and when. Pure."""
