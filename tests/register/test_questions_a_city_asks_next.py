"""Thresholds, places and pairs, by the web's forms and by the command: planned, judged together, and shown."""

import random
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from algorithms.people import Role
from assessments.runs import queries as run_queries
from city import City, write_an_entry
from register.settings import Settings
from register.shell.assessing.commands import assess


@pytest.fixture
def city(settings: Settings):
    with City(settings) as city:
        yield city


def scored() -> bytes:
    """2,400 cases with a score of two decimals; men have higher scores, whatever is true."""
    chance = random.Random(5)
    lines = ["kön;poäng;fel"]
    for n in range(2_400):
        true = chance.random() < 0.4
        score = min(max(chance.gauss(0.4 + 0.2 * true + 0.1 * (n % 2), 0.18), 0), 1)
        lines.append(f"{'man' if n % 2 else 'kvinna'};{score:.2f}".replace(".", ",") + f";{'ja' if true else 'nej'}")
    return "\n".join(lines).encode()


SCORE = ("--score", "poäng", "--outcome", "fel", "--outcome-yes", "ja", "--outcome-no", "nej", "--groups", "kön")
REFERENCE = ("--reference", "kön=man", "--yes-burdens")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scores") / "scores.csv"
    path.write_bytes(scored())
    return path


def test_the_command_lays_thresholds_side_by_side(file: Path, tmp_path: Path) -> None:
    given = ("--threshold", "0,5", "--other-threshold", "0,4 0,6", "--csv", tmp_path / "public.csv")
    page = ("--html", tmp_path / "page.html", "--language", "sv")
    outcome = CliRunner().invoke(assess, [str(text) for text in (file, *SCORE, *REFERENCE, *given, *page)])
    assert outcome.exit_code == 0, outcome.output
    assert "Other thresholds beside 0.5, judged as one family" in outcome.output
    assert "0.6  false_negative_rate  kön=kvinna" in outcome.output
    assert "selection_rate@0.4" in (tmp_path / "public.csv").read_text(encoding="utf-8-sig")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Gränsen för poängen var 0,5" in text
    assert "0,5 (används)" in text


def test_the_command_gives_places_to_the_first_by_score_and_lists_the_edge(file: Path, tmp_path: Path) -> None:
    page = ("--html", tmp_path / "page.html", "--language", "sv")
    given = ("--first", 505, "--ties", "in")
    outcome = CliRunner().invoke(assess, [str(text) for text in (file, *SCORE, *REFERENCE, *given, *page)])
    assert outcome.exit_code == 0, outcome.output
    assert "The 505 places end at the score 0.710" in outcome.output
    assert "On the edge: kön=kvinna" in outcome.output
    assert "All on the edge are counted as yes (--ties in)." in outcome.output
    assert "delade den sista poängen som gav plats" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_department_plans_several_thresholds_and_reads_what_each_costs(city: City) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{write_an_entry(city)}/evidence/new")
    client.submit("Ladda upp", **{"title-sv": "Test", "title-en": "Test", "file": ("poäng.csv", scored())})
    city.work()
    run = client.url
    client.get(f"{run}/plan")
    client.submit("Fortsätt", task="score", decision="poäng", outcome="fel", groups=["kön"], repeated="no")
    meanings = {"outcome-0": "yes", "outcome-1": "no", "threshold": "0,5", "sensitive": []}
    client.submit("Spara testplanen", **meanings, other_thresholds="0,4 många")
    assert "Det här är inga tal: “många”" in client.page.text
    client.submit("Spara testplanen", other_thresholds="0,4; 0,6")
    stored = city.call(run_queries.plan, UUID(run.rpartition("/")[2]))
    assert stored.other_thresholds == ("0.4", "0.6")
    client.get(run)
    assert "Prövas vid sidan av: 0.4; 0.6" in client.page.text
    client.submit("Starta bedömningen")
    city.work()
    client.get(run)
    assert "Andra gränser vid sidan av 0.5" in client.page.text
    assert "Om gränsen hade dragits någon annanstans" in client.page.text


def test_a_department_plans_places_and_says_how_a_tie_is_decided(city: City) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{write_an_entry(city)}/evidence/new")
    client.submit("Ladda upp", **{"title-sv": "Test", "title-en": "Test", "file": ("poäng.csv", scored())})
    city.work()
    run = client.url
    client.get(f"{run}/plan")
    client.submit("Fortsätt", task="score", decision="poäng", outcome="fel", groups=["kön"], repeated="no")
    meanings = {"outcome-0": "yes", "outcome-1": "no", "sensitive": []}
    client.submit("Spara testplanen", **meanings, first="500", threshold="0,5", ties="in")
    assert "Välj det ena" in client.page.text
    client.submit("Spara testplanen", threshold="")
    stored = city.call(run_queries.plan, UUID(run.rpartition("/")[2]))
    assert (stored.first, stored.ties, stored.threshold) == (500, "in", "")
    client.get(run)
    assert "De 500 med högst poäng får ja." in client.page.text


def paired() -> bytes:
    """400 applications, each tried with two groups; 26 get a yes only with the one and 4 only with the other."""
    kinds = ["ja;ja"] * 140 + ["ja;nej"] * 26 + ["nej;ja"] * 4 + ["nej;nej"] * 230
    answers = [(n, *kind.split(";")) for n, kind in enumerate(kinds)]
    lines = [f"nr{n};{group};{yes}" for n, *pair in answers for group, yes in zip("ab", pair, strict=True)]
    return "\n".join(["löpnr;grupp;svar", *lines]).encode()


def test_the_command_compares_each_case_with_itself(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes(paired())
    given = ("--decision", "svar", "--decision-yes", "ja", "--groups", "grupp", "--reference", "grupp=b")
    outcome = CliRunner().invoke(assess, [str(path), *given, "--pair", "löpnr"])
    assert outcome.exit_code == 0, outcome.output
    assert "400 pairs, only here 26, only there 4: +5.50 (" in outcome.output


def test_a_department_says_that_rows_are_the_same_case_with_only_the_group_changed(city: City) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{write_an_entry(city)}/evidence/new")
    client.submit("Ladda upp", **{"title-sv": "Test", "title-en": "Test", "file": ("par.csv", paired())})
    city.work()
    run = client.url
    client.get(f"{run}/plan")
    client.submit("Fortsätt", decision="svar", groups=["grupp"], repeated="pairs", person="")
    assert "Välj kolumnen med personer" in client.page.text
    client.get(f"{run}/plan")
    client.submit("Fortsätt", decision="svar", groups=["grupp"], repeated="pairs", person="löpnr")
    client.submit("Spara testplanen", **{"decision-0": "yes", "decision-1": "no"}, sensitive=[])
    stored = city.call(run_queries.plan, UUID(run.rpartition("/")[2]))
    assert (stored.repeated, stored.person) == ("pairs", "löpnr")
    client.get(run)
    client.submit("Starta bedömningen")
    city.work()
    client.get(run)
    assert "Samma ärende med bara gruppen utbytt" in client.page.text
    assert "jämför varje ärende med sig självt" in client.page.text
