"""Other registers' entries are kept apart: editors see the same name, and may begin from their words."""

import json
from uuid import UUID

import pytest

from algorithms.consistency import queries as consistency_queries
from algorithms.entries.texts import Text
from algorithms.law.risk import RiskClass
from algorithms.people import Role
from algorithms.storage import queries
from algorithms.storage.origin_queries import origins
from city import City
from listed import Listed, entries
from register.settings import Settings
from register.shell.check import examine
from steps import actor

ENTRY = {
    "name": "Val av skola",
    "organization": "City of Aa",
    "description_short": "Chooses a school.",
    "domain": "education and science",
    "risk_category": "high risk",
    "standard_version": "0.3.1",
    "goal": "Fair choices.",
}
SOURCE = {"source": "Nine cities", "licence": "CC BY 4.0", "as-of": "2026-03-01", "address": "https://cities.example"}


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def keep(city: City, *records: dict[str, str], **changed: str) -> None:
    city.as_(Role.COORDINATOR)
    listed = Listed(city, json.dumps(records).encode(), "list.json")
    listed.columns(department=str(city.department.id)).work()
    city.client.get(f"{listed.address}/reference")
    city.client.submit("Spara den", **{**SOURCE, **changed})


def own_entry(city: City) -> str:
    city.as_(Role.EDITOR).get("/workspace/entries/new")
    city.client.submit(
        "/workspace/entries/new", name="Val av skola", department=str(city.department.id), topic="school-and-childcare"
    )
    return city.client.url.removesuffix("/answers/about")


@pytest.mark.storage
def test_a_list_to_compare_with_makes_no_entries_and_is_replaced_as_a_whole(city: City) -> None:
    keep(city, ENTRY, {**ENTRY, "name": "Other"})
    assert "2 poster" in city.client.page.text.replace("\xa0", " ")
    assert entries(city) == []
    keep(city, ENTRY)
    assert "En post" in city.client.page.text
    for address in ("/sv/algorithms", "/api/v1/entries", "/data/entries.jsonl"):
        assert "Chooses a school" not in city.client.get(address).text
    assert city.call(examine, None).fault is None


def test_a_list_without_its_source_is_refused_with_every_word_kept(city: City) -> None:
    keep(city, ENTRY, source="", licence="CC0")
    assert city.client.url.endswith("/reference")
    assert "Skriv det, så att alla ser vems ord det är." in city.client.page.text
    assert dict(city.client.page.form("Spara den").values)["licence"] == "CC0"


def test_editors_see_who_else_has_the_same_name_and_begin_from_their_words_with_the_source(city: City) -> None:
    keep(city, ENTRY)
    address = own_entry(city)
    assert "En till med samma namn" in city.client.get(address).text
    page = city.client.get(f"{address}/consistency").text
    assert "Det heter likadant där. Ingen har kontrollerat om det är samma produkt." in page
    assert "CC BY 4.0" in page
    city.client.submit("Utgå från de här orden: City of Aa")
    version = city.call(queries.version, _id(address), seen_by=actor(city, Role.EDITOR))
    assert version.texts[Text.PURPOSE, "en"] == "Fair choices."
    assert version.texts[Text.NAME, "sv"] == "Val av skola"
    origin = city.call(origins, [version.entry], whole=True)[version.entry.id]
    assert (origin.organisation, origin.state) == ("City of Aa", "Nine cities; CC BY 4.0")


def test_classes_of_others_feed_the_consistency_check_until_the_list_is_removed(city: City) -> None:
    system = {"ai_application_id": "1", "name": "Stöd", "status": "ACTIVE", "risk_category": "HIGH_RISK"}
    keep(city, {**system, "system.name": "Oribi Speak"}, {**system, "system.name": "egen utveckling"})
    known = city.call(consistency_queries.known_products)
    assert [(product.product, product.risk_class, product.source) for product in known] == [
        ("Oribi Speak", RiskClass.HIGH_RISK, "Nine cities")
    ]
    city.client.submit("Ta bort den: Nine cities")
    assert city.call(consistency_queries.known_products) == ()
    assert "Ingen lista är sparad än." in city.client.page.text


def _id(address: str) -> UUID:
    return UUID(address.rpartition("/")[2])
