"""The same test over several periods: how a gap has gone, and whether it has changed. From what is printed alone.

Pure. Which results are of the same plan, and which of them a reader may see, is decided above.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import erfc, hypot, sqrt

from assessments.gate.public_result import PublicComparison, PublicResult
from assessments.plan.periods import in_words, months
from assessments.report import movement
from assessments.report.charts import Chart, period_chart
from assessments.report.rate_labels import title
from assessments.report.sentences import group_name, others_name, whole_of
from assessments.statistics.intervals import Z_95
from assessments.statistics.significance import LEVEL, holm, surely
from assessments.statistics.verdict import UNAGREED, Verdict
from assessments.text.message import Message

LEAST = 2  # periods
Point = tuple[PublicResult, PublicComparison]


@dataclass(frozen=True, slots=True)
class Course:
    """One rate of one group and of the reference, period by period: sentences on how it has gone, and a chart."""

    title: Message
    sentences: tuple[Message, ...]
    chart: Chart
    is_grave: bool  # there is a *difference* now, or there was one before


@dataclass(frozen=True, slots=True)
class TrendChange:
    """How much a gap has grown from the first period to the last, of 100; below 0 it has shrunk. ``low`` and ``high``
    are the ends of its 95 % interval. ``p_value`` is of no change at all.
    """

    by: float
    low: float
    high: float

    @property
    def p_value(self) -> float:
        """Formula: erfc(z·|by| / (w·√2)), w the interval's length on the side of 0 and z its 1.96."""
        width = self.by - self.low if self.by > 0 else self.high - self.by
        return erfc(Z_95 * abs(self.by) / (width * sqrt(2))) if width > 0 else 1.0

    def is_inside(self, margin: float, z: float) -> bool:
        wider = z / Z_95
        low, high = self.by - (self.by - self.low) * wider, self.by + (self.high - self.by) * wider
        return -margin < low and high < margin


def line_up(public: PublicResult, others: Iterable[PublicResult]) -> tuple[PublicResult, ...]:
    """Results of the same plan on other periods, in the order of time, this one last; later ones are left out.

    Periods that share a month are never compared, for one then holds people of the other: of those that do, the one
    stays that ends last, and of these the one that is as long as this one.
    """
    earlier = {
        other.period: other
        for other in others
        if other.plan_sha256 == public.plan_sha256 and other.period and other.period < public.period
    }
    length, compared = len(months(public.period)), [public]
    by_end = sorted(earlier, key=lambda period: (-max(months(period)), abs(len(months(period)) - length)))
    for period in by_end:
        if not any(months(period) & months(other.period) for other in compared):
            compared.append(earlier[period])
    return tuple(sorted(compared, key=lambda result: result.period))


def courses(public: PublicResult, others: Iterable[PublicResult], language: str) -> tuple[Course, ...]:
    """A course for each primary comparison that is printed in at least two periods, this one among them.

    All of them are one family: a stable gap is said to have changed on at most 5 of 100 pages (Holm).
    """
    periods = line_up(public, others)
    series = []
    for comparison in public.comparisons:
        points = [(result, same) for result in periods if (same := _same(result, comparison)) is not None]
        if comparison.primary and len(points) >= LEAST and points[-1][0] is public:
            series.append(points)
    lines = zip(series, *family([trend(points) for points in series], map(_margin_next_to, series)), strict=True)
    return tuple(_course(points, change, is_sure, is_alike, language) for points, change, is_sure, is_alike in lines)


def family(
    trends: Sequence[TrendChange], margins: Iterable[float]
) -> tuple[Sequence[TrendChange], tuple[bool, ...], tuple[bool, ...]]:
    """Each with whether it is sure, and whether it is surely too small to matter, all of them together."""
    p_values = holm([trend.p_value for trend in trends])
    alike = surely([partial(trend.is_inside, most) for trend, most in zip(trends, margins, strict=True)])
    return trends, tuple(p <= LEVEL for p in p_values), alike


def _margin_next_to(series: Sequence[Point]) -> float:
    """The smallest gap that matters, of 100; of a ratio margin, the one that follows from the other rate."""
    result, comparison = series[-1]
    return 100 * result.judged_by.gap_at((comparison.other or 0) / 100)


def _same(result: PublicResult, comparison: PublicComparison) -> PublicComparison | None:
    """The same comparison in another period, where its gap is printed and people who judged agreed on it."""
    names = ("attribute", "value", "reference", "metric", "against")
    return next(
        (
            candidate
            for candidate in result.comparisons
            if candidate.difference is not None
            and candidate.because not in UNAGREED
            and all(getattr(candidate, name) == getattr(comparison, name) for name in names)
        ),
        None,
    )


