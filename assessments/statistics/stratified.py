"""Two groups compared with what else matters held equal: in strata of those who are alike, or pair by pair.

Closed forms over integers, only the standard library. Chooses neither groups nor factors.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.statistics.intervals import Z_95, Interval, rounded, wilson

Table = tuple[float, float, float, float]  # yes and cases of the group, yes and cases of the other, in one stratum


@dataclass(frozen=True, slots=True)
class Stratified:
    difference: float
    interval: Interval
    p_value: float


def mantel_haenszel(tables: Sequence[Table]) -> Stratified | None:
    """The common difference of two rates over all strata, its 95 % interval, and the p-value that there is none.

    Formula: d = Σ(k1·n2 - k2·n1)/N through Σ n1·n2/N; interval d ± z·√V with Sato's V; p from the
    Cochran-Mantel-Haenszel statistic without correction. Unit: share, -1 to 1. None where no stratum has both groups.
    Source: Mantel & Haenszel, JNCI 22 (1959) 719; Sato, Biometrics 45 (1989) 1323.
    """
    both = [table for table in tables if table[1] > 0 and table[3] > 0]
    weight = math.fsum(n1 * n2 / (n1 + n2) for _, n1, _, n2 in both)
    if weight == 0:
        return None
    difference = math.fsum((k1 * n2 - k2 * n1) / (n1 + n2) for k1, n1, k2, n2 in both) / weight
    half = Z_95 * math.sqrt(max(0.0, _sato(both, difference))) / weight
    ends = Interval(rounded(max(-1.0, difference - half)), rounded(min(1.0, difference + half)))
    return Stratified(rounded(difference), ends, _p_value(both))


def _sato(tables: Sequence[Table], difference: float) -> float:
    p = math.fsum((n1 * n1 * k2 - n2 * n2 * k1 + n1 * n2 * (n2 - n1) / 2) / (n1 + n2) ** 2 for k1, n1, k2, n2 in tables)
    q = math.fsum((k1 * (n2 - k2) + k2 * (n1 - k1)) / (2 * (n1 + n2)) for k1, n1, k2, n2 in tables)
    return difference * p + q


def _p_value(tables: Sequence[Table]) -> float:
    gap = math.fsum(k1 - n1 * (k1 + k2) / (n1 + n2) for k1, n1, k2, n2 in tables)
    spread = math.fsum(
        n1 * n2 * (k1 + k2) * (n1 + n2 - k1 - k2) / ((n1 + n2) ** 2 * (n1 + n2 - 1))
        for k1, n1, k2, n2 in tables
        if n1 + n2 > 1
    )
    return 1.0 if spread == 0 else rounded(math.erfc(abs(gap) / math.sqrt(2 * spread)))


FEW_DISCORDANT = 25  # with fewer pairs that differ, the exact test


def mcnemar(both: int, only_group: int, only_other: int, neither: int) -> Stratified | None:
    """The difference of two rates of the same cases, with its 95 % interval, and the p-value that there is none.

    Formula: d = (b - c)/n with b and c the pairs in which only one of the two is counted. p: with fewer than 25 of them
    the exact two-sided binomial of b and c, else erfc(|b - c| / √(2(b + c))). Interval: d - √(l² - 2φ·l·u' + u'²) to
    d + √(u² - 2φ·u·l' + l'²), l, u, l', u' the distances of the two rates to the ends of their Wilson intervals and φ
    the correlation, its numerator made smaller by n/2 where it is positive. Unit: share, -1 to 1. None without pairs.
    Source: McNemar, Psychometrika 12 (1947) 153-157; Newcombe, Stat. in Medicine 17 (1998) 2635-2650, method 10.
    """
    n, differing = both + only_group + only_other + neither, only_group + only_other
    if n == 0:
        return None
    own, other = wilson(both + only_group, n), wilson(both + only_other, n)
    rate, other_rate = (both + only_group) / n, (both + only_other) / n
    alike = _correlation(both, only_group, only_other, neither)
    less = _combined(rate - own.low, other.high - other_rate, alike)
    more = _combined(own.high - rate, other_rate - other.low, alike)
    gap = (only_group - only_other) / n
    ends = Interval(rounded(max(-1.0, gap - less)), rounded(min(1.0, gap + more)))
    p_value = (
        _binomial(only_group, differing)
        if differing < FEW_DISCORDANT
        else math.erfc(abs(only_group - only_other) / math.sqrt(2 * differing))
    )
    return Stratified(rounded(gap), ends, rounded(p_value))


def _correlation(both: int, only_group: int, only_other: int, neither: int) -> float:
    n, sides = both + only_group + only_other + neither, both * neither - only_group * only_other
    margins = (both + only_group) * (only_other + neither) * (both + only_other) * (only_group + neither)
    if margins == 0:
        return 0.0
    return (max(sides - n / 2, 0.0) if sides > 0 else sides) / math.sqrt(margins)


def _combined(first: float, second: float, alike: float) -> float:
    return math.sqrt(max(0.0, first * first - 2 * alike * first * second + second * second))


def _binomial(yes: int, cases: int) -> float:
    """Two-sided exact p of so many heads of fair coins."""
    tail = sum(math.comb(cases, k) for k in range(min(yes, cases - yes) + 1))
    return min(1.0, 2.0 * tail / float(2**cases))
