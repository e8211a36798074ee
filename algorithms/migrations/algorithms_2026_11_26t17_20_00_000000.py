"""The log is only ever added to, and its head never goes back: the database refuses everything else."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-26T17:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a log that cannot be changed"

FIRST = (f"INSERT INTO log_head (id, seq, hash) VALUES (1, 0, '{'0' * 64}')",)
SQLITE = (
    "CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END",
    "CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END",
    "CREATE TRIGGER log_head_no_delete BEFORE DELETE ON log_head "
    "BEGIN SELECT RAISE(ABORT, 'the log has a head'); END",
    "CREATE TRIGGER log_head_no_way_back BEFORE UPDATE ON log_head WHEN NEW.seq < OLD.seq "
    "BEGIN SELECT RAISE(ABORT, 'the log never becomes shorter'); END",
)
POSTGRES = (
    "CREATE FUNCTION log_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the log is never changed'; END $$",
    "CREATE TRIGGER log_is_kept BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION log_is_kept()",
    "CREATE TRIGGER log_is_kept_whole BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION log_is_kept()",
    "CREATE TRIGGER log_head_is_kept BEFORE DELETE ON log_head FOR EACH ROW EXECUTE FUNCTION log_is_kept()",
    "CREATE TRIGGER log_head_is_kept_whole BEFORE TRUNCATE ON log_head "
    "FOR EACH STATEMENT EXECUTE FUNCTION log_is_kept()",
    "CREATE TRIGGER log_head_no_way_back BEFORE UPDATE ON log_head FOR EACH ROW WHEN (NEW.seq < OLD.seq) "
    "EXECUTE FUNCTION log_is_kept()",
)
OPENED_SQLITE = tuple(
    f"DROP TRIGGER {name}" for name in ("log_no_update", "log_no_delete", "log_head_no_delete", "log_head_no_way_back")
)
OPENED_POSTGRES = (
    "DROP TRIGGER log_is_kept ON log",
    "DROP TRIGGER log_is_kept_whole ON log",
    "DROP TRIGGER log_head_is_kept ON log_head",
    "DROP TRIGGER log_head_is_kept_whole ON log_head",
    "DROP TRIGGER log_head_no_way_back ON log_head",
    "DROP FUNCTION log_is_kept()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="algorithms", description=DESCRIPTION)

    async def guard() -> None:
        engine = engine_finder()
        for statement in (*FIRST, *(SQLITE if engine.engine_type == "sqlite" else POSTGRES)):
            await engine.run_ddl(statement)

    async def open_up() -> None:
        engine = engine_finder()
        for statement in OPENED_SQLITE if engine.engine_type == "sqlite" else OPENED_POSTGRES:
            await engine.run_ddl(statement)

    manager.add_raw(guard)
    manager.add_raw_backwards(open_up)
    return manager
