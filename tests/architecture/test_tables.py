"""Tables: unknown never becomes zero, both databases understand each column, and one more language needs no other."""

import re

from piccolo.conf.apps import Finder
from source import PACKAGES, modules, named

from assessments.text.localized import LONGEST_TAG


def tables():
    return [table for app in PACKAGES for table in Finder().get_app_config(app_name=app).table_classes]


def test_what_may_be_unknown_stays_unknown() -> None:
    """Piccolo gives a column that may be NULL a default (0, "", today) unless it has ``default=None``."""
    assert [
        f"{table.__name__}.{column._meta.name} is {column._meta.params.get('default')!r} when nobody says"
        for table in tables()
        for column in table._meta.columns
        if column._meta.null and column._meta.params.get("default") is not None
    ] == []


def test_no_table_has_a_column_of_json_or_arrays_that_only_one_database_understands() -> None:
    assert [
        f"{table.__name__}.{column._meta.name}"
        for table in tables()
        for column in table._meta.columns
        if type(column).__name__ in {"JSON", "JSONB", "Array"}
    ] == []


def test_one_more_language_needs_no_change_of_a_table() -> None:
    """What is said in several languages stands in rows, or in one column by language: assessments.text.localized."""
    languages = {"sv", "en", "fi", "swedish", "english"}
    assert [
        f"{table.__name__}.{column._meta.name}"
        for table in tables()
        for column in table._meta.columns
        if languages.intersection(column._meta.name.split("_"))
    ] == []
    assert [
        f"{table.__name__}.{constraint._meta.name} lists languages"
        for table in tables()
        for constraint in table._meta.constraints
        if any(f"'{language}'" in constraint.ddl for language in languages)
    ] == []
    assert [
        f"{table.__name__}.language has room for {table.language.length} letters"
        for table in tables()
        if hasattr(table, "language") and table.language.length < LONGEST_TAG
    ] == []


SESSION = re.compile(
    r"pg_advisory_lock\b|pg_try_advisory_lock\b|\bSET SESSION\b|\bLISTEN \w|CREATE TEMP|DECLARE \w+ CURSOR"
)


def test_no_statement_changes_a_session_for_the_pool_hands_connections_on_as_they_are() -> None:
    """Locks are a transaction's (``pg_advisory_xact_lock``); what a session keeps, the next query would meet."""
    changing = {named(file): SESSION.findall(file.read_text("utf-8")) for file in modules(*PACKAGES)}
    assert {name: statements for name, statements in changing.items() if statements} == {}
