"""The result: published figures digit by digit, three-valued verdicts, and nothing where there is nothing."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.plan.plan import TestPlan
from assessments.results.assessment import assess
from assessments.results.result import Data, Result
from assessments.statistics.counts import Counts
from assessments.statistics.intervals import Interval
from assessments.statistics.verdict import Because, Verdict, judge

DATA = Data("0" * 64, 0)


def group(result, value):
    return next(g for g in result.to_dict()["groups"] if list(g["attributes"].values()) == [value])


def comparison(result, value, metric):
    comparisons = result.to_dict()["comparisons"]
    return next(c for c in comparisons if list(c["group"]["attributes"].values()) == [value] and c["metric"] == metric)


def two_groups(a, b, *, primary=(), margin="0.05") -> Result:
    """Group b is the reference. Each is (tp, fp, tn, fn)."""
    cells = {}
    for name, (tp, fp, tn, fn) in (("a", a), ("b", b)):
        cells |= {((name,), True, True): tp, ((name,), False, True): fp}
        cells |= {((name,), False, False): tn, ((name,), True, False): fn}
    plan = TestPlan(outcome="y", decision="d", groups=("g",), reference=(("g", "b"),), primary=primary, margin=margin)
    return assess(Counts(("g",), {cell: n for cell, n in cells.items() if n}), plan, data=DATA)


def test_compas_is_propublicas_table(compas) -> None:
    result = compas.result()
    black, white = group(result, "African-American"), group(result, "Caucasian")
    assert black["counts"] == {"tp": 1369, "fp": 805, "tn": 990, "fn": 532}
    assert white["counts"] == {"tp": 505, "fp": 349, "tn": 1139, "fn": 461}
    assert black["metrics"]["false_positive_rate"]["value"] == 805 / 1795
    assert black["metrics"]["false_negative_rate"]["numerator"] == 532
    assert white["metrics"]["false_negative_rate"]["denominator"] == 966
    overall = result.to_dict()["overall"]
    assert (overall["attributes"], overall["n"]) == ({}, 7214)
    assert overall["counts"] == {"tp": 2035, "fp": 1282, "tn": 2681, "fn": 1216}
    assert round(comparison(result, "African-American", "false_positive_rate")["ratio"]["value"], 2) == 1.91


@pytest.mark.parametrize("metric", ["selection_rate", "false_positive_rate", "false_negative_rate", "precision"])
def test_every_compas_figure_and_comparison_has_the_expected_interval(compas, metric) -> None:
    result = compas.result()
    for name, expected in compas.expected["rates"][metric].items():
        figure = group(result, name)["metrics"][metric]
        assert (figure["numerator"], figure["denominator"]) == (expected["numerator"], expected["denominator"])
        assert figure["value"] == expected["value"]
        assert [figure["low"], figure["high"]] == pytest.approx(expected["wilson"], abs=1e-9)
        if name != "Caucasian":
            entry = comparison(result, name, metric)
            assert entry["difference"]["value"] == pytest.approx(expected["difference"], abs=1e-15)
            assert [entry["difference"]["low"], entry["difference"]["high"]] == pytest.approx(
                expected["newcombe"], abs=1e-9
            )
            assert entry["p_value"] == pytest.approx(expected["score_p"], rel=1e-6)


def test_holm_is_over_all_primary_comparisons_as_one_family(compas) -> None:
    every = compas.result()
    fewer = assess(compas.counts, replace(compas.plan, primary=("false_positive_rate",)), data=DATA)
    p = comparison(every, "Other", "false_positive_rate")["p_value"]
    assert comparison(fewer, "Other", "false_positive_rate")["p_adjusted"] == pytest.approx(4 * p)
    assert comparison(every, "Other", "false_positive_rate")["p_adjusted"] > 4 * p
    assert [c["primary"] for c in fewer.to_dict()["comparisons"]].count(True) == 5


def test_a_difference_among_few_is_claimed_only_if_the_exact_test_claims_it_too() -> None:
    """1 of 3 compared with 20 of 1,000: the score test says p = .00015, Fisher's .06."""
    few = two_groups((0, 1, 2, 0), (0, 20, 980, 0))
    entry = comparison(few, "a", "false_positive_rate")
    assert entry["p_value"] < 0.001
    assert entry["p_adjusted"] > 0.05
    assert entry["verdict"] == "not_enough_data"


def test_the_three_verdicts_and_both_reasons_for_not_enough_data() -> None:
    big = two_groups((300, 150, 350, 200), (300, 50, 450, 200))
    assert comparison(big, "a", "false_positive_rate")["verdict"] == "difference"
    alike = two_groups((3000, 500, 4500, 2000), (3000, 500, 4500, 2000))
    assert comparison(alike, "a", "false_positive_rate")["verdict"] == "no_important_difference"
    few = comparison(two_groups((3, 1, 4, 2), (300, 50, 450, 200)), "a", "false_positive_rate")
    assert (few["verdict"], few["because"]) == ("not_enough_data", "too_few")
    small = comparison(two_groups((300, 280, 1720, 200), (300, 200, 1800, 200)), "a", "false_positive_rate")
    assert (small["verdict"], small["because"]) == ("not_enough_data", "not_surely_important")


