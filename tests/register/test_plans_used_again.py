"""A plan is saved as a file and used again, in the browser and from it; counts are uploaded where rows must stay."""

import json
import random
from uuid import UUID

import pytest

from algorithms.people import Role
from assessments.plan.plan_file import read_plan
from assessments.plan.reading_table import tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import table
from assessments.results.counts_file import CountedFile, write_counts
from assessments.runs import queries as run_queries
from city import City, write_an_entry
from register.settings import Settings


@pytest.fixture
def city(settings: Settings):
    with City(settings) as city:
        yield city


def rows(seed: int, *, extra: str = "") -> bytes:
    chance, lines = random.Random(seed), [f"kön;ålder;fel;kontroll{extra}"]
    for number in range(1_200):
        wrong = chance.random() < 0.4
        chosen = chance.random() < (0.7 if wrong else 0.3)
        sex = "okänt" if number % 40 == 0 else chance.choice(["kvinna", "man"])
        lines.append(f"{sex};{chance.randint(18, 90)};{'ja' if wrong else 'nej'};{'ja' if chosen else 'nej'}")
    return "\n".join(lines).encode()


def upload(city: City, version: str, content: bytes, name: str = "rows.csv") -> str:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{version}/evidence/new")
    client.submit("Ladda upp", **{"title-sv": "Test", "title-en": "Test", "file": (name, content)})
    city.work()
    client.get(client.url)
    return client.url


def planned(city: City, version: str) -> str:
    run, client = upload(city, version, rows(1)), city.client
    client.get(f"{run}/plan")
    client.submit("Fortsätt", decision="kontroll", outcome="fel", groups=["kön", "ålder"], yes_means="burden")
    meanings = {"outcome-0": "yes", "outcome-1": "no", "decision-0": "yes", "decision-1": "no"}
    period = {"first-month": "2025-01", "last-month": "2025-06"}
    words = {"label-0-1-sv": "kvinnor", "label-0-1-en": "women", "bands-1": "30, 65", "within-1": "40"}
    client.submit(
        "Spara testplanen", **meanings, **period, **words, margin="4", reason="Kontroll tynger.", sensitive=[]
    )
    return run


def plan_of(city: City, run: str):
    return city.call(run_queries.plan, UUID(run.rpartition("/")[2]))


def test_a_plan_is_used_again_for_the_next_period_from_its_file_and_from_the_earlier_assessment(city: City) -> None:
    version = write_an_entry(city)
    first = planned(city, version)
    client, plan = city.client, plan_of(city, first)
    saved = client.get(f"{first}/plan.json")
    assert "attachment" in saved.headers["content-disposition"]
    assert read_plan(saved.content) == plan
    second = upload(city, version, rows(2))
    client.get(f"{second}/plan")
    client.submit("Använd den här planen", file=("plan.json", saved.content))
    typed = dict(client.page.form("Spara testplanen").values)
    assert (typed["margin"], typed["reason"], typed["label-0-1-sv"]) == ("4", "Kontroll tynger.", "kvinnor")
    assert typed["first-month"] == ""  # it is another period, which nobody has said yet
    client.submit("Spara testplanen", sensitive=[])
    assert plan_of(city, second).hash == plan.hash
    third = upload(city, version, rows(3))
    client.get(f"{third}/plan")
    client.get(f"{third}/plan/again/{first.rpartition('/')[2]}")
    client.submit("Spara testplanen", sensitive=[])
    assert plan_of(city, third).hash == plan.hash


def test_a_plan_that_does_not_fit_is_refused_in_words_and_nothing_is_lost(city: City) -> None:
    run, client = upload(city, write_an_entry(city), rows(1)), city.client
    client.get(f"{run}/plan")
    client.submit("Använd den här planen", file=("plan.json", b'{"format": "insyn-plan/1", "decision": 3}'))
    assert "”groups” saknas" in client.page.text
    elsewhere = {"format": "insyn-plan/1", "decision": "kontroll", "outcome": "utfall", "groups": ["kön"]}
    client.submit("Använd den här planen", file=("plan.json", json.dumps(elsewhere).encode()))
    assert "Kolumnen ”utfall” finns inte i filen" in client.page.text
    assert dict(client.page.form("Fortsätt").values)["decision"] == "kontroll"
    assert client.get(f"{run}/plan.json").status_code == 404
    assert plan_of(city, run) is None


def test_a_run_takes_counts_and_gives_the_result_of_the_rows(city: City) -> None:
    version = write_an_entry(city)
    by_rows = planned(city, version)
    client, plan = city.client, plan_of(city, by_rows)
    client.get(by_rows)
    client.submit("Starta bedömningen")
    data = rows(1)
    source = ByteSource(open_blocks=lambda: iter([data]), size=len(data))
    counts = write_counts(CountedFile(plan, *table(source, tabulation_spec(plan))))
    by_counts = upload(city, version, counts, "counts.json")
    client.get(f"{by_counts}/plan")
    client.submit("Fortsätt", groups=["kön"])
    client.submit("Spara testplanen", sensitive=[])
    assert "inte har räknats för den här planen" in client.page.text
    client.get(f"{by_counts}/plan")
    client.submit("Fortsätt")
    client.submit("Spara testplanen", sensitive=[])
    client.submit("Starta bedömningen")
    city.work()
    results = [city.call(run_queries.full_result, UUID(run.rpartition("/")[2])) for run in (by_rows, by_counts)]
    written = [result.to_dict() | {"salt": ""} for result in results]
    assert json.dumps(written[0]) == json.dumps(written[1])


def test_a_hostile_file_with_counts_ends_in_a_sentence(city: City) -> None:
    run = upload(city, write_an_entry(city), b'{"format": "insyn-counts/1", "rows": [' + b"[" * 50_000, "counts.json")
    assert "Filen är skadad" in city.client.page.text, run
