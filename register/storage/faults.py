"""Errors of both engines under names of our own: what was refused, and what cannot be used now."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import asyncpg

from assessments.text.message import Message
from register.storage.errors import ConstraintError, DuplicateError, UnavailableError

_BUSY = Message("The database is busy: somebody else is writing to it, or keeps it locked.")
_SQLITE = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: Message(
        "The database may only be read: look at the rights of its file and of its folder."
    ),
    sqlite3.SQLITE_IOERR: Message("The database's file cannot be read or written: look at the disk."),
    sqlite3.SQLITE_FULL: Message("The disk is full, or the database has reached its size limit."),
    sqlite3.SQLITE_CANTOPEN: Message(
        "The database's file cannot be opened: look at its folder, and at the rights to it."
    ),
    sqlite3.SQLITE_NOTADB: Message("The file is no SQLite database, or it is damaged."),
    sqlite3.SQLITE_CORRUPT: Message("The file of the database is damaged."),
}
_LATER = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,  # no connection left, no memory, disk full
    asyncpg.OperatorInterventionError,  # going down, starting, or asked to stop what it was doing
    asyncpg.LockNotAvailableError,
    asyncpg.TransactionRollbackError,  # a deadlock, or two who changed the same
    asyncpg.ReadOnlySQLTransactionError,
)
_REFUSED = (asyncpg.InvalidCatalogNameError, asyncpg.InvalidAuthorizationSpecificationError)  # no such one; not ours
_NEVER = (*_REFUSED, asyncpg.ClientConfigurationError)
_SERVER: tuple[tuple[tuple[type[Exception], ...], Message], ...] = (
    (_REFUSED, Message("The database server does not let Insyn in: {why}.")),
    (_LATER, Message("The database server cannot do that now: {why}.")),
    ((TimeoutError,), Message("The database did not answer in time.")),
    ((OSError,), Message("The database server cannot be reached: {why}.")),
    ((asyncpg.ClientConfigurationError,), Message("INSYN_DATABASE_URL or a certificate that it names cannot be used.")),
    ((asyncpg.InterfaceError,), Message("The connection to the database was closed.")),
)
PASSING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


@contextmanager
def named() -> Iterator[None]:
    """The same fault has one name on both engines."""
    try:
        yield
    except (sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        renamed = _refused(error) or _unavailable(error)
        if renamed is None:
            raise
        raise renamed from error


def _refused(error: Exception) -> Exception | None:
    if isinstance(error, asyncpg.UniqueViolationError):
        return DuplicateError(str(error))
    if isinstance(error, asyncpg.IntegrityConstraintViolationError | asyncpg.RaiseError):
        return ConstraintError(str(error))
    if isinstance(error, sqlite3.IntegrityError):
        return (DuplicateError if "UNIQUE constraint" in str(error) else ConstraintError)(str(error))
    return None


def _unavailable(error: Exception) -> Exception | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # what is above it tells the details
        return UnavailableError(_SQLITE[code], passing=code in PASSING) if code in _SQLITE else None
    sentence = next((words for kinds, words in _SERVER if isinstance(error, kinds)), None)
    if sentence is None or (isinstance(error, asyncpg.InterfaceError) and not _is_client_error(error)):
        return None
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UnavailableError(replace(sentence, values={"why": why}), passing=not isinstance(error, _NEVER))


def _is_client_error(error: Exception) -> bool:
    """asyncpg has one class for all that is wrong on our side, also for a connection that was lost."""
    lost = any(word in str(error) for word in ("closed", "closing"))
    return lost or isinstance(error, asyncpg.ClientConfigurationError)
