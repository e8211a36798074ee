"""Rare things: a margin must be one that the rate can bear, and a certain gap is described however small it is."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from assessments import notebook
from assessments.data.inventory import ColumnInventory, Inventory
from assessments.gate.public_result import PublicResult
from assessments.gate.rounding import fineness
from assessments.gate.suppress_and_round import publish
from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.overall_rates import most_common, proposed_margin
from assessments.plan.plan import Label, TestPlan
from assessments.report.charts import charts
from assessments.report.sentences import finding, headline, verdict_words
from assessments.results.assessment import assess
from assessments.results.result import Data, Result
from assessments.statistics.counts import Counts
from assessments.statistics.margin import Margin, margin_of, proposed
from assessments.statistics.verdict import Because, Verdict
from assessments.text.complaints import EvaluationDataError, in_english

PLAN = TestPlan(
    outcome=None,
    decision="d",
    groups=("g",),
    decision_yes=("ja",),
    decision_no=("nej",),
    reference=(("g", "b"),),
    yes_means="burden",
    labels=(
        Label(attribute="g", value="a", sv="kvinnor", en="women"),
        Label(attribute="g", value="b", sv="män", en="men"),
    ),
)


def result_of(a: tuple[int, int], b: tuple[int, int], plan: TestPlan = PLAN) -> Result:
    """How many were selected of how many, in each group."""
    cells = {((g,), None, True): yes for g, (yes, _) in (("a", a), ("b", b))}
    cells |= {((g,), None, False): n - yes for g, (yes, n) in (("a", a), ("b", b))}
    counts = Counts(("g",), cells)
    return assess(counts, plan, data=Data("0" * 64, counts.n))


def words_of(public: PublicResult, language: str = "en") -> str:
    (comparison,) = public.comparisons
    return " ".join(map(in_english, (headline(public, comparison, language), *finding(public, comparison, language))))


THREE_TIMES = ((282, 24_000), (138, 36_000))


def test_three_times_as_often_is_never_no_difference_that_matters() -> None:
    result = result_of(*THREE_TIMES)
    (comparison,) = result.comparisons
    assert (comparison.verdict, comparison.judgement.because) == (Verdict.NOT_ENOUGH_DATA, Because.MARGIN_TOO_WIDE)
    text = words_of(publish(result))
    assert "no difference that matters" not in text
    assert "12 in 1000 women were picked out, compared with 4 in 1000 men. The difference is 8 in 1000" in text
    assert "about 3 times as common among women" in text


def test_certain_gap_below_the_margin_is_described_as_that() -> None:
    """A person has said why so wide a margin is right; the gap is described all the same."""
    result = result_of(*THREE_TIMES, replace(PLAN, margin_reason="the check takes a minute"))
    (comparison,) = result.comparisons
    assert (comparison.verdict, comparison.judgement.because) == (
        Verdict.NO_IMPORTANT_DIFFERENCE,
        Because.CERTAIN_GAP,
    )
    text = words_of(publish(result))
    assert text.startswith("Women were picked out more often than men, but the difference is below the limit")
    assert "3 times as common among women" in text
    assert "No important" not in in_english(verdict_words(comparison.judgement))


@pytest.mark.parametrize(
    ("margin", "verdict", "because"),
    [
        ("0.8-1.25", Verdict.DIFFERENCE, Because.SURELY_IMPORTANT),
        ("0.4-2.4", Verdict.DIFFERENCE, Because.SURELY_IMPORTANT),
        ("0.4-3", Verdict.DIFFERENCE, Because.MAY_BE_SMALLER),
        ("0.25-4", Verdict.NO_IMPORTANT_DIFFERENCE, Because.CERTAIN_GAP),
        ("0.3-3.2", Verdict.NOT_ENOUGH_DATA, Because.NOT_SURELY_IMPORTANT),
        ("0.002", Verdict.DIFFERENCE, Because.SURELY_IMPORTANT),
    ],
)
def test_a_ratio_is_judged_by_its_own_interval(margin, verdict, because) -> None:
    """The ratio is 3.07, from 2.5 to 3.7."""
    (comparison,) = result_of(*THREE_TIMES, replace(PLAN, margin=margin)).comparisons
    assert (comparison.verdict, comparison.judgement.because) == (verdict, because)


def test_a_ratio_of_few_is_not_judged() -> None:
    (comparison,) = result_of((3, 400), (6, 400), replace(PLAN, margin="0.8-1.25")).comparisons
    assert comparison.verdict is Verdict.NOT_ENOUGH_DATA


@pytest.mark.parametrize(
    ("text", "margin"),
    [
        ("0,05", Margin(Decimal("0.05"))),
        ("0.8–1.25", Margin(None, Decimal("0.8"), Decimal("1.25"))),
        ("0,8 - 1,25", Margin(None, Decimal("0.8"), Decimal("1.25"))),
        ("five", None),
        ("1-2-3", None),
    ],
)
def test_a_margin_is_read_as_people_write_it(text, margin) -> None:
    assert margin_of(text) == margin
    if margin is not None:
        assert margin_of(margin.text) == margin
        assert complete(replace(PLAN, margin=text), inventory(10, 90)).margin == margin.text


@pytest.mark.parametrize(
    ("rates", "margin"),
    [((0.3,), "0.05"), ((0.1, 0.5), "0.05"), ((0.007,), "0.8-1.25"), ((0.3, 0.09), "0.8-1.25"), ((0.97,), "0.01")],
)
def test_the_proposal_follows_from_the_overall_rate(rates, margin) -> None:
    assert proposed(map(Fraction, rates)) == margin
    known = margin_of(margin)
    assert known is not None
    assert not any(known.is_too_wide_for(rate) for rate in rates)


def inventory(yes: int, no: int, outcome: tuple[int, int] | None = None) -> Inventory:
    def column(name: str, *values: tuple[str, int]) -> ColumnInventory:
        return ColumnInventory(name=name, distinct=len(values), values=values, missing=0)

    more = () if outcome is None else (column("y", ("ja", outcome[0]), ("nej", outcome[1])),)
    columns = (column("d", ("ja", yes), ("nej", no)), column("g", ("a", no), ("b", yes)), *more)
    return Inventory(rows=yes + no, sha256="", encoding="", separator="", columns=columns)


def test_a_margin_of_more_than_half_of_the_rate_is_asked_about_with_the_figures() -> None:
    rare = inventory(42, 5_958)
    (objection,) = complaints(PLAN, rare)
    assert "as rare as 7 of 1,000" in in_english(objection)
    assert "0.8-1.25" in in_english(objection)
    assert proposed_margin(PLAN, rare) == "0.8-1.25"
    for answered in (
        replace(PLAN, margin="0.8-1.25"),
        replace(PLAN, margin_reason="why"),
        replace(PLAN, margin="0.003"),
    ):
        assert complaints(answered, rare) == ()
    assert complaints(PLAN, inventory(600, 5_400)) == ()


def test_rates_of_two_columns_are_bounded_by_each_alone() -> None:
    plan = replace(PLAN, outcome="y", outcome_yes=("ja",), outcome_no=("nej",))
    known = most_common(plan, inventory(60, 5_940, outcome=(600, 5_400)))
    assert known["selection_rate"] == Fraction(1, 100)
    assert known["false_positive_rate"] == Fraction(60, 5_400)  # at most: nobody who was selected was rightly so
    assert known["precision"] == Fraction(1, 2)  # anything at all


def test_a_notebook_refuses_a_margin_that_is_too_wide_with_the_figures() -> None:
    """What single columns cannot tell is known when all is counted: 4 of 100 are wrongly selected, 40 at most."""
    rows = [("ja", "ja")] * 360 + [("ja", "nej")] * 40 + [("nej", "nej")] * 1_000 + [("nej", "ja")] * 360
    frame = pl.DataFrame({"d": [d for d, _ in rows], "y": [y for _, y in rows], "g": ["a", "b"] * 880})
    plan = replace(PLAN, outcome="y", outcome_yes=("ja",), outcome_no=("nej",), primary=("false_positive_rate",))
    with pytest.raises(EvaluationDataError, match=r"as rare as 38.5 of 1,000"):
        notebook.assess(frame, plan)
    assert notebook.assess(frame, replace(plan, margin="0.8-1.25")).public.margin == "0.8-1.25"


@pytest.mark.parametrize(("cases", "of"), [(9_999, 100), (10_000, 1_000), (99_999, 1_000), (100_000, 10_000)])
def test_a_rare_rate_is_as_fine_as_ten_people_allow(cases, of) -> None:
    assert fineness(cases, is_rare=True).of == of
    assert fineness(cases).of == 100
    assert of == 100 or cases / of >= 10


def test_a_chart_of_rare_rates_is_of_1000_and_of_common_ones_of_100() -> None:
    (rare,) = charts(publish(result_of(*THREE_TIMES)), "en")
    assert (rare.of, in_english(rare.caption)) == (1_000, "Picked out, per 1000 people, by g")
    assert max(rare.ticks) >= 14
    assert all(0 <= row.start <= row.at <= row.end <= 100 for row in rare.rows if row.at is not None)
    (common,) = charts(publish(result_of((9_000, 24_000), (12_000, 36_000))), "en")
    assert (common.of, max(common.ticks)) == (100, 40)


def test_a_public_result_with_finer_figures_comes_back_as_it_was() -> None:
    public = publish(result_of(*THREE_TIMES, replace(PLAN, margin="0.8-1.25")))
    assert PublicResult.from_dict(public.to_dict()) == public
    assert [figure.of for group in public.groups for figure in group.figures] == [1_000, 1_000]
