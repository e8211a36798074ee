"""What the database itself must refuse, in addition to the tables: a city-wide role twice, two open jobs of a kind,
any change of what was done to accounts. And where letters begin: at the beginning of the log.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from assessments.migration_steps import running

ID = "0002-38e4b655"

REFUSAL = "what was done to accounts is never changed"
INDEXES = {
    "membership_once_in_city": "membership (person, role) WHERE department IS NULL",
    "job_one_open": "job (kind, subject) WHERE state IN ('waiting', 'running')",
}
SQLITE = {
    "account_event_no_update": "UPDATE ON account_event",
    "account_event_no_delete": "DELETE ON account_event",
}
FUNCTION = "account_event_is_kept"
POSTGRES = {
    "account_event_is_kept": "UPDATE OR DELETE ON account_event FOR EACH ROW",
    "account_event_is_kept_whole": "TRUNCATE ON account_event FOR EACH STATEMENT",
}
FIRST_ROW = "INSERT INTO mail_cursor (id, seq) VALUES (1, 0)"


async def forwards() -> MigrationManager:
    return running("register", __name__, guards, no_guards)


def guards(sqlite: bool) -> list[str]:
    indexes = [f"CREATE UNIQUE INDEX {name} ON {where}" for name, where in INDEXES.items()]
    return [*indexes, *(sqlite_guards() if sqlite else postgres_guards()), FIRST_ROW]


def no_guards(sqlite: bool) -> list[str]:
    triggers = [f"DROP TRIGGER {name}" for name in SQLITE]
    indexes = [f"DROP INDEX {name}" for name in INDEXES]
    return [*(triggers if sqlite else [f"DROP FUNCTION {FUNCTION}() CASCADE"]), *indexes, "DELETE FROM mail_cursor"]


def sqlite_guards() -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, when in SQLITE.items()
    ]


def postgres_guards() -> list[str]:
    function = (
        f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    return [function] + [
        f"CREATE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION {FUNCTION}()" for name, when in POSTGRES.items()
    ]
