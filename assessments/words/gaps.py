"""The gap between two printed rates as people may read it: rounded so that no number says other than the verdict. Pure.

What is printed stays inside what the verdict says anyway: a gap that is certainly smaller than the margin is never
printed as the margin.
"""

import math
from dataclasses import dataclass, replace

from assessments.gate.public_result import PublicComparison
from assessments.statistics.margin import Margin
from assessments.statistics.verdict import Because, Verdict
from assessments.text.message import Message

_IS_THERE = (
    Because.SURELY_IMPORTANT,
    Because.MAY_BE_SMALLER,
    Because.CERTAIN_GAP,
    Because.NOT_SURELY_IMPORTANT,
)
_SMALL = (Because.CERTAIN_GAP, Because.MARGIN_TOO_WIDE)


@dataclass(frozen=True, slots=True)
class PrintedGap:
    """A gap without its sign, in whole numbers of ``of``: ``low`` is below 0 where it may go the other way.

    ``most`` and ``least`` are the margin as text, where the rounded end or gap would reach it and must not, or would
    not reach it and must. ``is_more`` whether the group's rate is the higher one; None of a gap of nought.
    """

    size: int
    low: int
    high: int
    of: int
    is_more: bool | None
    is_there: bool
    limit: str = ""  # the margin, of ``of``
    size_is_under: bool = False
    size_is_at_least: bool = False
    low_is_limit: bool = False
    low_is_under: bool = False
    high_is_under: bool = False


def whole_of(per_100: float, of: int) -> int:
    """A printed figure of 100 as the whole number of 100, 1,000 or 10,000 that it is."""
    return math.floor(per_100 * of / 100 + 0.5)


def gap_of(comparison: PublicComparison, margin: Margin) -> PrintedGap:
    """The printed gap and its 95 % interval, turned so that the gap is no number below 0."""
    of, because = comparison.of, comparison.because
    signed, low, high = (whole_of(n or 0, of) for n in (comparison.difference, comparison.low, comparison.high))
    is_there = comparison.verdict is Verdict.DIFFERENCE or because in _IS_THERE
    is_more = _direction(signed, low, high, is_there=is_there)
    size, low, high = (signed, low, high) if is_more is not False else (-signed, -high, -low)
    low, high = min(low, size), max(high, size)
    low = max(low, 0) if is_there and is_more is not None else low
    gap = PrintedGap(size=size, low=low, high=high, of=of, is_more=is_more, is_there=is_there)
    return gap if margin.share is None else _inside(gap, comparison, float(margin.share) * of)


def _direction(signed: int, low: int, high: int, *, is_there: bool) -> bool | None:
    if signed:
        return signed > 0
    if is_there and (low >= 0 or high <= 0) and low != high:
        return low >= 0
    return None


def _inside(gap: PrintedGap, comparison: PublicComparison, limit: float) -> PrintedGap:
    """The same gap, with words in the place of a number that rounding has moved to the wrong side of the margin."""
    because = comparison.because
    is_small = comparison.verdict is Verdict.NO_IMPORTANT_DIFFERENCE or because in _SMALL
    text, whole = f"{limit:.10g}", math.ceil(limit - 1e-9)
    at_least = gap.size < limit and comparison.verdict is Verdict.DIFFERENCE
    is_beyond = because is Because.SURELY_IMPORTANT
    return PrintedGap(
        size=gap.size,
        low=min(gap.low, whole - 1) if is_small else gap.low,
        high=max(gap.high, whole) if at_least or is_beyond else gap.high,
        of=gap.of,
        is_more=gap.is_more,
        is_there=gap.is_there,
        limit=text,
        size_is_under=gap.size >= limit and (is_small or because is Because.NOT_SURELY_IMPORTANT),
        size_is_at_least=at_least,
        low_is_limit=gap.low < limit and is_beyond,
        low_is_under=gap.low <= -limit and is_small,
        high_is_under=gap.high >= limit and is_small,
    )


def gap_sentence(gap: PrintedGap, language: str) -> Message:
    """The gap, and between what it probably lies. Nothing is said of a direction where there is none."""
    is_nought = gap.size == 0 and not gap.size_is_at_least
    sentence = _either_direction(gap) if gap.low < 0 else _of_zero(gap) if is_nought else _certain_direction(gap)
    low: object = _under(gap, language) if gap.low_is_under else abs(gap.low)
    values = {
        "gap": _size(gap, language),
        "low": _limit(gap, language) if gap.low_is_limit else low,
        "high": _under(gap, language) if gap.high_is_under else gap.high,
        "of": gap.of,
    }
    return replace(sentence, values=values)


def _either_direction(gap: PrintedGap) -> Message:
    if gap.is_more is not None:
        return Message(
            "The difference is {gap} in {of}. It is probably between {low} in {of} the other way and {high} in {of}."
        )
    if (-gap.low, gap.low_is_under) == (gap.high, gap.high_is_under):
        return Message(
            "Rounded, there is no difference between the two figures. The true difference is probably at most {high} "
            "in {of}, one way or the other."
        )
    return Message(
        "Rounded, there is no difference between the two figures. The true difference is probably at most {low} in "
        "{of} one way and {high} in {of} the other."
    )


def _of_zero(gap: PrintedGap) -> Message:
    if gap.is_there:
        return Message(
            "Rounded, there is no difference between the two figures. The true difference is probably more than 0 and "
            "at most {high} in {of}."
        )
    return Message(
        "Rounded, there is no difference between the two figures. The true difference is probably at most {high} in "
        "{of}."
    )


def _certain_direction(gap: PrintedGap) -> Message:
    if gap.low == 0 and not gap.low_is_limit:
        if gap.is_there:
            return Message("The difference is {gap} in {of}, probably more than 0 and at most {high}.")
        return Message("The difference is {gap} in {of}, probably at most {high}.")
    if gap.low == gap.high and not gap.high_is_under and not gap.low_is_limit:
        return Message("The difference is about {gap} in {of}.")
    return Message("The difference is {gap} in {of}, probably between {low} and {high}.")


def _size(gap: PrintedGap, language: str) -> object:
    if gap.size_is_under:
        return _under(gap, language)
    if gap.size_is_at_least:
        return Message("at least {n}", {"n": _limit(gap, language)})
    return gap.size


def _under(gap: PrintedGap, language: str) -> Message:
    return Message("just under {n}", {"n": _limit(gap, language)})


def _limit(gap: PrintedGap, language: str) -> str:
    return gap.limit.replace(".", ",") if language == "sv" else gap.limit
