"""The same person in several rows: what looks like many cases is as sure as the persons behind them, and no surer."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from assessments import notebook
from assessments.gate.disclosure_gate import pass_gate
from assessments.gate.releases import Printed
from assessments.gate.remainders import Release
from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import TestPlan
from assessments.report.remarks import limits
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.statistics.counts import Cell, Counts
from assessments.statistics.intervals import wilson
from assessments.statistics.metrics import METRICS
from assessments.statistics.persons import PersonSums
from assessments.statistics.weighted_tally import samples
from assessments.text.complaints import EvaluationDataError, in_english
from simulating import fair_persons_shown_different

pytestmark = pytest.mark.slow

PLAN = TestPlan(
    outcome="y", decision="d", groups=("g",), reference=(("g", "g0"),), person="who", repeated="yes", margin="0.05"
)
RATES = ("selection_rate", "true_positive_rate", "false_positive_rate", "precision")


def repeated(persons: dict[Cell, int], rows: int) -> tuple[Counts, PersonSums]:
    """Everybody is in so many rows that are all alike."""
    cells = {cell: n * rows for cell, n in persons.items()}
    return Counts(("g",), cells), PersonSums(("g",), {(cell, cell): n * rows**2 for cell, n in persons.items()})


@pytest.mark.parametrize("rows", [1, 2, 5, 10])
def test_equal_rows_of_a_person_are_worth_that_person(rows) -> None:
    persons = {(("a",), None, True): 30, (("a",), None, False): 70}
    counts, sums = repeated(persons, rows)
    share = samples(counts, None, sums)[("a",)].share(METRICS["selection_rate"])
    assert share.exact == pytest.approx(0.3)
    # m - 1 of m persons, as for any variance from a sample; but as without the column where everybody is there once
    assert share.cases == pytest.approx(99 if rows > 1 else 100)
    ends = wilson(share.yes, share.cases)
    assert ends.high - ends.low == pytest.approx(wilson(30, 100).high - wilson(30, 100).low, rel=0.02)


def test_persons_who_differ_between_their_rows_are_worth_more_than_one() -> None:
    cells = {(("a",), None, True): 100, (("a",), None, False): 100}
    yes, no = cells
    sums = PersonSums(("g",), {(yes, yes): 100, (no, no): 100, (yes, no): 100, (no, yes): 100})
    share = samples(Counts(("g",), cells), None, sums)[("a",)].share(METRICS["selection_rate"])
    assert share.cases == 200  # everybody has one of each: no more than all cases, however even it is


def test_sums_over_persons_add_up_like_counts() -> None:
    def table(letters: str) -> Any:
        frame = pl.DataFrame(
            {"who": [f"p{n}{letters}" for n in (1, 1, 2, 3)], "g": list("aabb"), "d": ["ja", "nej"] * 2}
        )
        plan = replace(PLAN, outcome=None, decision_yes=("ja",), decision_no=("nej",))
        readings = list(notebook._readings(frame))
        return notebook._counted(readings, plan, None)[0]

    first, second, both = table("x"), table("y"), table("x").add(table("y"))
    assert both.persons == {pair: total + second.persons[pair] for pair, total in first.persons.items()}
    assert both.persons[("a", "ja"), ("a", "nej")] == 2  # one person in each file has both
    assert type(both).from_dict(both.to_dict()) == both


@pytest.mark.parametrize("rows", [1, 2, 5, 10])
def test_fair_system_seldom_shows_a_difference_however_often_people_occur(rows) -> None:
    assert fair_persons_shown_different(rows, times=120, seed=7) <= 0.09  # 2,000 of each: make bench


def rows_of_persons(rows_per_person: int) -> pl.DataFrame:
    chance = np.random.default_rng(3)
    people = 400
    decided = np.repeat(chance.random(people) < 0.3, rows_per_person)
    group = np.repeat(np.where(np.arange(people) % 2, "a", "b"), rows_per_person)
    who = np.repeat([f"secret{n}" for n in range(people)], rows_per_person)
    return pl.DataFrame({"who": who, "g": group, "d": np.where(decided, "ja", "nej")})


def test_the_column_with_persons_widens_every_interval_and_is_kept_nowhere() -> None:
    frame = rows_of_persons(5)
    plan = TestPlan(outcome=None, decision="d", groups=("g",), decision_yes=("ja",))
    blind = notebook.assess(frame, plan).result
    careful = notebook.assess(frame, replace(plan, person="who"))
    for before, after in zip(blind.groups, careful.result.groups, strict=True):
        narrow, wide = before.figure("selection_rate"), after.figure("selection_rate")
        assert wide.value == narrow.value
        assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
        assert wide.effective == pytest.approx(199, abs=1)
    assert "secret" not in careful.result.canonical_json()
    assert careful.result.comparisons[0].minimum_detectable_difference > (
        blind.comparisons[0].minimum_detectable_difference
    )


def test_many_rows_of_few_people_are_not_shown() -> None:
    persons = {(("g0",), None, True): 300, (("g0",), None, False): 300}
    counts, sums = repeated(persons | {(("a",), None, True): 3, (("a",), None, False): 4}, 10)
    result = assess(counts, replace(PLAN, outcome=None), data=Data("0" * 64, counts.n), persons=sums)
    public = publish(result)
    assert public.group("g", "a").size is None
    assert public.group("g", "a").figure("selection_rate").hidden == "too_few"
    assert public.group("g", "g0").figure("selection_rate").repeated


def test_nobody_is_given_away_by_several_rows_either() -> None:
    """Ten people in five rows each are fifty rows: so far the earlier figures stand, and so far counts stay open."""
    groups = {"g0": (300, 700), "a": (90, 160)}
    persons = {((g,), None, yes): n for g, sides in groups.items() for yes, n in zip((True, False), sides, strict=True)}
    results = []
    for number, more in enumerate((0, 1, 9, 30)):
        counts, sums = repeated({**persons, (("a",), None, True): 90 + more}, 5)
        data = Data(str(number) * 64, counts.n)
        results.append(assess(counts, replace(PLAN, outcome=None), data=data, persons=sums))
    first = Printed(results[0], pass_gate(results[0]))
    figure = first.public.group("g", "a").figure("selection_rate")
    assert figure.steps <= 20  # 250 people, though they are 1,250 rows
    stands = [bool(pass_gate(result, earlier=[first]).group("g", "a").stands_in) for result in results[1:]]
    assert stands == [True, True, False]
    assert Release(first).table(first.public.group("g", "a")).need == 50


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (replace(PLAN, outcome=None), "counts persons"),
        (replace(PLAN, outcome=None, person=None, repeated="unknown"), "is not known"),
        (replace(PLAN, outcome=None, person=None, repeated="no"), ""),
    ],
)
def test_the_card_says_whether_people_can_occur_several_times(plan, words) -> None:
    counts, sums = repeated({(("g0",), None, True): 300, (("g0",), None, False): 300}, 2)
    result = assess(counts, plan, data=Data("0" * 64, counts.n), persons=sums if plan.person else None)
    text = " ".join(map(in_english, limits(publish(result), "en")))
    assert words in text
    assert ("same person" in text) == bool(words)


def test_persons_do_not_go_with_counts_and_not_with_groups() -> None:
    frame = rows_of_persons(2)
    plan = TestPlan(outcome=None, decision="d", groups=("g",), decision_yes=("ja",), person="g")
    with pytest.raises(EvaluationDataError, match="persons"):
        notebook.assess(frame, plan)
    with pytest.raises(EvaluationDataError, match="Name the column"):
        notebook.assess(frame, replace(plan, person=None, repeated="yes"))
