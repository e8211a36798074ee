"""Somebody who is away names a deputy: from the first day to the last, with the same roles, and it is written down."""

from datetime import date

import pytest

from algorithms.log.tables import LogRow
from algorithms.people import Role
from builders import NOW
from city import City
from register.accounts.people import queries as accounts
from register.settings import Settings
from register.tables import StandInRow
from steps import SUBMIT, a_draft, page_of, take


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.add_person(Role.DPO, "school")
        yield running


def person(city: City, role: Role, department: str = "social") -> str:
    return str(city.call(accounts.person_by_email, city.address(role, department)).id)


def name_deputy(city: City, first: str, last: str, deputy: str) -> int:
    absent = person(city, Role.DPO)
    city.client.get(f"/workspace/absence/{absent}")
    return city.client.submit("Utse ersättaren", deputy=deputy, first=first, last=last).status_code


def test_a_deputy_gives_the_opinion_of_the_officer_who_is_away_on_those_days_alone(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT)
    city.as_(Role.DPO)
    assert name_deputy(city, "2026-11-25", "2026-11-26", person(city, Role.DPO, "school")) == 200

    assert city.as_(Role.DPO, "school").get(page_of(version)).status_code == 404, "it begins tomorrow"
    city.clock.forward(days=1)
    client = city.as_(Role.DPO, "school")
    assert "för data-protection-officer i social" in client.get("/workspace").text
    client.get(page_of(version))
    assert client.submit("Spara yttrandet", opinion="agree").status_code == 200
    city.clock.forward(days=2)
    assert city.as_(Role.DPO, "school").get(page_of(version)).status_code == 404, "it is over"


@pytest.mark.storage
def test_ending_it_takes_the_roles_away_from_the_next_click(city: City) -> None:
    version = a_draft(city)
    city.as_(Role.DPO)
    name_deputy(city, "2026-11-24", "2026-12-24", person(city, Role.DPO, "school"))
    assert city.as_(Role.DPO, "school").get(page_of(version)).status_code == 200

    client = city.as_(Role.ADMINISTRATOR)
    client.get(f"/workspace/absence/{person(city, Role.DPO)}")
    client.submit("Avsluta nu: data-protection-officer i school")

    assert city.as_(Role.DPO, "school").get(page_of(version)).status_code == 404
    actions = [
        row["action"] for row in city.call(LogRow.select().order_by(LogRow.seq).run) if "deputy" in row["action"]
    ]
    assert actions == ["name-deputy", "end-deputy"]


def test_only_the_people_manager_arranges_a_deputy_for_another(city: City) -> None:
    officer = person(city, Role.DPO)
    for role in (Role.EDITOR, Role.COORDINATOR, Role.AUDITOR):
        assert city.as_(role).get(f"/workspace/absence/{officer}").status_code == 404
    city.as_(Role.ADMINISTRATOR)
    assert name_deputy(city, "2026-11-24", "2026-12-24", person(city, Role.EDITOR)) == 200


def test_a_deputy_cannot_lend_what_they_hold_for_another(city: City) -> None:
    city.as_(Role.ADMINISTRATOR)
    lender, deputy = person(city, Role.ADMINISTRATOR), person(city, Role.EDITOR)
    city.client.get(f"/workspace/absence/{lender}")
    city.client.submit("Utse ersättaren", deputy=deputy, first="2026-11-24", last="2026-11-30")

    client = city.as_(Role.EDITOR)
    assert client.get("/workspace/people").status_code == 200, "a deputy of the administrator looks after people"
    assert client.get(f"/workspace/absence/{person(city, Role.DPO)}").status_code == 404
    borrowers = city.call(accounts.borrowed, date(2026, 11, 24))
    assert {str(borrower) for borrower in borrowers} == {deputy}


@pytest.mark.storage
def test_a_disabled_person_lends_nothing_and_nobody_names_one(city: City) -> None:
    city.as_(Role.ADMINISTRATOR)
    officer, stranger = person(city, Role.DPO), person(city, Role.DPO, "school")
    name_deputy(city, "2026-11-24", "2026-12-24", stranger)
    city.client.get(f"/workspace/people/{officer}")
    city.client.submit("Stäng av kontot")

    assert city.call(accounts.borrowed, NOW.date()) == {}
    city.client.get(f"/workspace/absence/{stranger}")
    assert officer not in str([form.values for form in city.client.page.forms])


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        ("", "2026-12-01", "Skriv den första dagen"),
        ("2026-11-24", "i morgon", "Skriv den sista dagen"),
        ("2026-12-02", "2026-12-01", "kan inte vara före den första"),
        ("2026-11-01", "2026-11-02", "eller före i dag"),
        ("2026-11-24", "2028-01-01", "Högst ett år i taget."),
    ],
)
def test_impossible_days_are_reported_and_nothing_is_lost(city: City, first: str, last: str, message: str) -> None:
    city.as_(Role.DPO)
    assert name_deputy(city, first, last, person(city, Role.DPO, "school")) == 422
    assert message in city.client.page.text
    assert ("last", last) in [value for form in city.client.page.forms for value in form.values]
    assert city.call(StandInRow.count().run) == 0
