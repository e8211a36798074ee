"""How often what Insyn says is true: coverage of its intervals, and how its verdicts fare. Writes docs/statistics.md.

Intervals are enumerated, not drawn; verdicts are drawn with fixed seeds. The same numbers come out every time.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from assessments.results.bootstrap import ends_of_widest
from assessments.results.comparing import Pair, compared
from assessments.statistics.counts import Tally
from assessments.statistics.intervals import (
    Interval,
    newcombe,
    ratio_is_printable,
    walter_ratio,
    wilson,
)
from assessments.statistics.metrics import METRICS
from assessments.statistics.power import minimum_detectable_difference
from assessments.statistics.verdict import Verdict
from assessments.statistics.weighted_tally import Sample
from simulating import MARK, PAGE, percent, table

RATES = np.arange(2, 51) / 100
GRID = np.array([0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5])
SIZES = (*range(10, 61), 75, 100, 150, 200, 300, 500, 1000, 2000, 5000)
PAIRS = [(n1, n2) for n1 in (10, 15, 20, 30, 50, 100, 200, 500) for n2 in (100, 300, 1000)]
MARGIN = Decimal("0.05")
TIMES = 1_000

written: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def page() -> Iterable[None]:
    """Once everything has been found to hold, the page says so."""
    yield
    if len(written) == 6:
        second = PAGE.read_text(encoding="utf-8").partition(MARK)[2]  # by bench_verdicts
        PAGE.write_text(TEXT.format(**written) + MARK + second, encoding="utf-8")


def test_wilson_covers_what_it_says() -> None:
    coverage = {}
    for n in SIZES:
        ends = np.array([(bounds.low, bounds.high) for bounds in (wilson(k, n) for k in range(n + 1))])
        chances = binom.pmf(np.arange(n + 1)[None], n, RATES[:, None])
        covers = (ends[:, 0] <= RATES[:, None]) & (RATES[:, None] <= ends[:, 1])
        coverage[n] = (chances * covers).sum(axis=1)
        assert 0.945 <= coverage[n].mean() <= 0.96, n
        assert coverage[n].min() >= 0.89, n
    shown = (10, 20, 30, 50, 100, 500, 5000)
    rows = [(n, percent(coverage[n].mean()), percent(coverage[n].min()), percent(coverage[n].max())) for n in shown]
    written["wilson"] = table(("cases", "on average", "lowest", "highest"), rows)


def pairs_of(n1: int, n2: int, interval: Callable[[int, int, int, int], Interval]) -> Any:
    """The two ends for every pair of numerators."""
    ends = [[interval(k1, n1, k2, n2) for k2 in range(n2 + 1)] for k1 in range(n1 + 1)]
    return np.array([[(bounds.low, bounds.high) for bounds in line] for line in ends])


def chances(n1: int, p1: float, n2: int, p2: float) -> Any:
    return binom.pmf(np.arange(n1 + 1), n1, p1)[:, None] * binom.pmf(np.arange(n2 + 1), n2, p2)[None]


def test_newcombe_covers_what_it_says() -> None:
    coverage = {}
    for n1, n2 in PAIRS:
        ends = pairs_of(n1, n2, newcombe)
        covered = []
        for p1 in GRID:
            for p2 in GRID:
                gap = p1 - p2
                covers = (ends[..., 0] <= gap + 1e-12) & (gap - 1e-12 <= ends[..., 1])
                covered.append((chances(n1, p1, n2, p2) * covers).sum())
        coverage[n1, n2] = np.array(covered)
        assert 0.945 <= coverage[n1, n2].mean() <= 0.96, (n1, n2)
        assert coverage[n1, n2].min() >= 0.91, (n1, n2)
    rows = [(*pair, percent(shares.mean()), percent(shares.min())) for pair, shares in coverage.items()]
    written["newcombe"] = table(("cases", "cases of the reference", "on average", "lowest"), rows)


def test_printed_ratios_cover_what_they_say() -> None:
    likely, wrong = [], []
    for n1, n2 in PAIRS:
        ends = pairs_of(n1, n2, walter_ratio)
        printed = np.array([[ratio_is_printable(k1, n1, k2, n2) for k2 in range(n2 + 1)] for k1 in range(n1 + 1)])
        for p1 in GRID:
            for p2 in GRID:
                chance = chances(n1, p1, n2, p2)
                misses = (ends[..., 0] > p1 / p2) | (p1 / p2 > ends[..., 1])
                wrong.append((chance * printed * misses).sum())
                if min(n1 * p1, n2 * p2) >= 5:
                    likely.append((chance * ~misses).sum())
    assert 0.915 <= min(likely) <= max(likely) <= 0.985
    assert max(wrong) <= 0.085
    written["ratios"] = (
        f"Where at least 5 yes are to be expected on both sides, the interval holds the true ratio in "
        f"{percent(min(likely))} to {percent(max(likely))} of all assessments. Whatever the true rates are, an "
        f"interval is printed *and* wrong in at most {percent(max(wrong))}."
    )


PUBLISHED_RATES = ("selection_rate", "true_positive_rate", "false_positive_rate", "precision")


def tallies(sizes: Any, base: Any, hit: Any, false: Any, chance: Any) -> list[Tally]:
    """Drawn cases of each group; shares may differ between groups."""
    yes = chance.binomial(sizes, base)
    tp, fp = chance.binomial(yes, hit), chance.binomial(sizes - yes, false)
    lines = zip(sizes.tolist(), yes.tolist(), tp.tolist(), fp.tolist(), strict=True)
    return [
        Tally(n=n, tp=a, fp=b, fn=y - a, tn=n - y - b, selected=a + b, passed_over=n - a - b) for n, y, a, b in lines
    ]


def verdicts(groups: list[Tally], metrics: Iterable[str]) -> list[Verdict]:
    """Each group compared with the first, all rates primary, by the rules of every assessment."""
    reference, *others = groups
    pairs = [
        Pair(
            group=(("g", str(place)),),
            reference=(("g", "reference"),),
            against="reference",
            metric=METRICS[metric],
            share=Sample(group).share(METRICS[metric]),
            other=Sample(reference).share(METRICS[metric]),
        )
        for place, group in enumerate(others)
        for metric in metrics
    ]
    return [comparison.verdict for comparison in compared(pairs, metrics, MARGIN)]


SYSTEMS = {"20, 70, 15": (0.2, 0.7, 0.15), "5, 50, 2": (0.05, 0.5, 0.02)}  # true yes, found, wrongly found


def test_fair_system_seldom_shows_a_difference() -> None:
    chance, rows = np.random.default_rng(11), []
    for name, shares in SYSTEMS.items():
        for groups in (2, 5, 10, 50):
            rates = [share_with_a_difference(shares, groups, size, chance) for size in (15, 30, 100, 1000)]
            assert max(rates) <= 0.05, (name, groups, rates)
            rows.append((name, groups, *(percent(share) for share in rates)))
    names = ("true yes, found, wrongly found, of 100", "groups", "15 in each", "30", "100", "1,000")
    written["fair"] = table(names, rows)


def share_with_a_difference(shares: tuple[float, float, float], groups: int, size: int, chance: Any) -> float:
    sizes = np.array([max(1000, size), *[size] * (groups - 1)])
    count = sum(Verdict.DIFFERENCE in verdicts(tallies(sizes, *shares, chance), PUBLISHED_RATES) for _ in range(TIMES))
    return count / TIMES


def test_a_real_difference_is_found() -> None:
    chance, rows, metric = np.random.default_rng(12), [], ("selection_rate",)
    for groups in (2, 5, 10):
        for size in (100, 300, 1000, 5000):
            rate = 0.1
            visible = minimum_detectable_difference(rate, size, 10_000)
            assert visible is not None
            gap = max(float(MARGIN) + visible, 2 * visible)
            numbers = np.array([10_000, *[size] * (groups - 1)])
            shares = np.array([rate, rate + gap, *[rate] * (groups - 2)])
            detected = sum(
                verdicts(tallies(numbers, 0.0, 0.0, shares, chance), metric)[0] is Verdict.DIFFERENCE
                for _ in range(TIMES)
            )
            assert detected / TIMES >= 0.95, (groups, size)
            rows.append((groups, size, f"{100 * visible:.1f}", f"{100 * gap:.1f}", percent(detected / TIMES)))
    names = ("groups", "cases", "smallest visible, of 100", "real gap, of 100", "found")
    written["real"] = table(names, rows)


WIDEST = {
    "5 of 100, all 30 %": (100, (0.3,) * 5),
    "10 of 300, all 10 %": (300, (0.1,) * 10),
    "2 of 500, 30 and 40 %": (500, (0.3, 0.4)),
    "10 of 300, one 30 %, others 10 %": (300, (0.1,) * 9 + (0.3,)),
}


def test_the_widest_gap_holds_the_true_one() -> None:
    chance, rows = np.random.default_rng(13), []
    for name, (size, rates) in WIDEST.items():
        sizes, true, held, bootstrap = np.full(len(rates), size), max(rates) - min(rates), 0, 0
        for _ in range(TIMES):
            yes = chance.binomial(sizes, rates)
            low, high = ends_of_widest(yes, sizes)
            held += low <= true + 1e-12 and true - 1e-12 <= high
            drawn = chance.binomial(sizes, yes / sizes, size=(400, len(rates))) / sizes
            ends = np.quantile(drawn.max(axis=1) - drawn.min(axis=1), (0.025, 0.975))
            bootstrap += ends[0] <= true <= ends[1]
        assert held / TIMES >= 0.95, name
        rows.append((name, percent(held / TIMES), percent(bootstrap / TIMES)))
    written["widest"] = table(("groups", "holds the true gap", "percentile bootstrap"), rows)


TEXT = """# How often what Insyn says is true

