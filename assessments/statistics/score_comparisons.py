"""Metrics of each group compared with the reference's: differences with intervals, and claims of one family.

A part of the full result. Knows no task; which metrics a plan has: metrics_of_plan. Rates of the same page: comparing.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from assessments.statistics.estimates import Estimate
from assessments.statistics.intervals import Z_95, Interval, rounded
from assessments.statistics.scores import Bin
from assessments.statistics.significance import LEVEL, holm, surely
from assessments.statistics.verdict import Because, GapEvidence, Judgement, Verdict, verdict_on

References = Mapping[str, str | None]  # attribute → the group that others are compared with
Margins = Mapping[str, Decimal]  # metric → the smallest gap that matters, in the metric's own unit
Claim = Callable[[float], bool]
Family = tuple[Sequence[float], Sequence[Claim], Sequence[Claim]]  # p-values; claims to be inside and beyond the margin


@dataclass(frozen=True, slots=True)
class GroupMetrics:
    """One group, or everybody without an attribute. A metric is None where it cannot be computed."""

    attribute: str | None
    value: str | None
    cases: int
    metrics: Mapping[str, Estimate | None]


@dataclass(frozen=True, slots=True)
class MetricComparison:
    """One metric of a group minus the same of the reference. ``margin`` is the smallest gap that matters."""

    attribute: str
    value: str
    reference: str
    metric: str
    difference: float
    interval: Interval
    p_value: float
    p_adjusted: float
    judgement: Judgement
    margin: str = "0"


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

    groups: tuple[GroupMetrics, ...]
    comparisons: tuple[MetricComparison, ...]
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
    groups: Sequence[GroupMetrics], references: References, margins: Margins, *, curves: Iterable[ScoreCurve] = ()
) -> ScoreComparison:
    """Every group compared with its reference, unjudged. Groups are independent; the normal curve is near enough."""
    return ScoreComparison(
        groups=tuple(groups),
        comparisons=with_margins(_compared(groups, references), margins),
        curves=tuple(curves),
    )


def with_margins(comparisons: Iterable[MetricComparison], margins: Margins) -> tuple[MetricComparison, ...]:
    return tuple(replace(comparison, margin=str(margins[comparison.metric])) for comparison in comparisons)


def judged(comparisons: Sequence[MetricComparison], others: Family) -> tuple[MetricComparison, ...]:
    """A verdict on each, as one family with ``others``, which stand on the same page."""
    own = claims(comparisons)
    p_adjusted = holm([*own[0], *others[0]])
    inside, beyond = surely([*own[1], *others[1]]), surely([*own[2], *others[2]])
    lines = zip(comparisons, p_adjusted, inside, beyond, strict=False)
    return tuple(
        replace(
            comparison,
            p_adjusted=p,
            judgement=verdict_on(
                GapEvidence(
                    is_there=p <= LEVEL,
                    reaches=abs(Fraction(comparison.difference)) >= Fraction(comparison.margin),
                    surely_inside=is_inside,
                    surely_beyond=is_beyond,
                )
            ),
        )
        for comparison, p, is_inside, is_beyond in lines
    )


def claims(comparisons: Sequence[MetricComparison]) -> Family:
    """What these add to a family: their p-values, and whether each lies inside or beyond its margin."""
    return (
        tuple(comparison.p_value for comparison in comparisons),
        tuple(partial(_is_inside, comparison) for comparison in comparisons),
        tuple(partial(_is_beyond, comparison) for comparison in comparisons),
    )


def _is_inside(comparison: MetricComparison, z: float) -> bool:
    low, high = _ends(comparison, z)
    return -Decimal(comparison.margin) < low and high < Decimal(comparison.margin)


def _is_beyond(comparison: MetricComparison, z: float) -> bool:
    low, high = _ends(comparison, z)
    return low >= Decimal(comparison.margin) > 0 or high <= -Decimal(comparison.margin) < 0


def _ends(comparison: MetricComparison, z: float) -> tuple[Decimal, Decimal]:
    """The interval's ends as far out as asked: in proportion to those of 95 %."""
    middle, wider = comparison.difference, z / Z_95
    low, high = (
        middle - (middle - comparison.interval.low) * wider,
        middle + (comparison.interval.high - middle) * wider,
    )
    return Decimal(rounded(low)), Decimal(rounded(high))


