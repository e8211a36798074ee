"""The full result as tables of exact figures, for the workspace only. What the public sees: report."""

from dataclasses import dataclass

from assessments.plan.plan import called
from assessments.report.rate_labels import caption
from assessments.report.sentences import verdict_words
from assessments.results.result import Comparison, GroupResult, RateFigure, Result
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One group: its figure, and its comparison unless it is the reference itself."""

    group: str | None  # None is "group unknown"
    n: int
    figure: RateFigure
    comparison: Comparison | None
    verdict: Message | None
    is_reference: bool


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One rate for the groups of one attribute."""

    attribute: str
    title: Message
    rows: tuple[ResultRow, ...]
    is_primary: bool


def full_tables(result: Result, language: str) -> tuple[ResultTable, ...]:
    """A table for each attribute and rate, in the order of the plan; the primary rates first."""
    plan = result.plan
    metrics = [figure.metric for figure in result.overall.figures]
    ordered = sorted(metrics, key=lambda name: name not in plan.primary_metrics)
    return tuple(_table(result, attribute, metric, language) for attribute in plan.groups for metric in ordered)


def _table(result: Result, attribute: str, metric: str, language: str) -> ResultTable:
    rows = tuple(
        _row(result, group, attribute, metric, language)
        for group in result.groups
        if [name for name, _ in group.attributes] == [attribute]
    )
    title = called(result.plan.labels, attribute, None, language) or attribute
    is_primary = metric in result.plan.primary_metrics
    return ResultTable(attribute=title, title=caption(metric, result.plan.yes_means), rows=rows, is_primary=is_primary)


def _row(result: Result, group: GroupResult, attribute: str, metric: str, language: str) -> ResultRow:
    value = dict(group.attributes)[attribute]
    comparison = next(
        (
            candidate
            for candidate in result.comparisons
            if candidate.group == group.attributes and candidate.metric == metric
        ),
        None,
    )
    words = verdict_words(comparison.judgement) if comparison else None
    name = None if value is None else called(result.plan.labels, attribute, value, language) or value
    is_named = value is not None and result.plan.against == "reference"
    is_reference = is_named and result.plan.reference_of(attribute) == value
    return ResultRow(
        group=name,
        n=group.tally.n,
        figure=group.figure(metric),
        comparison=comparison,
        verdict=words,
        is_reference=is_reference,
    )
