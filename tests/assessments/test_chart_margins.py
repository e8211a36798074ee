"""The margin is drawn in charts: a band around what a group is compared with, its words, and one scale for one rate."""

from dataclasses import replace

import pytest

from assessments.gate.public_result import PublicResult
from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import Label, TestPlan
from assessments.report.charts import Chart, charts
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.statistics.counts import Counts
from assessments.text.complaints import in_english

PLAN = TestPlan(
    outcome=None,
    decision="d",
    groups=("g",),
    reference=(("g", "b"),),
    yes_means="burden",
    labels=(
        Label(attribute="g", value="a", sv="kvinnor", en="women"),
        Label(attribute="g", value="b", sv="män", en="men"),
        Label(attribute="g", value=None, sv="kön", en="sex"),
    ),
)


def selected(a: int, b: int, plan: TestPlan = PLAN, of: int = 1_000) -> PublicResult:
    """How many were selected in each group."""
    cells = {
        ((g,), None, answer): n for g, yes in (("a", a), ("b", b)) for answer, n in ((True, yes), (False, of - yes))
    }
    return publish(assess(Counts(("g",), cells), plan, data=Data("0" * 64, 2 * of)))


def chart_of(public: PublicResult, *others: PublicResult) -> Chart:
    (chart,) = charts(public, "en", others)
    return chart


def edges(chart: Chart) -> list[tuple[float, float] | None]:
    """The bands of its rows, in figures."""
    end = chart.ticks[-1]
    return [row.band and (row.band[0] * end / 100, row.band[1] * end / 100) for row in chart.rows]


def test_the_margin_is_a_band_around_the_group_that_others_are_compared_with() -> None:
    chart = chart_of(selected(300, 200))
    assert edges(chart) == [(15, 25), (15, 25)]
    assert in_english(chart.margin) == (
        "Shaded: less than 5 in 100 from men. It was decided beforehand that so little does not matter."
    )
    assert in_english(chart.caption).endswith("by sex")


def test_a_margin_that_is_a_ratio_is_a_band_from_one_rate_to_another() -> None:
    chart = chart_of(selected(300, 200, replace(PLAN, margin="0.8-1.25")))
    assert edges(chart) == [(16, 25), (16, 25)]
    assert "between 0.8 and 1.25 times as common as among men" in in_english(chart.margin)


def test_each_group_has_its_own_band_where_it_is_compared_with_the_others() -> None:
    chart = chart_of(selected(300, 200, replace(PLAN, against="rest")))
    assert edges(chart) == [(15, 25), (25, 35)]
    assert "from others" in in_english(chart.margin)


def test_a_margin_that_decides_nothing_is_not_drawn() -> None:
    too_wide = chart_of(selected(20, 10, replace(PLAN, margin="0.1")))
    assert (edges(too_wide), too_wide.margin) == ([None, None], None)


def test_the_scale_reaches_to_the_end_of_the_band() -> None:
    chart = chart_of(selected(110, 110, replace(PLAN, margin="0.05"), of=10_000))
    assert all(row.band is None or row.band[1] <= 100 for row in chart.rows)
    common = chart_of(selected(1_200, 1_200, replace(PLAN, margin="0.05"), of=10_000))
    assert common.ticks[-1] >= 17
    assert edges(common) == [(7, 17), (7, 17)]


def test_one_rate_has_one_scale_in_all_tests_of_a_card() -> None:
    low, high = selected(120, 100), selected(700, 600)
    assert chart_of(low).ticks != chart_of(high).ticks
    assert chart_of(low, high).ticks == chart_of(high, low).ticks
    low_row, high_row = chart_of(low, high).rows[0], chart_of(high, low).rows[0]
    assert low_row.at / low_row.per_100 == pytest.approx(high_row.at / high_row.per_100, rel=0.01)


def test_a_chart_says_towards_which_end_it_is_worse() -> None:
    sides = {
        meaning: chart_of(selected(300, 200, replace(PLAN, yes_means=meaning))).worse_side
        for meaning in ("burden", "help", None)
    }
    assert in_english(sides["burden"]) == "Further to the right is worse."
    assert in_english(sides["help"]) == "Further to the left is worse."
    assert sides[None] is None
