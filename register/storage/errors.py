"""Why storage cannot be used, in one sentence each. Imports nothing, so that every command can ask for it."""


class MigrationError(Exception):
    """Why the database could not be brought up to date."""
