"""Whose figure has moved when a gap has changed, and whether that was for the better. From what is printed alone."""

from collections.abc import Mapping

from assessments.gate.public_result import PublicComparison, PublicResult
from assessments.plan.plan import YesMeans
from assessments.report.sentences import whole_of
from assessments.text.message import Message

Point = tuple[PublicResult, PublicComparison]
# Whether more of it is worse (1) or better (-1) for a group; what is in neither list has no direction.
_WORSE: Mapping[tuple[str, YesMeans | None], int] = {
    ("selection_rate", "burden"): 1,
    ("true_positive_rate", "help"): -1,
    ("selection_rate", "help"): -1,
    ("top_share", "help"): -1,
    ("top_share", "burden"): 1,
    ("false_positive_rate", "burden"): 1,
    ("true_negative_rate", "burden"): -1,
    ("false_positive_share", "burden"): 1,
    ("false_discovery_rate", "burden"): 1,
    ("precision", "burden"): -1,
    ("false_negative_rate", "help"): 1,
    ("false_omission_rate", "help"): 1,
    ("negative_predictive_value", "help"): -1,
}
_WORSE_ALWAYS = {"misclassification_rate": 1, "outside_tolerance_rate": 1, "accuracy": -1, "good_share": -1}


def moved(before: Point, now: Point, names: Mapping[str, object], of: int, by: float) -> tuple[Message, ...]:
    """Both rates then and now, and whose has moved. A gap that has closed because it has become worse for one side, and
    better for nobody, is described as that.
    """
    (a, c), (b, d) = (_rates(point, of) for point in (before, now))
    rates = {"a": a, "b": b, "c": c, "d": d, "of": of}
    both = Message(
        "For {group} the figure went from {a} to {b} of {of}, for {reference} from {c} to {d}.", {**names, **rates}
    )
    direction = _direction(now[1].metric, now[0].yes_means)
    steps = {"group": b - a, "reference": d - c}
    mostly = max(steps, key=lambda side: abs(steps[side]))
    worse = {side: direction * step > 0 for side, step in steps.items()}
    better = any(direction * step < 0 for step in steps.values())
    if by < 0 and worse[mostly] and not better:
        return both, Message(
            "The gap has closed because it has become worse for {group}, not because it has become better for anybody.",
            {"group": names[mostly]},
        )
    return both, Message("It is mostly the figure for {group} that has moved.", {"group": names[mostly]})


def _rates(point: Point, of: int) -> tuple[int, int]:
    result, comparison = point
    own = result.group(comparison.attribute, comparison.value).figure(comparison.metric).per_100 or 0
    return whole_of(own, of), whole_of(comparison.other or 0, of)


def _direction(metric: str, yes_means: YesMeans | None) -> int:
    return _WORSE.get((metric, yes_means), _WORSE_ALWAYS.get(metric, 0))
