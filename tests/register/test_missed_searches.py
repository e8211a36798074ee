"""Searches without a hit are counted: words alone, of nobody, seen after five different days, deleted after a year."""

from datetime import timedelta

import pytest

from algorithms.people import Role
from algorithms.search.index.tables import MissedWordRow
from algorithms.search.query import missed_words
from city import City
from publishing import publish
from register.public.lists.countable import countable
from register.settings import Settings
from steps import actor


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("simhall", ("simhall",)),
        ("söka simhall", ("simhall",)),
        ("Simhall", ()),  # as names are written
        ("19121212-1212 simhall", ()),
        ("191212121212", ()),
        ("storgatan 5", ()),
        ("storgatan", ()),
        ("anna andersson", ()),
        ("annas skolgång", ()),
        ("Anna Ek", ()),
        ("någon@staden.example", ()),
        ("070-123 45 67", ()),
    ],
)
def test_nothing_of_a_search_is_counted_that_looks_like_an_identity_number_address_or_name(
    text: str, expected: tuple[str, ...]
) -> None:
    assert countable(text) == expected


@pytest.mark.storage
def test_a_word_is_shown_to_staff_after_five_different_days_and_gone_after_a_year(city: City) -> None:
    publish(city, "Skolplacering")
    reader, today = actor(city, Role.COORDINATOR), city.clock().date()

    for _ in range(9):
        city.client.get("/sv/algorithms?q=simhall")
    city.client.get("/sv/algorithms?q=skola")
    city.call(city.client.app.state.missed.write)
    assert [(row["word"], row["times"]) for row in city.call(MissedWordRow.select().run)] == [("simhall", 9)]

    for days in range(1, 5):
        assert city.call(missed_words.listed, today, seen_by=reader) == ()
        city.call(missed_words.count, {("sv", "simhall"): 1}, today - timedelta(days=days))
    assert [row.word for row in city.call(missed_words.listed, today, seen_by=reader)] == ["simhall"]
    assert city.call(missed_words.listed, today, seen_by=actor(city, Role.EDITOR)) == ()

    city.call(missed_words.forget_missed, today + timedelta(days=362))
    assert city.call(MissedWordRow.count().run) == 3
    city.call(missed_words.forget_missed, today + timedelta(days=365))
    assert city.call(MissedWordRow.count().run) == 0
