"""The main job, through HTTP: submit, opinion, review, assess, approve, publish, read. On real published figures."""

import pytest

from algorithms.people import Role
from city import City, write_an_entry
from compas import compas_csv
from register.settings import Settings


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def upload(city: City, version: str, content: bytes, name: str = "compas.csv") -> str:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{version}/evidence/new")
    client.submit(
        "Ladda upp", **{"title-sv": "Test av urvalet", "title-en": "Test of the choice", "file": (name, content)}
    )
    city.work()
    client.get(client.url)
    return client.url


def plan(city: City, run: str) -> None:
    client = city.client
    client.get(f"{run}/plan")
    client.submit("Fortsätt", outcome="two_year_recid", decision="score_text", groups=["race"])
    client.submit(
        "Spara testplanen",
        **{
            "decision-0": "yes",
            "decision-1": "no",
            "decision-2": "yes",
            "yes_means": "burden",
            "margin": "5",
            "reference-0": "2",
        },
        primary=["false_positive_rate", "false_negative_rate"],
    )
    client.submit("Starta bedömningen")
    city.work()


def test_from_a_departments_first_word_to_a_residents_last(city: City) -> None:
    version = write_an_entry(city)
    client = city.client
    client.get(version)
    client.submit("Skicka in för yttrande och granskning")

    city.as_(Role.DPO).get(version)
    client.submit(
        "Spara yttrandet",
        opinion="agree-with-conditions",
        **{"words-sv": "Testa varje år.", "words-en": "Test yearly."},
    )

    run = upload(city, version, compas_csv())
    plan(city, run)
    client.get(run)
    assert "805/1 795" in client.page.text.replace("\xa0", " ")
    assert "44,85 %" in client.page.text.replace("\xa0", " ")
    client.submit("Använd som underlag")

    client.get(version)
    assert "visar en skillnad" in client.page.text
    client.get(run)
    client.submit(
        "Spara åtgärden",
        **{
            "what-sv": "Gränsen höjs",
            "what-en": "The limit is raised",
            "who-sv": "Enheten",
            "who-en": "The unit",
            "by-when": "2027-03",
        },
    )
    client.get(version)
    client.submit("Godkänn versionen")
    client.submit("Publicera nu")

    client.cookies.clear()
    client.get("/sv/")
    client.submit(0, q="försörjningsstöd")
    client.click("Urval av ansökningar för extra kontroll")
    words = client.page.text.replace("\xa0", " ")
    for expected in ("45", "23", "28", "48", "Gränsen höjs", "Testa varje år.", "Ja. En handläggare avgör alltid."):
        assert expected in words
    client.get(client.url.replace("/sv/", "/en/"))
    for expected in ("45", "23", "28", "48", "The limit is raised", "Test yearly.", "There is a difference"):
        assert expected in client.page.text
