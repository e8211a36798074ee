"""What the plan's forms ask of a city: a margin that the rate can bear, and whether people occur several times."""

from uuid import UUID

import pytest

from algorithms.people import Role
from assessments.runs import queries as run_queries
from city import City, write_an_entry
from register.settings import Settings


@pytest.fixture
def city(settings: Settings):
    with City(settings) as city:
        yield city


def upload(city: City, version: str, content: bytes) -> str:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{version}/evidence/new")
    client.submit("Ladda upp", **{"title-sv": "Test", "title-en": "Test", "file": ("rare.csv", content)})
    city.work()
    client.get(client.url)
    return client.url


def rare(city: City) -> str:
    """4,000 rows of 1,000 people, of which 40 were picked out."""
    lines = (f"p{n % 1000};{'kvinna' if n % 2 else 'man'};{'ja' if n % 100 == 0 else 'nej'}" for n in range(4_000))
    content = "\n".join(["löpnr;kön;kontroll", *lines]).encode()
    return upload(city, write_an_entry(city), content)


def test_the_forms_ask_for_a_margin_that_bears_the_rate_and_whether_people_are_there_twice(city: City) -> None:
    run, client = rare(city), city.client
    client.get(f"{run}/plan")
    form = dict(client.page.form("Fortsätt").values)
    assert (form["repeated"], form["person"]) == ("yes", "löpnr")  # proposed: it looks like a person
    client.submit("Fortsätt", decision="kontroll", groups=["kön"], person="")
    assert "Välj kolumnen med personer" in client.page.text
    client.get(f"{run}/plan")
    client.submit("Fortsätt", decision="kontroll", groups=["kön"])
    assert dict(client.page.form("Spara testplanen").values)["margin"] == "5"  # nobody has said what a yes is yet
    meanings = {"decision-0": "yes", "decision-1": "no"}
    client.submit("Spara testplanen", **meanings, margin="5", sensitive=[])
    assert "så ovanligt som 10 av 1 000" in client.page.text
    assert "0.8-1.25" in client.page.text
    client.submit("Spara testplanen", margin="0,8–1,25")
    stored = city.call(run_queries.plan, UUID(run.rpartition("/")[2]))
    assert (stored.margin, stored.person, stored.repeated) == ("0.8-1.25", "löpnr", "yes")


def test_a_written_reason_lets_a_wide_margin_stand(city: City) -> None:
    run, client = rare(city), city.client
    client.get(f"{run}/plan")
    client.submit("Fortsätt", decision="kontroll", groups=["kön"], repeated="no")
    meanings = {"decision-0": "yes", "decision-1": "no"}
    client.submit("Spara testplanen", **meanings, margin="5", margin_reason="Kontrollen tar en minut.", sensitive=[])
    stored = city.call(run_queries.plan, UUID(run.rpartition("/")[2]))
    assert (stored.margin, stored.margin_reason) == ("0.05", "Kontrollen tar en minut.")
    assert (stored.person, stored.repeated) == (None, "no")
