"""What the database itself must refuse, beside what the tables say: a city-wide role twice, two open jobs of a kind, any
change of what was done to accounts. And where letters begin: at the beginning of the log.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-27T04:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one city-wide role and one open job of a kind, what is never changed, and the first row"

SAID = "what was done to accounts is never changed"
INDEXES = {
    "membership_once_in_city": "membership (person, role) WHERE department IS NULL",
    "job_one_open": "job (kind, subject) WHERE state IN ('waiting', 'running')",
}
SQLITE = {
    "account_event_no_update": "UPDATE ON account_event",
    "account_event_no_delete": "DELETE ON account_event",
}
FUNCTION = (
    f"CREATE FUNCTION account_event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$"
)
POSTGRES = {
    "account_event_is_kept": "UPDATE OR DELETE ON account_event FOR EACH ROW",
    "account_event_is_kept_whole": "TRUNCATE ON account_event FOR EACH STATEMENT",
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="register", description=DESCRIPTION)

    async def guard() -> None:
        engine = engine_finder()
        if engine.engine_type == "sqlite":
            guards = [
                f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
                for name, when in SQLITE.items()
            ]
        else:
            guards = [FUNCTION] + [
                f"CREATE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION account_event_is_kept()"
                for name, when in POSTGRES.items()
            ]
        indexes = [f"CREATE UNIQUE INDEX {name} ON {where}" for name, where in INDEXES.items()]
        for statement in (*indexes, *guards, "INSERT INTO mail_cursor (id, seq) VALUES (1, 0)"):
            await engine.run_ddl(statement)

    async def open_up() -> None:
        engine = engine_finder()
        if engine.engine_type == "sqlite":
            statements = [f"DROP TRIGGER {name}" for name in SQLITE]
        else:
            statements = ["DROP FUNCTION account_event_is_kept() CASCADE"]
        for statement in (*statements, "DELETE FROM mail_cursor", *(f"DROP INDEX {name}" for name in INDEXES)):
            await engine.run_ddl(statement)

    manager.add_raw(guard)
    manager.add_raw_backwards(open_up)
    return manager
