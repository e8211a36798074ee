"""Everybody sees the register in numbers, and the numbers are those of what is public."""

import pytest

from algorithms.people import Role
from city import City
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, opinion, page_of, take

PAGE = "/sv/statistics"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def row(city: City, words: str) -> str:
    """The figure that stands on the row that begins so."""
    text = city.client.page.text
    return text[text.index(words) + len(words) :].split()[0]


@pytest.mark.storage
def test_an_empty_register_says_so_without_a_figure_that_does_not_exist(city: City) -> None:
    assert city.client.get(PAGE).status_code == 200
    text = city.client.page.text
    assert "0 algoritmer finns i registret." in text
    assert "0 bedömningar är publicerade." in text
    assert "Inget är försenat." in text
    assert "Algoritmer per klass" not in text


def test_what_is_public_is_counted_by_department_status_and_class_and_drafts_only_as_a_number(city: City) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    a_draft(city)

    city.client.get(PAGE)
    text = city.client.page.text
    assert "En algoritm finns i registret. En av dem används eller provas." in text
    assert "En post håller på att skrivas." in text
    assert (row(city, "Socialförvaltningen"), row(city, "Schoolförvaltningen")) == ("1", "0")
    assert row(city, "I bruk") == "1"
    city.client.click("Socialförvaltningen")
    assert "department=social" in city.client.url


def test_late_review_is_shown_to_everybody(city: City) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    city.clock.forward(days=800)

    city.client.get(PAGE)
    assert "En sak skulle ha varit gjord vid det här laget." in city.client.page.text
    city.client.click("Urval av ansökningar för extra kontroll")
    assert "Översynen är försenad" in city.client.page.text


def test_what_is_withheld_is_counted_by_department_and_is_in_no_other_figure(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    client = city.as_(Role.COORDINATOR)
    client.get(f"{page_of(version)}/entry")
    client.submit("Undanta posten", ground="secrecy.17-1", reason="Röjer hur kontrollen går till.")

    client.get(PAGE)
    assert "0 algoritmer finns i registret." in client.page.text
    assert "En algoritm är undantagen" in client.page.text
    assert row(city, "Socialförvaltningen") == "0"
