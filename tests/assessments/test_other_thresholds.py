"""Several thresholds of one score side by side: each as exact as if it were alone, and all of them one family."""

import random
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix_at_thresholds

from assessments.gate.disclosure_gate import given_away
from assessments.gate.public_result import Policy, PublicResult
from assessments.gate.releases import Printed
from assessments.plan.plan import TestPlan
from assessments.plan.plan_file import read_plan, write_plan
from assessments.plan.reading_table import counts, tabulation_spec
from assessments.plan.score_cuts import about_thresholds, typed_thresholds
from assessments.plan.tabulation import Bands, CountTable, Key
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import table
from assessments.report.side_by_side import side_by_side
from assessments.report.threshold_tables import threshold_lines
from assessments.results.assessment import assess
from assessments.results.result import Data, Result
from assessments.results.score_cuts import Thresholds, change
from assessments.runs.evaluate import conclude, public_result
from assessments.runs.other_cuts import every_printed
from assessments.statistics.metrics import METRICS
from assessments.statistics.verdict import Verdict
from assessments.text.complaints import in_english

pytestmark = pytest.mark.slow

PLAN = TestPlan(
    task="score", outcome="true", decision="score", threshold="0.5", other_thresholds=("0.30", "0,7"), groups=("g",),
    reference=(("g", "a"),), outcome_yes=("1",), outcome_no=("0",), yes_means="burden", margin="0.1",
)  # fmt: skip


def rows_of(seed: int, sizes: dict[str, int]) -> list[tuple[str, float, int]]:
    chance = random.Random(seed)
    return [
        (group, round(min(max(chance.gauss(0.45 + 0.2 * true, 0.2), 0), 1), 4), true)
        for group, size in sizes.items()
        for _ in range(size)
        for true in [int(chance.random() < 0.3)]
    ]


ROWS = rows_of(1, {"a": 900, "b": 600, "c": 300})


def result_of(rows: list[tuple[str, float, int]], plan: TestPlan = PLAN) -> Result:
    text = "\n".join(["g,score,true", *(f"{g},{score},{true}" for g, score, true in rows)]).encode()
    reading = ByteSource(open_blocks=lambda: iter([text]), size=len(text))
    plan = replace(plan, other_thresholds=tuple(x.replace(",", ".").rstrip("0") for x in plan.other_thresholds))
    counted, data = table(reading, tabulation_spec(plan))
    return conclude(plan, counted, Data("0" * 64, data.rows))


@pytest.fixture(scope="module")
def result() -> Result:
    return result_of(ROWS)


def test_every_threshold_gives_the_counts_that_scikit_learn_gives(result: Result) -> None:
    """Scores have four decimals and three are kept: they are cut before they are rounded."""
    assert [other.plan.threshold for other in result.thresholds] == ["0.3", "0.7"]
    for cut in (result, *result.thresholds):
        for group in cut.groups:
            own = [(score, true) for g, score, true in ROWS if g == group.attributes[0][1]]
            truth, scores = np.array([true for _, true in own]), np.array([score for score, _ in own])
            tn, fp, fn, tp, at = confusion_matrix_at_thresholds(truth, scores)
            place = int(np.flatnonzero(at >= float(cut.plan.threshold))[-1])  # from high to low
            tally = group.tally
            assert (tally.tn, tally.fp, tally.fn, tally.tp) == (tn[place], fp[place], fn[place], tp[place])
    assert result.checked_by is not None
    assert result.checked_by.agrees


def test_all_thresholds_groups_and_metrics_are_one_family(result: Result) -> None:
    """Holm over every deciding test of the page, whichever threshold it is of: written out here by its definition."""
    tests = {
        (place, c.group, METRICS[c.metric].family): c
        for place, cut in enumerate((result, *result.thresholds))
        for c in cut.comparisons
        if c.primary
    }
    assert result.other_metrics is not None
    every = [(c.p_value, c.p_adjusted) for c in [*tests.values(), *result.other_metrics.comparisons]]
    assert len(every) == 3 * 8 + 8
    highest = 0.0
    for place, (p_value, p_adjusted) in enumerate(sorted(every)):
        highest = max(highest, min(1.0, p_value * (len(every) - place)))
        assert p_adjusted == pytest.approx(highest)


def test_many_thresholds_of_a_fair_score_seldom_show_a_difference() -> None:
    """The family holds 5 % over all thresholds and groups: 5 thresholds, 4 groups, 30 fair files."""
    plan = replace(PLAN, threshold="3", other_thresholds=("1", "2", "4", "5"), margin="0.02", decimals=0)
    chance, differing = np.random.default_rng(3), 0
    for _ in range(30):
        differing += any(
            c.verdict is Verdict.DIFFERENCE for cut in _fair(chance, plan) for c in cut.comparisons if c.primary
        )
    assert differing / 30 <= 0.1


