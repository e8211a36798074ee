"""The accessibility statement: all parts that law asks for, and a day that nobody can type."""

from dataclasses import fields
from datetime import date

import pytest

from algorithms.statement.rules import (
    LONGEST,
    Conformance,
    Statement,
    StatementDraft,
    StatementPart,
    is_overdue,
    read,
    typed,
)

TODAY = date(2026, 11, 26)
WHOLE = {
    "actor-sv": "Staden",
    "service-sv": "Registret",
    "conformance": "partial",
    "lacks-sv": "Diagrammen, för att de ritas som bilder.",
    "method-sv": "Vi har testat själva.",
    "assessed": "2026-11-20",
    "contact": "hej@staden.example",
}


def published(on: date) -> Statement:
    draft, _ = read(WHOLE, TODAY)
    assert draft is not None
    return Statement(number=1, content=draft, updated_on=on, html=draft.texts)


def test_a_whole_statement_is_read_and_comes_back_as_it_was_typed() -> None:
    draft, errors = read(WHOLE, TODAY)
    assert errors == {}
    assert draft is not None
    assert (draft.conformance, draft.assessed_on) == (Conformance.PARTIAL, date(2026, 11, 20))
    assert typed(Statement(number=1, content=draft, updated_on=TODAY, html={})) == WHOLE


@pytest.mark.parametrize("name", WHOLE)
def test_no_statement_without_each_of_the_parts_that_law_asks_for(name: str) -> None:
    draft, errors = read({**WHOLE, name: "  "}, TODAY)
    assert (draft, set(errors)) == (None, {name})


def test_deficiencies_may_be_empty_where_everything_is_accessible() -> None:
    without = {**WHOLE, "lacks-sv": "", "conformance": "full"}
    assert read(without, TODAY)[1] == {}
    assert set(read({**without, "conformance": "none"}, TODAY)[1]) == {"lacks-sv"}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"conformance": "mostly"}, "conformance"),
        ({"assessed": "2026-11-27"}, "assessed"),
        ({"assessed": "20261320"}, "assessed"),
        ({"assessed": "den 20 november"}, "assessed"),
        ({"contact": "javascript:alert(1)"}, "contact"),
        ({"contact": "http://staden.example/x"}, "contact"),
        ({"contact": "ring oss"}, "contact"),
        ({"method-en": "x" * (LONGEST + 1)}, "method-en"),
    ],
)
def test_fault_is_reported_at_its_field(changes, wrong) -> None:
    assert set(read(WHOLE | changes, TODAY)[1]) == {wrong}


def test_a_contact_is_a_mailbox_or_a_secure_link() -> None:
    for contact in ("a.b@staden.example", "https://staden.example/kontakt"):
        assert read(WHOLE | {"contact": contact}, TODAY)[1] == {}


def test_the_day_of_update_is_no_part_of_what_anybody_writes() -> None:
    assert not [field.name for field in fields(StatementDraft) if "updated" in field.name]
    assert read(WHOLE | {"updated": "2020-01-01"}, TODAY)[0] == read(WHOLE, TODAY)[0]
    assert len(StatementPart) == 6  # with conformance, two days, contact, and the report address: eleven


@pytest.mark.parametrize(
    ("today", "overdue"),
    [(date(2026, 11, 26), False), (date(2027, 11, 26), False), (date(2027, 11, 27), True)],
)
def test_a_statement_is_too_old_after_twelve_months(today, overdue) -> None:
    assert is_overdue(published(date(2026, 11, 26)), today) is overdue


def test_one_of_a_leap_day_is_too_old_in_march_and_none_at_all_is_always_too_late() -> None:
    leap = published(date(2028, 2, 29))
    assert not is_overdue(leap, date(2029, 2, 28))
    assert is_overdue(leap, date(2029, 3, 1))
    assert is_overdue(None, TODAY)
