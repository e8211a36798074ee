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


def test_a_margin_that_only_the_counted_rates_show_to_be_too_wide_brings_the_plan_back_with_what_was_typed(
    city: City,
) -> None:
    """Of 100 with no error 4 are picked out: no single column tells, so the run asks once it has counted."""
    lines = [
        f"{'kvinna' if n % 2 else 'man'};{'ja' if n % 10 < 4 else 'nej'};{'ja' if n % 10 < 3 or n % 25 == 9 else 'nej'}"
        for n in range(4_000)
    ]
    run, client = upload(city, write_an_entry(city), "\n".join(["kön;fel;kontroll", *lines]).encode()), city.client
    client.get(f"{run}/plan")
    client.submit("Fortsätt", outcome="fel", decision="kontroll", groups=["kön"], repeated="no")
    meanings = {f"{column}-{number}": meaning for column in ("outcome", "decision") for number, meaning in _YES_NO}
    chosen = {"primary": ["false_positive_rate"], "reason": "Vi vill veta vem som väljs ut i onödan.", "sensitive": []}
    client.submit("Spara testplanen", **meanings, **chosen, margin="5")
    client.submit("Starta bedömningen")
    city.work()
    client.get(run)
    assert "Marginalen 0.05 är för vid" in client.page.text
    client.get(f"{run}/plan")
    client.submit("Fortsätt")
    form = dict(client.page.form("Spara testplanen").values)
    assert (form["margin"], form["reason"]) == ("5", "Vi vill veta vem som väljs ut i onödan.")
    client.submit("Spara testplanen", sensitive=[], margin_reason="Kontrollen tar en minut.")
    client.submit("Starta bedömningen")
    city.work()
    assert city.call(run_queries.runs, [UUID(run.rpartition("/")[2])])[UUID(run.rpartition("/")[2])].state == "done"


_YES_NO = ((0, "yes"), (1, "no"))
