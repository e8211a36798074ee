"""Several entries at once: all that were chosen get the person, or none does."""

from uuid import UUID

import pytest

from algorithms.people import Role
from algorithms.tables import EntryRow, EventRow
from city import City
from register.accounts.people import queries as accounts
from register.outbox.tables import LetterRow
from register.settings import Settings
from steps import a_draft, page_of

PLACE = "/workspace/entries/together"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.add_person(Role.EDITOR, "school")
        yield running


def person(city: City, role: Role, department: str = "social") -> str:
    return str(city.call(accounts.person_by_email, city.address(role, department)).id)


def entries(city: City) -> list[str]:
    return [str(row["id"]) for row in city.call(EntryRow.select().run)]


def seen_to_by(city: City) -> list[str | None]:
    return [str(row["responsible"]) if row["responsible"] else None for row in city.call(EntryRow.select().run)]


@pytest.mark.storage
def test_those_that_were_chosen_get_the_person_and_the_list_narrows_to_ones_own(city: City) -> None:
    first, _ = a_draft(city), a_draft(city)
    editor = person(city, Role.EDITOR)
    client = city.as_(Role.COORDINATOR)
    client.get(f"{PLACE}?all=1")
    assert client.submit("Tilldela", chosen=entries(city), person=editor).status_code == 200

    assert seen_to_by(city) == [editor, editor]
    client = city.as_(Role.EDITOR)
    assert "Tas om hand av department-editor i social" in client.get(page_of(first)).text
    assert "2 poster" in client.get("/workspace/entries?responsible=me").text
    assert "0 poster" in city.as_(Role.COORDINATOR).get("/workspace/entries?responsible=me").text
    assert [row["action"] for row in city.call(EventRow.select().run)].count("assign") == 2


def test_somebody_who_does_not_write_there_is_refused_and_none_is_assigned(city: City) -> None:
    a_draft(city)
    a_draft(city)
    client = city.as_(Role.COORDINATOR)
    client.get(f"{PLACE}?all=1")

    assert client.submit("Tilldela", person=person(city, Role.EDITOR, "school")).status_code == 422
    assert "skriver inte i förvaltningen" in client.page.text
    assert seen_to_by(city) == [None, None]
    assert sum(name == "chosen" for form in client.page.forms for name, _ in form.values) == 2


def test_missing_choice_or_person_is_reported(city: City) -> None:
    a_draft(city)
    client = city.as_(Role.COORDINATOR)
    client.get(PLACE)
    assert client.submit("Tilldela", person="nobody").status_code == 422
    assert "Välj en eller flera poster." in client.page.text
    client.get(f"{PLACE}?all=1")
    assert client.submit("Tilldela").status_code == 422
    assert "Välj vem som tar hand om dem." in client.page.text


@pytest.mark.storage
def test_another_departments_entries_are_not_there(city: City) -> None:
    a_draft(city)
    client = city.as_(Role.EDITOR, "school")
    client.get(PLACE)
    token = next(value for form in client.page.forms for name, value in form.values if name == "_csrf_token")

    forced = client.post(
        f"{PLACE}/assign", {"_csrf_token": token, "chosen": entries(city)[0], "person": person(city, Role.EDITOR)}
    )

    assert forced.status_code == 404
    assert seen_to_by(city) == [None]


def test_the_coordinator_reminds_departments_of_several_entries_with_a_word_of_their_own(city: City) -> None:
    a_draft(city)
    a_draft(city)
    client = city.as_(Role.COORDINATOR)
    client.get(f"{PLACE}?all=1")
    assert client.submit("Påminn", words="Styrgruppen läser på måndag.", chosen=entries(city)).status_code == 200

    letters = city.call(LetterRow.select().run)
    readers = {row["person"] for row in letters}
    assert f"{len(letters)} mejl är skrivna." in client.page.text
    assert len(letters) == 2 * len(readers)
    assert UUID(person(city, Role.EDITOR)) in readers
    assert UUID(person(city, Role.EDITOR, "school")) not in readers
    client.get(PLACE)
    assert client.submit("Påminn").status_code == 422
    assert "Påminn" not in str(city.as_(Role.EDITOR).get(PLACE).text)
