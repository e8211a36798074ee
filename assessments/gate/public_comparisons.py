"""Comparisons as they may be printed: worked out from the two printed rates and the verdict, so they tell little new.

Pure. What may be printed of a rate is decided before: suppress_and_round.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, hypot

from assessments.gate.public_result import (
    CROSS,
    TOO_FEW,
    PublicComparison,
    PublicFigure,
    PublicGroup,
)
from assessments.gate.rounding import Fineness, ends, exact_ends, fineness, in_steps, outwards
from assessments.results.result import Attributes, Comparison, Result
from assessments.statistics.margin import Margin
from assessments.statistics.power import minimum_detectable_difference
from assessments.statistics.verdict import Because, Judgement, Verdict


def public_comparisons(
    result: Result, overall: PublicGroup, groups: Sequence[PublicGroup], family: int
) -> Iterable[PublicComparison]:
    shown = {(group.attribute, group.value): group for group in groups}
    pairs = (
        further for further in result.further if len(further.group) == 2 and further.given is None and result.plan.pairs
    )
    metrics, against, rules = set(result.plan.shown_metrics), result.plan.against, (result.plan.judged_by, family)
    for comparison in (*result.comparisons, *pairs):
        if comparison.metric in metrics and comparison.against == against:
            public_comparison = _comparison(comparison, overall, shown, rules)
            if public_comparison is not None:
                yield public_comparison


def _comparison(
    comparison: Comparison,
    overall: PublicGroup,
    shown: Mapping[tuple[str | None, str | None], PublicGroup],
    rules: tuple[Margin, int],
) -> PublicComparison | None:
    """What can be said from the two printed rates and the verdict; None where a group was merged into another."""
    (attribute, value), reference = place_of(comparison.group), place_of(comparison.reference)[1]
    group = shown.get((attribute, value))
    if group is None or (reference is not None and (attribute, reference) not in shown):
        return None
    figure = group.figure(comparison.metric)
    if comparison.against == "reference":
        other = shown[attribute, reference].figure(comparison.metric)
    else:
        other = _others(group, overall, comparison)
    hidden = _hidden(comparison, str(attribute), str(value), reference)
    if figure.hidden or other.hidden or comparison.difference is None:
        return hidden
    is_more = comparison.difference.value > 0
    gap = _gap(comparison.judgement, figure, other, rules, is_more=is_more)
    return replace(
        hidden,
        verdict=comparison.verdict,
        because=comparison.judgement.because,
        difference=gap.value,
        low=gap.low,
        high=gap.high,
        smallest_visible=gap.smallest_visible,
        hidden=None,
        of=min(figure.of, other.of),
        step=hypot(figure.fine.step, other.fine.step),
        other=other.per_100,
    )


@dataclass(frozen=True, slots=True)
class _Gap:
    value: float
    low: float
    high: float
    smallest_visible: float | None


@lru_cache(maxsize=20_000)  # the gate prints the same again and again, with one figure more hidden
def _gap(
    judgement: Judgement, figure: PublicFigure, other: PublicFigure, rules: tuple[Margin, int], *, is_more: bool
) -> _Gap:
    of, (margin, family) = min(figure.of, other.of), rules
    rate = (other.per_100 or 0) / 100
    most = ceil(margin.gap_at(rate) * of) * 100 / of if margin.share is not None else float("inf")
    difference, low, high = _consistent_gap(judgement, printed_gap(figure, other), most, is_more=is_more)
    ratio = (float(margin.lowest), float(margin.highest)) if margin.is_ratio else None
    visible = minimum_detectable_difference(
        rate, figure.fine.middle, other.fine.middle, family=family, margin=margin.gap_at(rate), ratio=ratio
    )
    smallest = None if visible is None else in_steps(visible, of)
    return _Gap(value=difference, low=low, high=high, smallest_visible=smallest)


def _hidden(comparison: Comparison, attribute: str, value: str, reference: str | None) -> PublicComparison:
    return PublicComparison(
        attribute=attribute,
        value=value,
        reference=reference or "",
        metric=comparison.metric,
        primary=comparison.primary,
        verdict=Verdict.NOT_ENOUGH_DATA,
        because=Because.TOO_FEW,
        difference=None,
        low=None,
        high=None,
        smallest_visible=None,
        hidden=TOO_FEW,
        against=comparison.against,
    )


def _consistent_gap(
    judgement: Judgement, gap: tuple[float, float, float], most: float, *, is_more: bool
) -> tuple[float, float, float]:
    """The gap with ends that rounding does not let contradict the verdict. Of a certain gap it is printed which way
    it goes, even where the rounded figures do not show it.
    """
    value, low, high = gap
    if judgement.verdict is Verdict.NO_IMPORTANT_DIFFERENCE:
        value, low, high = (max(min(end, most), -most) for end in (value, low, high))
    if judgement.because in CERTAIN:
        value, low, high = (max(value, 0), max(low, 0), max(high, 0)) if is_more else (
            min(value, 0), min(low, 0), min(high, 0)
        )  # fmt: skip
    return value, low, high


CERTAIN = (Because.SURELY_IMPORTANT, Because.MAY_BE_SMALLER, Because.CERTAIN_GAP)


def _others(group: PublicGroup, overall: PublicGroup, comparison: Comparison) -> PublicFigure:
    """The rate of everybody, or of the rest, worked out from what is printed of everybody and of the group."""
    figure, whole = group.figure(comparison.metric), overall.figure(comparison.metric)
    if comparison.against == "whole" or figure.hidden or whole.hidden:
        return whole
    own = _own_share(figure.fine, whole.fine, group.size, overall.size)
    fine = fineness(whole.least * (1 - own))
    if own >= 1 or fine is None:
        return PublicFigure(metric=comparison.metric, per_100=None, low=None, high=None, hidden=TOO_FEW)
    fine = Fineness(min(fine.steps, whole.steps), fine.least, fine.beyond)
    rate = ((whole.per_100 or 0) - own * (figure.per_100 or 0)) / (1 - own) / 100
    per_100 = in_steps(min(max(rate, 0.0), 1.0), fine.steps)
    low, high = ends(per_100, fine)
    return PublicFigure(
        metric=comparison.metric,
        per_100=per_100,
        low=low,
        high=high,
        steps=fine.steps,
        least=fine.least,
        beyond=fine.beyond,
    )


def _own_share(own: Fineness, whole: Fineness, size: int | None, all_sizes: int | None) -> float:
    """About which share of everybody behind a rate a group is: that of the sizes, within what the two rates allow."""
    by_size = (size or 0) / all_sizes if all_sizes else 0.0
    return min(max(by_size, own.least / whole.beyond), own.beyond / whole.least, 1.0)


def printed_gap(figure: PublicFigure, other: PublicFigure) -> tuple[float, float, float]:
    """The difference of two printed rates and its interval: Newcombe's from the ends of both, rounded outwards."""
    of = min(figure.of, other.of)
    p1, p2 = ((rate.per_100 or 0) / 100 for rate in (figure, other))
    (l1, u1), (l2, u2) = (exact_ends(rate.per_100 or 0, rate.fine) for rate in (figure, other))
    gap = in_steps(in_steps(p1, of) / 100 - in_steps(p2, of) / 100, of)
    below, above = hypot(p1 - l1, u2 - p2), hypot(u1 - p1, p2 - l2)
    return gap, *outwards(gap / 100 - below, gap / 100 + above, of)


def place_of(attributes: Attributes) -> tuple[str | None, str | None]:
    """Attribute and value of a group as they are printed: none for everybody, both joined for a crossing."""
    if len(attributes) < 2:
        return attributes[0] if attributes else (None, None)
    return CROSS.join(name for name, _ in attributes), CROSS.join(str(value) for _, value in attributes)
