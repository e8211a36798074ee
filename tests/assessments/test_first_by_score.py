"""The first so many by score: whom they are, who is on the edge, and that a tie never follows the order of rows."""

import random
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import rankdata

from assessments.gate.public_result import Policy, PublicResult, Tie
from assessments.plan.plan import TestPlan
from assessments.plan.plan_file import read_plan, write_plan
from assessments.plan.reading_table import tabulation_spec
from assessments.plan.score_cuts import Edge, about_first
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import table
from assessments.report.remarks import tie
from assessments.results.result import Data, Result
from assessments.runs.evaluate import computed, public_result
from assessments.text.complaints import PlanRefusedError, in_english

pytestmark = pytest.mark.slow

PLAN = TestPlan(
    task="score", outcome="true", decision="score", first=300, decimals=2, groups=("g",), reference=(("g", "a"),),
    outcome_yes=("1",), outcome_no=("0",), yes_means="help", margin="0.1",
)  # fmt: skip
Row = tuple[str, float, int]


def rows_of(seed: int, decimals: int = 2) -> list[Row]:
    chance = random.Random(seed)
    return [
        (group, round(chance.gauss(0.5, 0.2), decimals), int(chance.random() < 0.3))
        for group, size in (("a", 500), ("b", 300), ("c", 200))
        for _ in range(size)
    ]


def result_of(rows: list[Row], plan: TestPlan = PLAN) -> Result:
    text = "\n".join(["g,score,true", *(f"{g},{score},{true}" for g, score, true in rows)]).encode()
    reading = ByteSource(open_blocks=lambda: iter([text]), size=len(text))
    counted, data = table(reading, tabulation_spec(plan))
    return computed(plan, counted, Data("0" * 64, data.rows))


@pytest.mark.parametrize(("ties", "method"), [("out", "max"), ("in", "min")])
@pytest.mark.parametrize("places", [9, 300, 640])
def test_places_go_to_those_whom_scipy_ranks_first(ties, method, places) -> None:
    """Ranked from high to low: with the worst rank of a tie all of it is out, with the best all of it is in."""
    rows = rows_of(1)
    plan = replace(PLAN, first=places, ties=ties)
    result = result_of(rows, plan)
    picked = rankdata([-score for _, score, _ in rows], method=method) <= places
    for group in result.groups:
        value = group.attributes[0][1]
        own = [(bool(yes), true) for yes, (g, _, true) in zip(picked, rows, strict=True) if g == value]
        counted = [sum(pair == (yes, true) for pair in own) for yes in (True, False) for true in (1, 0)]
        assert (group.tally.tp, group.tally.fp, group.tally.fn, group.tally.tn) == tuple(counted)


def test_the_order_of_rows_decides_nothing() -> None:
    rows = rows_of(2)
    shuffled = random.Random(9).sample(rows, len(rows))
    first, again = result_of(rows), result_of(shuffled)
    assert first.edge is not None
    assert first.edge.tied > 1
    assert first.to_dict() == again.to_dict()


def test_who_is_on_the_edge_is_listed_by_group() -> None:
    rows = rows_of(2)
    edge = result_of(rows).edge
    assert edge is not None
    scores = np.array([score for _, score, _ in rows])
    last = sorted(scores, reverse=True)[PLAN.first - 1]
    assert edge.score == round(last * 100)
    assert edge.above == int((scores > last).sum())
    assert edge.tied == int((scores == last).sum())
    on_it = [g for g, score, _ in rows if score == last]
    assert edge.by_group == tuple(("g", name, on_it.count(name)) for name in "abc" if name in on_it)
    assert Edge.from_dict(edge.to_dict()) == edge


def test_places_that_end_between_two_scores_leave_nobody_on_the_edge() -> None:
    rows = [("a" if n % 2 else "b", n / 100, int(n % 3 == 0)) for n in range(100)]
    result = result_of(rows, replace(PLAN, first=30))
    assert result.edge is not None
    assert (result.edge.tied, result.edge.by_group) == (0, ())
    assert result.overall.tally.selected == 30
    assert result_of(rows, replace(PLAN, first=30, ties="in")).overall == result.overall


