"""Which gap a test would have shown: the smallest one that it calls a difference four times in five.

Only the standard library. Knows the tests of two rates and the margin; not which pairs there are, nor their verdicts.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

from assessments.statistics.intervals import rounded, z_of
from assessments.statistics.significance import EXPECTED_CASES, LEVEL, cautious_test

POWER = 0.81  # 80 %, and a little for counts, which are whole
Z_POWER = NormalDist().inv_cdf(POWER)


def minimum_detectable_difference(
    reference_rate: float,
    cases: float,
    reference_cases: float,
    *,
    family: int = 1,
    margin: float = 0.0,
    ratio: tuple[float, float] | None = None,
) -> float | None:
    """The smallest gap that a test of this size would call a difference four times in five, whichever way it goes.

    Formula: the larger of the smallest rise and the smallest fall d with d ≥ z·√(p̄(1-p̄)(1/n1+1/n2)) +
    z_power·√(p1(1-p1)/n1 + p2(1-p2)/n2), p1 = p2 ± d, p̄ the pooled rate, z that of .05 divided by the ``family`` of
    tests and z_power that of 81 %; and with d ≥ margin + z_power·√(…), for a smaller gap in the test is not called
    one; of a ``ratio`` margin h, its lowest or highest, d ≥ |h-1|·p2 + z_power·√(p1(1-p1)/n1 + h²·p2(1-p2)/n2). Where
    fewer than 6 are expected in a cell, Fisher's test decides as well (``cautious_test``) and the normal curve is no
    guide: there the chance is summed over the counts that would be called a difference. A way that rates cannot go so
    far, below 0 or above 1, does not count. Unit: share. None when no gap would do, or either has no cases.
    Source: Fleiss, Levin & Paik (2003), 4.2; Casagrande, Pike & Smith, Applied Statistics 27 (1978) 176-180 (the sum).
    """
    if cases <= 0 or reference_cases <= 0:
        return None
    lowest, highest = ratio or (1.0, 1.0)
    fixed, level = 0.0 if ratio else margin, LEVEL / max(1, family)
    upwards = _Way(
        rate=reference_rate, cases=cases, reference_cases=reference_cases, margin=fixed, times=highest, is_fall=False
    )
    downwards = _Way(
        rate=1 - reference_rate, cases=cases, reference_cases=reference_cases, margin=fixed, times=lowest, is_fall=True
    )
    rise, fall = _smallest(upwards, level), _smallest(downwards, level)
    if rise is None and fall is None:
        return None
    return rounded(max(1 - reference_rate if rise is None else rise, reference_rate if fall is None else fall))


@dataclass(frozen=True, slots=True)
class _Way:
    """One of two ways a rate may differ. A fall is the rise of the complement, ``rate`` and all counts are then of it;
    ``times`` is the ratio margin of the rate itself, 1 where a gap is judged.
    """

    rate: float
    cases: float
    reference_cases: float
    margin: float
    times: float
    is_fall: bool

    def least(self, other: float) -> float:
        """The least share that is as far from the other's as the margin."""
        return other + self.margin + abs(self.times - 1) * (1 - other if self.is_fall else other)

    def expected(self, rise: float) -> float:
        """The fewest that are expected in a cell, if both had the pooled rate."""
        pooled = self.rate + rise * self.cases / (self.cases + self.reference_cases)
        return min(pooled, 1 - pooled) * min(self.cases, self.reference_cases)


@lru_cache(maxsize=2_000)
def _smallest(way: _Way, level: float) -> float | None:
    """The smallest rise that is seen, and is at least the margin; None where there is none up to a rate of 1."""
    margin, z = way.least(way.rate) - way.rate, z_of(level)
    seen, large = _least_rise(way, z, 0.0), _least_rise(way, 0.0, margin) if margin else 0.0
    if seen is not None and way.expected(seen) >= EXPECTED_CASES + 1:  # the pooled rate is another in each test
        return None if large is None else max(seen, large)
    if way.cases <= _MOST_SUMMED:
        return _summed_rise(way, level)
    seen = _least_rise(way, z, (1 / way.cases + 1 / way.reference_cases) / 2)
    return None if seen is None or large is None else max(seen, large)


_MOST_SUMMED = 2_000  # of more cases than these, Fisher's test is as the score test with Yates' correction


