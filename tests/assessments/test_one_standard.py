"""One standard of proof: difference, no important difference and trends each hold 5 %, over all that a page tells.

Small twins of the simulations in tests/benchmarks, which draw 2,000 of each and write docs/statistics.md.
"""

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from assessments.statistics.estimates import mean
from assessments.statistics.score_comparisons import GroupMetrics, claims, judged, report
from assessments.statistics.scores import Scores, area_under_curve
from assessments.statistics.significance import holm, surely
from simulating import drawn_auc, mean_of, pages_showing_a_trend, reassured_at_the_margin, shown_at_smallest_visible_gap

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
    (alone,) = judged(made.comparisons, ((), (), ()))
    assert alone.p_adjusted == alone.p_value
    others = [alone.p_value * 2] * 9, [lambda _: False] * 9, [lambda _: False] * 9
    (together,) = judged(made.comparisons, others)
    assert together.p_adjusted == pytest.approx(holm([alone.p_value, *others[0]])[0])
    assert len(claims(made.comparisons)[0]) == 1


@pytest.mark.parametrize("groups", [1, 10])
def test_a_gap_at_the_margin_is_seldom_called_unimportant(groups) -> None:
    assert reassured_at_the_margin(groups, times=150, seed=4) <= 0.085


@pytest.mark.parametrize("groups", [1, 5])
def test_the_smallest_visible_difference_is_found_four_times_in_five(groups) -> None:
    assert shown_at_smallest_visible_gap(groups, times=150, seed=5) >= 0.73


@pytest.mark.parametrize("sigma", [0.5, 1.0, 1.5])
def test_means_of_skewed_amounts_are_held_by_their_intervals(sigma) -> None:
    chance, true, held = np.random.default_rng(6), np.exp(sigma**2 / 2), 0
    for _ in range(400):
        estimate = mean_of(chance.lognormal(0, sigma, 30))
        assert estimate is not None
        assert estimate.low is not None
        assert estimate.high is not None
        held += estimate.low <= true <= estimate.high
    assert 0.9 <= held / 400 <= 0.985


def test_scores_of_few_positives_have_no_interval_and_of_twenty_one_that_holds() -> None:
    few = Scores({5: 19}, dict.fromkeys(range(10), 10), 1)
    estimate = area_under_curve(few)
    assert estimate is not None
    assert (estimate.low, estimate.high) == (None, None)
    assert 0.9 <= drawn_auc(0.9, 20, 200, times=400, seed=8) <= 0.985


@pytest.mark.parametrize(("groups", "periods"), [(4, 2), (10, 3)])
def test_stable_fair_system_seldom_shows_a_trend(groups, periods) -> None:
    assert pages_showing_a_trend(groups, [periods], times=100, seed=9)[0] <= 0.1


def test_few_cases_alike_have_a_mean_and_no_interval() -> None:
    estimate = mean(40 * 7, 40 * 49, 40 * 343, 40)
    assert estimate is not None
    assert (estimate.value, estimate.low) == (7.0, None)