Written by `make bench`, which also fails when one of the promises here does not hold. Intervals are enumerated
exactly, case by case; verdicts are drawn with fixed seeds, each from {times} made-up assessments. The same numbers come
out every time.

## Intervals of a rate (Wilson)

A 95 % interval should hold the true rate in 95 of 100 assessments. Averaged over true rates from 2 to 50 %, it does in
94.5 to 96 %, for every number of cases from 10 up. The lowest single rate lies above 89 %. A percentile bootstrap,
which is all that common libraries offer, holds it in 45 % with 30 cases and a rate of 2 %.

{wilson}

## Intervals of a difference (Newcombe)

Averaged over all pairs of true rates from 2 to 50 %.

{newcombe}

## Intervals of a ratio (Walter)

A ratio has its interval printed only where both numerators are at least 5, and would be if both groups had the same
rate. {ratios}

## The widest gap

The interval of the widest gap among groups is simultaneous over all pairs, and so rather too wide than too narrow. The
percentile bootstrap, which is usual, never holds a true gap of 0.

{widest}

## A fair system is seldom told a difference

Two systems that are perfectly fair: the same rates in every group. Four rates are tested in each group against a
reference of at least 1,000 cases. *Difference* may be said in at most 5 of 100 such assessments, whatever the number of
groups. The four-fifths rule says that something is wrong in 84 of 100 of them, with 5 groups of 100 and a rate of 30 %.

The score test alone does not hold this: with rare outcomes and 50 groups of 15 it calls 33 of 100 fair systems
different, for the normal curve is no guide to the far tail of few people. So a claim on fewer than five expected cases
must be made by Fisher's exact test as well.

{fair}

## A real difference is found

One group has a selection rate that is higher than the others' 10 % by the margin (5 of 100) plus the smallest visible
difference, or by twice the latter where that is more. The verdict must be *difference* in at least 95 of 100.

{real}
"""
TEXT = TEXT.replace("{times}", f"{TIMES:,}")
