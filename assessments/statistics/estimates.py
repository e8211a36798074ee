"""A figure that is no simple rate, and how sure it is: means over sums of whole numbers, and half sums of two rates."""

import math
from dataclasses import dataclass
from fractions import Fraction

from assessments.statistics.counts import Tally
from assessments.statistics.intervals import Z_95, rounded, wilson

FEWEST_FOR_A_MEAN = 30  # cases; from fewer the normal interval of a mean promises more than it holds


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, the variance of the value, and how many cases it is from.

    ``low`` and ``high`` are None where there are too few cases, or all alike, for an interval.
    """

    value: float
    low: float | None
    high: float | None
    variance: float
    cases: int


def mean(total: int | Fraction, squares: int | Fraction, cases: int, unit: int = 1) -> Estimate | None:
    """The mean of numbers of which the sum and the sum of squares are known, in whole multiples of 1/unit.

    Formula: Σx / n ± z·√((Σx² - (Σx)²/n) / (n(n-1))). Unit: that of the numbers. None without cases; no interval below
    30 cases. Source: the central limit theorem; Cochran, Sampling Techniques (1977), 2.15, for how many are enough.
    """
    if cases == 0:
        return None
    value = float(Fraction(total) / (cases * unit))
    if cases == 1:
        return Estimate(value=value, low=None, high=None, variance=0.0, cases=cases)
    spread = Fraction(squares) - Fraction(total) ** 2 / cases
    variance = float(spread / (cases * (cases - 1) * unit * unit))
    if cases < FEWEST_FOR_A_MEAN:
        return Estimate(value=value, low=None, high=None, variance=variance, cases=cases)
    half = Z_95 * math.sqrt(variance)
    return Estimate(value=value, low=rounded(value - half), high=rounded(value + half), variance=variance, cases=cases)


def balanced_accuracy(tally: Tally) -> Estimate | None:
    """The mean of the true positive and the true negative rate: how often right, if both outcomes were as common.

    Formula: (TPR + TNR) / 2; interval from the Wilson ends of both, (l, u) = value ∓ ½√(Σ(rate - end)²). Unit: share.
    None where either rate does not exist. Source: Brodersen et al., ICPR 2010; Zou & Donner, Stat. in Medicine 27
    (2008) 1693-1702 (the interval); sklearn.metrics.balanced_accuracy_score.
    """
    sides = ((tally.tp, tally.tp + tally.fn), (tally.tn, tally.tn + tally.fp))
    if any(cases == 0 for _, cases in sides):
        return None
    rates = [yes / cases for yes, cases in sides]
    ends = [wilson(yes, cases) for yes, cases in sides]
    value = float(sum((Fraction(yes, cases) for yes, cases in sides), Fraction()) / 2)
    below = math.hypot(*(rate - end.low for rate, end in zip(rates, ends, strict=True))) / 2
    above = math.hypot(*(end.high - rate for rate, end in zip(rates, ends, strict=True))) / 2
    variance = sum(rate * (1 - rate) / cases for rate, (_, cases) in zip(rates, sides, strict=True)) / 4
    return Estimate(
        value=value,
        low=rounded(value - below),
        high=rounded(value + above),
        variance=variance,
        cases=sum(n for _, n in sides),
    )
