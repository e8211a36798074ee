"""Why storage cannot be used, in one sentence each. Imports no database, so that every command can ask for it."""

from assessments.text.complaints import ReadableError
from assessments.text.message import Message


class MigrationError(ReadableError):
    """Why the database could not be brought up to date."""


class UnavailableError(ReadableError):
    """The database is busy, full, away or not to be opened: no fault of the program. ``passing``: waiting may help."""

    def __init__(self, message: Message, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class ConstraintError(Exception):
    """The database refused: a CHECK, a foreign key, a missing value, or a trigger."""


class DuplicateError(ConstraintError):
    """The database refused: this exists already."""
