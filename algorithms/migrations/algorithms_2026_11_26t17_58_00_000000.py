"""Opinions that were given before entries could move: each was given for the board that owns the entry."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-26T17:58:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "whose board earlier opinions were given for"

OWNER = (
    "UPDATE opinion SET department = (SELECT entry.department FROM version JOIN entry ON entry.id = version.entry "
    "WHERE version.id = opinion.version)"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="algorithms", description=DESCRIPTION)

    async def fill() -> None:
        await engine_finder().run_ddl(OWNER)

    async def leave() -> None:
        """The column is taken away by the migration before this one."""

    manager.add_raw(fill)
    manager.add_raw_backwards(leave)
    return manager
