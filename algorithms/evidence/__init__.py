"""The runs that a version cites, and what is written down before sensitive data may be in one."""