def test_a_gap_of_exactly_the_margin_counts_as_one() -> None:
    margin, interval = Decimal("0.05"), Interval(0.01, 0.09)
    assert judge(Fraction(15, 100) - Fraction(10, 100), interval, 0.05, margin).verdict is Verdict.DIFFERENCE
    just_below = judge(Fraction(149, 1000) - Fraction(1, 10), interval, 0.05, margin)
    assert just_below.because is Because.NOT_SURELY_IMPORTANT
    assert judge(Fraction(5, 100), interval, 0.0501, margin).because is Because.TOO_FEW
    assert judge(Fraction(0), Interval(-0.05, 0.04), 1.0, margin).verdict is Verdict.NOT_ENOUGH_DATA
    assert judge(Fraction(0), Interval(-0.049, 0.049), 1.0, margin).verdict is Verdict.NO_IMPORTANT_DIFFERENCE


def test_a_rate_that_does_not_exist_is_null_with_a_reason_and_so_is_its_difference() -> None:
    result = two_groups((10, 0, 0, 10), (300, 50, 450, 200))
    figure = group(result, "a")["metrics"]["false_positive_rate"]
    assert figure == {
        "value": None,
        "numerator": 0,
        "denominator": 0,
        "low": None,
        "high": None,
        "reason": "no_actual_negatives",
    }
    entry = comparison(result, "a", "false_positive_rate")
    assert (entry["difference"], entry["ratio"], entry["p_adjusted"]) == (None, None, None)
    assert entry["verdict"] == "not_enough_data"
    others = [c for c in result.to_dict()["comparisons"] if c["p_value"] is not None and c["primary"]]
    smallest = min(c["p_value"] for c in others)
    assert min(c["p_adjusted"] for c in others) == pytest.approx(min(1, 3 * smallest))  # not 4: it has no test


def test_people_whose_group_is_unknown_are_shown_and_compared_with_nobody() -> None:
    counts = Counts(("g",), {(("a",), True, True): 50, (("b",), True, True): 60, ((None,), True, True): 5})
    result = assess(
        counts, TestPlan(outcome="y", decision="d", groups=("g",), reference=(("g", "b"),)), data=DATA
    ).to_dict()
    assert [g["attributes"]["g"] for g in result["groups"]] == ["a", "b", None]
    assert {c["group"]["attributes"]["g"] for c in result["comparisons"]} == {"a"}


def test_the_fairlearn_guides_example() -> None:
    truth = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]
    predictions = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0]
    cells: dict = {}
    for name, outcome, decision in zip("bbabbcccaacabccbcc", truth, predictions, strict=True):
        cell = ((name,), bool(outcome), bool(decision))
        cells[cell] = cells.get(cell, 0) + 1
    result = assess(
        Counts(("sf",), cells), TestPlan(outcome="y", decision="d", groups=("sf",), reference=(("sf", "c"),)), data=DATA
    )
    metrics = {name: group(result, name)["metrics"] for name in "abc"}
    assert [metrics[name]["selection_rate"]["value"] for name in "abc"] == [0.75, 0.5, 0.5]
    assert [metrics[name]["false_positive_rate"]["value"] for name in "abc"] == [1.0, 0.0, 2 / 3]
    assert [1 - metrics[name]["false_negative_rate"]["value"] for name in "abc"] == [0.5, 0.6, 0.4]
    assert result.overall.figure("selection_rate").value == 10 / 18


def test_the_result_survives_the_journey_through_json(compas) -> None:
    result = compas.result()
    written = json.dumps(result.to_dict(), sort_keys=True)
    assert Result.from_dict(json.loads(written)).canonical_json() == result.canonical_json()
    with pytest.raises(ValueError, match="not a result"):
        Result.from_dict({"format": "something/else"})


quads = st.tuples(*[st.integers(0, 300)] * 4)


@settings(max_examples=50)
@given(quads, quads)
def test_swapping_yes_and_no_swaps_the_two_error_rates(a, b) -> None:
    def mirrored(quad):
        tp, fp, tn, fn = quad
        return tn, fn, tp, fp

    there, back = two_groups(a, b), two_groups(mirrored(a), mirrored(b))
    for original, other in zip(there.groups, back.groups, strict=True):
        assert replace(original.figure("false_positive_rate"), metric="", reason="") == replace(
            other.figure("false_negative_rate"), metric="", reason=""
        )


@settings(max_examples=50)
@given(quads)
def test_chouldechovas_identity_holds_in_exact_fractions(quad) -> None:
    tp, fp, tn, fn = quad
    if min(tp, fp + tn, tp + fn) == 0:
        return
    first_group = two_groups(quad, (1, 1, 1, 1)).groups[0]
    fpr, fnr, ppv = (
        Fraction(first_group.figure(name).numerator, first_group.figure(name).denominator)
        for name in ("false_positive_rate", "false_negative_rate", "precision")
    )
    base = Fraction(tp + fn, tp + fn + fp + tn)
    assert fpr == base / (1 - base) * (1 - ppv) / ppv * (1 - fnr)


@settings(max_examples=50)
@given(quads, quads, st.integers(2, 50))
def test_doubling_every_row_leaves_the_rates_and_narrows_the_intervals(a, b, times) -> None:
    once, many = two_groups(a, b), two_groups([times * n for n in a], [times * n for n in b])
    for figure, more in zip(once.overall.figures, many.overall.figures, strict=True):
        assert figure.value == more.value
        if figure.value is not None:
            assert more.high - more.low <= figure.high - figure.low
