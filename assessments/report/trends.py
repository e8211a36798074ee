"""The same test over several periods: how a gap has gone, and whether it has changed. From what is printed alone.

Pure. Which results are of the same plan, and which of them a reader may see, is decided above.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from assessments.gate.public_result import PublicComparison, PublicResult
from assessments.plan.periods import in_words
from assessments.report.charts import Chart, period_chart
from assessments.report.rate_labels import title
from assessments.report.sentences import group_name, others_name
from assessments.statistics.verdict import Verdict
from assessments.text.message import Message

LEAST = 2  # periods


@dataclass(frozen=True, slots=True)
class Course:
    """One rate of one group and of the reference, period by period: a sentence on the last change, and a chart."""

    title: Message
    sentences: tuple[Message, ...]
    chart: Chart
    is_grave: bool  # there is a *difference* now, or there was one before


@dataclass(frozen=True, slots=True)
class TrendChange:
    """How much a gap has grown from one period to the next, of 100; below 0 it has shrunk."""

    by: int
    low: float
    high: float


def line_up(public: PublicResult, others: Iterable[PublicResult]) -> tuple[PublicResult, ...]:
    """Results of the same plan on other periods, in the order of time, this one last; later ones are left out."""
    earlier = {
        other.period: other
        for other in others
        if other.plan_sha256 == public.plan_sha256 and other.period and other.period < public.period
    }
    return (*(earlier[period] for period in sorted(earlier)), public)


def courses(public: PublicResult, others: Iterable[PublicResult], language: str) -> tuple[Course, ...]:
    """A course for each primary comparison that is printed in at least two periods, this one among them."""
    periods = line_up(public, others)
    trends = []
    for comparison in public.comparisons:
        series = [(result, same) for result in periods if (same := _same(result, comparison)) is not None]
        if comparison.primary and len(series) >= LEAST and series[-1][0] is public:
            trends.append(_course(series, language))
    return tuple(trends)


def _same(result: PublicResult, comparison: PublicComparison) -> PublicComparison | None:
    """The same comparison in another period, where its gap is printed."""
    names = ("attribute", "value", "reference", "metric", "against")
    return next(
        (
            candidate
            for candidate in result.comparisons
            if candidate.difference is not None
            and all(getattr(candidate, name) == getattr(comparison, name) for name in names)
        ),
        None,
    )


def _course(series: Sequence[tuple[PublicResult, PublicComparison]], language: str) -> Course:
    (before, earlier), (now, latest) = series[-2:]
    names = {
        "group": group_name(now, latest.attribute, latest.value, language),
        "reference": others_name(now, latest, language),
    }
    gaps = {
        "before": abs(earlier.difference or 0),
        "now": abs(latest.difference or 0),
        "period": in_words(before.period, language),
    }
    both = Message(
        "The gap between {group} and {reference} was {before} of 100 in {period}, and is {now} of 100 now.",
        names | gaps,
    )
    points = [(in_words(result.period, language), result.group(same.attribute, same.value)) for result, same in series]
    chart = period_chart(now, latest, points, language)
    sentences = both, judged(change(earlier, latest), float(now.margin))
    is_grave = any(comparison.verdict is Verdict.DIFFERENCE for comparison in (earlier, latest))
    return Course(title=title(latest.metric, now.yes_means), sentences=sentences, chart=chart, is_grave=is_grave)


def change(earlier: PublicComparison, latest: PublicComparison) -> TrendChange:
    """Formula: d = |g₂| - |g₁|, from d - √((g₂-l₂)² + (u₁-g₁)²) to d + √((u₂-g₂)² + (g₁-l₁)²), g the printed gaps.

    Where a gap has changed sides, the one that is now counts as below 0. Unit: of 100. Source: Zou & Donner, Stat. in
    Medicine 27 (2008) 1693-1702, for two independent estimates.
    """
    sign = -1 if (earlier.difference or 0) < 0 else 1
    (g1, l1, u1), (g2, l2, u2) = (_turned(comparison, sign) for comparison in (earlier, latest))
    by = g2 - g1
    return TrendChange(by, by - hypot(g2 - l2, u1 - g1), by + hypot(u2 - g2, g1 - l1))


def _turned(comparison: PublicComparison, sign: int) -> tuple[int, int, int]:
    """Gap and ends, with the earlier gap above 0."""
    gap, low, high = comparison.difference or 0, comparison.low or 0, comparison.high or 0
    return (gap, low, high) if sign > 0 else (-gap, -high, -low)


def judged(trend: TrendChange, margin: float) -> Message:
    """Whether the change is sure, surely too small to matter, or neither."""
    if trend.low > 0 or trend.high < 0:
        values = {"by": abs(trend.by)}
        if trend.by > 0:
            return Message("It has grown by {by} of 100, which is hardly chance.", values)
        return Message("It has shrunk by {by} of 100, which is hardly chance.", values)
    if -margin < trend.low and trend.high < margin:
        return Message("It has with great certainty not changed in a way that matters.")
    return Message("Whether it has really changed, we cannot say: that may be chance.")
