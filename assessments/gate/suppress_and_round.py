"""From the full result to what may be printed: rare groups merged, few people hidden, the rest rounded. Pure.

Whether it gives anything away all the same is for the gate to find out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache, reduce
from math import ceil, floor, isclose
from typing import Any

from assessments.gate.public_comparisons import place_of, public_comparisons
from assessments.gate.public_result import BOUND_STEP, OTHERS, TOO_FEW, Policy, PublicFigure, PublicGroup, PublicResult
from assessments.gate.retained import Retained
from assessments.gate.rounding import Fineness, coarser, ends, fineness, in_steps, printed_size
from assessments.results.assessment import figure as figure_of
from assessments.results.result import GroupResult, RateFigure, Result
from assessments.results.unknown_outcomes import FollowUp, bounded
from assessments.statistics.counts import Tally
from assessments.statistics.metrics import METRICS
from assessments.statistics.weighted_tally import Sample

Name = tuple[str | None, str | None]  # attribute and value of a group
Place = tuple[str | None, str | None, str]  # attribute, value and rate of a figure
Step = str
MOST_CROSSINGS = 40  # of two attributes; more are not published, for nobody could read them
HIDDEN = 9  # more steps than there are: not printed
MERGE, HIDE_FEW, ROUND, HIDE_MORE = STEPS = ("merge rare groups", "hide few people", "round", "hide more")


@dataclass(frozen=True, slots=True)
class _Rounding:
    policy: Policy
    steps: frozenset[Step]


@dataclass(frozen=True, slots=True)
class _Rules:
    policy: Policy
    metrics: tuple[str, ...]
    hidden: Mapping[Place, int]
    steps: frozenset[Step]
    stands: Mapping[Name, Retained]

    @property
    def rounding(self) -> _Rounding:
        return _Rounding(self.policy, self.steps)


def publish(
    result: Result,
    *,
    policy: Policy | None = None,
    hidden: Mapping[Place, int] | None = None,
    steps: Collection[Step] = STEPS,
    stands: Mapping[Name, Retained] | None = None,
    full_result_sha256: str = "",
) -> PublicResult:
    """What may be printed if nothing else were known. ``hidden`` says of some figures by how many steps they are to be
    coarser, ``HIDDEN`` that they are not printed; ``steps`` may leave out some.

    Of groups that stand the earlier figures are printed; ``result`` is then the one of ``with_retained``, and
    ``full_result_sha256`` that of the true one.
    """
    rules = _Rules(
        policy=policy or Policy(),
        metrics=result.plan.shown_metrics,
        hidden=hidden or {},
        steps=frozenset(steps),
        stands=stands or {},
    )
    return _published(result, rules, full_result_sha256 or result.hash)


def _published(result: Result, rules: _Rules, full_result_sha256: str) -> PublicResult:
    plan, overall = result.plan, result.overall
    groups = tuple(_group(group, merged, result, rules) for group, merged in (*_merged(result, rules), *_pairs(result)))
    whole, family = _group(overall, (), result, rules), _family(result)
    return PublicResult(
        size=whole.size,
        margin=plan.judged_by.printed,
        yes_means=plan.yes_means,
        primary=plan.primary_metrics,
        attributes=plan.groups,
        overall=whole,
        groups=groups,
        comparisons=tuple(public_comparisons(result, whole, groups, family)),
        full_result_sha256=full_result_sha256,
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
    few, fine = range(1, rules.policy.threshold), fineness(cases, people=rules.policy.threshold)
    if fine is None or known in few or cases - known in few:
        return None
    return int(in_steps(Fraction(known, cases), min(fine.steps, 100 // BOUND_STEP)))


def _family(result: Result) -> int:
    """How many tests decide together, whether or not each can be made: it tells nothing of anybody's counts."""
    primary = [comparison for comparison in result.comparisons if comparison.primary]
    tests = {(comparison.group, METRICS[comparison.metric].family) for comparison in primary}
    report = result.other_metrics
    other_metrics = 0 if report is None else len({g.value for g in report.groups}) * len(report.groups[0].metrics)
    return max(1, len(tests) + other_metrics + result.other_tests)


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


def _is_rare(group: GroupResult, reference: str | None, rules: _Rules) -> bool:
    value = group.attributes[0][1]
    return value is not None and value != reference and _people(group) < rules.policy.threshold


def _together(attribute: str, groups: Sequence[GroupResult], rules: _Rules) -> GroupResult:
    tally = reduce(Tally.plus, (group.tally for group in groups))
    figures = tuple(figure_of(METRICS[name], Sample(tally)) for name in rules.metrics)
    return GroupResult(attributes=((attribute, OTHERS),), tally=tally, figures=figures)


