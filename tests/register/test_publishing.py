"""What changed since a line of the log, asked once for papers, files and the static edition: never less than has."""

from datetime import timedelta
from uuid import UUID

import pytest

from algorithms import departments
from algorithms.editing import entry_commands
from algorithms.log import queries as log_queries
from algorithms.people import Role
from algorithms.questions import commands as question_commands
from asking import ask, questions_path
from builders import NOW
from city import City
from hiding import mask, withdraw, withhold
from publishing import publish, published_again
from register.accounts.people import commands as accounts
from register.opendata import store
from register.publishing.addresses import entry_of
from register.publishing.changes import PublicChanges, changes_since, last_change
from register.settings import Settings
from steps import a_draft, actor

CARD = "/sv/algorithms/zebra"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def since(city: City, line: int) -> PublicChanges:
    return city.call(changes_since, line)


def end(city: City) -> int:
    return city.call(log_queries.head)[0].seq


def rename(city: City, name: str) -> None:
    social = city.department
    words = {"names": {"sv": name, "en": "Care"}, "boards": dict(social.boards)}
    city.call(departments.rename_department, social.id, **words, by=accounts.OPERATOR, at=NOW)


@pytest.mark.storage
def test_whatever_changes_what_is_public_names_the_entry_whose_pages_change(city: City) -> None:
    versions: dict[str, UUID] = {name: publish(city, name) for name in ("Zebra", "Apa", "Ren")}
    coordinator = actor(city, Role.COORDINATOR)

    def again() -> None:
        published_again(city, versions["Zebra"], risks="Nytt.")

    def question() -> None:
        ask(city, at=questions_path(slug="apa"))
        city.call(question_commands.enter_questions, NOW + timedelta(hours=2))

    def numbered() -> None:
        city.call(entry_commands.set_case_number, versions["Apa"], "SN 2026-7", by=coordinator, at=NOW)

    for change, slug in (
        (again, "zebra"),
        (numbered, "apa"),
        (lambda: mask(city, versions["Apa"], "utan anledning"), "apa"),
        (question, "apa"),
        (lambda: withhold(city, versions["Apa"]), "apa"),
        (lambda: withdraw(city, versions["Ren"]), "ren"),
    ):
        line, before = end(city), city.call(store.state)
        change()
        changes = since(city, line)
        assert (changes.entries, changes.is_everywhere, changes.line) == ({slug}, False, end(city))
        assert changes.touches(f"/sv/algorithms/{slug}/history")
        assert changes.touches("/en/algorithms?status=pilot")
        assert not changes.touches("/sv/algorithms/another")
        assert not changes.touches("/en/learn/glossary")
        assert city.call(store.state) != before


def test_what_nobody_may_read_changes_nothing_and_a_departments_name_changes_every_page(city: City) -> None:
    publish(city, "Zebra")
    line, before = end(city), city.call(last_change)
    a_draft(city)
    city.as_(Role.EDITOR)
    assert since(city, line) == PublicChanges(line=end(city))
    assert city.call(last_change) == before
    rename(city, "Omsorgsförvaltningen")
    changes = since(city, line)
    assert changes.touches(CARD)
    assert not changes.touches("/sv/learn")


def test_an_address_names_the_entry_it_is_about() -> None:
    of_zebra = (CARD, f"{CARD}/history?x=1", "/algorithms/zebra.json", "/id/zebra/2", "/api/v1/entries/zebra/versions")
    assert {entry_of(address) for address in of_zebra} == {"zebra"}
    assert {entry_of(address) for address in ("/sv/algorithms", "/sv/feed.atom", "/data/entries.csv", "/sv/")} == {""}
