"""From the full result to what may be printed: rare groups merged, few people hidden, the rest rounded. Pure.

Whether it gives anything away all the same is for the gate to find out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import ceil, floor, isclose
from typing import Any

from assessments.gate.public_result import (
    BOUND_STEP,
    CROSS,
    OTHERS,
    TOO_FEW,
    Policy,
    PublicComparison,
    PublicFigure,
    PublicGroup,
    PublicResult,
)
from assessments.results.assessment import figure as figure_of
from assessments.results.result import Attributes, Comparison, GroupResult, RateFigure, Result
from assessments.results.unknown_outcomes import FollowUp, bounded
from assessments.statistics.counts import Tally
from assessments.statistics.intervals import Z_95, minimum_detectable_difference, wilson
from assessments.statistics.margin import Margin
from assessments.statistics.metrics import METRICS
from assessments.statistics.verdict import Because, Judgement, Verdict
from assessments.statistics.weighted_tally import Sample

Place = tuple[str | None, str | None, str]  # attribute, value and rate of a figure
Step = str
MOST_CROSSINGS = 40  # of two attributes; more are not published, for nobody could read them
MERGE, HIDE_FEW, ROUND, HIDE_MORE = STEPS = ("merge rare groups", "hide few people", "round", "hide more")


@dataclass(frozen=True, slots=True)
class _Rules:
    policy: Policy
    metrics: tuple[str, ...]
    hidden: Collection[Place]
    steps: Collection[Step]


def publish(
    result: Result,
    *,
    policy: Policy | None = None,
    hidden: Collection[Place] = (),
    steps: Collection[Step] = STEPS,
) -> PublicResult:
    """What may be printed if nothing else were known. ``hidden`` is hidden too; ``steps`` may leave out some."""
    plan, overall = result.plan, result.overall
    rules = _Rules(
        policy=policy or Policy(), metrics=plan.shown_metrics, hidden=frozenset(hidden), steps=frozenset(steps)
    )
    groups = tuple(_group(group, merged, result, rules) for group, merged in (*_merged(result, rules), *_pairs(result)))
    whole, family = _group(overall, (), result, rules), _family(result)
    return PublicResult(
        size=_size(_people(overall), overall.tally.n, rules),
        margin=plan.judged_by.printed,
        yes_means=plan.yes_means,
        primary=plan.primary_metrics,
        attributes=plan.groups,
        overall=whole,
        groups=groups,
        comparisons=tuple(_comparisons(result, whole, groups, family)),
        full_result_sha256=result.hash,
        checked_with=_checked_with(result),
        labels=plan.labels,
        policy=rules.policy,
        has_missing=overall.tally.n != overall.tally.known,
        has_hidden=bool(result.data.hidden),
        period=plan.period,
        plan_sha256=plan.hash,
        **_followed_up(result, rules),
        family=family,
        repeated=plan.repeated,
    )


def _followed_up(result: Result, rules: _Rules) -> dict[str, Any]:
    """Of whom the outcome is known, and of about how many of 100 with a yes and with a no."""
    plan, known = result.plan, FollowUp.of(result.overall.tally)
    if plan.outcome is None or not plan.is_yes_or_no:
        return {}
    return {
        "outcome_known": plan.outcome_known,
        "known_with_yes": _coarse_share(known.known_with_yes, known.with_yes, rules),
        "known_with_no": _coarse_share(known.known_with_no, known.with_no, rules),
    }


def _coarse_share(known: int, cases: int, rules: _Rules) -> int | None:
    """A share as a multiple of the step; all and none of enough people are printed as they are, few people never."""
    few = range(1, rules.policy.threshold)
    if cases < rules.policy.threshold or known in few or cases - known in few:
        return None
    return (200 * known + BOUND_STEP * cases) // (2 * BOUND_STEP * cases) * BOUND_STEP


def _family(result: Result) -> int:
    """How many tests decide together, whether or not each can be made: it tells nothing of anybody's counts."""
    primary = [comparison for comparison in result.comparisons if comparison.primary]
    tests = {(comparison.group, METRICS[comparison.metric].family) for comparison in primary}
    report = result.measures
    measures = 0 if report is None else len({g.value for g in report.groups}) * len(report.groups[0].measures)
    return max(1, len(tests) + measures + result.other_tests)


