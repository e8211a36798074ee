"""A supplier's product is described once: entries begin with those words, and local decisions stay empty."""

from uuid import UUID

import pytest

from algorithms.city_tables import SupplierTemplateRow
from algorithms.editing import commands
from algorithms.entries.fields import REQUIRED
from algorithms.entries.texts import Text
from algorithms.people import Role
from algorithms.suppliers.templates import TEXTS
from city import City
from register.settings import Settings
from steps import actor

LIST = "/workspace/templates"
FIELDS = {
    "template-name": "Exempel AB: Talsyntes",
    "supplier-sv": "Exempel AB",
    "how-it-works-sv": "Den läser upp text.",
}


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def a_template(city: City, **fields: str) -> int:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{LIST}/new")
    return client.submit("Spara mallen", **{**FIELDS, **fields}).status_code


def the_template(city: City) -> str:
    return str(city.call(SupplierTemplateRow.select().first().run)["id"])


def test_a_template_holds_nothing_that_a_city_decides_itself():
    assert REQUIRED.isdisjoint(TEXTS)
    assert Text.LEGAL_BASIS not in TEXTS


def test_an_entry_begins_with_the_templates_words_and_the_rest_is_empty(city: City) -> None:
    assert a_template(city) == 200
    client = city.as_(Role.EDITOR)
    client.get("/workspace/entries/new")
    template = the_template(city)
    begun = {"name": "Uppläsning av beslut", "department": str(city.department.id), "topic": "work-and-money"}
    client.submit("/workspace/entries/new", template=template, **begun)

    version = UUID(client.url.split("/versions/")[1][:36])
    texts = city.call(commands.for_change, version, actor(city, Role.EDITOR)).texts
    assert texts == {
        (Text.NAME, "sv"): "Uppläsning av beslut",
        (Text.SUPPLIER, "sv"): "Exempel AB",
        (Text.HOW_IT_WORKS, "sv"): "Den läser upp text.",
    }


def test_a_template_begins_with_what_an_entry_says(city: City) -> None:
    a_template(city)
    client = city.as_(Role.EDITOR)
    client.get("/workspace/entries/new")
    template = the_template(city)
    begun = {"name": "Uppläsning av beslut", "department": str(city.department.id), "topic": "work-and-money"}
    client.submit("/workspace/entries/new", template=template, **begun)
    version = client.url.split("/versions/")[1][:36]

    client = city.as_(Role.COORDINATOR)
    client.get(f"{LIST}/new?from={version}")
    assert client.submit("Spara mallen", **{"template-name": "En till"}).status_code == 200
    assert "En till" in client.page.text


def test_departments_read_templates_and_do_not_change_them(city: City) -> None:
    a_template(city)
    client = city.as_(Role.EDITOR)
    address = f"{LIST}/{the_template(city)}"
    assert "Den läser upp text." in client.get(address).text
    assert "Spara mallen" not in client.page.text
    assert client.get(f"{LIST}/new").status_code == 403


@pytest.mark.storage
def test_two_simultaneous_changes_of_a_template_are_reported_and_lose_no_word(city: City) -> None:
    a_template(city)
    client = city.as_(Role.COORDINATOR)
    address = f"{LIST}/{the_template(city)}"
    client.get(address)
    form = next(form for form in client.page.forms if form.action == address)
    assert client.submit("Spara mallen", **{"licence-sv": "Per användare"}).status_code == 200

    late = client.post(address, {**dict(form.values), "licence-sv": "Öppen källkod"})

    assert late.status_code == 422
    assert "Någon annan har ändrat mallen" in late.text
    assert "Öppen källkod" in late.text
    assert "Per användare" in late.text, "what the other has saved is shown beside it"


@pytest.mark.storage
def test_a_name_is_needed_and_used_once_and_a_removed_template_is_offered_no_more(city: City) -> None:
    assert a_template(city, **{"template-name": ""}) == 422
    assert a_template(city) == 200
    assert a_template(city) == 422
    assert "Det finns redan en mall med det namnet." in city.client.page.text

    city.client.get(f"{LIST}/{the_template(city)}")
    city.client.submit("Ta bort mallen")
    assert "Exempel AB: Talsyntes" not in city.client.get(LIST).text
