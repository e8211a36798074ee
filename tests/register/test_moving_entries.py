"""An entry that moves takes its history and its address along; drafts and opinions leave the old board."""

from uuid import UUID

import pytest

from algorithms.editing import commands
from algorithms.people import Role
from algorithms.tables import EventRow
from builders import a_department, an_id
from city import NAME, City
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take

ADDRESS = "/sv/algorithms/urval-av-ansokningar-for-extra-kontroll"
NEW = a_department("school")


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        for role in (Role.EDITOR, Role.DPO):
            running.add_person(role, "school")
        yield running


def move(city: City, version: UUID) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{page_of(version)}/entry")
    assert client.submit("Flytta posten", department=str(NEW.id)).status_code == 200


def test_the_new_boards_officer_has_to_read_what_the_old_one_has_read(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE)
    move(city, version)
    client = city.client
    assert "lämnat för en annan nämnd, så det gäller inte längre" in client.get(page_of(version)).text
    assert "Väntar på yttrande" in client.page.text
    assert not [form for form in client.page.forms if form.action.endswith(("/approve", "/publish"))]

    assert city.as_(Role.DPO).get(page_of(version)).status_code == 404
    client = city.as_(Role.DPO, "school")
    client.get(page_of(version))
    client.submit("Spara yttrandet", opinion="agree")
    take(city, version, APPROVE, PUBLISH)
    assert "Schoolförvaltningen" in client.get(ADDRESS).text


def test_the_old_department_no_longer_sees_the_draft_and_the_new_one_does_with_its_history(city: City) -> None:
    version = a_draft(city)
    move(city, version)

    client = city.as_(Role.EDITOR)
    assert client.get(page_of(version)).status_code == 404
    assert NAME not in client.get("/workspace/entries").text
    client = city.as_(Role.EDITOR, "school")
    assert NAME in client.get("/workspace/entries").text
    assert "Socialförvaltningen → Schoolförvaltningen" in client.get(f"{page_of(version)}/history").text
    assert "Påbörjade versionen" in client.page.text


def test_what_somebody_of_the_old_department_is_doing_at_that_moment_does_not_slip_in(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT)
    seen = city.call(commands.for_change, version, actor(city, Role.EDITOR)).revision
    move(city, version)

    assert city.call(commands.for_change, version, actor(city, Role.COORDINATOR)).revision > seen


def test_a_public_card_keeps_its_address_and_is_found_under_its_new_department(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    move(city, version)
    client = city.client
    client.cookies.clear()

    assert client.get(ADDRESS).status_code == 200
    assert NAME in client.get("/sv/algorithms?department=school").text
    assert NAME in client.get("/sv/algorithms?q=schoolforvaltningen").text
    assert NAME not in client.get("/sv/algorithms?q=socialforvaltningen").text


def test_a_withdrawn_card_keeps_its_reason_when_it_moves(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    client = city.as_(Role.COORDINATOR)
    client.get(page_of(version))
    client.submit("Avpublicera kortet", **{"words-sv": "Systemet är avvecklat.", "words-en": "It is closed."})
    move(city, version)

    assert client.get(ADDRESS).status_code == 410
    assert "Systemet är avvecklat." in client.page.text


def test_moving_nowhere_is_refused_and_recorded_nowhere(city: City) -> None:
    version = a_draft(city)
    client = city.as_(Role.COORDINATOR)
    client.get(f"{page_of(version)}/entry")
    token = dict(client.page.forms[0].values)["_csrf_token"]
    for department in ("", "nowhere", str(an_id("nowhere")), str(a_department().id)):
        typed = {"_csrf_token": token, "department": department}
        assert client.post(f"{page_of(version)}/entry/move", typed).status_code == 422
    for role in (Role.EDITOR, Role.APPROVER, Role.DPO, Role.AUDITOR):
        client = city.as_(role)
        client.get(page_of(version))
        typed = {"_csrf_token": dict(client.page.forms[0].values)["_csrf_token"], "department": str(NEW.id)}
        assert client.post(f"{page_of(version)}/entry/move", typed).status_code == 403
    assert city.call(EventRow.count().where(EventRow.action == "move").run) == 0
