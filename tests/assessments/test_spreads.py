"""The widest gap and rules of thumb: what chance alone makes of them, and what drawing whole rows makes of them."""

import random
from dataclasses import replace

import numpy as np
import pytest

from assessments.plan.plan import TestPlan
from assessments.results.assessment import assess
from assessments.results.bootstrap import EQUALIZED_ODDS, ends_of_widest, rules_of_thumb, spreads
from assessments.results.result import Data, Result
from assessments.statistics.counts import Counts
from assessments.statistics.disparities import PRESETS, Spread
from assessments.statistics.intervals import newcombe
from assessments.statistics.metrics import METRICS

PLAN = TestPlan(outcome="y", decision="d", groups=("g",), reference=(("g", "g0"),), presets=tuple(PRESETS))


def fair(groups: int, size: int, rate: float) -> Counts:
    """Groups with exactly the same rate, nobody's outcome known."""
    yes = round(size * rate)
    return Counts(
        ("g",),
        {((f"g{n}",), None, decision): yes if decision else size - yes for n in range(groups) for decision in (1, 0)},
    )


def result_of(counts: Counts, plan: TestPlan = PLAN) -> Result:
    result = assess(counts, plan, data=Data("0" * 64, counts.n))
    return replace(result, spreads=spreads(counts, result), rules_of_thumb=rules_of_thumb(counts, result))


@pytest.mark.parametrize(
    ("groups", "size", "rate", "gap", "trips"),
    [(2, 100, 0.3, 0.051, 0.29), (5, 100, 0.3, 0.107, 0.84), (5, 500, 0.3, 0.048, 0.15), (10, 2000, 0.05, 0.015, 0.84)],
)
def test_a_fair_system_has_gaps_and_trips_rules_by_chance(groups, size, rate, gap, trips) -> None:
    result = result_of(fair(groups, size, rate), replace(PLAN, outcome=None))
    (spread,) = result.spreads
    assert (spread.gap, spread.metric) == (0, "selection_rate")
    assert spread.by_chance == pytest.approx(gap, abs=0.002)
    rule = next(candidate for candidate in result.rules_of_thumb if candidate.preset == "four_fifths")
    assert rule.tripped == ()
    assert rule.by_chance == pytest.approx(trips, abs=0.03)


def uneven(seed: int = 3, cases: int = 1_500) -> tuple[list[tuple[str, bool, bool]], Counts]:
    chance = random.Random(seed)
    rows = [
        (f"g{min(int(chance.expovariate(0.8)), 3)}", chance.random() < 0.3, chance.random() < 0.4) for _ in range(cases)
    ]
    cells: dict = {}
    for group, y, d in rows:
        cells[(group,), y, d] = cells.get(((group,), y, d), 0) + 1
    return rows, Counts(("g",), cells)


def test_the_interval_of_two_groups_is_newcombes_without_its_sign() -> None:
    ends = ends_of_widest(np.array([30, 60]), np.array([100, 120]))
    other = newcombe(60, 120, 30, 100)
    assert ends == (pytest.approx(other.low, abs=1e-12), pytest.approx(other.high, abs=1e-12))
    assert ends_of_widest(np.array([30, 30]), np.array([100, 100]))[0] == 0


def test_a_widest_gap_holds_the_true_one_where_the_bootstrap_does_not() -> None:
    chance = np.random.default_rng(1)
    sizes, held, bootstrap_held = np.full(5, 100), 0, 0
    for _ in range(300):
        yes = chance.binomial(sizes, 0.3)
        low, high = ends_of_widest(yes, sizes)
        held += low <= 0 <= high
        drawn = chance.binomial(sizes, yes / sizes, size=(200, 5)) / sizes
        bootstrap_held += np.quantile(drawn.max(axis=1) - drawn.min(axis=1), 0.025) <= 0
    assert held >= 285
    assert bootstrap_held == 0


def test_equalized_odds_is_the_wider_of_its_two_gaps() -> None:
    _, counts = uneven()
    result = result_of(counts, replace(PLAN, primary=("true_positive_rate", "false_positive_rate")))
    by_metric = {spread.metric: spread for spread in result.spreads}
    gaps = [by_metric[name].gap for name in ("true_positive_rate", "false_positive_rate")]
    assert by_metric[EQUALIZED_ODDS].gap == max(gaps)
    assert by_metric[EQUALIZED_ODDS].by_chance > max(by_metric[name].by_chance for name in ("false_positive_rate",))


def test_the_same_counts_give_the_same_draws_in_any_order() -> None:
    _, counts = uneven()
    shuffled = Counts(("g",), dict(sorted(counts.cells.items(), key=lambda item: -item[1])))
    assert result_of(counts).spreads == result_of(shuffled).spreads
    assert result_of(counts).rules_of_thumb == result_of(shuffled).rules_of_thumb


def test_rules_of_thumb_are_ratios_to_the_highest_or_to_the_reference() -> None:
    cells = {
        (("g0",), None, True): 400,
        (("g0",), None, False): 600,
        (("g1",), None, True): 300,
        (("g1",), None, False): 700,
    }
    small = {(("g2",), None, True): 9, (("g2",), None, False): 1}
    result = result_of(Counts(("g",), cells | small), replace(PLAN, outcome=None))
    rules = {rule.preset: rule for rule in result.rules_of_thumb}
    assert dict(rules["four_fifths"].ratios) == {"g0": 0.4 / 0.9, "g1": 0.3 / 0.9}
    assert rules["four_fifths"].tripped == ("g0", "g1")
    assert dict(rules["nyc_ll144"].ratios) == {"g1": 0.3 / 0.4}  # a group below 2 % is left out of the base as well
    assert (rules["nyc_ll144"].tripped, rules["nyc_ll144"].by_chance) == ((), None)
    assert dict(rules["relative_20"].ratios) == {"g1": 0.3 / 0.4, "g2": 0.9 / 0.4}
    assert rules["relative_20"].tripped == ("g1", "g2")


def test_a_single_group_and_a_rate_of_nobody_have_no_gap() -> None:
    alone = Counts(("g",), {(("g0",), True, True): 20, (("g0",), True, False): 20})
    assert result_of(alone).spreads == result_of(alone).rules_of_thumb == ()
    no_negatives = Counts(("g",), {((g,), True, d): 20 for g in ("g0", "g1") for d in (True, False)})
    assert {spread.metric for spread in result_of(no_negatives).spreads} == {
        "selection_rate",
        "false_negative_rate",
        "precision",
    }


def test_hundreds_of_groups_crossed_still_say_what_chance_makes() -> None:
    chance = random.Random(2)
    cells: dict = {}
    for _ in range(20_000):
        cell = (f"g{chance.randrange(20)}", f"h{chance.randrange(20)}"), None, chance.random() < 0.3
        cells[cell] = cells.get(cell, 0) + 1
    plan = replace(PLAN, outcome=None, groups=("g", "h"), reference=(("g", "g0"), ("h", "h0")))
    crossed = next(
        spread for spread in result_of(Counts(("g", "h"), cells), plan).spreads if len(spread.attributes) == 2
    )
    assert crossed.low == 0
    assert 0.2 < crossed.by_chance < 0.5
    assert crossed.by_chance == pytest.approx(crossed.gap, abs=0.1)
    assert Spread.from_dict(crossed.to_dict()) == crossed


def test_every_preset_says_where_it_is_from_and_is_made_for_rates_that_exist() -> None:
    for preset in PRESETS.values():
        assert len(preset.source) > 20
        assert set(preset.metrics) <= set(METRICS)
