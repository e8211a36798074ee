"""What the database itself must refuse, in addition to the tables: two open or two published versions of an entry,
any change of what was done but for erased words, of the log or of a published statement. And the rows that each
register begins with.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from assessments.migration_steps import running

ID = "0004-f160fb75"

INDEXES = {
    "version_one_open": "version (entry) WHERE state IN ('draft', 'returned', 'submitted', 'in-review', 'approved')",
    "version_one_published": "version (entry) WHERE state = 'published'",
}
ERASED = (  # the last line of the log says that words of this event are erased now
    "EXISTS (SELECT 1 FROM log JOIN log_head ON log_head.seq = log.seq"
    " WHERE log.action = 'erase-note' AND log.record = 'event/' || OLD.seq)"
)
SQLITE = {  # trigger → when, and what is refusal
    "event_no_update": (f"UPDATE ON event WHEN NOT {ERASED}", "the history is never changed"),
    "event_no_delete": ("DELETE ON event", "the history is never changed"),
    "log_no_update": ("UPDATE ON log", "the log is never changed"),
    "log_no_delete": ("DELETE ON log", "the log is never changed"),
    "log_head_no_delete": ("DELETE ON log_head", "the log has a head"),
    "log_head_no_way_back": ("UPDATE ON log_head WHEN NEW.seq < OLD.seq", "the log never becomes shorter"),
    "published_head_no_update": ("UPDATE ON published_head", "a published head is never changed"),
    "published_head_no_delete": ("DELETE ON published_head", "a published head is never changed"),
    "statement_no_update": ("UPDATE ON statement", "a published statement is never changed"),
    "statement_no_delete": ("DELETE ON statement", "a published statement is never changed"),
    "statement_text_no_update": ("UPDATE ON statement_text", "a published statement is never changed"),
    "statement_text_no_delete": ("DELETE ON statement_text", "a published statement is never changed"),
}
FUNCTIONS = {
    "event_is_kept": "the history is never changed",
    "log_is_kept": "the log is never changed",
    "published_head_is_kept": "a published head is never changed",
    "statement_is_kept": "a published statement is never changed",
}
ALLOWED = {"event_is_kept": f"IF TG_OP = 'UPDATE' THEN IF {ERASED} THEN RETURN NEW; END IF; END IF; "}
POSTGRES = {  # trigger → when, of what, and its function
    "event_is_kept": ("UPDATE OR DELETE ON event FOR EACH ROW", "event_is_kept"),
    "event_is_kept_whole": ("TRUNCATE ON event FOR EACH STATEMENT", "event_is_kept"),
    "log_is_kept": ("UPDATE OR DELETE ON log FOR EACH ROW", "log_is_kept"),
    "log_is_kept_whole": ("TRUNCATE ON log FOR EACH STATEMENT", "log_is_kept"),
    "log_head_is_kept": ("DELETE ON log_head FOR EACH ROW", "log_is_kept"),
    "log_head_is_kept_whole": ("TRUNCATE ON log_head FOR EACH STATEMENT", "log_is_kept"),
    "log_head_no_way_back": ("UPDATE ON log_head FOR EACH ROW WHEN (NEW.seq < OLD.seq)", "log_is_kept"),
    "published_head_is_kept": ("UPDATE OR DELETE ON published_head FOR EACH ROW", "published_head_is_kept"),
    "published_head_is_kept_whole": ("TRUNCATE ON published_head FOR EACH STATEMENT", "published_head_is_kept"),
    "statement_is_kept": ("UPDATE OR DELETE ON statement FOR EACH ROW", "statement_is_kept"),
    "statement_text_is_kept": ("UPDATE OR DELETE ON statement_text FOR EACH ROW", "statement_is_kept"),
}

BINARY_ORDER = 'ALTER TABLE version_text ALTER COLUMN sort_key TYPE TEXT COLLATE "C"'  # whatever the server's language
FIRST_ROWS = [
    "INSERT INTO log_head (id, seq, hash) VALUES (1, 0, '" + 64 * "0" + "')",
    # in a form that no program reads, so that `insyn migrate` fills the index at once and gives it a stamp of its own
    "INSERT INTO search_index (id, form, stamp) VALUES (1, 0, '00000000-0000-0000-0000-000000000000')",
]


async def forwards() -> MigrationManager:
    return running("algorithms", __name__, guards, no_guards)


def guards(sqlite: bool) -> list[str]:
    indexes = [f"CREATE UNIQUE INDEX {name} ON {where}" for name, where in INDEXES.items()]
    return [*indexes, *(sqlite_guards() if sqlite else [*postgres_guards(), BINARY_ORDER]), *FIRST_ROWS]


def no_guards(sqlite: bool) -> list[str]:
    triggers = [f"DROP TRIGGER {name}" for name in SQLITE]
    functions = [f"DROP FUNCTION {name}() CASCADE" for name in FUNCTIONS]
    indexes = [f"DROP INDEX {name}" for name in INDEXES]
    return [*(triggers if sqlite else functions), *indexes, "DELETE FROM search_index", "DELETE FROM log_head"]


def sqlite_guards() -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        for name, (when, refusal) in SQLITE.items()
    ]


def postgres_guards() -> list[str]:
    functions = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {ALLOWED.get(name, '')}RAISE EXCEPTION '{refusal}'; END $$"
        for name, refusal in FUNCTIONS.items()
    ]
    return functions + [
        f"CREATE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION {function}()"
        for name, (when, function) in POSTGRES.items()
    ]