def _checked_with(result: Result) -> dict[str, str]:
    checked = result.checked_by
    return {} if checked is None else {"fairlearn": checked.fairlearn, "scikit-learn": checked.scikit_learn}


def _merged(result: Result, rules: _Rules) -> Iterable[tuple[GroupResult, tuple[str, ...]]]:
    """The groups, with the rare ones of an attribute as one where together they are enough people."""
    for attribute in result.plan.groups:
        groups = [group for group in result.groups if group.attributes[0][0] == attribute]
        rare = [group for group in groups if _is_rare(group, result.plan.reference_of(attribute), rules)]
        together = _together(attribute, rare, rules) if _can_merge(rare, rules) else None
        if together is not None and result.plan.outcome_known == "unrelated":
            together = bounded(together)
        if together is None or together.tally.n < rules.policy.threshold:
            yield from ((group, ()) for group in groups)
        else:
            yield from ((group, ()) for group in groups if group not in rare)
            yield together, tuple(str(group.attributes[0][1]) for group in rare)


def _can_merge(rare: Sequence[GroupResult], rules: _Rules) -> bool:
    """Not where persons are in several cases: nobody knows how many of them are in several rare groups."""
    return len(rare) > 1 and MERGE in rules.steps and all(group.people is None for group in rare)


def _pairs(result: Result) -> Iterable[tuple[GroupResult, tuple[str, ...]]]:
    """Groups crossed two and two, where the plan asks for them and they are few. Small ones are hidden, not merged."""
    crossed = [group for group in result.intersections if len(group.attributes) == 2 and result.plan.pairs]
    numbers = Counter(place_of(group.attributes)[0] for group in crossed)
    return ((group, ()) for group in crossed if numbers[place_of(group.attributes)[0]] <= MOST_CROSSINGS)


def place_of(attributes: Attributes) -> tuple[str | None, str | None]:
    """Attribute and value of a group as they are printed: none for everybody, both joined for a crossing."""
    if len(attributes) < 2:
        return attributes[0] if attributes else (None, None)
    return CROSS.join(name for name, _ in attributes), CROSS.join(str(value) for _, value in attributes)


def _is_rare(group: GroupResult, reference: str | None, rules: _Rules) -> bool:
    value = group.attributes[0][1]
    return value is not None and value != reference and _people(group) < rules.policy.threshold


def _together(attribute: str, groups: Sequence[GroupResult], rules: _Rules) -> GroupResult:
    tally = reduce(Tally.plus, (group.tally for group in groups))
    figures = tuple(figure_of(METRICS[name], Sample(tally)) for name in rules.metrics)
    return GroupResult(((attribute, OTHERS),), tally, figures)


def of_100(share: float | Fraction) -> int:
    """A share as a whole number of 100, halves away from zero."""
    exact = abs(share) if isinstance(share, Fraction) else Fraction(Decimal(repr(abs(share))))
    hundredths = int(exact * 100 + Fraction(1, 2))
    return -hundredths if share < 0 else hundredths


def _people(group: GroupResult) -> float:
    """How many persons are in a group; where they are in several cases, at least so many."""
    return group.tally.n if group.people is None else min(group.people, group.tally.n)


