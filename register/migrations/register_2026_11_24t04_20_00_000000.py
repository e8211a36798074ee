"""Two promises that need a partial index: a city-wide role once per person, one open job per kind and subject."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-24T04:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one city-wide role of a kind, one open job of a kind"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="register", description=DESCRIPTION)

    async def add_indexes() -> None:
        engine = engine_finder()
        await engine.run_ddl(
            "CREATE UNIQUE INDEX membership_once_in_city ON membership (person, role) WHERE department IS NULL"
        )
        await engine.run_ddl(
            "CREATE UNIQUE INDEX job_one_open ON job (kind, subject) WHERE state IN ('waiting', 'running')"
        )

    async def drop_indexes() -> None:
        engine = engine_finder()
        await engine.run_ddl("DROP INDEX membership_once_in_city")
        await engine.run_ddl("DROP INDEX job_one_open")

    manager.add_raw(add_indexes)
    manager.add_raw_backwards(drop_indexes)
    return manager
