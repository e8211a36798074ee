"""How sure a figure is: intervals in closed form over integers. Whether it may be chance: significance, power.

Only the standard library, so that a web process may use it. Not responsible for choosing what is compared.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

_NORMAL = NormalDist()
Z_95 = _NORMAL.inv_cdf(0.975)  # two-sided 5 %
PRINTABLE_NUMERATOR = 5


def z_of(level: float) -> float:
    """How many standard errors out the ends of an interval lie that is wrong in this share of cases; 1.96 for .05."""
    return Z_95 if level == 0.05 else _NORMAL.inv_cdf(1 - level / 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of a 95 % interval, rounded to 12 significant digits."""

    low: float
    high: float


def rounded(value: float) -> float:
    """The value with 12 significant digits: what differs beyond them is the machine, not the data."""
    return float(f"{value:.12g}")


def wilson(numerator: float, denominator: float) -> Interval:
    """95 % score interval for one rate.

    Formula: (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n). Unit: share, 0 to 1. Undefined (ValueError) without
    cases. Source: Wilson, JASA 22 (1927) 209-212.
    """
    low, high = _wilson(numerator, denominator)
    return Interval(rounded(low), rounded(high))


def _wilson(numerator: float, denominator: float, z: float = Z_95) -> tuple[float, float]:
    require_cases(numerator, denominator)
    n, z2 = denominator, z * z
    rate = numerator / n
    middle = rate + z2 / (2 * n)
    half = z * math.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n))
    low = 0.0 if numerator == 0 else (middle - half) / (1 + z2 / n)
    high = 1.0 if numerator == n else (middle + half) / (1 + z2 / n)
    return low, high


def newcombe(
    numerator: float, denominator: float, other_numerator: float, other_denominator: float, z: float = Z_95
) -> Interval:
    """95 % hybrid score interval for the difference of two rates, first minus other; another level by its z.

    Formula: d - √((p1-l1)² + (u2-p2)²) to d + √((u1-p1)² + (p2-l2)²), l and u the Wilson ends. Unit: share, -1
    to 1. Undefined (ValueError) when either has no cases. Source: Newcombe, Stat. in Medicine 17 (1998), method 10.
    """
    low1, high1 = _wilson(numerator, denominator, z)
    low2, high2 = _wilson(other_numerator, other_denominator, z)
    p1, p2 = numerator / denominator, other_numerator / other_denominator
    low = p1 - p2 - math.hypot(p1 - low1, high2 - p2)
    high = p1 - p2 + math.hypot(high1 - p1, p2 - low2)
    return Interval(rounded(low), rounded(high))


def walter_ratio(
    numerator: float, denominator: float, other_numerator: float, other_denominator: float, z: float = Z_95
) -> Interval:
    """95 % log interval for the ratio of two rates, first through other, one half added to every count.

    Formula: exp(ln θ ± z·√(1/(k1+½) - 1/(n1+½) + 1/(k2+½) - 1/(n2+½))), θ the ratio of (k+½)/(n+½). Unit: none.
    Undefined (ValueError) when either has no cases; to be printed only where ``ratio_is_printable``.
    Source: Walter, Biometrika 62 (1975) 371-374.
    """
    require_cases(numerator, denominator)
    require_cases(other_numerator, other_denominator)
    k1, n1, k2, n2 = numerator + 0.5, denominator + 0.5, other_numerator + 0.5, other_denominator + 0.5
    middle = math.log(k1 / n1) - math.log(k2 / n2)
    half = z * math.sqrt(1 / k1 - 1 / n1 + 1 / k2 - 1 / n2)
    return Interval(rounded(math.exp(middle - half)), rounded(math.exp(middle + half)))


def ratio_is_printable(numerator: float, denominator: float, other_numerator: float, other_denominator: float) -> bool:
    """Whether both numerators are at least 5, and would be if the two rates were one and the same (their pooled rate).

    With either condition alone, some printed intervals are wrong more than twice as often as they say; with both, none
    is wrong in more than 8.5 of 100 assessments (docs/statistics.md).
    """
    together, cases = numerator + other_numerator, denominator + other_denominator
    smaller = min(denominator, other_denominator)
    seen = min(numerator, other_numerator) >= PRINTABLE_NUMERATOR
    return cases > 0 and seen and together * smaller >= PRINTABLE_NUMERATOR * cases


def require_cases(numerator: float, denominator: float) -> None:
    if denominator <= 0 or not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is not a rate")
