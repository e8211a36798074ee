"""Bringing the database up to date, all or nothing, and telling whether it is. What changes: the migrations say."""

import contextlib
import io
import re
from pathlib import Path

from piccolo.apps.migrations.tables import Migration

from algorithms.search.index import indexer
from assessments.storage import transaction
from assessments.text.message import Message
from register.settings import Settings
from register.storage.database import is_sqlite, opened
from register.storage.errors import MigrationError
from register.storage.rights import close_to_others
from register.storage.secret import made_sure

LOCK = 0x1A5717  # any number that no other program uses in this database
PACKAGES = ("assessments", "algorithms", "register")
ANOTHER = Message(
    "This database was made by another edition of Insyn, and this one cannot bring it up to date. Go on with that "
    "edition, or name a new database in INSYN_DATABASE_URL. To start the demo again from the beginning: make "
    "demo-reset."
)
_ID = re.compile(r'^ID = "([^"]+)"', re.MULTILINE)


async def migrate(settings: Settings) -> int:
    """Run what has not run yet, of all packages; how many that were. A second call is quick and changes nothing.

    An index in an older form than this program reads is rebuilt. Raises MigrationError for a database that another
    edition of the program has made.
    """
    close_to_others(settings)
    async with opened(settings, wait=settings.database_wait):
        if await unknown_migrations():
            raise MigrationError(ANOTHER)
        if not await missing_migrations() and await indexer.is_current():
            return 0
        async with transaction():  # on SQLite this lets one process in at a time
            if not is_sqlite():
                await Migration.raw("SELECT pg_advisory_xact_lock({})", LOCK)
            missing = await missing_migrations()
            if missing:
                await _run_forwards()
            if not await indexer.is_current():
                await indexer.fill()
    return len(missing)


async def made_ready(settings: Settings) -> None:
    """Brought up to date, with the secret that it was begun with: what each command does first that needs both."""
    await migrate(settings)
    await made_sure(settings)


async def require_current() -> None:
    """MigrationError where the database is older or newer than this program."""
    if await unknown_migrations():
        raise MigrationError(ANOTHER)
    if await missing_migrations():
        raise MigrationError(Message("The database is not up to date: run insyn migrate."))


async def missing_migrations() -> set[str]:
    """Names in the packages' folders that this database has not recorded."""
    return _in_folders() - await recorded_migrations()


async def unknown_migrations() -> set[str]:
    """Names that this database has recorded and that are in no folder: an older or a newer program made it."""
    return await recorded_migrations() - _in_folders()


async def recorded_migrations() -> set[str]:
    """Each with its package: names are times, and two packages may have the same."""
    if not await Migration.table_exists():
        return set()
    rows = await Migration.select(Migration.app_name, Migration.name)
    return {f"{row['app_name']} {row['name']}" for row in rows}


def _in_folders() -> set[str]:
    """Read from the files: asking Piccolo for its apps would import a code formatter at every start."""
    root = Path(__file__).parent.parent.parent
    files = ((package, file) for package in PACKAGES for file in (root / package / "migrations").glob("*.py"))
    return {f"{package} {match[1]}" for package, file in files if (match := _ID.search(file.read_text("utf-8")))}


async def _run_forwards() -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards  # slow to import and seldom needed

    with contextlib.redirect_stdout(io.StringIO()):
        outcome = await run_forwards("all")
    if not outcome.success:
        raise MigrationError(
            Message("The database could not be brought up to date: {reason}.", {"reason": str(outcome.message)})
        )
