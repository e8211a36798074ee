"""The main job, through HTTP: submit, opinion, review, assess, approve, publish, read. On real published figures."""

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from click.testing import CliRunner

from algorithms.people import Role
from assessments.gate.disclosure_gate import given_away
from assessments.gate.public_result import Policy
from assessments.gate.releases import Printed
from assessments.results.result import Result
from assessments.runs import queries as run_queries
from assessments.runs.subprocess_client import PlainFile, assess_source
from city import City, write_an_entry
from compas import compas_csv
from logged import lines
from register.jobs.assessments import past_the_gate_again
from register.settings import Settings
from register.shell.check import examine
from register.shell.verify import verify

EXPECTED = Path(__file__).parent.parent / "data" / "compas_expected.json"


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
    client.submit("Fortsätt", outcome="two_year_recid", decision="score_text", yes_means="burden", groups=["race"])
    client.submit(
        "Spara testplanen",
        **{
            "decision-0": "yes",
            "decision-1": "no",
            "decision-2": "yes",
            "margin": "5",
            "reference-0": "2",
        },
        primary=["false_positive_rate", "false_negative_rate"],
        sensitive=[],  # published counts, of nobody any more
    )
    client.submit("Starta bedömningen")
    city.work()


def test_the_main_job_on_the_published_counts(city: City) -> None:
    from_first_word_to_published_card(city, compas_csv())


def test_the_main_job_on_the_original_file(city: City, reference_data: Path) -> None:
    from_first_word_to_published_card(
        city, (reference_data / "fairness" / "compas" / "compas_two_years_min.csv").read_bytes()
    )


def from_first_word_to_published_card(city: City, evaluation_data: bytes) -> None:
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

    run = upload(city, version, evaluation_data)
    plan(city, run)
    client.get(run)
    words = client.page.text.replace("\xa0", " ")
    for figures in ("805/1 795 44,85 %", "532/1 901 27,99 %", "349/1 488 23,45 %", "461/966 47,72 %"):
        assert figures in words
    expect_published_intervals(city.call(run_queries.full_result, UUID(run.rpartition("/")[2])))
    expect_a_line_for_the_finished_run(city, run.rpartition("/")[2], evaluation_data)
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
    for expected in ("45", "23", "28", "48", "The limit is raised", "Test yearly.", "more often than"):
        assert expected in client.page.text
    expect_the_difference_wherever_the_test_is_mentioned(city)
    expect_a_signed_file_that_anybody_can_check(city, client.url)
    expect_completed_measure_shown(city, run, client.url)


def expect_the_difference_wherever_the_test_is_mentioned(city: City) -> None:
    """On the page of all differences with what is done, in the list, and as a way to narrow it."""
    card = city.client.url
    for address in (
        "/sv/differences",
        "/sv/algorithms?test=difference",
        "/sv/algorithms",
        card.replace("/en/", "/sv/"),
    ):
        city.client.get(address)
        assert "Urval av ansökningar för extra kontroll" in city.client.page.text, address
        expected = "Gränsen höjs" if address.endswith("differences") else "Ett test har visat en skillnad"
        assert expected in city.client.page.text, address
    city.client.get("/sv/algorithms?test=no-difference")
    assert "Urval av ansökningar" not in city.client.page.text
    city.client.get(card)


def expect_completed_measure_shown(city: City, run: str, card: str) -> None:
    """The published version stays as it was; that its measure is done is added, and it is late no longer."""
    city.clock.forward(days=150)  # April 2027: a day after the month that was promised
    client = city.as_(Role.EDITOR)
    client.get("/workspace/due")
    assert "Åtgärd: Gränsen höjs" in client.page.text
    client.get(run)
    client.submit("Åtgärden är genomförd")
    client.get("/workspace/due")
    assert "Åtgärd: Gränsen höjs" not in client.page.text
    client.get(card.replace("/en/", "/sv/"))
    assert "Genomfört 23 april 2027." in client.page.text


def expect_a_line_for_the_finished_run(city: City, run: str, evaluation_data: bytes) -> None:
    """The log knows which file was destroyed and which result came of it, and that no person did it."""
    actions = [(row["action"], row["by"]) for row in lines(city, kind="run", object=run)]
    assert [action for action, _ in actions] == ["add-evidence", "plan-assessment", "start-assessment", "finish-run"]
    assert actions[-1][1] is None
    line, result = lines(city, action="finish-run")[-1], city.call(run_queries.full_result, UUID(run))
    assert (line["before"], line["after"]) == (hashlib.sha256(evaluation_data).hexdigest(), result.hash)
    assert city.call(examine, None).fault is None


