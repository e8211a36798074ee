"""SQLite and PostgreSQL, and how they are brought up to date. Knows no table."""
