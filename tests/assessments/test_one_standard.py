"""One standard of proof: difference, no important difference and trends each hold 5 %, over all that a page tells.

Small twins of the simulations in tests/benchmarks, which draw 2,000 of each and write docs/statistics.md.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pytest

from assessments.statistics.estimates import mean
from assessments.statistics.intervals import Interval
from assessments.statistics.score_comparisons import NOBODY, GroupMetrics, claims, judged, p_value_of, report
from assessments.statistics.scores import Scores, area_under_curve, brier_score, calibration_in_the_large
from assessments.statistics.significance import holm, surely
from simulating import (
    AMOUNTS,
    SPREADS,
    drawn_areas,
    fair_means_shown_different,
    mean_held,
    mean_of,
    pages_showing_a_trend,
    reassured_at_the_margin,
    shown_at_smallest_visible_gap,
)

pytestmark = pytest.mark.slow


def test_claims_of_a_family_are_sure_only_at_its_level() -> None:
    """Each holds up to so many standard errors out: Holm's steps, on intervals."""
    reach = [3.0, 2.3, 2.0]
    claims_of: list[Callable[[float], bool]] = [lambda z, most=most: z <= most for most in reach]
    assert surely(claims_of) == (True, True, True)  # 2.39 of three, 2.24 of two, 1.96 of one
    assert surely(claims_of[1:]) == (True, True)
    assert surely([*claims_of[1:], lambda _: False]) == (False, False, False)
    assert surely([]) == ()


def test_metrics_and_rates_are_one_family() -> None:
    groups = [
        GroupMetrics(attribute="g", value=name, cases=200, metrics={"m": mean_of(values)})
        for name, values in (("a", np.arange(200) % 7), ("b", np.arange(200) % 9))
    ]
    made = report(groups, {"g": "b"}, {"m": Decimal(1)})
    (alone,) = judged(made, NOBODY).comparisons
    assert alone.p_adjusted == alone.p_value
    others = [alone.p_value * 2] * 9, [lambda _: False] * 9, [lambda _: False] * 9
    (together,) = judged(made, others).comparisons
    assert together.p_adjusted == pytest.approx(holm([alone.p_value, *others[0]])[0])
    assert len(claims(made)[0]) == 1


@pytest.mark.parametrize("groups", [1, 10])
def test_a_gap_at_the_margin_is_seldom_called_unimportant(groups) -> None:
    assert reassured_at_the_margin(groups, times=150, seed=4) <= 0.085


@pytest.mark.parametrize(("groups", "rate"), [(1, 0.3), (5, 0.3), (5, 0.9)])
def test_the_smallest_visible_difference_is_found_four_times_in_five(groups, rate) -> None:
    assert shown_at_smallest_visible_gap(groups, times=150, seed=5, rate=rate) >= 0.73


@pytest.mark.parametrize("amounts", AMOUNTS)
@pytest.mark.parametrize("cases", [30, 300])
def test_means_of_skewed_amounts_are_held_by_their_intervals(amounts, cases) -> None:
    assert 0.905 <= mean_held(amounts, cases, times=400, seed=6) <= 0.99


@pytest.mark.parametrize("amounts", ["lognormal, σ 1.5", "two lognormal amounts apart, σ 1"])
def test_groups_whose_amounts_are_alike_seldom_show_a_difference(amounts) -> None:
    """One standard of normal curves would show far more."""
    assert fair_means_shown_different(amounts, 10, cases=30, times=60, seed=7) <= 0.12


def test_an_interval_is_as_sure_as_its_level() -> None:
    """p is at most .05 just where the 95 % interval leaves 0 out, at every level."""
    chance = np.random.default_rng(2)
    skewed = [mean_of(chance.lognormal(0, 1, n)) for n in (40, 200)]
    assert all(estimate is not None for estimate in skewed)
    own, other = (replace(e, value=e.value + shift) for e, shift in zip(skewed, (1.0, 0.0), strict=True) if e)
    for z in (1.0, 1.96, 3.0):
        (low, high), (least, most) = own.ends(z), other.ends(z)
        assert own.ends(z + 0.1)[0] < low < own.value < high < own.ends(z + 0.1)[1]
        assert least < other.value < most
        assert high - own.value >= own.value - low  # the tail is above
    p = p_value_of(lambda z: Interval(1 - z, 1 + z))
    assert p == pytest.approx(2 * (1 - NormalDist().cdf(1)))


def test_scores_of_few_positives_have_no_interval_and_of_twenty_one_that_holds() -> None:
    few = Scores({5: 19}, dict.fromkeys(range(10), 10), 1)
    estimate = area_under_curve(few)
    assert estimate is not None
    assert (estimate.low, estimate.high) == (None, None)
    nearly_all = Scores(dict.fromkeys((40, 50, 60, 90), 5), dict.fromkeys((1, 2, 3, 45), 10), 2)
    estimate = area_under_curve(nearly_all)
    assert estimate is not None
    assert 20 * (1 - estimate.value) < 2
    assert (estimate.low, estimate.high) == (None, None)
    for spread in SPREADS.values():
        areas = drawn_areas(0.75, 20, 200, times=400, seed=8, spread=spread)
        assert areas.given > 0.98
        assert 0.01 <= areas.wrong <= 0.085


def test_scores_of_hardly_any_yes_say_nothing_of_their_calibration() -> None:
    scores = Scores({20: 4}, dict.fromkeys(range(96), 1), 2)
    assert [figure.low for figure in (calibration_in_the_large(scores), brier_score(scores)) if figure] == [None, None]


@pytest.mark.parametrize(("groups", "periods"), [(4, 2), (10, 3)])
def test_stable_fair_system_seldom_shows_a_trend(groups, periods) -> None:
    assert pages_showing_a_trend(groups, [periods], times=100, seed=9)[0] <= 0.1


def test_few_cases_alike_have_a_mean_and_no_interval() -> None:
    estimate = mean(40 * 7, 40 * 49, 40 * 343, 40)
    assert estimate is not None
    assert (estimate.value, estimate.low) == (7.0, None)
