"""Why storage cannot be used, in one sentence each. Imports nothing, so that every command can ask for it."""


class MigrationError(Exception):
    """Why the database could not be brought up to date."""


class UnavailableError(Exception):
    """The database is busy, full, away or not to be opened: no fault of the program. ``passing``: waiting may help."""

    def __init__(self, sentence: str, *, passing: bool = False) -> None:
        super().__init__(sentence)
        self.passing = passing


class ConstraintError(Exception):
    """The database refused: a CHECK, a foreign key, a missing value, or a trigger."""


class DuplicateError(ConstraintError):
    """The database refused: this exists already."""