def test_a_highest_score_that_too_many_share_says_nobody_is_first() -> None:
    rows = [("a" if n % 2 else "b", 0.9 if n < 60 else 0.1, int(n % 3 == 0)) for n in range(200)]
    with pytest.raises(PlanRefusedError, match="60 cases, and there are 20 places"):
        result_of(rows, replace(PLAN, first=20))
    taken_in = result_of(rows, replace(PLAN, first=20, ties="in"))
    assert taken_in.overall.tally.selected == 60
    assert taken_in.edge is not None
    assert taken_in.edge.changes_verdict


def test_a_verdict_that_hangs_on_the_tie_says_so() -> None:
    """All 90 on the edge are of group b: without them it has hardly any places, with them as many as others."""
    rows = [("a", 0.9 if n % 10 < 4 else 0.1, n % 2) for n in range(400)]
    rows += [("b", 0.9 if n < 70 else 0.5 if n < 160 else 0.1, n % 2) for n in range(400)]
    plan = replace(PLAN, first=250, primary=("selection_rate",))
    result = result_of(rows, plan)
    assert result.edge is not None
    assert (result.edge.above, result.edge.tied, result.edge.by_group) == (230, 90, (("g", "b", 90),))
    assert result.edge.changes_verdict
    assert not result_of(rows, replace(plan, first=230)).edge.changes_verdict  # type: ignore[union-attr]
    public = public_result(result, Policy(), [])
    assert public.tie == Tie(is_there=True, about=100, taken_in=False, changes_verdict=True)
    assert PublicResult.from_dict(public.to_dict()) == public
    words = " ".join(map(in_english, tie(public)))
    assert "About 100 shared the last score" in words
    assert "none of them got a yes" in words
    assert "a verdict here would have been another" in words
    assert Result.from_dict(result.to_dict()) == result


def test_few_on_the_edge_are_not_counted_in_public() -> None:
    result = result_of(rows_of(2))
    assert result.edge is not None
    assert 1 < result.edge.tied < 50
    public = public_result(result, Policy(), [])
    assert public.tie is not None
    assert public.tie.about == 0


def test_missing_scores_have_no_place_and_all_have_one_where_places_are_enough() -> None:
    rows = [("a" if n % 2 else "b", n / 100, int(n % 3 == 0)) for n in range(40)]
    lines = [f"{g},{score if score >= 0.1 else ''},{true}" for g, score, true in rows]
    text = "\n".join(["g,score,true", *lines]).encode()
    plan = replace(PLAN, first=35)
    counted, _ = table(ByteSource(open_blocks=lambda: iter([text]), size=len(text)), tabulation_spec(plan))
    result = computed(plan, counted, Data("0" * 64, 40))
    assert (result.overall.tally.selected, result.overall.tally.decision_missing) == (30, 10)
    assert result.edge is not None
    assert result.edge.tied == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"threshold": "0.5"}, "Choose one of the two"),
        ({"first": 1000}, "smaller than the number of cases"),
        ({"first": -1}, "at least 1"),
        ({"person": "p"}, "counted in cases"),
        ({"weight": "w"}, "counted in cases"),
        ({"outcome_known": "flagged"}, "the outcome of everyone"),
    ],
)
def test_what_does_not_go_with_places_is_refused_in_words(changed, sentence) -> None:
    assert any(sentence in in_english(message) for message in about_first(replace(PLAN, **changed), 1000))
    assert not list(about_first(PLAN, 1000))


def test_a_plan_with_places_keeps_them_and_other_plans_their_hash() -> None:
    assert TestPlan.from_dict(replace(PLAN, ties="in").to_dict()) == replace(PLAN, ties="in")
    assert read_plan(write_plan(replace(PLAN, ties="in"))) == replace(PLAN, ties="in")
    without = replace(PLAN, first=0, threshold="0.5")
    assert not {"first", "ties"} & set(without.to_dict())
    assert len({plan.hash for plan in (PLAN, replace(PLAN, ties="in"), replace(PLAN, first=2), without)}) == 4
