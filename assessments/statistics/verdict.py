"""What may be concluded from two rates and a margin chosen beforehand: one of three verdicts.

Not responsible for choosing the pairs, nor for adjusting p-values over them.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assessments.statistics.intervals import Interval
from assessments.statistics.significance import LEVEL


class Verdict(StrEnum):
    DIFFERENCE = "difference"
    NO_IMPORTANT_DIFFERENCE = "no_important_difference"
    NOT_ENOUGH_DATA = "not_enough_data"


class Because(StrEnum):
    """Why a verdict is *not enough data*."""

    TOO_FEW = "too_few"  # too few people to see a gap, or a rate that does not exist
    NOT_SURELY_IMPORTANT = "not_surely_important"  # a gap is there, but not surely one as large as the margin


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    because: Because | None = None


def judge(difference: Fraction, interval: Interval, p_adjusted: float, margin: Decimal) -> Judgement:
    """The verdict on one pair of rates.

    *difference* if the adjusted p is at most .05 and the gap at least the margin; *no important difference* if the
    whole interval lies inside the margin; else *not enough data to say*. The gap is exact, so that a gap of exactly
    the margin counts as one.
    """
    if p_adjusted <= LEVEL and abs(difference) >= Fraction(margin):
        return Judgement(Verdict.DIFFERENCE)
    if -margin < Decimal(interval.low) and Decimal(interval.high) < margin:
        return Judgement(Verdict.NO_IMPORTANT_DIFFERENCE)
    return Judgement(Verdict.NOT_ENOUGH_DATA, Because.NOT_SURELY_IMPORTANT if p_adjusted <= LEVEL else Because.TOO_FEW)


UNDEFINED = Judgement(Verdict.NOT_ENOUGH_DATA, Because.TOO_FEW)  # one of the two rates does not exist
