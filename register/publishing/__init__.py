"""What has changed since a line of the log, and which addresses say something else because of it."""