def _course(series: Sequence[Point], change: TrendChange, is_sure: bool, is_alike: bool, language: str) -> Course:
    before, latest = series[0] if is_sure else series[-2], series[-1]
    now, comparison = latest
    names = {
        "group": group_name(now, comparison.attribute, comparison.value, language),
        "reference": others_name(now, comparison, language),
    }
    of = min(same.of for _, same in series)
    gaps = {
        "before": abs(whole_of(before[1].difference or 0, of)),
        "now": abs(whole_of(comparison.difference or 0, of)),
        "period": in_words(before[0].period, language),
        "of": of,
    }
    both = Message(
        "The gap between {group} and {reference} was {before} of {of} in {period}, and is {now} of {of} now.",
        names | gaps,
    )
    sentences = judged(change, of, is_sure=is_sure, is_alike=is_alike, periods=len(series))
    moved = movement.moved(before, latest, names, of, change.by) if is_sure else ()
    points = [(in_words(result.period, language), result.group(same.attribute, same.value)) for result, same in series]
    return Course(
        title=title(comparison.metric, now.yes_means),
        sentences=(both, sentences, *moved),
        chart=period_chart(now, comparison, points, language),
        is_grave=any(same.verdict is Verdict.DIFFERENCE for _, same in series),
    )


def trend(series: Sequence[Point]) -> TrendChange:
    """Of two periods the change between them; of more the slope of a line through all gaps, over the whole time.

    Formula of the slope: weighted least squares of g on the middle of each period, weights 1/v; by = slope·(t_k -
    t_1), v = ((u - l) / 2z)², which holds what rounding adds, and at least the mean of all v.
    Unit: of 100. Source: Draper & Smith, Applied Regression Analysis (1998), 9.2; the test of Cochran and Armitage
    (Biometrics 11 (1955) 375) for gaps.
    """
    if len(series) == LEAST:
        return change(series[0][1], series[-1][1])
    sign = -1 if (series[0][1].difference or 0) < 0 else 1
    figures = [_turned(comparison, sign) for _, comparison in series]
    times = [(min(months(result.period)) + max(months(result.period))) / 2 for result, _ in series]
    variances = [((high - low) / (2 * Z_95)) ** 2 for _, low, high in figures]
    usual = sum(variances) / len(variances)
    weights = [1 / max(variance, usual) for variance in variances]  # a rare draw must not look surer than the others
    middle = sum(w * t for w, t in zip(weights, times, strict=True)) / sum(weights)
    spread = sum(w * (t - middle) ** 2 for w, t in zip(weights, times, strict=True))
    slope = sum(w * (t - middle) * gap for w, t, (gap, _, _) in zip(weights, times, figures, strict=True)) / spread
    span = times[-1] - times[0]
    half = Z_95 * span / sqrt(spread)
    return TrendChange(slope * span, slope * span - half, slope * span + half)


def change(earlier: PublicComparison, latest: PublicComparison) -> TrendChange:
    """Formula: d = g₂ - g₁, from d - √((g₂-l₂)² + (u₁-g₁)²) to d + √((u₂-g₂)² + (g₁-l₁)²), g the printed gaps, whose
    ends hold what rounding adds.

    Where a gap has changed sides, the one that is now counts as below 0. Unit: of 100. Source: Zou & Donner, Stat. in
    Medicine 27 (2008) 1693-1702, for two independent estimates.
    """
    sign = -1 if (earlier.difference or 0) < 0 else 1
    (g1, l1, u1), (g2, l2, u2) = (_turned(comparison, sign) for comparison in (earlier, latest))
    by = g2 - g1
    return TrendChange(by, by - hypot(g2 - l2, u1 - g1), by + hypot(u2 - g2, g1 - l1))


def _turned(comparison: PublicComparison, sign: int) -> tuple[float, float, float]:
    """Gap and ends, with the earlier gap above 0."""
    gap, low, high = comparison.difference or 0, comparison.low or 0, comparison.high or 0
    return (gap, low, high) if sign > 0 else (-gap, -high, -low)


def judged(change: TrendChange, of: int = 100, *, is_sure: bool, is_alike: bool, periods: int = LEAST) -> Message:
    """Whether the change is sure, surely too small to matter, or neither."""
    if is_sure:
        values = {"by": abs(whole_of(change.by, of)), "of": of}
        if periods > LEAST and change.by > 0:
            return Message("Over all these periods it has grown by about {by} of {of}, which is hardly chance.", values)
        if periods > LEAST:
            return Message(
                "Over all these periods it has shrunk by about {by} of {of}, which is hardly chance.", values
            )
        if change.by > 0:
            return Message("It has grown by {by} of {of}, which is hardly chance.", values)
        return Message("It has shrunk by {by} of {of}, which is hardly chance.", values)
    if is_alike:
        return Message("It has with great certainty not changed in a way that matters.")
    return Message("Whether it has really changed, we cannot say: that may be chance.")