def _people(group: GroupResult) -> float:
    """How many persons are in a group; where they are in several cases, at least so many."""
    return group.tally.n if group.people is None else min(group.people, group.tally.n)


def _size(people: float, number: int, rules: _Rules) -> int | None:
    if people < rules.policy.fewest and HIDE_FEW in rules.steps:
        return None
    return printed_size(number, rules.policy.size_step) if ROUND in rules.steps else number


def _group(group: GroupResult, merged: tuple[str, ...], result: Result, rules: _Rules) -> PublicGroup:
    (attribute, value), rounding = place_of(group.attributes), rules.rounding
    figures = tuple(
        _figure(
            group.figure(metric),
            group.tally,
            rounding,
            coarser_by=rules.hidden.get((attribute, value, metric), 0),
            is_rare=_is_rare_rate(result.overall.figure(metric)),
        )
        for metric in rules.metrics
    )
    is_reference = bool(group.attributes) and result.plan.against == "reference"
    is_reference = is_reference and all(result.plan.reference_of(name) == level for name, level in group.attributes)
    crossed = tuple((name, str(name_of)) for name, name_of in group.attributes) if len(group.attributes) > 1 else ()
    stands = rules.stands.get((attribute, value))
    if stands is not None and not merged:
        return _as_it_stands(stands, figures, is_reference=is_reference)
    return PublicGroup(
        attribute=attribute,
        value=value,
        size=_size(_people(group), group.tally.n, rules),
        is_reference=is_reference,
        figures=figures,
        merged=merged,
        crossed=crossed,
    )


def _as_it_stands(stands: Retained, figures: tuple[PublicFigure, ...], *, is_reference: bool) -> PublicGroup:
    """The figures of that time; those that were not printed then are made from the counts of that time."""
    before = {figure.metric: figure for figure in stands.printed.figures}
    return replace(
        stands.printed,
        is_reference=is_reference,
        figures=tuple(before.get(figure.metric, figure) for figure in figures),
        stands_from=stands.since,
        stands_in=stands.result_sha256,
    )


def _is_rare_rate(figure: RateFigure) -> bool:
    return figure.value is not None and figure.value < _RARE


_RARE = 0.05  # a rate that whole numbers of 100 would tell nothing about


@lru_cache(maxsize=20_000)  # the gate prints the same again and again, with one figure more hidden
def _figure(
    figure: RateFigure, tally: Tally, rules: _Rounding, *, coarser_by: int, is_rare: bool = False
) -> PublicFigure:
    is_other = figure.effective is not None and not isclose(figure.effective, figure.denominator)
    repeated = figure.people is not None and is_other
    fine = _fineness(figure, rules, coarser_by=coarser_by, is_rare=is_rare or _is_rare_rate(figure))
    if fine is None or figure.value is None or _rests_on_few(figure, tally, rules):
        return PublicFigure(metric=figure.metric, per_100=None, low=None, high=None, hidden=TOO_FEW)
    per_100 = in_steps(figure.value, fine.steps)
    low, high = ends(per_100, fine)
    bound_step = max(BOUND_STEP, round(fine.step))
    return PublicFigure(
        metric=figure.metric,
        per_100=per_100,
        low=low,
        high=high,
        weighted=is_other and not repeated,
        repeated=repeated,
        lowest=None if figure.lowest is None else floor(round(figure.lowest * 100, 9) / bound_step) * bound_step,
        highest=None if figure.highest is None else ceil(round(figure.highest * 100, 9) / bound_step) * bound_step,
        steps=fine.steps,
        least=fine.least,
        beyond=fine.beyond,
    )


def _fineness(figure: RateFigure, rules: _Rounding, *, coarser_by: int, is_rare: bool) -> Fineness | None:
    """By the smaller of people and effective people, and as much coarser as the gate asks for."""
    people = min(figure.denominator, figure.effective or figure.denominator)
    fine = fineness(people, is_rare=is_rare, people=rules.policy.threshold)
    if fine is None and ROUND not in rules.steps:
        fine = Fineness(100, 1, 40)
    for _ in range(coarser_by):
        fine = None if fine is None else coarser(fine)
    return None if coarser_by >= HIDDEN else fine


def _rests_on_few(figure: RateFigure, tally: Tally, rules: _Rounding) -> bool:
    """Whether it tells of fewer people than may be shown: those counted, those not counted, or the group itself."""
    if HIDE_FEW not in rules.steps:
        return False
    people = figure.numerator if figure.people is None else figure.people
    least = min(figure.numerator, figure.denominator - figure.numerator, tally.n, people)
    return least < rules.policy.threshold
