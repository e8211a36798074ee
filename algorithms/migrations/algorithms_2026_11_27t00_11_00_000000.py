"""What the database itself must refuse: an accessibility statement that is changed without a new day of update."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T00:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a statement that was published is never changed"

TABLES = ("statement", "statement_text")
FUNCTION = (
    "CREATE FUNCTION statement_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a published statement is never changed'; END $$"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="algorithms", description=DESCRIPTION)

    async def guard() -> None:
        engine = engine_finder()
        if engine.engine_type == "sqlite":
            statements = [
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'a published statement is never changed'); END"
                for table in TABLES
                for act in ("UPDATE", "DELETE")
            ]
        else:
            statements = [FUNCTION] + [
                f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION statement_is_kept()"
                for table in TABLES
            ]
        for statement in statements:
            await engine.run_ddl(statement)

    async def open_up() -> None:
        engine = engine_finder()
        if engine.engine_type == "sqlite":
            statements = [f"DROP TRIGGER {table}_no_{act}" for table in TABLES for act in ("update", "delete")]
        else:
            statements = [f"DROP TRIGGER {table}_is_kept ON {table}" for table in TABLES]
            statements.append("DROP FUNCTION statement_is_kept()")
        for statement in statements:
            await engine.run_ddl(statement)

    manager.add_raw(guard)
    manager.add_raw_backwards(open_up)
    return manager
