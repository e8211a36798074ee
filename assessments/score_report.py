"""Scores of each group beside those of the reference: ranking, calibration and the curve over all thresholds.

A part of the full result, made from counts; the rates at the plan's own threshold are made like those of any decision.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.counts import Groups, groups_key
from assessments.intervals import Z_95, Interval, benjamini_hochberg, rounded
from assessments.plan import TestPlan
from assessments.scores import (
    Bin,
    Estimate,
    Scores,
    area_under_curve,
    brier_score,
    calibration_bins,
    calibration_in_the_large,
    curve,
)
from assessments.verdict import Because, Judgement, Verdict, judge

MEASURES = {
    "area_under_curve": area_under_curve,
    "calibration_in_the_large": calibration_in_the_large,
    "brier_score": brier_score,
}


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """One group, or everybody without an attribute. ``points`` are (score, true positives, false positives)."""

    attribute: str | None
    value: str | None
    positives: int
    negatives: int
    measures: Mapping[str, Estimate | None]
    equal_width: tuple[Bin, ...]
    equal_count: tuple[Bin, ...]
    points: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class ScoreComparison:
    """One measure of a group minus the same of the reference; adjusted as an exploring family."""

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
class ScoreReport:
    """Scores are whole multiples of 10^-decimals; measures of scores that are no shares are None."""

    decimals: int
    groups: tuple[ScoreGroup, ...]
    comparisons: tuple[ScoreComparison, ...]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "ScoreReport":
        return cls(
            written["decimals"],
            tuple(_group_from_dict(one) for one in written["groups"]),
            tuple(_comparison_from_dict(one) for one in written["comparisons"]),
        )


def score_report(cells: Mapping[Groups, Scores], plan: TestPlan) -> ScoreReport | None:
    """None where the plan is of no score, or nobody's outcome is known."""
    if not cells:
        return None
    everybody = _added(cells.values(), plan.decimals)
    single = [(name, _by_value(cells, place, plan.decimals)) for place, name in enumerate(plan.groups)]
    groups = [_group(None, None, everybody)]
    groups += [_group(name, value, scores) for name, found in single for value, scores in found.items()]
    found = [one for name, by_value in single for one in _compared(name, by_value, plan)]
    adjusted = benjamini_hochberg([one.p_value for one in found])
    judged = (_judged(one, p, plan.margin_share) for one, p in zip(found, adjusted, strict=True))
    return ScoreReport(plan.decimals, tuple(groups), tuple(judged))


def _by_value(cells: Mapping[Groups, Scores], place: int, decimals: int) -> dict[str | None, Scores]:
    values = sorted({groups[place] for groups in cells}, key=lambda value: groups_key((value,)))
    return {
        value: _added((scores for groups, scores in cells.items() if groups[place] == value), decimals)
        for value in values
    }


def _added(parts: Iterable[Scores], decimals: int) -> Scores:
    positives: dict[int, int] = {}
    negatives: dict[int, int] = {}
    for part in parts:
        for into, counted in ((positives, part.positives), (negatives, part.negatives)):
            for score, cases in counted.items():
                into[score] = into.get(score, 0) + cases
    return Scores(positives, negatives, decimals)


def _group(attribute: str | None, value: str | None, scores: Scores) -> ScoreGroup:
    return ScoreGroup(
        attribute,
        value,
        sum(scores.positives.values()),
        sum(scores.negatives.values()),
        {name: measure(scores) for name, measure in MEASURES.items()},
        calibration_bins(scores, equal_count=False),
        calibration_bins(scores, equal_count=True),
        curve(scores),
    )


def _compared(name: str, by_value: Mapping[str | None, Scores], plan: TestPlan) -> Iterable[ScoreComparison]:
    """Normal approximation: the difference of two independent estimates. Without one where a variance is 0."""
    reference = plan.reference_of(name)
    other = by_value.get(reference)
    if reference is None or other is None:
        return
    for value, scores in by_value.items():
        if value is None or value == reference:
            continue
        for measure, estimated in MEASURES.items():
            mine, theirs = estimated(scores), estimated(other)
            spread = 0.0 if mine is None or theirs is None else mine.variance + theirs.variance
            if mine is None or theirs is None or spread <= 0:
                continue
            gap, half = mine.value - theirs.value, Z_95 * math.sqrt(spread)
            p_value = rounded(math.erfc(abs(gap) / math.sqrt(2 * spread)))
            ends = Interval(rounded(gap - half), rounded(gap + half))
            undecided = Judgement(Verdict.NOT_ENOUGH_DATA)
            yield ScoreComparison(name, value, reference, measure, gap, ends, p_value, p_value, undecided)


def _judged(one: ScoreComparison, p_adjusted: float, margin: Decimal) -> ScoreComparison:
    named = one.attribute, one.value, one.reference, one.measure, one.difference, one.interval, one.p_value
    return ScoreComparison(*named, p_adjusted, judge(Fraction(one.difference), one.interval, p_adjusted, margin))


def _group_from_dict(written: Mapping[str, Any]) -> ScoreGroup:
    bins = {
        name: tuple(Bin(**{**one, "interval": Interval(**one["interval"])}) for one in written[name])
        for name in ("equal_width", "equal_count")
    }
    measures = {name: None if one is None else Estimate(**one) for name, one in written["measures"].items()}
    points = tuple((score, yes, no) for score, yes, no in written["points"])
    return ScoreGroup(**{**written, **bins, "measures": measures, "points": points})


def _comparison_from_dict(written: Mapping[str, Any]) -> ScoreComparison:
    said = written["judgement"]
    because = None if said["because"] is None else Because(said["because"])
    judgement = Judgement(Verdict(said["verdict"]), because)
    return ScoreComparison(**{**written, "interval": Interval(**written["interval"]), "judgement": judgement})
