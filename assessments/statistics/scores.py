"""Scores before a threshold is drawn: how well they rank, and whether they mean what they say. From whole counts.

Every figure is a closed form over the counts of (group, true outcome, score). Not responsible for thresholds.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from assessments.statistics.estimates import Estimate, mean, with_ends
from assessments.statistics.intervals import Interval, rounded, wilson

Counted = Mapping[int, int]  # score in whole multiples → cases
ValueOf = Callable[[int, int, int], Fraction]  # of a score, the unit it counts in, and the outcome
BINS = 10
FEWEST_PER_OUTCOME = 20  # cases with outcome yes, and with no; calibrated by simulation
FEWEST_MISPLACED = 2  # of the rarer outcome's cases, times the share that is on the wrong side; likewise
FEWEST_FOR_CALIBRATION = 5  # cases of either outcome; the usual limit of a normal curve over counts


@dataclass(frozen=True, slots=True)
class Scores:
    """The cases of one group by score, apart by true outcome. A score is a whole multiple of 10^-decimals."""

    positives: Counted
    negatives: Counted
    decimals: int

    @property
    def cases(self) -> int:
        return sum(self.positives.values()) + sum(self.negatives.values())

    @property
    def are_shares(self) -> bool:
        """Whether every score lies between 0 and 1, so that it can be read as a chance."""
        return all(0 <= score <= 10**self.decimals for score in (*self.positives, *self.negatives))

    def without(self, other: "Scores") -> "Scores":
        return Scores(_less(self.positives, other.positives), _less(self.negatives, other.negatives), self.decimals)


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases with alike scores: what the scores say on average, and how often the outcome was yes."""

    low: float
    high: float
    cases: int
    positives: int
    mean_score: float
    interval: Interval


def area_under_curve(scores: Scores) -> Estimate | None:
    """How often a case with outcome yes has a higher score than one with outcome no; ties count half.

    Formula: Mann-Whitney U / (n₁·n₀); variance by DeLong; ends by Hall (estimates.skewed_end), the skewness that of
    both sorts of placements, Σm₃/n² / V^1.5, never beyond 0 and 1. Unit: share, 0.5 is chance. None without a case of
    each outcome. No interval with fewer than 20 of either, or where fewer than 2 of the rarer outcome are on the wrong
    side, min(n₁, n₀)·min(A, 1-A): how uneven the placements are is not known from so few. It holds the true area in 93
    to 97 of 100 (docs/statistics.md). DeLong's own ends hold .95 in 83 of 100 with 20 of 1,000, and Newcombe's fifth
    in 85 where one of the two curves is wider.
    Source: DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988) 837-845; Hall, JRSS B 54 (1992) 221-228; Newcombe,
    Statistics in Medicine 25 (2006) 559-573.
    """
    n1, n0 = sum(scores.positives.values()), sum(scores.negatives.values())
    if n1 == 0 or n0 == 0:
        return None
    above = _placements(scores.positives, scores.negatives)  # twice the number of negatives below, ties once
    below = _placements(scores.negatives, scores.positives)
    exact = Fraction(sum(twice * n for twice, n in above), 2 * n1 * n0)
    area, variance = float(exact), _spread(above, 2 * n0) / n1 + _spread(below, 2 * n1) / n0
    known = Estimate(value=area, low=None, high=None, variance=variance, cases=n1 + n0)
    misplaced = min(n1, n0) * min(exact, 1 - exact)
    if min(n1, n0) < FEWEST_PER_OUTCOME or misplaced < FEWEST_MISPLACED or variance <= 0:
        return known
    third = _third(above, 2 * n0) / n1**2 - _third(below, 2 * n1) / n0**2  # below: the others' share of wins
    made = with_ends(replace(known, skew=rounded(third / variance**1.5)))
    assert made.low is not None
    assert made.high is not None
    return replace(made, low=max(0.0, made.low), high=min(1.0, made.high))


def calibration_in_the_large(scores: Scores) -> Estimate | None:
    """How much higher the scores are on average than the share of cases with outcome yes.

    Formula: Σ(s - y) / n, interval of a mean (estimates.mean). Unit: share, -1 to 1. None without cases, or where a
    score is no share; no interval with fewer than 5 of either outcome.
    Source: Cox, Biometrika 45 (1958) 562; Van Calster et al., BMC Medicine 17 (2019) 230.
    """
    return _mean(scores, lambda score, unit, outcome: Fraction(score, unit) - outcome)


