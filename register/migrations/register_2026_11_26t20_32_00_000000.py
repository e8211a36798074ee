"""Letters are written of what happens from now on, not of what is in the log already."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-26T20:32:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "letters begin where the log ends today"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="register", description=DESCRIPTION)

    async def begin() -> None:
        await engine_finder().run_ddl("INSERT INTO mail_cursor (id, seq) SELECT 1, seq FROM log_head")

    async def nothing() -> None:
        """The row goes with the table."""

    manager.add_raw(begin)
    manager.add_raw_backwards(nothing)
    return manager
