"""Metrics that are no simple rates, as they may be printed: rounded, only of groups that have nothing to hide. Pure.

The attacker works with whole numbers of people and cannot try means and quotients of quotients. So the rules are
stricter: no cell of a group is below the threshold, no few cases make up a sum, and what is left over of an attribute
is nobody, or enough people.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from assessments.gate.public_result import TOO_FEW, PublicGroup, PublicMetric, PublicResult
from assessments.gate.rounding import fineness, in_steps, of_100
from assessments.judgements.public_agreement import PublicAgreement
from assessments.results.result import GroupResult, Result
from assessments.statistics.estimates import FEWEST_FOR_A_MEAN, Estimate
from assessments.statistics.score_comparisons import GroupMetrics
from assessments.statistics.verdict import Judgement

Name = tuple[str | None, str | None]  # attribute and value of a group; everybody without an attribute
OF_100 = (
    "true_positive_rate",
    "false_positive_rate",
    "precision",
    "selection_rate",
    "prevalence",
    "true_positive_share",
    "false_positive_share",
    "area_under_curve",
    "balanced_accuracy",
    "exposure",
)
SIGNED_OF_100 = ("calibration_in_the_large",)
IN_OWN_UNIT = ("mean_error", "mean_absolute_error")
PRINTED = (*OF_100, *SIGNED_OF_100, *IN_OWN_UNIT)  # in the order of a page
_FROM_SUMS = (*IN_OWN_UNIT, "exposure")
_NEARLY_ALL = 0.95  # a score that ranks so well leaves hardly anybody on the wrong side of any threshold


@dataclass(frozen=True, slots=True)
class _ReleasedInputs:
    public: PublicResult
    result: Result
    measured: Mapping[Name, GroupMetrics]
    exact: Mapping[Name, GroupResult]

    def estimate(self, metric: str, group: PublicGroup) -> Estimate | None:
        group_metrics = self.measured.get((group.attribute, group.value))
        return None if group_metrics is None or group.merged else group_metrics.metrics.get(metric)

    def cases(self, group: PublicGroup) -> int:
        return sum(self.exact[group.attribute, value].tally.n for value in group.merged or (group.value,))


def with_other_metrics(public: PublicResult, result: Result, earlier: Iterable[PublicResult] = ()) -> PublicResult:
    """The same with the metrics of its printed groups; of those whose earlier figures stand the earlier ones."""
    report = result.other_metrics
    if report is None or result.plan.weight is not None:
        return public
    measured = {(group.attribute, group.value): group for group in report.groups}
    exact: dict[Name, GroupResult] = {(None, None): result.overall}
    exact |= {group.attributes[0]: group for group in result.groups}
    given = _ReleasedInputs(public=public, result=result, measured=measured, exact=exact)
    shown_as_rates = result.plan.shown_metrics
    names = (name for name in PRINTED if name in report.groups[0].metrics and name not in shown_as_rates)
    other_metrics = tuple(metric for name in names for metric in _other_metrics(name, given))
    before = {other.full_result_sha256: other for other in earlier}
    return replace(public, other_metrics=tuple(_as_it_stands(metric, public, before) for metric in other_metrics))


def _as_it_stands(metric: PublicMetric, public: PublicResult, before: Mapping[str, PublicResult]) -> PublicMetric:
    """What was printed of the group when its figures were made; hidden where the metric was not printed then, or where
    only one of two compared groups stands.
    """
    groups = (public.overall, *public.groups)
    own = next((g for g in groups if (g.attribute, g.value) == (metric.attribute, metric.value)), None)
    reference = next((g for g in groups if g.attribute == metric.attribute and g.is_reference), None)
    if own is None or not own.stands_in:
        stands = reference is not None and reference.stands_in and metric.attribute is not None
        return replace(metric, verdict=None, because=None) if stands else metric
    at_that_time = before[own.stands_in].other_metrics if own.stands_in in before else ()
    named = (metric.name, metric.attribute, metric.value)
    printed = next((m for m in at_that_time if (m.name, m.attribute, m.value) == named), None)
    if printed is None:
        return replace(metric, figure=None, low=None, high=None, hidden=TOO_FEW, verdict=None, because=None)
    alike = reference is not None and reference.stands_in == own.stands_in
    return printed if alike else replace(printed, is_reference=metric.is_reference, verdict=None, because=None)


def _other_metrics(name: str, given: _ReleasedInputs) -> Iterator[PublicMetric]:
    comparisons = given.result.other_metrics.comparisons if given.result.other_metrics else ()
    gaps = {
        (comparison.attribute, comparison.value): comparison for comparison in comparisons if comparison.metric == name
    }
    for attribute in (None, *given.public.attributes):
        groups = (given.public.overall,) if attribute is None else given.public.groups_of(attribute)
        open_groups = _open(name, groups, given)
        reference = next((candidate for candidate in groups if candidate.is_reference), None)
        for group in groups:
            estimate = given.estimate(name, group)
            if estimate is None or group not in open_groups:
                yield PublicMetric(
                    name=name,
                    attribute=attribute,
                    value=group.value,
                    is_reference=group.is_reference,
                    hidden=TOO_FEW,
                )
            else:
                gap = gaps.get((str(attribute), str(group.value))) if reference in open_groups else None
                yield _printed(name, group, estimate, None if gap is None else gap.judgement)


def _open(name: str, groups: Sequence[PublicGroup], given: _ReleasedInputs) -> list[PublicGroup]:
    """The groups whose metric is shown. What is left over of an attribute is nobody, or enough people."""
    shown = sorted((group for group in groups if _has_nothing_to_hide(name, group, given)), key=given.cases)
    left = sum(given.cases(group) for group in groups if group not in shown)
    while shown and 0 < left < given.public.policy.threshold:
        left += given.cases(shown.pop(0))
    return shown


def _has_nothing_to_hide(name: str, group: PublicGroup, given: _ReleasedInputs) -> bool:
    estimate = given.estimate(name, group)
    if estimate is None or estimate.low is None or group.size is None:
        return False
    threshold = given.public.policy.threshold
    if name in _FROM_SUMS:
        size = given.estimate("mean_absolute_error", group) or estimate
        return size.cases >= max(FEWEST_FOR_A_MEAN, 3 * threshold) and contributors(size) >= threshold
    tally = given.exact[group.attribute, group.value].tally
    if min(tally.tp, tally.fp, tally.tn, tally.fn) < threshold:
        return False
    return name != "area_under_curve" or 1 - _NEARLY_ALL <= estimate.value <= _NEARLY_ALL


def contributors(mean: Estimate) -> float:
    """How many cases of equal size would make a sum this uneven: 1 where one case is all of it.

    Formula: (Σx)² / Σx², from the mean, its variance and the number of cases. Unit: cases. Source: Kish, Survey
    Sampling (1965), 11.7; against dominance as in Hundepool et al., Statistical Disclosure Control (2012), 4.2.
    """
    n = mean.cases
    squares = mean.variance * n * (n - 1) + n * mean.value**2
    return (mean.value * n) ** 2 / squares if squares > 0 else 0.0


def _printed(name: str, group: PublicGroup, estimate: Estimate, judgement: Judgement | None) -> PublicMetric:
    assert estimate.low is not None  # without an interval nothing is shown
    assert estimate.high is not None
    value, low, high = (rounded(name, number) for number in (estimate.value, estimate.low, estimate.high))
    return PublicMetric(
        name=name,
        attribute=group.attribute,
        value=group.value,
        is_reference=group.is_reference,
        figure=value,
        low=low,
        high=high,
        verdict=None if judgement is None else judgement.verdict,
        because=None if judgement is None else judgement.because,
    )


def rounded(name: str, number: float) -> float:
    """Whole numbers of 100, and two significant digits of what has a unit of its own."""
    return float(f"{number:.2g}") if name in IN_OWN_UNIT else float(of_100(number))


def with_agreement(public: PublicResult, result: Result, earlier: Iterable[PublicResult] = ()) -> PublicResult:
    """The same with how much those who judged agree: rounded as a rate of as many answers, and nothing where a rate
    would not be printed. Where the earlier figure of everybody stands, so does this.
    """
    agreement = result.agreement
    if agreement is None:
        return public
    stands = next((o.agreement for o in earlier if o.full_result_sha256 == public.overall.stands_in), None)
    if stands is not None:
        return replace(public, agreement=stands)
    people = public.policy.people
    fine, decided = (fineness(n, people=people) for n in (agreement.compared, agreement.answers - agreement.unjudged))
    alpha, steps = agreement.alpha, 0 if fine is None else min(fine.steps, 100)
    low, high = alpha.low, alpha.high
    printed = PublicAgreement(
        raters=agreement.raters,
        scale=agreement.scale,
        level=agreement.level,
        reason=alpha.reason if alpha.value is None else None,
        unanimous=in_steps(agreement.unanimous / agreement.compared, steps) if steps else None,
        undecided=None
        if decided is None
        else in_steps(agreement.undecided / (agreement.answers - agreement.unjudged), decided.steps),
        alpha=in_steps(alpha.value, steps) / 100 if steps and alpha.value is not None else None,
        low=floor(low * steps) / steps if steps and low is not None else None,
        high=min(1.0, ceil(high * steps) / steps) if steps and high is not None else None,
    )
    return replace(public, agreement=printed)
