"""``insyn assess``: published figures from rows, from counts and from several files; refusals that say what to do."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner, Result

from compas import compas_csv
from register.shell.assessing.commands import assess

COMPAS = (
    "--outcome",
    "two_year_recid",
    "--decision",
    "score_text",
    "--decision-yes",
    "High,Medium",
    "--groups",
    "race",
    "--reference",
    "race=Caucasian",
    "--yes-burdens",
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(assess, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """COMPAS as rows, as counts, and as three parts."""
    made = tmp_path_factory.mktemp("compas")
    (made / "rows.csv").write_bytes(compas_csv())
    header, *rows = compas_csv().decode().splitlines()
    for part in range(3):
        (made / f"part{part}.csv").write_text("\n".join([header, *rows[part::3]]) + "\n")
    counted: dict[str, int] = {}
    for row in rows:
        counted[row] = counted.get(row, 0) + 1
    (made / "counts.csv").write_text("\n".join([f"{header},n", *(f"{row},{n}" for row, n in counted.items())]) + "\n")
    return made


@pytest.fixture(scope="module")
def assessed(folder: Path) -> Result:
    """One assessment of the rows, written in every way that the command knows."""
    written = ("--json", folder / "rows.json", "--csv", folder / "public.csv", "--fairlearn", folder / "open.py")
    page = ("--html", folder / "report.html", "--language", "en", "--period", "2013-01/2014-12")
    outcome = run(folder / "rows.csv", *COMPAS, *written, *page)
    assert outcome.exit_code == 0, outcome.output
    return outcome


def test_the_summary_says_what_was_found_and_who_checked_it(assessed: Result) -> None:
    outcome = assessed
    assert "The test used about 7,200 cases." in outcome.stdout
    assert "45 in 100 people in the group “African-American” with nothing wrong" in outcome.stdout
    assert "805/1795" in outcome.stdout
    assert "fairlearn" in outcome.stdout


def test_rows_counts_and_several_files_give_the_same_figures(folder, assessed: Result) -> None:
    written = {"rows": json.loads((folder / "rows.json").read_text())}
    for name, files in (("parts", ["part*.csv"]), ("counts", ["counts.csv", "--count", "n"])):
        path = folder / f"{name}.json"
        outcome = run(folder / files[0], *files[1:], *COMPAS, "--json", path)
        assert outcome.exit_code == 0, outcome.output
        written[name] = json.loads(path.read_text())
    for part in ("overall", "groups", "comparisons"):
        assert json.dumps(written["rows"][part]) == json.dumps(written["parts"][part])
        assert json.dumps(written["rows"][part]) == json.dumps(written["counts"][part])
    assert written["parts"]["data"]["rows"] == 7214
    assert written["rows"]["data"]["sha256"] != written["parts"]["data"]["sha256"]


def test_the_table_holds_only_what_may_be_published(folder, assessed: Result) -> None:
    lines = list(csv.DictReader(io.StringIO((folder / "public.csv").read_text(encoding="utf-8-sig"))))
    black = next(
        line for line in lines if line["group"] == "African-American" and line["rate"] == "false_positive_rate"
    )
    assert (black["size"], black["of_100"], black["gap"], black["verdict"]) == ("3700", "45", "22", "difference")
    assert all(line["of_100"] == "" for line in lines if line["group"] == "Native American")


def test_ages_are_cut_into_the_bands_that_are_asked_for(tmp_path) -> None:
    rows = "".join(f"{age},{int(age > 40)},{int(age % 3 == 0)}\n" for age in range(16, 90) for _ in range(8))
    (tmp_path / "ages.csv").write_text("age,y,d\n" + rows)
    arguments = (
        tmp_path / "ages.csv",
        "--outcome",
        "y",
        "--decision",
        "d",
        "--groups",
        "age",
        "--bands",
        "age=18,30,65",
    )
    unnamed = run(*arguments)
    assert unnamed.exit_code == 2
    assert "Say which band of “age”" in unnamed.output
    outcome = run(*arguments, "--reference", "age=30–64")
    assert outcome.exit_code == 0, outcome.output
    assert all(band in outcome.stdout for band in ("<18", "18–29", "≥65"))


def test_without_the_true_outcome_only_the_selection_is_reported(folder) -> None:
    arguments = ("--decision", "score_text", "--decision-yes", "High,Medium", "--groups", "race")
    outcome = run(folder / "rows.csv", *arguments)
    assert outcome.exit_code == 0, outcome.output
    assert "selection_rate" in outcome.stdout
    assert "false_positive_rate" not in outcome.stdout
    refused = run(folder / "rows.csv", *arguments, "--primary", "precision")
    assert (refused.exit_code, "cannot be computed here" in refused.output) == (2, True)


def test_score_is_cut_at_the_threshold_and_measured_whatever_the_threshold(tmp_path) -> None:
    rows = "".join(
        f"{group};{'ja' if (place * 7) % 10 < place / 30 else 'nej'};{str(place / 300).replace('.', ',')[:8]}\n"
        for group in ("kvinna", "man")
        for place in range(300)
    )
    (tmp_path / "scores.csv").write_text("kön;utfall;poäng\n" + rows)
    arguments = ("--outcome", "utfall", "--outcome-yes", "ja", "--groups", "kön", "--score", "poäng")
    path = tmp_path / "result.json"
    outcome = run(tmp_path / "scores.csv", *arguments, "--threshold", "0,5", "--reference", "kön=man", "--json", path)
    assert outcome.exit_code == 0, outcome.output
    assert "area_under_curve" in outcome.stdout
    written = json.loads(path.read_text())
    assert written["overall"]["decisions"] == {"yes": 300, "no": 300}  # 0,5 itself means yes
    assert written["checked_by"]["agrees"]
    everybody, woman, man = written["other_metrics"]["groups"]
    assert (everybody["cases"], woman["metrics"]) == (2 * man["cases"], man["metrics"])
    assert [len(curve["equal_width"]) for curve in written["other_metrics"]["curves"]] == [10, 10, 10]
    unsaid = run(tmp_path / "scores.csv", *arguments)
    assert (unsaid.exit_code, "from which score" in unsaid.output) == (2, True)
    both = run(tmp_path / "scores.csv", *arguments, "--threshold", "0.5", "--decision", "utfall")
    assert (both.exit_code, "by one of --decision" in both.output) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rows.csv", "--outcome", "nothing"), "There is no column “nothing”"),
        (("none.csv",), "There is no file"),
        (("rows.csv", "--reference", "race"), "COLUMN=VALUE"),
        (("rows.csv", "--reference", "race=Martian"), "no group “Martian”"),
        (("rows.csv", "--margin", "5"), "margin"),
        (("rows.csv", "--json", "no/such/folder/result.json"), "cannot be written"),
        (("counts.csv", "--count", "n", "--weight", "n"), "Name one of the two"),
        (("rows.csv", "--count", "race"), "cannot be used there as a number"),
    ],
)
def test_a_refusal_says_what_to_do(folder, arguments, message) -> None:
    outcome = run(folder / arguments[0], *COMPAS, *arguments[1:])
    assert outcome.exit_code == 2
    assert message in outcome.output


def test_a_page_that_needs_no_other_file(folder, assessed: Result) -> None:
    html = (folder / "report.html").read_text("utf-8")
    assert "They are from January 2013–December 2014." in html
    assert not re.search(r"(?:src|href)=|@import|url\(|<script", html)
    html5lib.HTMLParser(strict=True).parse(html)


def test_the_counts_open_in_fairlearn_with_the_same_rates(folder, assessed: Result) -> None:
    opened = subprocess.run([sys.executable, "open.py"], cwd=folder, capture_output=True, text=True, check=True)
    for group in json.loads((folder / "rows.json").read_text())["groups"]:
        assert f"{group['metrics']['selection_rate']['value']:.6f}" in opened.stdout
    refused = run(folder / "rows.csv", *COMPAS, "--period", "2014")
    assert (refused.exit_code, "first and last month" in refused.output) == (2, True)


def test_groups_in_a_second_file_are_found_by_their_key(folder, tmp_path) -> None:
    header, *rows = (folder / "rows.csv").read_text().splitlines()
    assert header.split(",")[0] == "race"
    split = [row.partition(",") for row in rows]
    numbered = list(enumerate(split, start=1))
    (tmp_path / "cases.csv").write_text(
        "\n".join(["id" + header.removeprefix("race"), *(f"{n:05d},{rest}" for n, (_, _, rest) in numbered)])
    )
    groups = [f"{n:05d};{race}" for n, (race, _, _) in reversed(numbered) if n % 100]
    (tmp_path / "groups.csv").write_text("\n".join(["id;race", *groups]))
    arguments = (*COMPAS, "--groups-file", tmp_path / "groups.csv", "--key", "id", "--json", tmp_path / "full.json")
    outcome = run(tmp_path / "cases.csv", *arguments)
    assert outcome.exit_code == 0, outcome.output
    content = json.loads((tmp_path / "full.json").read_text())
    expected: dict[str | None, int] = {}
    for n, (race, _, _) in numbered:
        name = race if n % 100 else None  # who is not in the second file has no known group
        expected[name] = expected.get(name, 0) + 1
    assert {group["attributes"]["race"]: group["n"] for group in content["groups"]} == expected
    assert content["plan"]["joined_columns"] == ["race"]
    (tmp_path / "groups.csv").write_text("\n".join(["id;race", *groups, groups[0]]))
    refused = run(tmp_path / "cases.csv", *arguments)
    assert (refused.exit_code, "in several rows" in refused.output) == (2, True)
    (tmp_path / "groups.csv").write_text("id;sex\n00001;F\n")
    needless = run(folder / "rows.csv", *COMPAS, *arguments[-6:])
    assert (needless.exit_code, "no column in common" in needless.output) == (2, True)
    (tmp_path / "groups.csv").write_text("race;sex\nOther;F\n")
    needless = run(folder / "rows.csv", *COMPAS, *arguments[-6:-4], "--key", "race")
    assert (needless.exit_code, "None of the groups is in the second file" in needless.output) == (2, True)
    alone = run(tmp_path / "cases.csv", *COMPAS, "--key", "id")
    assert (alone.exit_code, "--groups-file and --key together" in alone.output) == (2, True)
