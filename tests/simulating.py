"""Made-up assessments, drawn with a seed, and how often something is said of them: for tests and benchmarks."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import binom, norm

from assessments.gate.public_comparisons import printed_gap
from assessments.gate.public_result import PublicComparison, PublicFigure
from assessments.gate.rounding import ends, fineness, in_steps
from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import TestPlan
from assessments.report.trends import family, trend
from assessments.results.assessment import assess
from assessments.results.comparing import Pair, compared
from assessments.results.result import Data, Result
from assessments.statistics.counts import Cell, Counts, Groups, Tally
from assessments.statistics.estimates import Estimate, mean
from assessments.statistics.metrics import METRICS
from assessments.statistics.persons import PersonSums
from assessments.statistics.power import minimum_detectable_difference
from assessments.statistics.score_comparisons import NOBODY, GroupMetrics, judged, report
from assessments.statistics.scores import Scores, area_under_curve
from assessments.statistics.significance import LEVEL, cautious_test, score_test
from assessments.statistics.verdict import Verdict
from assessments.statistics.weighted_tally import Sample, samples

PAGE = Path(__file__).parents[1] / "docs" / "statistics.md"
MARK = "\n<!-- Written by tests/benchmarks/bench_verdicts.py -->\n"
MARGIN = Decimal("0.05")
UNIT = 1_000
Drawn = Callable[[Any, int], Any]  # so many amounts, by chance


def verdicts_on(selected: list[int], sizes: list[int]) -> list[Verdict]:
    """The selection rate of each group against that of the first."""
    tallies = [Tally(n=n, selected=k, passed_over=n - k) for k, n in zip(selected, sizes, strict=True)]
    groups: dict[Groups, Sample] = {(str(place),): Sample(tally) for place, tally in enumerate(tallies)}
    return verdicts_of(groups, ["selection_rate"])


def reassured_at_the_margin(groups: int, *, times: int, seed: int) -> float:
    """All groups of 2,000 differ by exactly the margin: how often any is said not to matter."""
    chance, sizes, reassured = np.random.default_rng(seed), [20_000, *[2_000] * groups], 0
    rates = np.array([0.2, *[0.25] * groups])
    for _ in range(times):
        reassured += Verdict.NO_IMPORTANT_DIFFERENCE in verdicts_on(chance.binomial(sizes, rates).tolist(), sizes)
    return reassured / times


def shown_at_smallest_visible_gap(groups: int, *, times: int, seed: int, rate: float = 0.3, cases: int = 300) -> float:
    """One group differs by the smallest visible difference: how often a difference is found."""
    chance, sizes, shown = np.random.default_rng(seed), [2_000, *[cases] * groups], 0
    visible = minimum_detectable_difference(rate, cases, 2_000, family=groups, margin=float(MARGIN))
    assert visible is not None
    rates = np.array([rate, rate + visible if rate < 0.5 else rate - visible, *[rate] * (groups - 1)])
    for _ in range(times):
        shown += verdicts_on(chance.binomial(sizes, rates).tolist(), sizes)[0] is Verdict.DIFFERENCE
    return shown / times


def chance_of_a_difference(
    own: tuple[float, int], other: tuple[float, int], level: float, margin: float = 0.0
) -> float:
    """The exact chance that two rates are called a difference, of their true values and numbers of cases."""
    (p1, n1), (p2, n2) = own, other
    total = 0.0
    for k2 in range(int(binom.ppf(1e-6, n2, p2)), int(binom.isf(1e-6, n2, p2)) + 1):
        for k1 in range(int(binom.ppf(1e-6, n1, p1)), int(binom.isf(1e-6, n1, p1)) + 1):
            if abs(k1 / n1 - k2 / n2) >= margin - 1e-12 and score_test(k1, n1, k2, n2) <= level:
                likely = float(binom.pmf(k1, n1, p1) * binom.pmf(k2, n2, p2))
                total += likely if likely < 1e-7 or cautious_test(k1, n1, k2, n2) <= level else 0.0
    return total


def mean_of(values: Any) -> Estimate | None:
    """The mean from sums of whole thousandths, as amounts are summed."""
    whole = np.rint(np.asarray(values, dtype=np.longdouble) * UNIT)
    return mean(*(int((whole**power).sum()) for power in (1, 2, 3)), len(whole), UNIT)


def lognormal(sigma: float) -> tuple[Drawn, float]:
    """Amounts of the city: few are large. With their true mean."""
    return (lambda chance, n: chance.lognormal(0, sigma, n)), float(np.exp(sigma**2 / 2))


AMOUNTS: Mapping[str, tuple[Drawn, float]] = {
    "normal": ((lambda chance, n: chance.normal(0, 1, n)), 0.0),
    "exponential": ((lambda chance, n: chance.exponential(1, n)), 1.0),
    "lognormal, σ 0.5": lognormal(0.5),
    "lognormal, σ 1": lognormal(1.0),
    "lognormal, σ 1.5": lognormal(1.5),
    "two lognormal amounts apart, σ 1": (
        (lambda chance, n: chance.lognormal(0, 1, n) - chance.lognormal(0, 1, n)),
        0.0,
    ),
}


def mean_held(amounts: str, cases: int, *, times: int, seed: int) -> float:
    """How often the interval holds the true mean."""
    (drawn, true), chance, held = AMOUNTS[amounts], np.random.default_rng(seed), 0
    for _ in range(times):
        estimate = mean_of(drawn(chance, cases))
        held += estimate is not None and (estimate.low or 0) <= true <= (estimate.high or 0)
    return held / times


def fair_means_shown_different(amounts: str, groups: int, *, cases: int, times: int, seed: int) -> float:
    """Groups whose amounts are alike, with a reference of 1,000: how often a page shows any difference."""
    drawn, chance, shown = AMOUNTS[amounts][0], np.random.default_rng(seed), 0
    for _ in range(times):
        sizes = {"reference": 1_000, **{f"g{number}": cases for number in range(groups)}}
        measured = [
            GroupMetrics(attribute="g", value=name, cases=size, metrics={"m": mean_of(drawn(chance, size))})
            for name, size in sizes.items()
        ]
        made = judged(report(measured, {"g": "reference"}, {"m": Decimal()}), NOBODY)
        shown += any(comparison.p_adjusted <= LEVEL for comparison in made.comparisons)
    return shown / times


@dataclass(frozen=True, slots=True)
class AreaTests:
    """Of how many tests an interval is given, and in how many it is wrong."""

    given: float
    wrong: float


SPREADS = {"alike": 1.0, "one twice as wide": 2.0}


def drawn_areas(
    area: float, positives: int, negatives: int, *, times: int, seed: int, spread: float = 1.0
) -> AreaTests:
    """How often the interval holds the true area of two normal curves."""
    apart = float(np.sqrt(1 + spread**2) * norm.ppf(area))
    chance, given, wrong = np.random.default_rng(seed), 0, 0
    for _ in range(times):
        sides = chance.normal(apart, spread, positives), chance.normal(0.0, 1, negatives)
        counted = [dict.fromkeys(np.rint(side * 10**6).astype(int).tolist(), 1) for side in sides]
        estimate = area_under_curve(Scores(*counted, 6))
        if estimate is not None and estimate.low is not None and estimate.high is not None:
            given += 1
            wrong += not estimate.low <= area <= estimate.high
    return AreaTests(given / times, wrong / times)


RATES = ("selection_rate", "true_positive_rate", "false_positive_rate", "precision")


def pages_showing_a_trend(
    groups: int, periods: Sequence[int], *, times: int, seed: int, size: int = 2_000
) -> list[float]:
    """A stable, fair system over so many half years: how often a page says that any of its gaps has changed."""
    chance, by_periods = np.random.default_rng(seed), dict.fromkeys(periods, 0)
    public = publish(_two_groups())
    results = [replace(public, period=_half_year(place)) for place in range(max(periods))]
    for _ in range(times):
        rates = [_rates_drawn(groups, size, chance) for _ in results]
        courses = [
            [
                (result, _printed(*drawn[0][name], *drawn[number][name]))
                for result, drawn in zip(results, rates, strict=True)
            ]
            for number in range(1, groups)
            for name in RATES
        ]
        for number in periods:
            trends = [trend(course[:number]) for course in courses]
            by_periods[number] += any(family(trends, [5.0] * len(trends))[1])
    return [pages / times for pages in by_periods.values()]


def _rates_drawn(groups: int, size: int, chance: Any) -> list[dict[str, tuple[int, int]]]:
    """For each group the numerator and denominator of every rate."""
    yes = chance.binomial(size, 0.2, size=groups)
    tp, fp = chance.binomial(yes, 0.7), chance.binomial(size - yes, 0.15)
    lines = zip(yes.tolist(), tp.tolist(), fp.tolist(), strict=True)
    return [dict(zip(RATES, ((a + b, size), (a, y), (b, size - y), (a, a + b)), strict=True)) for y, a, b in lines]


def _printed(other_yes: int, other_cases: int, yes: int, cases: int) -> PublicComparison:
    """As the gate prints two rates and their gap."""
    figure, other = _figure(yes, cases), _figure(other_yes, other_cases)
    step, verdict = math.hypot(figure.fine.step, other.fine.step), Verdict.NOT_ENOUGH_DATA
    named = ("g", "a", "b", "selection_rate", True, verdict, None)
    return PublicComparison(*named, *printed_gap(figure, other), None, step=step, other=other.per_100)


@lru_cache(maxsize=100_000)
def _figure(yes: int, cases: int) -> PublicFigure:
    fine = fineness(cases)
    assert fine is not None
    per_100 = in_steps(yes / cases, fine.steps)
    about = {"steps": fine.steps, "least": fine.least, "beyond": fine.beyond}
    return PublicFigure("selection_rate", per_100, *ends(per_100, fine), **about)


def _two_groups() -> Result:
    plan = TestPlan(outcome=None, decision="d", groups=("g",), reference=(("g", "b"),))
    cells = {((name,), None, decision): 100 for name in "ab" for decision in (True, False)}
    return assess(Counts(("g",), cells), plan, data=Data("0" * 64, 400))


def _half_year(place: int) -> str:
    year, half = divmod(place, 2)
    return f"{2020 + year}-{'07' if half else '01'}/{2020 + year}-{'12' if half else '06'}"


def fair_persons_shown_different(rows: int, *, times: int, seed: int, size: int = 500) -> float:
    """Five fair groups, everybody in so many equal rows, and the column named: how often any difference is said."""
    chance, shown = np.random.default_rng(seed), 0
    for _ in range(times):
        persons: dict[Cell, int] = {}
        for number, (yes, tp, fp) in enumerate(_persons_drawn(size // rows, chance)):
            group = (f"g{number}",)
            persons |= {(group, True, True): tp, (group, True, False): yes - tp, (group, False, True): fp}
            persons[group, False, False] = size // rows - yes - fp
        counts = Counts(("g",), {cell: n * rows for cell, n in persons.items()})
        sums = PersonSums(("g",), {(cell, cell): n * rows**2 for cell, n in persons.items()})
        shown += Verdict.DIFFERENCE in verdicts_of(samples(counts, None, sums), RATES)
    return shown / times


def _persons_drawn(people: int, chance: Any) -> list[tuple[int, int, int]]:
    yes = chance.binomial(people, 0.2, size=5)
    tp, fp = chance.binomial(yes, 0.7), chance.binomial(people - yes, 0.15)
    return list(zip(yes.tolist(), tp.tolist(), fp.tolist(), strict=True))


def verdicts_of(groups: Mapping[Groups, Sample], rates: Sequence[str]) -> list[Verdict]:
    """Each group against the first, all rates primary."""
    names = list(groups)
    shares = {group: {name: groups[group].share(METRICS[name]) for name in rates} for group in names}
    pairs = [
        Pair(
            group=(("g", str(group[0])),),
            reference=(("g", str(names[0][0])),),
            against="reference",
            metric=METRICS[name],
            share=shares[group][name],
            other=shares[names[0]][name],
        )
        for group in names[1:]
        for name in rates
    ]
    return [comparison.verdict for comparison in compared(pairs, rates, MARGIN)]


def table(names: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(names)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"
