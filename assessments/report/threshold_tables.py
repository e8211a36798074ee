"""Several thresholds of one score, and where places by score end, in exact figures. For workspace and command. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.report.sentences import verdict_words
from assessments.results.result import Comparison, GroupResult, Result
from assessments.results.score_cuts import COSTS, ThresholdChange, change
from assessments.statistics.verdict import Judgement
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """One rate of one group at another threshold, and how it changes from the one that is used."""

    threshold: str
    group: GroupResult
    metric: str
    numerator: int
    denominator: int
    value: float
    change: ThresholdChange
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
                    change=moved if is_plain and moved else ThresholdChange(figure.value - before.value),
                    judgement=None if comparison is None else comparison.judgement,
                )


def _compared(result: Result, group: GroupResult, metric: str) -> Comparison | None:
    matching = (c for c in result.comparisons if c.group == group.attributes and c.metric == metric)
    return next(matching, None)


def thresholds_in_words(result: Result) -> Iterator[Message | str]:
    """What each other threshold costs each group, of 100; nothing where there is one threshold only."""
    if not result.thresholds:
        return
    yield ""
    yield Message(
        "Other thresholds beside {threshold}, judged as one family: per 100, and how many more or fewer than now",
        {"threshold": result.plan.threshold},
    )
    for line in threshold_lines(result):
        ends = (line.change.low, line.change.high)
        low, high = (f"{end * 100:+.1f}" if end is not None else "?" for end in ends)
        values = {
            "threshold": line.threshold,
            "metric": line.metric,
            "group": _group_of(line),
            "figure": f"{line.value * 100:.1f}",
            "share": f"{line.numerator}/{line.denominator}",
            "change": f"{line.change.value * 100:+.1f}",
            "low": low,
            "high": high,
            "verdict": Message("compared with") if line.judgement is None else verdict_words(line.judgement),
        }
        yield Message(
            "  {threshold}  {metric}  {group}: {figure} ({share}), {change} ({low} to {high}); {verdict}", values
        )


def edge_in_words(result: Result) -> Iterator[Message | str]:
    """Where places by score end, and who shares the last score."""
    cut = result.edge
    if cut is None:
        return
    score = f"{cut.score / 10**cut.decimals:.{cut.decimals}f}"
    yield ""
    if not cut.tied:
        yield Message(
            "The {places} places end at the score {score}, with no tie.", {"places": cut.places, "score": score}
        )
        return
    groups = ", ".join(
        f"{attribute}={'?' if value is None else value} {cases}" for attribute, value, cases in cut.by_group
    )
    values = {"places": cut.places, "score": score, "tied": cut.tied, "left": cut.places - cut.above, "groups": groups}
    yield Message(
        "The {places} places end at the score {score}: {tied} cases share it, and {left} places are left. On the edge: "
        "{groups}.",
        values,
    )
    yield (
        Message("All on the edge are counted as yes (--ties in).")
        if result.plan.ties == "in"
        else Message("None on the edge is counted as yes (--ties out).")
    )
    if cut.changes_verdict:
        yield Message("With the opposite choice a verdict here would have been another.")


def _group_of(line: ThresholdLine) -> str:
    ((attribute, value),) = line.group.attributes
    return f"{attribute}={'?' if value is None else value}"