def brier_score(scores: Scores) -> Estimate | None:
    """The mean squared distance between score and outcome; lower is better.

    Formula: Σ(s - y)² / n, interval of a mean (estimates.mean). Unit: 0 to 1. None without cases, or where a score is
    no share; no interval with fewer than 5 of either outcome.
    Source: Brier, Monthly Weather Review 78 (1950) 1; sklearn.metrics.brier_score_loss.
    """
    return _mean(scores, lambda score, unit, outcome: (Fraction(score, unit) - outcome) ** 2)


def calibration_bins(scores: Scores, *, equal_count: bool) -> tuple[Bin, ...]:
    """At most ten bins, of equal width between 0 and 1, or of about equally many cases. Empty where not shares."""
    if not scores.are_shares or scores.cases == 0:
        return ()
    edge = 10**scores.decimals
    together = dict.fromkeys(sorted({*scores.positives, *scores.negatives}), (0, 0))
    for score in together:
        yes, no = scores.positives.get(score, 0), scores.negatives.get(score, 0)
        together[score] = yes, yes + no
    before = [0, *accumulate(cases for _, cases in together.values())]
    places: dict[int, list[int]] = {}
    for score, done in zip(together, before, strict=False):
        place = done * BINS // scores.cases if equal_count else min(score * BINS // edge, BINS - 1)
        places.setdefault(place, []).append(score)
    return tuple(_bin(place, members, together, edge, equal_count) for place, members in sorted(places.items()))


def curve(scores: Scores, *, most: int = 100) -> tuple[tuple[int, int, int], ...]:
    """(score, true positives, false positives) when that score and all above mean yes, from the highest down.

    At most ``most`` points, evenly picked from all there are, the last always among them.
    """
    points, yes, no = [], 0, 0
    for score in sorted({*scores.positives, *scores.negatives}, reverse=True):
        yes, no = yes + scores.positives.get(score, 0), no + scores.negatives.get(score, 0)
        points.append((score, yes, no))
    step = max(1, -(-len(points) // most))
    return tuple(point for place, point in enumerate(points, 1) if place % step == 0 or place == len(points))


def _bin(
    place: int, members: Sequence[int], together: Mapping[int, tuple[int, int]], edge: int, equal_count: bool
) -> Bin:
    positives = sum(together[score][0] for score in members)
    cases = sum(together[score][1] for score in members)
    mean = Fraction(sum(score * together[score][1] for score in members), cases * edge)
    low, high = (members[0] / edge, members[-1] / edge) if equal_count else (place / BINS, (place + 1) / BINS)
    return Bin(
        low=low,
        high=high,
        cases=cases,
        positives=positives,
        mean_score=float(mean),
        interval=wilson(positives, cases),
    )


def _placements(cases: Counted, others: Counted) -> list[tuple[int, int]]:
    """For each score of ``cases``: twice the number of others below it plus those tied with it, and how many cases."""
    scores = sorted({*cases, *others})
    below = dict(zip(scores, [0, *accumulate(others.get(score, 0) for score in scores)], strict=False))
    return [(2 * below[score] + others.get(score, 0), cases[score]) for score in scores if cases.get(score)]


def _spread(placements: Iterable[tuple[int, int]], unit: int) -> float:
    """The sample variance of placements; 0 for a single case."""
    pairs = list(placements)
    n = sum(cases for _, cases in pairs)
    if n < 2:
        return 0.0
    total, squares = sum(value * cases for value, cases in pairs), sum(value * value * cases for value, cases in pairs)
    return float(Fraction(squares * n - total * total, n * (n - 1) * unit * unit))


def _third(placements: Iterable[tuple[int, int]], unit: int) -> float:
    """The third central moment of placements, as shares."""
    pairs = [(value / unit, cases) for value, cases in placements]
    n = sum(cases for _, cases in pairs)
    middle = math.fsum(value * cases for value, cases in pairs) / n
    return math.fsum((value - middle) ** 3 * cases for value, cases in pairs) / n


def _mean(scores: Scores, value: ValueOf) -> Estimate | None:
    if not scores.are_shares:
        return None
    unit, sides = 10**scores.decimals, ((scores.positives, 1), (scores.negatives, 0))
    values = [(value(score, unit, outcome), cases) for counted, outcome in sides for score, cases in counted.items()]
    total, squares, cubes = (sum((v**power * cases for v, cases in values), Fraction()) for power in (1, 2, 3))
    estimate = mean(total, squares, cubes, scores.cases)
    if estimate is None or min(sum(side.values()) for side, _ in sides) >= FEWEST_FOR_CALIBRATION:
        return estimate
    return replace(estimate, low=None, high=None, skew=None, degrees=None)


def _less(counted: Counted, other: Counted) -> dict[int, int]:
    return {score: cases - other.get(score, 0) for score, cases in counted.items() if cases != other.get(score, 0)}
