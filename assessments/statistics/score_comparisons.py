"""Measures of each group compared with the reference's: differences with intervals, tests as one exploring family.

A part of the full result. Knows no task; which measures a plan has: measuring.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.statistics.estimates import Estimate
from assessments.statistics.intervals import Z_95, Interval, rounded
from assessments.statistics.scores import Bin
from assessments.statistics.significance import benjamini_hochberg
from assessments.statistics.verdict import Because, Judgement, Verdict, judge

References = Mapping[str, str | None]  # attribute → the group that others are compared with
Margins = Mapping[str, Decimal]  # measure → the smallest gap that matters, in the measure's own unit


@dataclass(frozen=True, slots=True)
class GroupMeasures:
    """One group, or everybody without an attribute. A measure is None where it cannot be computed."""

    attribute: str | None
    value: str | None
    cases: int
    measures: Mapping[str, Estimate | None]


@dataclass(frozen=True, slots=True)
class MeasureComparison:
    """One measure of a group minus the same of the reference."""

    attribute: str
    value: str
    reference: str
    measure: str
    difference: float
    interval: Interval
    p_value: float
    p_adjusted: float
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class ScoreCurve:
    """What a group's scores say over all thresholds. ``points`` are (score, true positives, false positives)."""

    attribute: str | None
    value: str | None
    positives: int
    negatives: int
    equal_width: tuple[Bin, ...]
    equal_count: tuple[Bin, ...]
    points: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class ScoreComparison:
    """``decimals`` say in which whole multiples of 10^-decimals scores are counted."""

    groups: tuple[GroupMeasures, ...]
    comparisons: tuple[MeasureComparison, ...]
    curves: tuple[ScoreCurve, ...] = ()
    decimals: int = 0

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "ScoreComparison":
        return cls(
            groups=tuple(_group_from_dict(group) for group in written["groups"]),
            comparisons=tuple(_comparison_from_dict(comparison) for comparison in written["comparisons"]),
            curves=tuple(_curve_from_dict(curve) for curve in written["curves"]),
            decimals=written["decimals"],
        )


def report(
    groups: Sequence[GroupMeasures], references: References, margins: Margins, *, curves: Iterable[ScoreCurve] = ()
) -> ScoreComparison:
    """Every group compared with its reference. The groups are independent, and the normal curve is near enough."""
    return ScoreComparison(
        groups=tuple(groups), comparisons=judged(_compared(groups, references), margins), curves=tuple(curves)
    )


def judged(comparisons: Iterable[MeasureComparison], margins: Margins) -> tuple[MeasureComparison, ...]:
    """The same with p-values adjusted as one exploring family (Benjamini-Hochberg), and a verdict on each."""
    together = list(comparisons)
    adjusted = benjamini_hochberg([comparison.p_value for comparison in together])
    return tuple(
        replace(
            comparison,
            p_adjusted=p,
            judgement=judge(Fraction(comparison.difference), comparison.interval, p, margins[comparison.measure]),
        )
        for comparison, p in zip(together, adjusted, strict=True)
    )


def _compared(groups: Sequence[GroupMeasures], references: References) -> Iterable[MeasureComparison]:
    by_name = {(group.attribute, group.value): group for group in groups}
    for group in groups:
        reference = None if group.attribute is None else references.get(group.attribute)
        other = by_name.get((group.attribute, reference))
        if group.attribute is None or group.value in (None, reference) or reference is None or other is None:
            continue
        for measure, own_estimate in group.measures.items():
            other_estimate = other.measures.get(measure)
            if (
                own_estimate is not None
                and other_estimate is not None
                and own_estimate.low is not None
                and other_estimate.low is not None
            ):
                named = group.attribute, str(group.value), reference, measure
                yield from compared(
                    named, own_estimate.value - other_estimate.value, own_estimate.variance + other_estimate.variance
                )


def compared(
    named: tuple[str, str, str, str], gap: float, variance: float, ends: Interval | None = None
) -> Iterable[MeasureComparison]:
    """One comparison, not yet judged; none where the variance is 0.

    Formula: gap ± z·√variance, p = erfc(|gap| / √(2·variance)), for two independent estimates.
    """
    if variance <= 0:
        return
    half = Z_95 * math.sqrt(variance)
    p_value = rounded(math.erfc(abs(gap) / math.sqrt(2 * variance)))
    interval = ends or Interval(rounded(gap - half), rounded(gap + half))
    yield MeasureComparison(*named, gap, interval, p_value, p_value, Judgement(Verdict.NOT_ENOUGH_DATA))


def _group_from_dict(written: Mapping[str, Any]) -> GroupMeasures:
    measures = {
        name: None if estimate is None else Estimate(**estimate) for name, estimate in written["measures"].items()
    }
    return GroupMeasures(**{**written, "measures": measures})


def _comparison_from_dict(written: Mapping[str, Any]) -> MeasureComparison:
    stored = written["judgement"]
    because = None if stored["because"] is None else Because(stored["because"])
    judgement = Judgement(Verdict(stored["verdict"]), because)
    return MeasureComparison(**{**written, "interval": Interval(**written["interval"]), "judgement": judgement})


def _curve_from_dict(written: Mapping[str, Any]) -> ScoreCurve:
    bins = {
        name: tuple(Bin(**{**fields, "interval": Interval(**fields["interval"])}) for fields in written[name])
        for name in ("equal_width", "equal_count")
    }
    points = tuple((score, yes, no) for score, yes, no in written["points"])
    return ScoreCurve(**{**written, **bins, "points": points})
