"""Signing in with a password: attempts and their limits, links that let somebody choose one, and sessions."""