def _fair(chance: np.random.Generator, plan: TestPlan) -> tuple[Result, ...]:
    bands = Bands(plan.thresholds).names()
    rows: dict[Key, tuple[int, ...]] = {}
    for group in "abcd":
        for true, rate, cases in (("1", 3.4, 120), ("0", 2.1, 280)):
            for score, number in enumerate(np.bincount(np.minimum(chance.poisson(rate, cases), 9), minlength=10)):
                rows[group, true, bands[min(score, 5)], int(score >= 3), score] = (int(number),)
    counted, facts = CountTable(("n",), rows), Data("0" * 64, 1600)
    every = Thresholds(plan, counted, None)
    return assess(counts(plan, counted), plan, data=facts, others=every.others_of(plan)), *every.results(facts)


@pytest.mark.parametrize(("before", "after", "cases"), [(30, 44, 100), (44, 30, 100), (5, 5, 40), (0, 0, 12)])
def test_what_a_threshold_costs_is_the_share_between_the_two(before, after, cases) -> None:
    moved = change(before, after, cases)
    assert moved is not None
    low, high = binomtest(abs(after - before), cases).proportion_ci(method="wilson")
    assert moved.value == (after - before) / cases
    ends = (low, high) if after >= before else (-high, -low)
    assert (moved.low, moved.high) == pytest.approx(ends, abs=1e-9)
    assert change(0, 0, 0) is None


def test_each_cost_is_shown_by_group_with_more_missed_where_fewer_are_picked(result: Result) -> None:
    lines = {(line.threshold, dict(line.group.attributes)["g"], line.metric): line for line in threshold_lines(result)}
    assert len(lines) == 2 * 3 * 3
    for group in "abc":
        own = [(score, true) for g, score, true in ROWS if g == group]
        between = [true for score, true in own if 0.5 <= score < 0.7]
        assert lines["0.7", group, "selection_rate"].change.value == pytest.approx(-len(between) / len(own))
        missed = lines["0.7", group, "false_negative_rate"].change
        assert missed.value == pytest.approx(sum(between) / sum(true for _, true in own))
        assert missed.low is not None
        assert 0 < missed.low < missed.value
        assert lines["0.3", group, "false_positive_rate"].change.value > 0


@pytest.fixture(scope="module")
def public(result: Result) -> PublicResult:
    return public_result(result, Policy(), [])


def test_thresholds_side_by_side_give_nobody_away_and_come_back_as_they_were(
    result: Result, public: PublicResult
) -> None:
    assert [other.threshold for other in public.thresholds] == ["0.3", "0.7"]
    assert given_away(every_printed([Printed(result, public)])) == []
    assert PublicResult.from_dict(public.to_dict()) == public
    assert Result.from_dict(result.to_dict()) == result
    again = public_result(result, Policy(), [Printed(result, public)])
    assert given_away(every_printed([Printed(result, public), Printed(result, again)])) == []


def test_a_reader_sees_each_threshold_and_what_it_costs(public: PublicResult) -> None:
    shown = side_by_side(public, "sv")
    assert shown is not None
    assert in_english(shown.sentences[0]).startswith("The score was cut at 0,5")
    table = shown.tables[0]
    assert [name if isinstance(name, str) else in_english(name) for name in table.head] == [
        "Group", "0,3", "0,5 (used)", "0,7",
    ]  # fmt: skip
    cells = {row[0]: row[1:] for row in table.rows}
    figures = [group.figure("selection_rate").per_100 for cut in (public.thresholds[0], public, public.thresholds[1])
               for group in cut.groups if group.value == "a"]  # fmt: skip
    low, used, high = (int(figure or 0) for figure in figures)
    assert cells["a"] == (f"{low} (+{low - used})", str(used), f"{high} (\u2212{used - high})")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"other_thresholds": ("0.4", "many")}, "these are none: “many”"),
        ({"task": "decision", "decision_yes": ("1",)}, "of a score only"),
        ({"outcome_known": "flagged"}, "depends on the threshold"),
        ({"other_thresholds": tuple(f"0.{n}" for n in range(10, 21))}, "at most 9 other"),
    ],
)
def test_thresholds_that_cannot_stand_side_by_side_are_refused_in_words(changed, sentence) -> None:
    assert any(sentence in in_english(message) for message in about_thresholds(replace(PLAN, **changed)))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0,4 0,6", ("0,4", "0,6")),
        ("0,4; 0,6;", ("0,4", "0,6")),
        ("0.4, 0.6", ("0.4", "0.6")),
        ("0.4,0.6", ("0.4", "0.6")),
        ("1,2,3", ("1", "2", "3")),
        ("0,4", ("0,4",)),
        ("", ()),
    ],
)
def test_thresholds_are_read_as_people_write_them(text, numbers) -> None:
    assert typed_thresholds(text) == numbers


def test_a_plan_without_other_thresholds_keeps_its_hash_and_order_does_not_matter() -> None:
    alone = replace(PLAN, other_thresholds=())
    assert "other_thresholds" not in alone.to_dict()
    assert replace(PLAN, other_thresholds=("0.7", "0,3")).hash == PLAN.hash != alone.hash
    assert TestPlan.from_dict(PLAN.to_dict()).hash == read_plan(write_plan(PLAN)).hash == PLAN.hash
