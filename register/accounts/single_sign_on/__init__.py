"""Signing in through the city's provider: OpenID Connect, whose account it is, which groups give which roles."""
