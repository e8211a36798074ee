"""The same test over several periods: how a gap has gone, and whether it has changed. From what is printed alone.

Pure. Which results are of the same plan, and which of them a reader may see, is decided above.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import erfc, hypot, sqrt

from assessments.gate.public_result import PublicComparison, PublicResult
from assessments.plan.periods import in_words, months
from assessments.report import movement
from assessments.report.charts import Chart, PeriodPoint, period_chart
from assessments.report.rate_labels import title_of
from assessments.report.sentences import group_name, others_name
from assessments.statistics.intervals import Z_95
from assessments.statistics.significance import LEVEL, holm, surely
from assessments.statistics.verdict import UNAGREED, Verdict
from assessments.text.message import Message
from assessments.words.comparing import TwoGroups, numbers
from assessments.words.gaps import whole_of

LEAST = 2  # periods
Point = tuple[PublicResult, PublicComparison]


@dataclass(frozen=True, slots=True)
class Course:
    """One rate of one group and of the reference, period by period: sentences on how it has gone, and a chart."""

    title: Message | str
    about: Message  # the two that are compared
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
    others_shown = tuple(others)
    periods = line_up(public, others_shown)
    series = []
    for comparison in public.comparisons:
        points = [(result, same) for result in periods if (same := _same(result, comparison)) is not None]
        if comparison.primary and len(points) >= LEAST and points[-1][0] is public:
            series.append(points)
    lines = zip(series, *family([trend(points) for points in series], map(_margin_next_to, series)), strict=True)
    return tuple(
        _course(
            points,
            change,
            language,
            others_shown,
            is_sure=is_sure and _shows(points, change),
            is_alike=is_alike and _spread(points) <= _margin_next_to(points),
        )
        for points, change, is_sure, is_alike in lines
    )


def _spread(series: Sequence[Point]) -> float:
    """How far the gaps of all periods lie apart, of 100: readers see them, whatever a line through them says."""
    gaps = [comparison.difference or 0 for _, comparison in series]
    return max(gaps) - min(gaps)


def _shows(series: Sequence[Point], change: TrendChange) -> bool:
    """Whether readers can see the change: it is not printed as nought, and a line through all periods goes the way
    that the first and the last gap go.
    """
    (_, first), (_, latest) = series[0], series[-1]
    way = _side_of(first, latest) * ((latest.difference or 0) - (first.difference or 0))
    return whole_of(abs(change.by), _of(series)) > 0 and way * change.by > 0


def _of(series: Sequence[Point]) -> int:
    return min(comparison.of for _, comparison in series)


def _side_of(first: PublicComparison, latest: PublicComparison) -> int:
    """-1 where the gap was below 0 at first, or is now and there was none at first; else 1."""
    return -1 if (first.difference or latest.difference or 0) < 0 else 1


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


def _course(
    series: Sequence[Point],
    change: TrendChange,
    language: str,
    others_shown: Sequence[PublicResult],
    *,
    is_sure: bool,
    is_alike: bool,
) -> Course:
    before, latest = series[0] if is_sure else series[-2], series[-1]
    now, comparison = latest
    names = {
        "group": group_name(now, comparison.attribute, comparison.value, language),
        "reference": others_name(now, comparison, language),
    }
    of = _of(series)
    rates = movement.rates_of(before, latest, of)
    two = TwoGroups(metric=comparison.metric, rate=rates["a"], other=rates["c"], of=of, **names)
    earlier = {"period": in_words(before[0].period, language), "numbers": numbers(now, two, language)}
    both = Message("{period}: {numbers} Now it is {b} and {d}.", {**earlier, **rates})
    turned = (before[1].difference or 0) * (comparison.difference or 0) < 0
    verdict = judged(change, of, is_sure=is_sure, is_alike=is_alike, periods=len(series), turned=turned)
    is_apart = is_sure and _differs_from_figures(rates, verdict, periods=len(series), turned=turned)
    rounded = (_ROUNDED_APART,) if is_apart else ()
    moved = movement.moved(before, latest, names, of, change.by) if is_sure else ()
    values = (comparison.value, *((comparison.reference,) if comparison.against == "reference" else ()))
    points = [
        PeriodPoint(in_words(result.period, language), result.group(same.attribute, value), same.other)
        for value in values
        for result, same in series
    ]
    return Course(
        title=title_of(now, comparison.metric, language),
        about=Message("{group} and {reference}", names),
        sentences=(both, verdict, *rounded, *moved),
        chart=period_chart(now, comparison, points, language, others_shown),
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
    sign = _side_of(series[0][1], series[-1][1])
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

    Where a gap has changed sides, the one that is now counts as below 0; where there was none, as above. Unit: of 100.
    Source: Zou & Donner, Stat. in Medicine 27 (2008) 1693-1702, for two independent estimates.
    """
    sign = _side_of(earlier, latest)
    (g1, l1, u1), (g2, l2, u2) = (_turned(comparison, sign) for comparison in (earlier, latest))
    by = g2 - g1
    return TrendChange(by, by - hypot(g2 - l2, u1 - g1), by + hypot(u2 - g2, g1 - l1))


def _turned(comparison: PublicComparison, sign: int) -> tuple[float, float, float]:
    """PrintedGap and ends, with the earlier gap above 0."""
    gap, low, high = comparison.difference or 0, comparison.low or 0, comparison.high or 0
    return (gap, low, high) if sign > 0 else (-gap, -high, -low)


def judged(
    change: TrendChange, of: int = 100, *, is_sure: bool, is_alike: bool, periods: int = LEAST, turned: bool = False
) -> Message:
    """Whether the change is sure, surely too small to matter, or neither. ``turned``: it goes the other way now."""
    if is_sure:
        values = {"by": abs(whole_of(change.by, of)), "of": of}
        return replace(_moved(change, turned=turned, periods=periods), values=values)
    if is_alike:
        return Message("The difference has probably not changed in a way that matters.")
    return Message("We cannot say whether the difference has really changed. What we see may be due to chance.")


def _differs_from_figures(rates: Mapping[str, int], verdict: Message, *, periods: int, turned: bool) -> bool:
    """Whether the four printed figures, each rounded by itself, seem to show another change than the gaps."""
    then, now = rates["a"] - rates["c"], rates["b"] - rates["d"]
    is_turned = then * now < 0
    step = abs(now) - abs(then)
    if is_turned or turned:
        return is_turned is not turned or (periods == LEAST and abs(now - then) != verdict.values["by"])
    grows = verdict.msgid in (_GROWN.msgid, _GROWN_ALL_THE_TIME.msgid)
    return (step > 0) is not grows or step == 0 or (periods == LEAST and abs(step) != verdict.values["by"])


def _moved(change: TrendChange, *, turned: bool, periods: int) -> Message:
    if turned:
        return Message(
            "The difference now goes the other way. It has changed by {by} in {of}, which is probably not due to "
            "chance."
        )
    if periods > LEAST:
        return _GROWN_ALL_THE_TIME if change.by > 0 else _SHRUNK_ALL_THE_TIME
    return _GROWN if change.by > 0 else _SHRUNK


_ROUNDED_APART = Message("The figures are rounded, so they do not show exactly this change.")
_GROWN_ALL_THE_TIME = Message(
    "Over all these periods the difference has grown by about {by} in {of}, which is probably not due to chance."
)
_SHRUNK_ALL_THE_TIME = Message(
    "Over all these periods the difference has shrunk by about {by} in {of}, which is probably not due to chance."
)
_GROWN = Message("The difference has grown by {by} in {of}, which is probably not due to chance.")
_SHRUNK = Message("The difference has shrunk by {by} in {of}, which is probably not due to chance.")
