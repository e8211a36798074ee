"""Who may ask, and how much: access, sessions, headers, limits of bodies and of how often, refusals, uploads."""
