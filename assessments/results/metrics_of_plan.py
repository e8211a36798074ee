"""The metrics that a plan asks for, of each group: from the table of a file to a report. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from assessments.judgements.agreement import NOBODY_TO_COMPARE, Agreement
from assessments.plan.plan import TestPlan, decimal_of
from assessments.plan.reading_table import counts, scores, sums
from assessments.plan.tabulation import EXPOSURE_SCALE, CountTable
from assessments.results.result import Comparison, Result
from assessments.statistics.counts import Groups, Tally, groups_key
from assessments.statistics.estimates import (
    Estimate,
    Sums,
    balanced_accuracy,
    exposure,
    mean_absolute_error,
    mean_error,
)
from assessments.statistics.score_comparisons import GroupMetrics, ScoreComparison, ScoreCurve, report
from assessments.statistics.scores import (
    Scores,
    area_under_curve,
    brier_score,
    calibration_bins,
    calibration_in_the_large,
    curve,
)
from assessments.statistics.verdict import Because, Judgement, Verdict

Name = tuple[str | None, str | None]  # attribute and value; everybody without an attribute
Metrics = dict[str, Estimate | None]

OF_DECISIONS = {"balanced_accuracy": balanced_accuracy}
OF_SCORES = {
    "area_under_curve": area_under_curve,
    "calibration_in_the_large": calibration_in_the_large,
    "brier_score": brier_score,
}
OF_AMOUNTS = {"mean_error": mean_error, "mean_absolute_error": mean_absolute_error}
OF_PLACES = {"exposure": exposure}
OTHER_METRICS = {**OF_DECISIONS, **OF_SCORES, **OF_AMOUNTS, **OF_PLACES}


def measured(plan: TestPlan, table: CountTable) -> ScoreComparison | None:
    """None where the plan's task has no metrics besides its rates. An amount's gap matters from the tolerance on."""
    by_name: dict[Name, tuple[int, Metrics]] = {}
    curves: list[ScoreCurve] = []
    if plan.task == "amounts":
        by_name = _of_sums(plan, table, OF_AMOUNTS, 10**plan.decimals)
    elif plan.task == "ranking":
        by_name = _of_sums(plan, table, OF_PLACES, EXPOSURE_SCALE)
    elif "true_positive_rate" in plan.metrics and plan.weight is None:
        by_name = {name: (tally.known, _of_decisions(tally)) for name, tally in _tallies(plan, table)}
        for name, group_scores in _scores(plan, scores(plan, table)):
            by_name[name][1].update({metric: estimated(group_scores) for metric, estimated in OF_SCORES.items()})
            curves.append(_curve(name, group_scores))
    if not by_name:
        return None
    groups = [
        GroupMetrics(attribute=attribute, value=value, cases=cases, metrics=metrics)
        for (attribute, value), (cases, metrics) in by_name.items()
    ]
    margins = dict.fromkeys(OTHER_METRICS, plan.margin_share)
    margins |= dict.fromkeys(OF_AMOUNTS, decimal_of(plan.tolerance) or Decimal())
    made = report(groups, dict(plan.reference), margins, curves=curves)
    return replace(made, decimals=plan.decimals)


def _of_decisions(tally: Tally) -> Metrics:
    return {name: metric(tally) for name, metric in OF_DECISIONS.items()}


def _tallies(plan: TestPlan, table: CountTable) -> Iterable[tuple[Name, Tally]]:
    group_counts = counts(plan, table)
    yield (None, None), group_counts.marginal(()).tallies().get((), Tally())
    for attribute in plan.groups:
        yield from (
            ((attribute, value), tally) for (value,), tally in group_counts.marginal((attribute,)).tallies().items()
        )


def _of_sums(
    plan: TestPlan, table: CountTable, metrics: Mapping[str, Callable[[Sums, int], Estimate | None]], unit: int
) -> dict[Name, tuple[int, Metrics]]:
    by_name: dict[Name, tuple[int, Metrics]] = {}
    for attribute in (None, *plan.groups):
        together = sums(plan, table, attribute)
        for value in sorted(together, key=lambda level: groups_key((level,))):
            estimates = {name: metric(together[value], unit) for name, metric in metrics.items()}
            by_name[attribute, value] = together[value].get("known", together[value].get("ranked", 0)), estimates
    return by_name


def _scores(plan: TestPlan, cells: Mapping[Groups, Scores]) -> Iterable[tuple[Name, Scores]]:
    if not cells:
        return
    yield (None, None), _added(cells.values(), plan.decimals)
    for place, attribute in enumerate(plan.groups):
        values = sorted({groups[place] for groups in cells}, key=lambda value: groups_key((value,)))
        for value in values:
            members = (group_scores for groups, group_scores in cells.items() if groups[place] == value)
            yield (attribute, value), _added(members, plan.decimals)


def _added(parts: Iterable[Scores], decimals: int) -> Scores:
    positives: dict[int, int] = {}
    negatives: dict[int, int] = {}
    for part in parts:
        for into, counted in ((positives, part.positives), (negatives, part.negatives)):
            for score, cases in counted.items():
                into[score] = into.get(score, 0) + cases
    return Scores(positives, negatives, decimals)


def _curve(name: Name, group_scores: Scores) -> ScoreCurve:
    attribute, value = name
    return ScoreCurve(
        attribute=attribute,
        value=value,
        positives=sum(group_scores.positives.values()),
        negatives=sum(group_scores.negatives.values()),
        equal_width=calibration_bins(group_scores, equal_count=False),
        equal_count=calibration_bins(group_scores, equal_count=True),
        points=curve(group_scores),
    )


def with_agreement(result: Result, agreement: Agreement) -> Result:
    """The result with how much those who judged agree. Where that is too little, or not known, nothing is concluded."""
    because = None
    if agreement.level == "too_little":
        because = Because.RATERS_DISAGREE
    elif agreement.alpha.reason == NOBODY_TO_COMPARE:
        because = Because.AGREEMENT_UNKNOWN
    if because is None:
        return replace(result, agreement=agreement)
    nothing = Judgement(Verdict.NOT_ENOUGH_DATA, because)

    def unjudged(comparisons: Iterable[Comparison]) -> tuple[Comparison, ...]:
        return tuple(replace(comparison, judgement=nothing) for comparison in comparisons)

    comparisons, further = unjudged(result.comparisons), unjudged(result.further)
    return replace(result, agreement=agreement, comparisons=comparisons, further=further)