def _least_rise(way: _Way, z: float, margin: float) -> float | None:
    """The root of ``_beyond``; None where there is none up to a rate of 1."""
    rise = 1 - way.rate
    if rise <= 0 or _beyond(way, rise, z)[0] < margin:
        return None
    for _ in range(_MOST_STEPS):  # ``beyond`` is convex in the rise: Newton's steps come down from above to its root
        beyond, slope = _beyond(way, rise, z)
        if beyond <= margin or slope <= 0:
            break
        rise -= (beyond - margin) / slope
        if (beyond - margin) / slope < _ENOUGH * rise:
            break
    return rise


_MOST_STEPS, _ENOUGH = 60, 1e-14


def _beyond(way: _Way, rise: float, z: float) -> tuple[float, float]:
    """How far a rise lies above the one that is just found, and the slope of that. Without z, against the margin."""
    rate, together = way.rate + rise, way.cases + way.reference_cases
    pooled = (rate * way.cases + way.rate * way.reference_cases) / together
    scale, times = 1 / way.cases + 1 / way.reference_cases, 1.0 if z else way.times
    equal = math.sqrt(max(0.0, pooled * (1 - pooled)) * scale)
    other = times * times * max(0.0, way.rate * (1 - way.rate)) / way.reference_cases
    own = math.sqrt(max(0.0, rate * (1 - rate)) / way.cases + other)
    slope_equal = (1 - 2 * pooled) * way.cases / together * scale / (2 * equal) if equal else 0.0
    slope_own = (1 - 2 * rate) / way.cases / (2 * own) if own else 0.0
    return rise - z * equal - Z_POWER * own, 1 - z * slope_equal - Z_POWER * slope_own


def _summed_rise(way: _Way, level: float) -> float | None:
    """The smallest rise by the counts that would be called a difference, over what the reference may count."""
    cases = max(1, round(way.cases))
    fewest = [(weight, _fewest(way, number, level)) for number, weight in _of_reference(way)]
    total = sum(weight for weight, _ in fewest)

    def power(rate: float) -> float:
        return sum(weight * _at_least(number, cases, rate) for weight, number in fewest) / total

    low, high = way.rate, 1.0
    if power(high) < POWER:
        return None
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle) >= POWER else (middle, high)
    return high - way.rate


_HALVINGS = 40
_PLACES = tuple(
    place / 2 for place in range(-6, 7)
)  # standard errors from the middle, where the reference is looked at


def _of_reference(way: _Way) -> Iterator[tuple[int, float]]:
    """Counts of the reference, and how likely they are."""
    cases = max(1, round(way.reference_cases))
    middle, error = way.rate * cases, math.sqrt(max(0.0, way.rate * (1 - way.rate)) * cases)
    for place in _PLACES:
        yield min(cases, max(0, round(middle + place * error))), math.exp(-place * place / 2)


def _fewest(way: _Way, other: int, level: float) -> int:
    """From which count on a test against the reference's count would call a difference; one more than all if never."""
    cases, reference_cases = max(1, round(way.cases)), max(1, round(way.reference_cases))
    share = other / reference_cases
    least = math.ceil(way.least(share) * cases - 1e-9)
    low, high = max(least, math.floor(share * cases) + 1), cases + 1
    while low < high:
        middle = (low + high) // 2
        if cautious_test(middle, cases, other, reference_cases) <= level:
            high = middle
        else:
            low = middle + 1
    return low


def _at_least(number: int, cases: int, rate: float) -> float:
    """The binomial chance of so many or more, summed on the side of ``number`` that is farther from the middle."""
    if number <= 0 or number > cases or rate >= 1:
        return float(number <= cases)
    upwards = number > cases * rate
    k = number if upwards else number - 1
    ways = math.lgamma(cases + 1) - math.lgamma(k + 1) - math.lgamma(cases - k + 1)
    chance = math.exp(ways + k * math.log(rate) + (cases - k) * math.log1p(-rate))
    total, odds = 0.0, rate / (1 - rate)
    while 0 <= k <= cases and chance > _NEGLIGIBLE:
        total += chance
        chance *= (cases - k) / (k + 1) * odds if upwards else k / (cases - k + 1) / odds
        k += 1 if upwards else -1
    return total if upwards else 1 - total


_NEGLIGIBLE = 1e-9
