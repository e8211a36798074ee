"""What was done to accounts stays written: the database refuses to change or delete it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-24T05:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what is done to accounts is never changed"

SQLITE = (
    "CREATE TRIGGER account_event_no_update BEFORE UPDATE ON account_event "
    "BEGIN SELECT RAISE(ABORT, 'what was done to accounts is never changed'); END",
    "CREATE TRIGGER account_event_no_delete BEFORE DELETE ON account_event "
    "BEGIN SELECT RAISE(ABORT, 'what was done to accounts is never changed'); END",
)
POSTGRES = (
    "CREATE FUNCTION account_event_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'what was done to accounts is never changed'; END $$",
    "CREATE TRIGGER account_event_is_kept BEFORE UPDATE OR DELETE ON account_event "
    "FOR EACH ROW EXECUTE FUNCTION account_event_is_kept()",
    "CREATE TRIGGER account_event_is_kept_whole BEFORE TRUNCATE ON account_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION account_event_is_kept()",
)
OPENED_SQLITE = ("DROP TRIGGER account_event_no_update", "DROP TRIGGER account_event_no_delete")
OPENED_POSTGRES = (
    "DROP TRIGGER account_event_is_kept ON account_event",
    "DROP TRIGGER account_event_is_kept_whole ON account_event",
    "DROP FUNCTION account_event_is_kept()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="register", description=DESCRIPTION)

    async def guard() -> None:
        engine = engine_finder()
        for statement in SQLITE if engine.engine_type == "sqlite" else POSTGRES:
            await engine.run_ddl(statement)

    async def open_up() -> None:
        engine = engine_finder()
        for statement in OPENED_SQLITE if engine.engine_type == "sqlite" else OPENED_POSTGRES:
            await engine.run_ddl(statement)

    manager.add_raw(guard)
    manager.add_raw_backwards(open_up)
    return manager
