"""Other cuts of the same score: a result for each threshold, what each costs, and whether a tie matters. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, persons, weights
from assessments.plan.score_cuts import Edge, edge
from assessments.plan.tabulation import CountTable
from assessments.results.assessment import assess, deciding_family
from assessments.results.comparing import together
from assessments.results.result import Data, Result
from assessments.statistics.intervals import Interval, wilson
from assessments.statistics.score_comparisons import NOBODY, Family, ScoreComparison, claims
from assessments.text.complaints import PlanRefusedError


@dataclass(frozen=True, slots=True)
class Thresholds:
    """``table`` is counted by ``plan``; ``metrics`` are no rates and stand on the same page."""

    plan: TestPlan
    table: CountTable
    other_metrics: ScoreComparison | None

    @property
    def others(self) -> tuple[TestPlan, ...]:
        """The plan at each threshold but the one that is used."""
        every = map(self.plan.at_threshold, self.plan.thresholds)
        return tuple(other for other in every if other.threshold != self.plan.threshold)

    def others_of(self, plan: TestPlan) -> Family:
        """The rates that decide at every other threshold than this plan's."""
        every = [other for other in (self.plan, *self.others) if other.threshold != plan.threshold]
        return together(NOBODY, *map(self._family, every))

    def results(self, data: Data) -> Iterator[Result]:
        other_metrics = claims(self.other_metrics)
        for plan in self.others:
            yield assess(
                counts(plan, self.table),
                plan,
                data=data,
                weights=weights(plan, self.table),
                persons=persons(plan, self.table),
                others=together(other_metrics, self.others_of(plan)),
            )

    def _family(self, plan: TestPlan) -> Family:
        return deciding_family(counts(plan, self.table), plan, weights(plan, self.table), persons(plan, self.table))


def edge_of(plan: TestPlan, table: CountTable, result: Result, opposite: Result | None) -> Edge | None:
    """Who is on the edge of the places; None where a threshold decides."""
    if not plan.first:
        return None
    cut = edge(plan, table)
    changes = opposite is None or list(_verdicts(opposite)) != list(_verdicts(result))
    return replace(cut, changes_verdict=cut.tied > 0 and changes)


def opposite_tie(plan: TestPlan, table: CountTable, data: Data, other_metrics: ScoreComparison | None) -> Result | None:
    """The result with those on the edge decided the other way; None without a tie, or where nobody would have a yes."""
    if not plan.first or not edge(plan, table).tied:
        return None
    other = replace(plan, ties="in" if plan.ties == "out" else "out")
    try:
        case_counts = counts(other, table)
    except PlanRefusedError:
        return None
    return assess(case_counts, other, data=data, other_metrics=other_metrics)


def _verdicts(result: Result) -> Iterable[object]:
    return ((c.group, c.metric, c.verdict) for c in result.comparisons if c.primary)


COSTS = ("selection_rate", "false_negative_rate", "false_positive_rate")


@dataclass(frozen=True, slots=True)
class ThresholdChange:
    """A rate at another threshold less the rate at the one that is used, with its 95 % interval where it has one."""

    value: float
    low: float | None = None
    high: float | None = None


def change(numerator: int, other_numerator: int, denominator: int) -> ThresholdChange | None:
    """How a rate changes when the threshold is moved, of the same cases.

    Formula: (k' - k) / n; between two thresholds everybody moves the same way, so |k' - k| of n is a share like any
    other, with Wilson's interval. Unit: share of the rate's denominator. Undefined (None) where n is 0.
    Source: Wilson, JASA 22 (1927) 209-212, on the discordant pairs, all of which lie on one side.
    """
    if denominator == 0:
        return None
    moved = other_numerator - numerator
    ends = wilson(abs(moved), denominator)
    signed = ends if moved >= 0 else Interval(-ends.high, -ends.low)
    return ThresholdChange(moved / denominator, signed.low, signed.high)
