"""One call in a notebook: files, patterns and data frames give the same, and what is wrong is said in words."""

import json
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from assessments import Label, Plan, assess
from assessments.text.complaints import EvaluationDataError
from compas import compas_csv

pytestmark = pytest.mark.slow

PLAN = Plan(
    "two_year_recid",
    "score_text",
    "race",
    decision_yes=["High", "Medium"],
    reference={"race": "Caucasian"},
    yes_means="burden",
    labels=(Label(attribute="race", value="Caucasian", sv="vita", en="white people"),),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "rows.csv").write_bytes(compas_csv())
    return tmp_path / "rows.csv"


def test_a_file_a_frame_and_parts_of_a_file_give_the_same_figures(file: Path) -> None:
    whole = assess(file, PLAN)
    lines = file.read_text().splitlines(keepends=True)
    for number, part in enumerate((lines[1:3000], lines[3000:])):
        (file.parent / f"part-{number}.csv").write_text("".join([lines[0], *part]))
    pattern = str(file.parent / "part-*.csv")
    for other in (pd.read_csv(file), pl.read_csv(file), pattern, sorted(file.parent.glob("part-*.csv"))):
        assert assess(other, PLAN).result.groups == whole.result.groups


def test_it_reads_well(file: Path) -> None:
    report = assess(str(file), PLAN)
    assert "compared with 23 in 100 white people." in str(report)
    html = report._repr_html_()
    assert "more often than" in html
    assert "<caption>Picked out for no reason, per 100 people with nothing wrong" in html
    assert json.loads(json.dumps(report.result.to_dict()))["checked_by"]["agrees"]


def test_whole_numbers_with_gaps_in_a_pandas_frame_are_whole_numbers() -> None:
    frame = pd.DataFrame({"g": ["a", "b"] * 40, "y": [1, 0, None, 1] * 20, "d": [True, False, True, True] * 20})
    report = assess(frame, Plan("y", "d", "g", outcome_known="unrelated"))
    assert (report.result.overall.tally.known, report.result.overall.tally.outcome_missing) == (60, 20)


def test_wrong_plan_or_file_is_reported_in_words(file: Path, tmp_path: Path) -> None:
    with pytest.raises(EvaluationDataError, match="no column “nothing”"):
        assess(file, Plan("nothing", "score_text", ["race"]))
    with pytest.raises(FileNotFoundError, match="There is no file"):
        assess(tmp_path / "none.csv", PLAN)


def test_groups_may_stand_in_a_second_frame() -> None:
    cases = pd.DataFrame({"id": range(400), "y": [0, 1] * 200, "d": [0, 1, 1, 1] * 100})
    people = pl.DataFrame({"id": range(0, 400, 2), "g": ["a", "b"] * 100})
    result = assess(cases, Plan("y", "d", ["g"], key="id"), groups=people).result
    assert {group.attributes[0][1]: group.tally.n for group in result.groups} == {"a": 100, "b": 100, None: 200}
