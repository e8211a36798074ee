"""From the log to letters, and from the outbox to the mail server."""
