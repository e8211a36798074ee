"""Whose figure has moved when a gap has changed, and whether that was for the better. From what is printed alone."""

from collections.abc import Mapping

from assessments.gate.public_result import PublicComparison, PublicResult
from assessments.text.message import Message
from assessments.words.gaps import whole_of
from assessments.words.phrases import worse

Point = tuple[PublicResult, PublicComparison]


def moved(before: Point, now: Point, names: Mapping[str, object], of: int, by: float) -> tuple[Message, ...]:
    """Whose rate has moved. A gap that has closed because it has become worse for one side, and
    better for nobody, is described as that. Nothing where both have moved as far.
    """
    (a, c), (b, d) = (_rates(point, of) for point in (before, now))
    direction = worse(now[1].metric, now[0].yes_means)
    steps = {"group": b - a, "reference": d - c}
    if abs(steps["group"]) == abs(steps["reference"]):
        return ()
    mostly = max(steps, key=lambda side: abs(steps[side]))
    is_worse = {side: direction * step > 0 for side, step in steps.items()}
    better = any(direction * step < 0 for step in steps.values())
    turned = (before[1].difference or 0) * (now[1].difference or 0) < 0
    is_smaller = by < 0 and not turned and (a - c) * (b - d) >= 0 and abs(b - d) < abs(a - c)
    if is_smaller and is_worse[mostly] and not better:
        return (
            Message(
                "The difference is smaller because it has become worse for {group}, not because it has become better "
                "for anybody.",
                {"group": names[mostly]},
            ),
        )
    return (Message("It is mostly the figure for {group} that has changed.", {"group": names[mostly]}),)


def rates_of(before: Point, now: Point, of: int) -> dict[str, int]:
    """Both rates then (``a``, ``c``) and now (``b``, ``d``), as whole numbers of so many."""
    (a, c), (b, d) = (_rates(point, of) for point in (before, now))
    return {"a": a, "b": b, "c": c, "d": d, "of": of}


def _rates(point: Point, of: int) -> tuple[int, int]:
    result, comparison = point
    own = result.group(comparison.attribute, comparison.value).figure(comparison.metric).per_100 or 0
    return whole_of(own, of), whole_of(comparison.other or 0, of)
