"""The one row of the index. Its form is none that a program reads, so `insyn migrate` fills the index at once."""

from uuid import uuid4

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-26T23:59:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the row that tells which state of the index this is"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="algorithms", description=DESCRIPTION)

    async def begin() -> None:
        await engine_finder().run_ddl(f"INSERT INTO search_index (id, form, stamp) VALUES (1, 0, '{uuid4()}')")

    async def forget() -> None:
        await engine_finder().run_ddl("DELETE FROM search_index")

    manager.add_raw(begin)
    manager.add_raw_backwards(forget)
    return manager
