"""Two groups compared with a third factor held equal: does a gap remain among those who are alike in it?

Closed forms over integers, only the standard library. Chooses neither groups nor factors.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.statistics.intervals import Z_95, Interval, rounded

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
