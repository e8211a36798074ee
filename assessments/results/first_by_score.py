"""Whether the way in which a tie is decided matters: the verdicts if the tied were all in, or all out. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from assessments.plan.first_by_score import Edge, edge
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts
from assessments.plan.tabulation import CountTable
from assessments.results.assessment import assess
from assessments.results.result import Data, Result
from assessments.statistics.score_comparisons import ScoreComparison
from assessments.text.complaints import PlanRefusedError


def edge_of(plan: TestPlan, table: CountTable, result: Result, measures: ScoreComparison | None) -> Edge | None:
    """Who is on the edge of the places; None where a threshold decides."""
    if not plan.first:
        return None
    cut = edge(plan, table)
    return replace(cut, changes_verdict=cut.tied > 0 and _changes(plan, table, result, measures))


def _changes(plan: TestPlan, table: CountTable, result: Result, measures: ScoreComparison | None) -> bool:
    other = replace(plan, ties="in" if plan.ties == "out" else "out")
    try:
        case_counts = counts(other, table)
    except PlanRefusedError:  # the other way there would be no yes at all
        return True
    again = assess(case_counts, other, data=Data("", 0), measures=measures)
    return list(_verdicts(again)) != list(_verdicts(result))


def _verdicts(result: Result) -> Iterable[object]:
    return ((c.group, c.metric, c.verdict) for c in result.comparisons if c.primary)
