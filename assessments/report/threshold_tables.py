"""Several thresholds of one score in exact figures: what each costs each group. For workspace and command. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.results.result import Comparison, GroupResult, Result
from assessments.results.threshold_costs import COSTS, Change, change
from assessments.statistics.verdict import Judgement


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """One rate of one group at another threshold, and how it changes from the one that is used."""

    threshold: str
    group: GroupResult
    metric: str
    numerator: int
    denominator: int
    value: float
    change: Change
    judgement: (
        Judgement | None
    )  # of the group compared with the others, at that threshold; None for those compared with


def threshold_lines(result: Result) -> Iterator[ThresholdLine]:
    """By threshold, group and rate. With weights or repeated persons a change has no interval."""
    used = {group.attributes: group for group in result.groups}
    for other in result.thresholds:
        for group in other.groups:
            for figure in (figure for figure in group.figures if figure.metric in COSTS):
                before = used[group.attributes].figure(figure.metric)
                if figure.value is None or before.value is None:
                    continue
                moved = change(before.numerator, figure.numerator, figure.denominator)
                is_plain = figure.effective is None and moved is not None
                comparison = _compared(other, group, figure.metric)
                yield ThresholdLine(
                    threshold=other.plan.threshold,
                    group=group,
                    metric=figure.metric,
                    numerator=figure.numerator,
                    denominator=figure.denominator,
                    value=figure.value,
                    change=moved if is_plain and moved else Change(figure.value - before.value),
                    judgement=None if comparison is None else comparison.judgement,
                )


def _compared(result: Result, group: GroupResult, metric: str) -> Comparison | None:
    matching = (c for c in result.comparisons if c.group == group.attributes and c.metric == metric)
    return next(matching, None)
