"""What may be concluded from two rates and a margin chosen beforehand: one of three verdicts, with its reason.

Not responsible for choosing the pairs, nor for adjusting anything over them.
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
    """Why a verdict is what it is; *no important difference* with nothing certain has no reason of its own."""

    TOO_FEW = "too_few"  # too few people to see a gap, or a rate that does not exist
    NOT_SURELY_IMPORTANT = "not_surely_important"  # a gap is there, but not surely one as large as the margin
    MARGIN_TOO_WIDE = "margin_too_wide"  # the margin is more than half of the rate: it cannot tell what matters
    SURELY_IMPORTANT = "surely_important"  # a difference that is surely at least the margin
    MAY_BE_SMALLER = "may_be_smaller"  # a difference that was at least the margin in the test, and may be smaller
    RATERS_DISAGREE = "raters_disagree"  # people judged, and agree too little to conclude from what they said
    AGREEMENT_UNKNOWN = "agreement_unknown"  # people judged, and no answer was judged by two of them
    CERTAIN_GAP = "certain_gap"  # a gap that is there, and surely smaller than the margin


UNAGREED = (Because.RATERS_DISAGREE, Because.AGREEMENT_UNKNOWN)  # then a gap in what people judged is no certain gap


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class GapEvidence:
    """What data say of one gap, over its whole family: every *surely* holds for all gaps at once in 95 of 100."""

    is_there: bool  # the adjusted p is at most .05
    reaches: bool  # in the test it is at least the margin; exact, so that a gap of exactly the margin counts
    surely_inside: bool  # the adjusted interval lies wholly inside the margin
    surely_beyond: bool  # the adjusted interval lies wholly outside it, on one side
    margin_is_too_wide: bool = False


def verdict_on(evidence: GapEvidence) -> Judgement:
    """*Difference* where a gap is there and at least the margin; *no important difference* where it is surely smaller;
    else *not enough data to say*. A margin that is too wide for its rate never says that a gap does not matter.
    """
    if evidence.is_there and evidence.reaches:
        because = Because.SURELY_IMPORTANT if evidence.surely_beyond else Because.MAY_BE_SMALLER
        return Judgement(Verdict.DIFFERENCE, because)
    if evidence.surely_inside and evidence.margin_is_too_wide:
        return Judgement(Verdict.NOT_ENOUGH_DATA, Because.MARGIN_TOO_WIDE)
    if evidence.surely_inside:
        return Judgement(Verdict.NO_IMPORTANT_DIFFERENCE, Because.CERTAIN_GAP if evidence.is_there else None)
    return Judgement(Verdict.NOT_ENOUGH_DATA, Because.NOT_SURELY_IMPORTANT if evidence.is_there else Because.TOO_FEW)


def judge(difference: Fraction, interval: Interval, p_adjusted: float, margin: Decimal) -> Judgement:
    """The verdict on a single gap whose interval is adjusted already."""
    low, high = Decimal(interval.low), Decimal(interval.high)
    evidence = GapEvidence(
        is_there=p_adjusted <= LEVEL,
        reaches=abs(difference) >= Fraction(margin),
        surely_inside=-margin < low and high < margin,
        surely_beyond=low >= margin or high <= -margin,
    )
    return verdict_on(evidence)


UNDEFINED = Judgement(Verdict.NOT_ENOUGH_DATA, Because.TOO_FEW)  # one of the two rates does not exist
