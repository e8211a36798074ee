"""Several thresholds of one score on the same cases: a result for each, all judged as one family. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, persons, weights
from assessments.plan.tabulation import CountTable
from assessments.results.assessment import assess, deciding_family
from assessments.results.comparing import NOBODY, together
from assessments.results.result import Data, Result
from assessments.statistics.score_comparisons import Family, ScoreComparison, claims


@dataclass(frozen=True, slots=True)
class Thresholds:
    """``table`` is counted by ``plan``; ``measures`` are no rates and stand on the same page."""

    plan: TestPlan
    table: CountTable
    measures: ScoreComparison | None

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
        measures = NOBODY if self.measures is None else claims(self.measures.comparisons)
        for plan in self.others:
            yield assess(
                counts(plan, self.table),
                plan,
                data=data,
                weights=weights(plan, self.table),
                persons=persons(plan, self.table),
                others=together(measures, self.others_of(plan)),
            )

    def _family(self, plan: TestPlan) -> Family:
        return deciding_family(counts(plan, self.table), plan, weights(plan, self.table), persons(plan, self.table))
