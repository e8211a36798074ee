"""Where an entry came from: staff read it word for word, and everybody whose register it was in."""

from uuid import UUID

import pytest

from algorithms.editing.erase_commands import erase_words
from algorithms.people import Role
from algorithms.standards.origin import Origin
from algorithms.storage import queries
from algorithms.storage.origin_queries import origin_row, origins
from algorithms.tables import OriginRow
from assessments.text.message import Message
from builders import NOW
from city import City
from hiding import mask
from register.settings import Settings
from register.shell.check import examine
from sealed import a_draft, publish
from steps import actor

RISKS = "Någon kan bli kontrollerad utan anledning. Därför testas systemet varje år."
ORIGIN = Origin(
    organisation="Gemeente Voorbeeld",
    identifier="nl-17",
    address="https://algoritmes.example/17",
    standard="nl-csv",
    version="1.0.0",
    language="Nederlands",
    cells={"name": "Selectie", "risks": f"<p>{RISKS}</p>", "category": "Sociale zekerheid"},
    reasons={"category": Message("There is no field for it.")},
)


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.version = running.call(a_draft, "Urval")
        entry = running.call(queries.version, running.version, seen_by=actor(running, Role.COORDINATOR)).entry
        running.call(OriginRow.insert(origin_row(entry.id, ORIGIN, brought_at=NOW)).run)
        yield running


def of(city: City) -> Origin:
    entry = city.call(queries.version, city.version, seen_by=actor(city, Role.COORDINATOR)).entry
    origin: Origin = city.call(origins, [entry], whole=True)[entry.id]
    return origin


@pytest.mark.storage
def test_staff_read_whose_it_was_and_what_has_no_field_word_for_word(city: City) -> None:
    assert of(city) == ORIGIN
    city.as_(Role.EDITOR).get(f"/workspace/versions/{city.version}")
    assert "Gemeente Voorbeeld" in city.client.page.text
    assert "En del av listan som utkastet kommer från behöver ses över." in city.client.page.text
    city.client.get(f"/workspace/versions/{city.version}/entry")
    assert "Sociale zekerheid" in city.client.page.text
    assert "Det finns inget fält för det." in city.client.page.text


def test_open_data_say_whose_it_was_and_never_what_was_written_there(city: City) -> None:
    city.call(publish, city.version)
    answer = city.client.get("/algorithms/urval.json")
    record = answer.json()
    assert (record["origin_organisation"], record["origin_identifier"]) == ("Gemeente Voorbeeld", "nl-17")
    assert (record["origin_standard"], record["origin_version"]) == ("nl-csv", "1.0.0")
    assert "Sociale zekerheid" not in answer.text
    assert city.call(examine, None).fault is None


def test_masked_words_are_covered_in_it_and_erased_words_are_gone(city: City) -> None:
    version: UUID = city.version
    city.call(publish, version)
    mask(city, version, "utan anledning")
    assert "kontrollerad (maskerat)." in of(city).cells["risks"]
    city.call(erase_words, version, "1/text/risks/sv", "Gallringsbeslut 7", by=actor(city, Role.COORDINATOR), at=NOW)
    assert of(city).cells["risks"] == "(Raderat: Gallringsbeslut 7)"
    assert of(city).cells["name"] == "Selectie"
