"""Two entries about one system become one: nothing that was public is lost, and a mistake can be undone."""

from uuid import UUID

import pytest

from algorithms.editing import commands
from algorithms.entries.texts import Text
from algorithms.people import Role
from algorithms.tables import IncidentRow
from builders import NOW
from city import NAME, City
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take

CARD = "/sv/algorithms/urval-av-ansokningar-for-extra-kontroll"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def an_entry(city: City, name: str, *, public: bool = True) -> UUID:
    version, editor = a_draft(city), actor(city, Role.EDITOR)
    revision = city.call(commands.for_change, version, editor).revision
    city.call(commands.save, version, revision=revision, texts={(Text.NAME, "sv"): name}, by=editor, at=NOW)
    if public:
        take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    return version


def merge(city: City, duplicate: UUID, survivor: UUID, reason: str = "Samma avtal.") -> int:
    client = city.as_(Role.COORDINATOR)
    into = city.call(commands.for_change, survivor, actor(city, Role.COORDINATOR)).entry.id
    client.get(f"{page_of(duplicate)}/entry")
    return client.submit("Slå ihop dem", into=str(into), **{"merge-reason": reason}).status_code


def test_duplicate_leads_to_the_other_and_its_published_version_stays_readable(city: City) -> None:
    duplicate, survivor = an_entry(city, "Dubbletten"), an_entry(city, "Den som blir kvar")
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(duplicate)}/incidents/new")
    client.submit("Spara incidenten", **{"happened-on": "2026-11-20", "what": "Fel urval"})
    assert merge(city, duplicate, survivor) == 200

    moved = city.client.get(CARD)
    assert (moved.status_code, moved.headers["location"]) == (301, f"{CARD}-2")
    assert "Den som blir kvar" in city.client.get(f"{CARD}-2").text
    assert "Dubbletten" in city.client.get(f"{CARD}/versions/1").text
    assert city.client.get("/sv/algorithms").text.count("Dubbletten") == 0
    listed = city.client.get("/workspace/entries").text
    assert "Den som blir kvar" in listed
    assert "Dubbletten" not in listed
    assert "Fel urval" not in city.client.get(f"{page_of(duplicate)}/incidents").text
    assert len(city.call(IncidentRow.select().run)) == 1
    assert "Samma avtal." in city.client.get(f"{page_of(survivor)}/history").text
    assert "Dubbletten" in city.client.get(f"{page_of(survivor)}/entry").text


@pytest.mark.storage
def test_draft_of_the_duplicate_is_discarded_and_nobody_continues_it(city: City) -> None:
    duplicate, survivor = an_entry(city, "Dubbletten", public=False), an_entry(city, "Den som blir kvar")
    merge(city, duplicate, survivor)

    client = city.as_(Role.EDITOR)
    assert "Borttagen" in client.get(page_of(duplicate)).text
    assert "Börja på nästa version" not in client.page.text
    assert client.get(CARD).status_code == 404, "what was never public leads nowhere"


@pytest.mark.storage
def test_merging_by_mistake_can_be_undone(city: City) -> None:
    duplicate, survivor = an_entry(city, "Dubbletten"), an_entry(city, "Den som blir kvar")
    merge(city, duplicate, survivor)
    city.client.get(f"{page_of(duplicate)}/entry")
    assert city.client.submit("Ångra sammanslagningen").status_code == 200

    assert "Dubbletten" in city.client.get("/workspace/entries").text
    city.as_(Role.EDITOR).get(page_of(duplicate))
    assert city.client.submit("Börja på nästa version").status_code == 200


def test_only_the_coordinator_merges_and_says_how_they_know(city: City) -> None:
    duplicate, survivor = an_entry(city, "Dubbletten"), an_entry(city, "Den som blir kvar")
    assert "Slå ihop dem" not in city.as_(Role.EDITOR).get(f"{page_of(duplicate)}/entry").text
    assert merge(city, duplicate, survivor, "  ") == 422
    assert "Skriv hur du vet att de två är samma system." in city.client.page.text


def test_public_duplicate_is_not_merged_into_an_entry_that_nobody_can_read(city: City) -> None:
    duplicate, survivor = an_entry(city, "Dubbletten"), an_entry(city, NAME, public=False)
    assert merge(city, duplicate, survivor) == 422
    assert "Publicera den andra först." in city.client.page.text
    assert city.client.get(CARD).status_code == 200
