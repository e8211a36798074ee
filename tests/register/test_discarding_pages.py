"""A draft that nobody needs is discarded: out of the lists, kept in the history, and a place to begin again from."""

import pytest

from algorithms.editing import commands
from algorithms.people import Role
from algorithms.review.workflow import Action
from builders import NOW
from city import NAME, City
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take

REASON = "Upphandlingen blev inte av."


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def discard(city: City, version: object) -> None:
    client = city.as_(Role.EDITOR)
    client.get(f"/workspace/versions/{version}")
    assert client.submit(f"/workspace/versions/{version}/discard", **{"words-sv": REASON}).status_code == 200


@pytest.mark.storage
def test_a_discarded_draft_leaves_the_lists_and_is_found_by_its_state_with_the_reason(city: City) -> None:
    version = a_draft(city)
    discard(city, version)
    client = city.client

    assert NAME not in client.get("/workspace/entries").text
    assert NAME in client.get("/workspace/entries?state=discarded").text
    assert NAME not in client.get("/workspace").text.partition("Vad som har ändrats")[0]
    history = client.get(f"{page_of(version)}/history").text
    assert REASON in history
    assert "Kastade utkastet" in history


def test_without_a_reason_nothing_happens_and_the_form_stands_open(city: City) -> None:
    version = a_draft(city)
    client = city.as_(Role.EDITOR)
    client.get(page_of(version))

    answer = client.submit(f"{page_of(version)}/discard")
    assert answer.status_code == 422
    assert "<details open>" in answer.text
    assert "Skriv varför." in client.page.text


def test_new_draft_may_begin_from_a_discarded_one_and_loses_no_word(city: City) -> None:
    version = a_draft(city)
    texts = city.call(commands.for_change, version, actor(city, Role.EDITOR)).texts
    discard(city, version)

    client = city.as_(Role.EDITOR)
    client.get(page_of(version))
    client.submit("Börja på nästa version")
    assert client.url.split("/versions/")[1][:36] != str(version)
    again = city.call(commands.for_change, client.url.split("/versions/")[1][:36], actor(city, Role.EDITOR))
    assert (again.number, again.texts) == (2, texts)


def test_a_discarded_successor_leaves_the_public_card_as_it_is_and_the_next_begins_from_that(city: City) -> None:
    first = a_draft(city)
    take(city, first, SUBMIT, opinion(), APPROVE, PUBLISH)
    editor = actor(city, Role.EDITOR)
    entry = city.call(commands.for_change, first, editor).entry.id
    second = city.call(commands.new_version, entry, by=editor, at=NOW)
    discard(city, second)

    assert NAME in city.client.get("/workspace/entries").text
    assert "Publicerad" in city.client.page.text
    city.client.get(page_of(first))
    city.client.submit("Börja på nästa version")
    assert "Version 3" in city.client.get(page_of(city.client.url.split("/versions/")[1][:36])).text
    assert city.client.get("/sv/algorithms/urval-av-ansokningar-for-extra-kontroll").status_code == 200


def test_a_stranger_cannot_discard_and_what_was_submitted_stays(city: City) -> None:
    city.add_person(Role.EDITOR, "school")
    version = a_draft(city)
    client = city.as_(Role.EDITOR, "school")
    assert client.get(page_of(version)).status_code == 404

    take(city, version, SUBMIT)
    city.as_(Role.EDITOR).get(page_of(version))
    assert Action.DISCARD not in {form.action.rpartition("/")[2] for form in city.client.page.forms}
