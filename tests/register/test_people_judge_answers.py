"""Answers that several people have judged: by the command, and by the web from the file to the public card's words."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from algorithms.people import Role
from assessments.runs import queries as run_queries
from city import City, write_an_entry
from judged_answers import judged_csv, side_by_side
from register.settings import Settings
from register.shell.assessing.commands import assess

GIVEN = ("--good", "yes", "--groups", "language", "--reference", "language=sv", "--persons-once")


@pytest.fixture
def city(settings: Settings):
    with City(settings) as city:
        yield city


def test_the_command_shows_how_well_people_agree_and_names_nobody(tmp_path: Path) -> None:
    path, full = tmp_path / "judged.csv", tmp_path / "full.json"
    path.write_bytes(judged_csv(answers=600, people=3, gap=0.3, raters=("Qx", "Zy", "Wv")))
    files = (
        "--json",
        full,
        "--html",
        tmp_path / "page.html",
        "--language",
        "sv",
        "--save-plan",
        tmp_path / "plan.json",
    )
    columns = ("--judgement", "judgement", "--answer", "answer", "--rater", "rater")
    outcome = CliRunner().invoke(assess, [str(text) for text in (path, *columns, *GIVEN, *files)])
    assert outcome.exit_code == 0, outcome.output
    assert "Three people judged 600 answers." in outcome.output
    assert "Krippendorff’s alpha: 0.9" in outcome.output
    assert "They agree well enough to conclude from what they said." in outcome.output
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Tre personer bedömde ungefär 600 svar." in page
    assert not [rater for rater in ("Qx", "Zy", "Wv") if rater in outcome.output + page + full.read_text()]
    again = CliRunner().invoke(assess, [str(path), "--plan", str(tmp_path / "plan.json")])
    assert "Three people judged 600 answers." in again.output


def test_the_command_takes_a_column_for_each_who_judged(tmp_path: Path) -> None:
    path, full = tmp_path / "judged.csv", tmp_path / "full.json"
    path.write_bytes(side_by_side(judged_csv(answers=200, people=2)))
    columns = ("--judgement", "A", "--judgement", "B", "--json", str(full))
    outcome = CliRunner().invoke(assess, [str(path), *columns, *GIVEN])
    assert outcome.exit_code == 0, outcome.output
    assert "Cohen’s kappa: 0." in outcome.output
    assert json.loads(full.read_text())["agreement"]["raters"] == 2


def test_a_department_has_answers_judged_and_reads_whether_people_agree(city: City) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{write_an_entry(city)}/evidence/new")
    content = judged_csv(answers=600, people=3, gap=0.3, raters=("Qx", "Zy", "Wv")).replace(b"rater", b"who", 1)
    client.submit("Ladda upp", **{"title-sv": "Test", "title-en": "Test", "file": ("svar.csv", content)})
    city.work()
    run = client.url
    client.get(f"{run}/plan")
    client.submit("Fortsätt", task="judgements", decision="judgement", groups=["language"], repeated="no")
    assert "Minst två personer måste ha bedömt" in client.page.text
    client.submit("Fortsätt", answer="answer", rater="who")
    meanings = {"decision-0": "no", "decision-1": "yes", "reference-0": "1", "sensitive": []}
    client.submit("Spara testplanen", **meanings, agreed_by="majority", scale="nominal")
    identity = UUID(run.rpartition("/")[2])
    stored = city.call(run_queries.plan, identity)
    assert (stored.task, stored.answer, stored.rater) == ("judgements", "answer", "who")
    column = city.call(run_queries.files, identity).cases.column("who")
    assert (column.distinct, column.values) == (3, ())
    client.get(f"{run}/plan")
    assert "Qx" not in client.page.text
    client.get(run)
    assert "Flera bedömningar av ett svar blir en: Det som mer än hälften säger" in " ".join(client.page.text.split())
    client.submit("Starta bedömningen")
    city.work()
    client.get(run)
    assert "Tre personer bedömde ungefär 600 svar." in client.page.text
    assert "Av 600 svar som flera av dem bedömde var de överens om" in client.page.text
    assert "Qx" not in client.page.text


def test_columns_with_judgements_side_by_side_are_chosen_in_the_form(city: City) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{write_an_entry(city)}/evidence/new")
    content = side_by_side(judged_csv(answers=200, people=3, words=("1", "2", "4", "5"), noise=0.6))
    client.submit("Ladda upp", **{"title-sv": "Test", "title-en": "Test", "file": ("svar.csv", content)})
    city.work()
    run = client.url
    client.get(f"{run}/plan")
    columns = {"decision": "A", "more_judgements": ["B", "C"], "groups": ["language"]}
    client.submit("Fortsätt", task="judgements", repeated="no", **columns)
    meanings = {f"decision-{n}": "yes" if n > 1 else "no" for n in range(4)}
    client.submit("Spara testplanen", **meanings, **{"reference-0": "1"}, sensitive=[], scale="ordinal")
    stored = city.call(run_queries.plan, UUID(run.rpartition("/")[2]))
    assert (stored.more_judgements, stored.scale, stored.decision_yes) == (("B", "C"), "ordinal", ("4", "5"))
    client.get(run)
    client.submit("Starta bedömningen")
    city.work()
    client.get(run)
    assert "Krippendorffs alfa" in client.page.text


def test_a_column_of_raters_by_its_name_is_listed_without_its_values(city: City) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get(f"{write_an_entry(city)}/evidence/new")
    content = judged_csv(answers=60, people=2, raters=("Qx", "Zy")).replace(b"rater", "bedömare".encode(), 1)
    client.submit("Ladda upp", **{"title-sv": "Test", "title-en": "Test", "file": ("svar.csv", content)})
    city.work()
    client.get(f"{client.url}/plan")
    assert "Qx" not in client.page.text
    assert "Sparas inte, eftersom de visar vem som bedömt" in client.page.text