def _size(people: float, number: int, rules: _Rules) -> int | None:
    if people < rules.policy.threshold and HIDE_FEW in rules.steps:
        return None
    step = rules.policy.size_step
    return (number + step // 2) // step * step if ROUND in rules.steps else number


def _group(group: GroupResult, merged: tuple[str, ...], result: Result, rules: _Rules) -> PublicGroup:
    attribute, value = place_of(group.attributes)
    figures = tuple(
        _figure(
            group.figure(metric),
            group.tally,
            rules,
            hides=(attribute, value, metric) in rules.hidden,
            is_rare=_is_rare_rate(result.overall.figure(metric)),
        )
        for metric in rules.metrics
    )
    is_reference = bool(group.attributes) and result.plan.against == "reference"
    is_reference = is_reference and all(result.plan.reference_of(name) == level for name, level in group.attributes)
    crossed = tuple((name, str(name_of)) for name, name_of in group.attributes) if len(group.attributes) > 1 else ()
    return PublicGroup(
        attribute=attribute,
        value=value,
        size=_size(_people(group), group.tally.n, rules),
        is_reference=is_reference,
        figures=figures,
        merged=merged,
        crossed=crossed,
    )


def _is_rare_rate(figure: RateFigure) -> bool:
    return figure.value is not None and figure.value < _RARE


_RARE = 0.05  # a rate that whole numbers of 100 would tell nothing about
_FINER = ((100_000, 10_000), (10_000, 1_000))  # from so many cases, ten more or less need not change a whole number of


def finest(cases: float) -> int:
    """Of how many a rare rate with this many cases behind it is printed."""
    return next((of for least, of in _FINER if cases >= least), 100)


def in_steps(share: float | Fraction, of: int) -> float:
    """A share as a figure of 100, rounded to whole numbers ``of`` so many, halves away from zero."""
    exact = abs(share) if isinstance(share, Fraction) else Fraction(Decimal(repr(abs(share))))
    steps = int(exact * of + Fraction(1, 2))
    signed = -steps if share < 0 else steps
    return signed if of == 100 else signed * 100 / of


def _figure(figure: RateFigure, tally: Tally, rules: _Rules, *, hides: bool, is_rare: bool = False) -> PublicFigure:
    if hides or figure.value is None or _rests_on_few(figure, tally, rules):
        return PublicFigure(metric=figure.metric, per_100=None, low=None, high=None, hidden=TOO_FEW)
    assert figure.value is not None
    assert figure.low is not None
    assert figure.high is not None
    is_other = figure.effective is not None and not isclose(figure.effective, figure.denominator)
    repeated = figure.people is not None and is_other
    people = min(figure.denominator, figure.effective or figure.denominator)
    of = finest(people) if is_rare or _is_rare_rate(figure) else 100
    return PublicFigure(
        metric=figure.metric,
        per_100=in_steps(figure.value, of),
        low=in_steps(figure.low, of),
        high=in_steps(figure.high, of),
        weighted=is_other and not repeated,
        of=of,
        repeated=repeated,
        lowest=None if figure.lowest is None else floor(round(figure.lowest * 100, 9) / BOUND_STEP) * BOUND_STEP,
        highest=None if figure.highest is None else ceil(round(figure.highest * 100, 9) / BOUND_STEP) * BOUND_STEP,
    )


def _rests_on_few(figure: RateFigure, tally: Tally, rules: _Rules) -> bool:
    """Whether it tells of fewer people than may be shown: those counted, those not counted, or the group itself."""
    if HIDE_FEW not in rules.steps:
        return False
    people = figure.numerator if figure.people is None else figure.people
    least = min(figure.numerator, figure.denominator - figure.numerator, tally.n, people)
    return least < rules.policy.threshold


def _comparisons(
    result: Result, overall: PublicGroup, groups: Sequence[PublicGroup], family: int
) -> Iterable[PublicComparison]:
    shown = {(group.attribute, group.value): group for group in groups}
    pairs = (
        further for further in result.further if len(further.group) == 2 and further.given is None and result.plan.pairs
    )
    for comparison in (*result.comparisons, *pairs):
        if comparison.metric in result.plan.shown_metrics and comparison.against == result.plan.against:
            public_comparison = _comparison(comparison, overall, shown, (result.plan.judged_by, family))
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
    named = (str(attribute), str(value), reference or "", comparison.metric, comparison.primary)
    against = comparison.against
    if figure.hidden or other.hidden or comparison.difference is None:
        too_few = Verdict.NOT_ENOUGH_DATA, Because.TOO_FEW
        return PublicComparison(*named, *too_few, None, None, None, None, TOO_FEW, against)
    of, (margin, family) = min(figure.of, other.of), rules
    rate = _printed(other)[0] / 100
    most = ceil(margin.gap_at(rate) * of) * 100 / of if margin.share is not None else float("inf")
    gap, low, high = _consistent_gap(comparison.judgement, printed_gap(figure, other, of), most)
    visible = minimum_detectable_difference(
        rate, cases_behind(figure), cases_behind(other), family=family, margin=margin.gap_at(rate)
    )
    figures = gap, low, high, None if visible is None else in_steps(visible, of)
    return PublicComparison(*named, comparison.verdict, comparison.judgement.because, *figures, None, against, of=of)


def _consistent_gap(judgement: Judgement, gap: tuple[float, float, float], most: float) -> tuple[float, float, float]:
    """The gap with ends that rounding does not let contradict the verdict."""
    value, low, high = gap
    if judgement.verdict is Verdict.NO_IMPORTANT_DIFFERENCE:
        low, high = max(low, -most), min(high, most)
    if judgement.verdict is Verdict.DIFFERENCE or judgement.because is Because.CERTAIN_GAP:
        low, high = (max(low, 0), high) if value > 0 else (low, min(high, 0)) if value < 0 else (low, high)
    return value, low, high


def _others(group: PublicGroup, overall: PublicGroup, comparison: Comparison) -> PublicFigure:
    """The rate of everybody, or of the rest, worked out from what is printed of everybody and of the group."""
    figure, whole = group.figure(comparison.metric), overall.figure(comparison.metric)
    if comparison.against == "whole" or figure.hidden or whole.hidden:
        return whole
    cases, all_cases = cases_behind(figure), cases_behind(whole)
    if cases >= all_cases:
        return PublicFigure(metric=comparison.metric, per_100=None, low=None, high=None, hidden=TOO_FEW)
    own = cases / all_cases
    rate = min(max((_printed(whole)[0] - own * _printed(figure)[0]) / (1 - own) / 100, 0.0), 1.0)
    ends = wilson(rate * (all_cases - cases), all_cases - cases)
    of = min(figure.of, whole.of)
    per_100, low, high = (in_steps(share, of) for share in (rate, ends.low, ends.high))
    return PublicFigure(metric=comparison.metric, per_100=per_100, low=low, high=high, of=of)


def printed_gap(figure: PublicFigure, other: PublicFigure, of: int) -> tuple[float, float, float]:
    """The difference of two printed rates and its interval: Newcombe's from their printed ends."""
    (p1, l1, u1), (p2, l2, u2) = _printed(figure), _printed(other)
    gap = in_steps(p1 / 100, of) - in_steps(p2 / 100, of)
    below, above = ((p1 - l1) ** 2 + (u2 - p2) ** 2) ** 0.5, ((u1 - p1) ** 2 + (p2 - l2) ** 2) ** 0.5
    return in_steps(gap / 100, of), in_steps((gap - below) / 100, of), in_steps((gap + above) / 100, of)


def cases_behind(figure: PublicFigure) -> float:
    """About how many cases an interval of this width is made of; a reader of the page can work it out as well."""
    per_100, low, high = _printed(figure)
    rate, half = per_100 / 100, max(high - low, 100 / figure.of) / 200
    fewest, most = 1.0, 1e7
    for _ in range(60):
        cases = (fewest * most) ** 0.5
        spread = Z_95 * (rate * (1 - rate) / cases + Z_95**2 / (4 * cases**2)) ** 0.5 / (1 + Z_95**2 / cases)
        fewest, most = (cases, most) if spread > half else (fewest, cases)
    return most


def _printed(figure: PublicFigure) -> tuple[float, float, float]:
    assert figure.per_100 is not None
    assert figure.low is not None
    assert figure.high is not None
    return figure.per_100, figure.low, figure.high
