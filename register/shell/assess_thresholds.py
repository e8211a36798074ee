"""Several thresholds of one score, as ``insyn assess`` prints them: a line for each threshold, rate and group."""

from collections.abc import Iterator

from assessments.report.sentences import verdict_words
from assessments.report.threshold_tables import ThresholdLine, threshold_lines
from assessments.results.result import Result
from assessments.text.message import Message


def thresholds(result: Result) -> Iterator[Message | str]:
    """What each other threshold costs each group, of 100; nothing where there is one threshold only."""
    if not result.thresholds:
        return
    yield ""
    yield Message(
        "Other thresholds beside {threshold}, judged as one family: of 100, and how many more or fewer than now",
        {"threshold": result.plan.threshold},
    )
    for line in threshold_lines(result):
        ends = (line.change.low, line.change.high)
        low, high = (f"{end * 100:+.1f}" if end is not None else "?" for end in ends)
        values = {
            "threshold": line.threshold,
            "metric": line.metric,
            "group": _name(line),
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


def _name(line: ThresholdLine) -> str | Message:
    ((attribute, value),) = line.group.attributes
    return f"{attribute}={value}" if value is not None else Message("(unknown)")