def expect_a_signed_file_that_anybody_can_check(city: City, card: str) -> None:
    """From the public page alone: the file, the city's key, and the command that puts the two together."""
    client = city.client
    client.get(f"{card}/assessments/1")
    (address,) = (href for href, _ in client.page.links if href.endswith("/signed.json"))
    signed = client.get(address).content
    assert client.get(address).content == signed
    document = json.loads(signed)
    key = client.get(f"/keys/{document['signature']['key_id']}.pub").content
    with TemporaryDirectory() as folder:
        file, key_file = Path(folder, "signed.json"), Path(folder, "key.pub")
        key_file.write_bytes(key)
        file.write_bytes(signed)
        proven = CliRunner().invoke(verify, [str(file), "--key", str(key_file)])
        unproven = CliRunner().invoke(verify, [str(file)])
        file.write_bytes(signed.replace(b'"per_100": 45', b'"per_100": 25', 1))
        changed = CliRunner().invoke(verify, [str(file), "--key", str(key_file)])
    assert [proven.exit_code, unproven.exit_code, changed.exit_code] == [0, 3, 1]
    assert "is what was signed" in proven.output
    assert "proves nothing" in unproven.output
    assert "NOT what was signed" in changed.output


def expect_published_intervals(result: Result) -> None:
    """Wilson and Newcombe as statsmodels computes them, to 1e-9."""
    for metric, groups in json.loads(EXPECTED.read_text("utf-8"))["rates"].items():
        for name, expected in groups.items():
            group = next(candidate for candidate in result.groups if candidate.attributes == (("race", name),))
            figure = group.figure(metric)
            assert (figure.numerator, figure.denominator) == (expected["numerator"], expected["denominator"])
            assert (figure.low, figure.high) == pytest.approx(expected["wilson"], abs=1e-9)
            if "newcombe" in expected:
                compared = next(c for c in result.comparisons if c.group == group.attributes and c.metric == metric)
                assert compared.difference is not None
                assert (compared.difference.low, compared.difference.high) == pytest.approx(
                    expected["newcombe"], abs=1e-9
                )


def test_what_another_worker_has_printed_meanwhile_is_seen_by_the_gate(city: City, tmp_path: Path) -> None:
    version = write_an_entry(city)
    first = upload(city, version, compas_csv())
    plan(city, first)
    stored, late = UUID(first.rpartition("/")[2]), UUID(upload(city, version, compas_csv()).rpartition("/")[2])
    (tmp_path / "rows.csv").write_bytes(compas_csv())
    fixed = city.call(run_queries.plan, stored)
    assert fixed is not None
    begun = city.call(assess_source, PlainFile(tmp_path / "rows.csv"), fixed)  # before the first had finished
    again = city.call(past_the_gate_again, late, begun, Policy(), [])
    assert again.result.salt != begun.result.salt
    ((result, public, _),) = city.call(run_queries.results, [stored])
    assert given_away([Printed(result, public), Printed(again.result, again.public)]) == []
    assert city.call(past_the_gate_again, late, again, Policy(), [public]) is again


def test_a_plan_of_scores_and_ages_is_kept_whole_when_it_is_opened_again(city: City) -> None:
    rows = (
        f"{'kvinna' if n % 2 else 'man'};{18 + n % 60};0,{n % 97:02d};{'ja' if n % 3 else 'nej'}" for n in range(400)
    )
    content = "\n".join(["kön;ålder;poäng;behov", *rows]).encode()
    run = upload(city, write_an_entry(city), content, "scores.csv")
    client = city.client
    client.get(f"{run}/plan")
    first = {"task": "score", "decision": "poäng", "outcome": "behov", "yes_means": "help"}
    client.submit("Fortsätt", **first, groups=["kön", "ålder"])
    assert "Då är det värsta felet att missa den som behöver hjälpen." in client.page.text
    typed = {"outcome-0": "yes", "outcome-1": "no", "threshold": "0,5", "bands-1": "30, 65", "within-1": "12"}
    client.submit(
        "Spara testplanen", **{**typed, "threshold": "hög", "first-month": "2025-01", "last-month": "2025-06"}
    )
    assert "hög" in str(client.page.form("Spara testplanen").values)  # refused, and nothing typed is lost
    client.submit("Spara testplanen", threshold="0,5")
    client.get(f"{run}/plan")
    client.submit("Fortsätt")
    form_values = dict(client.page.form("Spara testplanen").values)
    assert (form_values["threshold"], form_values["bands-1"], form_values["first-month"], form_values["task"]) == (
        "0.5",
        "30, 65",
        "2025-01",
        "score",
    )
    client.submit("Spara testplanen")
    stored = city.call(run_queries.plan, UUID(run.rpartition("/")[2]))
    assert dict(stored.reference)["ålder"] == "<30"
    assert (stored.primary, stored.period) == (("false_negative_rate",), "2025-01/2025-06")
