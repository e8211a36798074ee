"""A figure that is no simple rate, and how sure it is: means of amounts and places, and half sums of two rates.

Means are closed forms over sums of whole numbers. Knows no plans and no groups.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from assessments.statistics.counts import Tally
from assessments.statistics.intervals import Z_95, rounded, wilson

Sums = Mapping[str, int]  # what was summed, by name, in whole multiples of 1/unit
FEWEST_FOR_A_MEAN = 30  # cases; from fewer the normal interval of a mean promises more than it holds


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, the variance of the value, and how many cases it is from.

    ``low`` and ``high`` are None where there are too few cases, or all alike, for an interval. ``skew`` is by how much
    the ends lie further out on one side (``skewed_end``); None where they lie as they do at 95 %, in proportion.
    ``degrees`` are those of Student's t, of a mean.
    """

    value: float
    low: float | None
    high: float | None
    variance: float
    cases: int
    skew: float | None = None
    degrees: int | None = None

    def ends(self, z: float = Z_95) -> tuple[float, float]:
        """The ends of the interval at the level that the normal curve has z standard errors out.

        Unit: that of the value. Undefined (ValueError) where there is no interval.
        """
        if self.low is None or self.high is None:
            raise ValueError("no interval")
        if self.skew is None:
            wider = z / Z_95
            return self.value - (self.value - self.low) * wider, self.value + (self.high - self.value) * wider
        error, skew = math.sqrt(self.variance), self.skew * z / Z_95
        if self.degrees is None:
            return self.value - error * skewed_end(z, skew), self.value - error * skewed_end(-z, skew)
        t = student(self.degrees, z)
        below, above = max(t, skewed_end(t, skew)), max(t, -skewed_end(-t, skew))
        return self.value - error * below, self.value + error * above


def mean(
    total: int | Fraction, squares: int | Fraction, cubes: int | Fraction, cases: int, unit: int = 1
) -> Estimate | None:
    """The mean of numbers of which the sums of first, second and third powers are known, in whole multiples of 1/unit.

    Formula: x̄ ∓ t·s/√n by Student, and on the side of the tail Hall's end where it lies further out, x̄ - (s/√n)·g⁻¹(∓t)
    (``skewed_end``), c = 1.2·G₁/√n, G₁ the adjusted skewness n²/((n-1)(n-2))·m₃/s³. Few numbers of a long tail show too
    little of it, so a fifth is added; Hall's ends alone are too near where both tails are long. Unit: that of the
    numbers. None without cases; no interval below 30 cases, or where all are alike. It holds the true mean in 93 to 97
    of 100, lognormal amounts with σ up to 1.5 included (docs/statistics.md).
    Source: Hall, JRSS B 54 (1992) 221-228; Zhou & Gao, American Statistician 54 (2000) 100-104 (how it fares); Joanes &
    Gill, The Statistician 47 (1998) 183-189 (G₁).
    """
    if cases == 0:
        return None
    value = Fraction(total) / cases
    spread = Fraction(squares) - value * total
    variance = float(spread / (cases * max(cases - 1, 1) * unit * unit))
    known = Estimate(value=float(value / unit), low=None, high=None, variance=variance, cases=cases)
    if cases < FEWEST_FOR_A_MEAN or spread <= 0:
        return known
    third = Fraction(cubes) - 3 * value * squares + 2 * value**3 * cases
    skewness = float(third * cases / ((cases - 1) * (cases - 2))) / float(spread / (cases - 1)) ** 1.5
    skew = rounded(SKEWNESS_TIMES * skewness / math.sqrt(cases))
    return with_ends(replace(known, skew=skew, degrees=cases - 1))


SKEWNESS_TIMES = 1.2  # times the skewness of few numbers, which is too small; calibrated by simulation
_STRAIGHT = 1e-9
_FURTHEST = 1.125  # c·t at which Hall's end lies furthest out, 4 t; of more skewness it would come nearer again


def with_ends(estimate: Estimate) -> Estimate:
    """The same with its 95 % interval, of which only what follows from variance and skewness is known yet."""
    low, high = replace(estimate, low=estimate.value, high=estimate.value).ends()
    return replace(estimate, low=rounded(low), high=rounded(high))


def skewed_end(t: float, skew: float) -> float:
    """Hall's transformation of a skewed t, backwards: how many standard errors out the end is that t standard errors
    would be without skewness.

    Formula: g⁻¹(t) = 3/c·(∛(1 + c·(t - c/6)) - 1), c the skewness of the estimate, at most 1.125/|t|.
    Source: Hall, JRSS B 54 (1992) 221-228.
    """
    most = _FURTHEST / abs(t) if t else abs(skew)
    c = max(-most, min(skew, most))
    return t if abs(c) < _STRAIGHT else 3 / c * (math.cbrt(1 + c * (t - c / 6)) - 1)


def student(degrees: float, z: float = Z_95) -> float:
    """Student's t at the level that the normal curve has at z, by its expansion around that: within .0005 from 29
    degrees up at 95 %, and within .005 at z = 3.5.

    Source: Abramowitz & Stegun (1964), 26.7.5.
    """
    v = degrees
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / v + second / v**2 + third / v**3


def mean_error(sums: Sums, unit: int) -> Estimate | None:
    """How much too high the predicted amount is on average; below 0 it is too low.

    Formula: Σ(predicted - true) / n. Unit: that of the amount. None without cases that have both amounts.
    Source: Willmott & Matsuura, Climate Research 30 (2005) 79-82 (mean bias error).
    """
    return mean(sums["error"], sums["squared_error"], sums["cubed_error"], sums["known"], unit)


def mean_absolute_error(sums: Sums, unit: int) -> Estimate | None:
    """How far the predicted amount is from the true one on average, whichever way.

    Formula: Σ|predicted - true| / n. Unit: that of the amount. None without cases that have both amounts.
    Source: Willmott & Matsuura, Climate Research 30 (2005) 79-82; sklearn.metrics.mean_absolute_error.
    """
    return mean(sums["absolute_error"], sums["squared_error"], sums["cubed_absolute_error"], sums["known"], unit)


def exposure(sums: Sums, unit: int) -> Estimate | None:
    """How much attention the group's places get on average: 1 for the first place, less further down.

    Formula: Σ 1/log2(1 + place) / n. Unit: share of the first place's attention. None without cases that have a place.
    Source: Singh & Joachims, KDD 2018; the discount of Järvelin & Kekäläinen, ACM TOIS 20 (2002) 422-446.
    """
    return mean(
        sums["exposure"], sums["exposure_squared"] * unit, sums["exposure_cubed"] * unit**2, sums["ranked"], unit
    )


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
