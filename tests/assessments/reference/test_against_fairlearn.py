"""fairlearn and scikit-learn, row by row and on the counts: not one bit of difference where a rate is defined."""

import json
import random
from dataclasses import replace

import numpy as np
import pytest
from fairlearn.metrics import MetricFrame
from hypothesis import given, settings
from hypothesis import strategies as st

import programs
from assessments.plan import reading_table
from assessments.plan.plan import TestPlan
from assessments.plan.tabulation import CountTable
from assessments.results.assessment import assess
from assessments.results.cross_check import DECISION_ONLY, WITH_OUTCOME, second_opinion
from assessments.results.metrics_of_plan import measured
from assessments.results.result import Data, Result
from assessments.statistics.counts import Counts
from assessments.statistics.scores import Scores
from assessments.statistics.weighted_tally import Weights

DATA = Data("0" * 64, 0)


def counted(rows, attributes=("g",)) -> Counts:
    cells: dict = {}
    for row in rows:
        cells[row] = cells.get(row, 0) + 1
    return Counts(attributes, cells)


def assessed(counts: Counts) -> Result:
    return assess(counts, TestPlan(outcome="y", decision="d", groups=counts.attributes), data=DATA)


def framed(metrics, rows, weights) -> MetricFrame:
    return MetricFrame(
        metrics=metrics,
        y_true=np.array([int(row[1]) for row in rows]),
        y_pred=np.array([int(row[2]) for row in rows]),
        sensitive_features=[str(row[0][0]) for row in rows],
        sample_params={name: {"sample_weight": np.array(weights, dtype=float)} for name in metrics},
    )


@settings(max_examples=60 if programs.FULL else 10, deadline=None)
@given(st.integers(2, 100), st.integers(20, 600), st.booleans(), st.integers())
def test_row_by_row_fairlearn_says_the_same_to_the_last_bit(number, size, weighted, seed) -> None:
    chance = random.Random(seed)

    def maybe(share):
        return None if chance.random() < 0.05 else chance.random() < share

    rows = [
        ((None if chance.random() < 0.05 else f"g{chance.randrange(number)}",), maybe(0.3), maybe(0.4))
        for _ in range(size)
    ]
    weights = [chance.randrange(1, 5_000_000) if weighted else 1 for _ in rows]
    sums, squares = {}, {}
    for row, weight in zip(rows, weights, strict=True):
        sums[row], squares[row] = sums.get(row, 0) + weight, squares.get(row, 0) + weight * weight
    weighed = Weights(Counts(("g",), sums), Counts(("g",), squares)) if weighted else None
    result = assess(counted(rows), TestPlan(outcome="y", decision="d", groups=("g",)), data=DATA, weights=weighed)
    pairs = list(zip(rows, weights, strict=True))
    decided = [((row[0], row[2], row[2]), weight) for row, weight in pairs if row[2] is not None]
    known = [pair for pair in pairs if None not in pair[0][1:]]
    reference = {}
    for metrics, cases in ((DECISION_ONLY, decided), (WITH_OUTCOME, known)):
        frame = framed(metrics, [row for row, _ in cases], [weight for _, weight in cases])
        reference |= {(name, group): frame.by_group[name][group] for name in metrics for group in frame.by_group.index}
    for group in result.groups:
        for figure in group.figures:
            if figure.value is None:
                assert figure.reason
                assert figure.denominator == 0
            else:
                assert figure.value == reference[figure.metric, str(group.attributes[0][1])]


answers = st.sampled_from([True, False, None])
groups = st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from(["x", None]))


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.tuples(groups, answers, answers), st.integers(1, 10**9), min_size=1, max_size=20))
def test_the_second_opinion_agrees_whatever_is_missing(cells) -> None:
    counts = Counts(("g", "h"), cells)
    opinion = second_opinion(counts, assessed(counts))
    assert opinion.agrees, opinion.disagreements


def test_a_figure_that_is_off_by_one_bit_is_a_disagreement(compas) -> None:
    result = compas.result()
    group = result.groups[2]
    figure = group.figure("false_positive_rate")
    nearly = replace(figure, value=figure.value + 2**-54)
    assert nearly.value != figure.value
    wrong = replace(group, figures=tuple(nearly if f is figure else f for f in group.figures))
    opinion = second_opinion(compas.counts, replace(result, groups=(*result.groups[:2], wrong, *result.groups[3:])))
    assert not opinion.agrees
    assert len(opinion.disagreements) == 1
    assert "false_positive_rate" in opinion.disagreements[0]


def test_a_score_metric_that_is_off_is_a_disagreement() -> None:
    scores = {("a",): Scores({900: 4, 300: 2}, {100: 5, 400: 1}, 3), ("b",): Scores({800: 3}, {200: 3, 850: 1}, 3)}
    rows = {
        (name, outcome, int(score >= 500), score): (cases,)
        for (name,), group_scores in scores.items()
        for side, outcome in ((group_scores.positives, "1"), (group_scores.negatives, "0"))
        for score, cases in side.items()
    }
    plan = TestPlan(
        outcome="y",
        decision="s",
        groups=("g",),
        outcome_yes=("1",),
        outcome_no=("0",),
        reference=(("g", "a"),),
        task="score",
        threshold="0.5",
    )
    table = CountTable(("n",), rows)
    counts = reading_table.counts(plan, table)
    assert reading_table.scores(plan, table) == scores
    result = replace(assess(counts, plan, data=DATA), other_metrics=measured(plan, table))
    assert second_opinion(counts, result, scores=scores).agrees
    nearly = {**scores, ("b",): Scores({800: 3}, {200: 3, 790: 1}, 3)}
    opinion = second_opinion(counts, result, scores=nearly)
    assert not opinion.agrees
    assert any("area_under_curve of g b" in message for message in opinion.disagreements)
    assert Result.from_dict(json.loads(json.dumps(result.to_dict()))) == result


def test_above_two_hundred_groups_a_sample_is_checked_and_marked_as_a_sample() -> None:
    chance = random.Random(5)
    rows = [
        ((f"a{chance.randrange(20)}", f"b{chance.randrange(20)}"), chance.random() < 0.5, chance.random() < 0.5)
        for _ in range(4000)
    ]
    counts = counted(rows, ("a", "b"))
    opinion = second_opinion(counts, assessed(counts))
    assert (opinion.agrees, opinion.sampled) == (True, True)
    assert opinion.checked <= 12 * (1 + 40) + 4 * 200
    assert second_opinion(counts, assessed(counts)) == opinion


def test_a_rate_that_does_not_exist_is_no_disagreement_though_fairlearn_prints_zero() -> None:
    counts = Counts(("g",), {(("a",), True, True): 5, (("b",), False, True): 5, (("b",), False, False): 5})
    result = assessed(counts)
    assert result.groups[0].figure("false_positive_rate").value is None
    assert second_opinion(counts, result).agrees


@pytest.mark.parametrize("times", [1, 10**12])
def test_counts_far_beyond_any_city_are_still_exact(times) -> None:
    cells = {
        ((name,), y, d): times * (3 + i)
        for i, (name, y, d) in enumerate((name, y, d) for name in "ab" for y in (True, False) for d in (True, False))
    }
    assert second_opinion(Counts(("g",), cells), assessed(Counts(("g",), cells))).agrees
