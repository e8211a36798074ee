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
Ends = Callable[[float], Interval]  # of a gap, so many standard errors out
NOBODY: Family = ((), (), ())


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
    """Every group compared with its reference, unjudged. Groups are independent."""
    return ScoreComparison(
        groups=tuple(groups),
        comparisons=with_margins(_compared(groups, references), margins),
        curves=tuple(curves),
    )


def with_margins(comparisons: Iterable[MetricComparison], margins: Margins) -> tuple[MetricComparison, ...]:
    return tuple(replace(comparison, margin=str(margins[comparison.metric])) for comparison in comparisons)


def judged(made: ScoreComparison, others: Family) -> ScoreComparison:
    """The same with a verdict on each, as one family with ``others``, which stand on the same page."""
    own = claims(made)
    p_adjusted = holm([*own[0], *others[0]])
    inside, beyond = surely([*own[1], *others[1]]), surely([*own[2], *others[2]])
    lines = zip(made.comparisons, p_adjusted, inside, beyond, strict=False)
    comparisons = tuple(
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
    return replace(made, comparisons=comparisons)


def claims(made: ScoreComparison | None) -> Family:
    """What these add to a family: their p-values, and whether each lies inside or beyond its margin."""
    if made is None:
        return NOBODY
    by_name = {(group.attribute, group.value): group.metrics for group in made.groups}
    ends = [_ends_of(comparison, by_name) for comparison in made.comparisons]
    return (
        tuple(comparison.p_value for comparison in made.comparisons),
        tuple(partial(_is_inside, *pair) for pair in zip(made.comparisons, ends, strict=True)),
        tuple(partial(_is_beyond, *pair) for pair in zip(made.comparisons, ends, strict=True)),
    )


def _is_inside(comparison: MetricComparison, ends: Ends, z: float) -> bool:
    gap = ends(z)
    return -Decimal(comparison.margin) < Decimal(gap.low) and Decimal(gap.high) < Decimal(comparison.margin)


def _is_beyond(comparison: MetricComparison, ends: Ends, z: float) -> bool:
    gap, margin = ends(z), Decimal(comparison.margin)
    return Decimal(gap.low) >= margin > 0 or Decimal(gap.high) <= -margin < 0


def _ends_of(
    comparison: MetricComparison, by_name: Mapping[tuple[str | None, str | None], Mapping[str, Estimate | None]]
) -> Ends:
    """The interval's ends as far out as asked: by those of the two estimates where they are skewed, else in
    proportion to those of 95 %.
    """
    values = comparison.value, comparison.reference
    own, other = (by_name[comparison.attribute, value].get(comparison.metric) for value in values)
    if own is None or other is None or (own.skew is None and other.skew is None):
        return partial(_in_proportion, comparison)
    return partial(_gap_ends, own, other)


def _in_proportion(comparison: MetricComparison, z: float) -> Interval:
    middle, ends, wider = comparison.difference, comparison.interval, z / Z_95
    low, high = middle - (middle - ends.low) * wider, middle + (ends.high - middle) * wider
    return Interval(rounded(low), rounded(high))


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
    """Two independent estimates."""
    gap, ends = own.value - other.value, _gap_ends(own, other)
    if own.skew is None and other.skew is None:
        yield from compared(named, gap, own.variance + other.variance, ends)
    elif own.variance + other.variance > 0:
        yield _unjudged(named, gap, ends, p_value_of(partial(_gap_ends, own, other)))


def _gap_ends(own: Estimate, other: Estimate, z: float = Z_95) -> Interval:
    """The ends of the interval of a gap, at the level that the normal curve has at z.

    Formula: d - √((x₁-l₁)² + (u₂-x₂)²) to d + √((u₁-x₁)² + (x₂-l₂)²), l and u the ends of each, so that a gap of skewed
    amounts has its own longer side. Source: Zou & Donner, Stat. in Medicine 27 (2008) 1693-1702.
    """
    (low1, high1), (low2, high2), gap = own.ends(z), other.ends(z), own.value - other.value
    below = math.hypot(own.value - low1, high2 - other.value)
    above = math.hypot(high1 - own.value, other.value - low2)
    return Interval(rounded(gap - below), rounded(gap + above))


def p_value_of(ends: Ends) -> float:
    """The level at which an interval just reaches 0: p is at most .05 just where the 95 % interval leaves 0 out.

    Formula: p = erfc(z/√2), z the least at which the ends have 0 between them, by halving. Unit: probability.
    Source: Cox & Hinkley, Theoretical Statistics (1974), 7.2 (tests and intervals are each other's inverse).
    """
    least, most = 0.0, _FURTHEST_OUT
    for _ in range(_HALVINGS):
        z = (least + most) / 2
        gap = ends(z)
        least, most = (least, z) if gap.low <= 0 <= gap.high else (z, most)
    return rounded(math.erfc(most / math.sqrt(2)))


_FURTHEST_OUT, _HALVINGS = 38.0, 50  # standard errors, where a p-value is no number any more


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
    yield _unjudged(named, gap, ends, rounded(math.erfc(Z_95 * abs(gap) / (width * math.sqrt(2)))))


def _unjudged(named: tuple[str, str, str, str], gap: float, ends: Interval, p_value: float) -> MetricComparison:
    attribute, value, reference, metric = named
    return MetricComparison(
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