def _compared(groups: Sequence[GroupMetrics], references: References) -> Iterable[MetricComparison]:
    by_name = {(group.attribute, group.value): group for group in groups}
    for group in groups:
        reference = None if group.attribute is None else references.get(group.attribute)
        other = by_name.get((group.attribute, reference))
        if group.attribute is None or group.value in (None, reference) or reference is None or other is None:
            continue
        for metric, own_estimate in group.metrics.items():
            other_estimate = other.metrics.get(metric)
            if (
                own_estimate is not None
                and other_estimate is not None
                and own_estimate.low is not None
                and other_estimate.low is not None
            ):
                named = group.attribute, str(group.value), reference, metric
                yield from _comparison_of(named, own_estimate, other_estimate)


def _comparison_of(named: tuple[str, str, str, str], own: Estimate, other: Estimate) -> Iterable[MetricComparison]:
    """Two independent estimates.

    Formula: d - √((x₁-l₁)² + (u₂-x₂)²) to d + √((u₁-x₁)² + (x₂-l₂)²), l and u the ends of each, so that a gap of skewed
    amounts has its own longer side. Source: Zou & Donner, Stat. in Medicine 27 (2008) 1693-1702.
    """
    assert own.low is not None
    assert own.high is not None
    assert other.low is not None
    assert other.high is not None
    gap = own.value - other.value
    low = gap - math.hypot(own.value - own.low, other.high - other.value)
    high = gap + math.hypot(own.high - own.value, other.value - other.low)
    yield from compared(named, gap, own.variance + other.variance, Interval(rounded(low), rounded(high)))


def compared(
    named: tuple[str, str, str, str], gap: float, variance: float, ends: Interval
) -> Iterable[MetricComparison]:
    """One comparison, not yet judged; none where the variance is 0.

    Formula: p = erfc(z·|gap| / (w·√2)), w the length of the 95 % interval on the side of 0 and z its 1.96: p is at most
    .05 just where the interval leaves 0 out.
    """
    width = gap - ends.low if gap > 0 else ends.high - gap
    if variance <= 0 or width <= 0:
        return
    p_value = rounded(math.erfc(Z_95 * abs(gap) / (width * math.sqrt(2))))
    attribute, value, reference, metric = named
    yield MetricComparison(
        attribute=attribute,
        value=value,
        reference=reference,
        metric=metric,
        difference=gap,
        interval=ends,
        p_value=p_value,
        p_adjusted=p_value,
        judgement=Judgement(Verdict.NOT_ENOUGH_DATA),
    )


def _group_from_dict(written: Mapping[str, Any]) -> GroupMetrics:
    metrics = {
        name: None if estimate is None else Estimate(**estimate) for name, estimate in written["metrics"].items()
    }
    return GroupMetrics(**{**written, "metrics": metrics})


def _comparison_from_dict(written: Mapping[str, Any]) -> MetricComparison:
    stored = written["judgement"]
    because = None if stored["because"] is None else Because(stored["because"])
    judgement = Judgement(Verdict(stored["verdict"]), because)
    return MetricComparison(**{**written, "interval": Interval(**written["interval"]), "judgement": judgement})


def _curve_from_dict(written: Mapping[str, Any]) -> ScoreCurve:
    bins = {
        name: tuple(Bin(**{**fields, "interval": Interval(**fields["interval"])}) for fields in written[name])
        for name in ("equal_width", "equal_count")
    }
    points = tuple((score, yes, no) for score, yes, no in written["points"])
    return ScoreCurve(**{**written, **bins, "points": points})
