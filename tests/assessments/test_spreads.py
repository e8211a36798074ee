"""The widest gap and rules of thumb: what chance alone makes of them, and what drawing whole rows makes of them."""

import random
from dataclasses import replace

import numpy as np
import pytest

from assessments.assessment import assess
from assessments.counts import Counts
from assessments.metrics import METRICS
from assessments.plan import TestPlan
from assessments.result import Data, Result
from assessments.simulation import EQUALIZED_ODDS, MOST_CELLS, rules_of_thumb, spreads
from assessments.spreads import PRESETS, Spread

PLAN = TestPlan("y", "d", ("g",), reference=(("g", "g0"),), presets=tuple(PRESETS))


def fair(groups: int, each: int, rate: float) -> Counts:
    """Groups with exactly the same rate, nobody's outcome known."""
    yes = round(each * rate)
    return Counts(
        ("g",), {((f"g{n}",), None, said): yes if said else each - yes for n in range(groups) for said in (1, 0)}
    )


def found(counts: Counts, plan: TestPlan = PLAN) -> Result:
    result = assess(counts, plan, data=Data("0" * 64, counts.n))
    return replace(result, spreads=spreads(counts, result), rules_of_thumb=rules_of_thumb(counts, result))


@pytest.mark.parametrize(
    ("groups", "each", "rate", "gap", "trips"),
    [(2, 100, 0.3, 0.051, 0.29), (5, 100, 0.3, 0.107, 0.84), (5, 500, 0.3, 0.048, 0.15), (10, 2000, 0.05, 0.015, 0.84)],
)
def test_a_fair_system_has_gaps_and_trips_rules_by_chance(groups, each, rate, gap, trips) -> None:
    result = found(fair(groups, each, rate), replace(PLAN, outcome=None))
    (spread,) = result.spreads
    assert (spread.gap, spread.metric) == (0, "selection_rate")
    assert spread.by_chance == pytest.approx(gap, abs=0.002)
    rule = next(one for one in result.rules_of_thumb if one.preset == "four_fifths")
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


def test_the_interval_of_a_gap_is_that_of_drawing_whole_rows() -> None:
    rows, counts = uneven()
    spread = next(one for one in found(counts).spreads if one.metric == "selection_rate")
    groups = np.array([int(group[1]) for group, _, _ in rows])
    said = np.array([d for _, _, d in rows])
    places = np.random.default_rng(1).integers(0, len(rows), (4_000, len(rows)))
    rates = np.array([[said[drawn][groups[drawn] == g].mean() for g in range(4)] for drawn in places])
    low, high = np.quantile(rates.max(axis=1) - rates.min(axis=1), (0.025, 0.975))
    assert (spread.low, spread.high) == (pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01))


def test_equalized_odds_is_the_wider_of_its_two_gaps() -> None:
    _, counts = uneven()
    result = found(counts, replace(PLAN, primary=("true_positive_rate", "false_positive_rate")))
    by_metric = {one.metric: one for one in result.spreads}
    gaps = [by_metric[name].gap for name in ("true_positive_rate", "false_positive_rate")]
    assert by_metric[EQUALIZED_ODDS].gap == max(gaps)
    assert by_metric[EQUALIZED_ODDS].by_chance > max(by_metric[name].by_chance for name in ("false_positive_rate",))


def test_the_same_counts_give_the_same_draws_in_any_order() -> None:
    _, counts = uneven()
    shuffled = Counts(("g",), dict(sorted(counts.cells.items(), key=lambda item: -item[1])))
    assert found(counts).spreads == found(shuffled).spreads
    assert found(counts).rules_of_thumb == found(shuffled).rules_of_thumb


def test_rules_of_thumb_are_ratios_to_the_highest_or_to_the_reference() -> None:
    cells = {
        (("g0",), None, True): 400,
        (("g0",), None, False): 600,
        (("g1",), None, True): 300,
        (("g1",), None, False): 700,
    }
    small = {(("g2",), None, True): 9, (("g2",), None, False): 1}
    result = found(Counts(("g",), cells | small), replace(PLAN, outcome=None))
    rules = {one.preset: one for one in result.rules_of_thumb}
    assert dict(rules["four_fifths"].ratios) == {"g0": 0.4 / 0.9, "g1": 0.3 / 0.9}
    assert rules["four_fifths"].tripped == ("g0", "g1")
    assert dict(rules["nyc_ll144"].ratios) == {"g1": 0.3 / 0.4}  # a group below 2 % is left out of the base as well
    assert (rules["nyc_ll144"].tripped, rules["nyc_ll144"].by_chance) == ((), None)
    assert dict(rules["relative_20"].ratios) == {"g1": 0.3 / 0.4, "g2": 0.9 / 0.4}
    assert rules["relative_20"].tripped == ("g1", "g2")
    assert rules["halving_doubling"].tripped == ("g2",)


def test_a_single_group_and_a_rate_of_nobody_have_no_gap() -> None:
    alone = Counts(("g",), {(("g0",), True, True): 20, (("g0",), True, False): 20})
    assert found(alone).spreads == found(alone).rules_of_thumb == ()
    no_negatives = Counts(("g",), {((g,), True, d): 20 for g in ("g0", "g1") for d in (True, False)})
    assert {one.metric for one in found(no_negatives).spreads} == {"selection_rate", "false_negative_rate", "precision"}


def test_crossings_too_large_to_draw_from_still_say_what_chance_makes() -> None:
    chance = random.Random(2)
    cells: dict = {}
    for _ in range(20_000):
        cell = (f"g{chance.randrange(20)}", f"h{chance.randrange(20)}"), None, chance.random() < 0.3
        cells[cell] = cells.get(cell, 0) + 1
    plan = replace(PLAN, outcome=None, groups=("g", "h"), reference=(("g", "g0"), ("h", "h0")))
    crossed = next(one for one in found(Counts(("g", "h"), cells), plan).spreads if len(one.attributes) == 2)
    assert MOST_CELLS < 400 * 7
    assert (crossed.low, crossed.high) == (None, None)
    assert 0.2 < crossed.by_chance < 0.5
    assert Spread.from_dict(crossed.to_dict()) == crossed


def test_every_preset_says_where_it_is_from_and_is_made_for_rates_that_exist() -> None:
    for preset in PRESETS.values():
        assert len(preset.source) > 20
        assert set(preset.metrics) <= set(METRICS)
