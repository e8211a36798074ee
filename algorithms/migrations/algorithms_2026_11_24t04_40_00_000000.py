"""What the database itself must refuse: a changed history, two open versions, two published ones, a stray state."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-24T04:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a history that cannot be changed, one open and one published version of each entry"

INDEXES = (
    "CREATE UNIQUE INDEX version_one_open ON version (entry) "
    "WHERE state IN ('draft', 'returned', 'submitted', 'in-review', 'approved')",
    "CREATE UNIQUE INDEX version_one_published ON version (entry) WHERE state = 'published'",
)
SQLITE = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event "
    "BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event "
    "BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END",
)
POSTGRES = (
    "CREATE FUNCTION event_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the history is never changed'; END $$",
    "CREATE TRIGGER event_is_kept BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_is_kept()",
    "CREATE TRIGGER event_is_kept_whole BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION event_is_kept()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="algorithms", description=DESCRIPTION)

    async def guard() -> None:
        engine = engine_finder()
        for statement in (*INDEXES, *(SQLITE if engine.engine_type == "sqlite" else POSTGRES)):
            await engine.run_ddl(statement)

    async def open_up() -> None:
        engine = engine_finder()
        if engine.engine_type == "sqlite":
            statements = ("DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete")
        else:
            statements = (
                "DROP TRIGGER event_is_kept ON event",
                "DROP TRIGGER event_is_kept_whole ON event",
                "DROP FUNCTION event_is_kept()",
            )
        for statement in (*statements, "DROP INDEX version_one_open", "DROP INDEX version_one_published"):
            await engine.run_ddl(statement)

    manager.add_raw(guard)
    manager.add_raw_backwards(open_up)
    return manager
