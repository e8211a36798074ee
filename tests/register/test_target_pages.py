"""The coordinator sets how far the city wants to come; the report tells everybody how far it is."""

import pytest

from algorithms.log.tables import LogRow
from algorithms.people import Role
from city import City
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, opinion, take


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def set_target(city: City, **typed: str) -> int:
    client = city.as_(Role.COORDINATOR)
    client.get("/workspace/targets")
    return client.submit("Spara målen", **typed).status_code


@pytest.mark.storage
def test_the_report_shows_how_far_the_city_has_come_with_each_target(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    typed = {
        "published-percent": "90",
        "published-month": "2027-06",
        "equal-treatment-percent": "50",
        "equal-treatment-month": "2026-10",
    }
    assert set_target(city, **typed) == 200

    text = city.as_(Role.AUDITOR).get("/workspace/report").text
    assert "Mål: 90 av 100 senast juni 2027, <b>nått</b>" in text
    assert "inte nått i tid" in text
    targets = [row["object"] for row in city.call(LogRow.select().run) if row["action"] == "set-target"]
    assert sorted(targets) == ["equal-treatment", "published"]


def test_only_the_coordinator_sets_targets_and_faults_are_shown_with_what_was_typed(city: City) -> None:
    assert city.as_(Role.EDITOR).get("/workspace/targets").status_code == 403
    assert set_target(city, **{"equal-treatment-percent": "många", "equal-treatment-month": "2027-06"}) == 422
    assert "Skriv ett heltal från 1 till 100." in city.client.page.text
    assert ("equal-treatment-percent", "många") in [value for form in city.client.page.forms for value in form.values]


def test_an_emptied_target_is_gone(city: City) -> None:
    set_target(city, **{"equal-treatment-percent": "50", "equal-treatment-month": "2027-06"})
    set_target(city, **{"equal-treatment-percent": "", "equal-treatment-month": ""})
    assert "50 av 100" not in city.client.get("/workspace/report").text
