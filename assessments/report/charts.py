"""Findings as rows with a track each: where the dot and the line stand, in percent of the scale.

The chart is the table: figures and marks come from the same row. Draws nothing.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assessments.gate.public_result import CROSS, OTHERS, PublicComparison, PublicGroup, PublicMetric, PublicResult
from assessments.plan.plan import Label, called
from assessments.report import metric_labels
from assessments.report.rate_labels import caption_of
from assessments.report.remarks import moved, rules_of_thumb, widest
from assessments.report.sentences import attribute_name, margin_of_chart, worse_side
from assessments.text.message import Message
from assessments.words.margin_bands import MarginBand, MarginBands, band, bands

_EVERYDAY = 100  # figures of so many people; rarer ones are of 1,000 or 10,000
STEPS = 4  # a scale has five marks: the left end and four more
_STEPS_OF = (1, 2, 3, 4, 5, 10, 15, 20, 25)  # between two marks; of 1,000 and 10,000 up to ten times as much
_LARGER_STEPS = (50, 75, 100, 150, 200, 250)


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One group. Figures are of 100; ``at``, ``start`` and ``end`` are percent of the scale, None where hidden."""

    label: str | Message
    value: str | None  # as in the data; None is "group unknown"
    size: int | None
    per_100: float | None
    low: float | None
    high: float | None
    at: float | None
    start: float | None
    end: float | None
    is_reference: bool
    hidden: str | None  # "too_few"
    band: tuple[float, float] | None = None  # percent of the scale: within it no difference matters


@dataclass(frozen=True, slots=True)
class Chart:
    """One rate for the groups of one attribute; ``ticks`` are the figures under the scale, evenly spread."""

    attribute: str
    metric: str
    caption: Message | str
    ticks: tuple[int, ...]
    rows: tuple[ChartRow, ...]
    threshold: int  # the size of a smaller group is not printed
    notes: tuple[Message, ...]
    of_periods: bool = False  # the rows are periods, not groups
    of: int = 100  # of how many the figures are given; ``ticks`` too, while rows keep other_figures of 100
    margin: Message | None = None  # what the band of the rows is
    worse_side: Message | None = None  # towards which end it is worse, where one is


@dataclass(frozen=True, slots=True)
class PeriodPoint:
    """A group in one period; ``other`` is the rate that it was compared with then, of 100."""

    period: str
    group: PublicGroup
    other: float | None


@dataclass(frozen=True, slots=True)
class _Figures:
    value: str | None
    size: int | None
    of_100: tuple[float, float, float] | None  # value, low, high
    is_reference: bool
    hidden: str | None
    crossed: tuple[tuple[str, str], ...] = ()
    of: int = 100
    band: MarginBand | None = None


def charts(public: PublicResult, language: str, others: Iterable[PublicResult] = ()) -> tuple[Chart, ...]:
    """A chart for each attribute and rate, primary rates first, from what may be published.

    ``others`` are what else a reader is shown with it: a rate has one scale in all of them, so that equal dots mean
    equal figures.
    """
    metrics = [figure.metric for figure in public.overall.figures]
    ordered = sorted(metrics, key=lambda metric: metric not in public.primary)
    others_shown = tuple(others)
    scales = {metric: _on_the_scale(public, metric, others_shown) for metric in metrics}
    return tuple(
        _rate_chart(
            public,
            (attribute, metric),
            language,
            (
                *moved(public, attribute, metric, language),
                *widest(public, attribute, metric),
                *rules_of_thumb(public, attribute, metric, language),
            ),
            scales[metric],
        )
        for attribute in public.attributes
        for metric in ordered
    )


def crossed_charts(public: PublicResult, language: str) -> tuple[Chart, ...]:
    """A chart of each primary rate for attributes crossed two and two, where those are published."""
    return tuple(
        _rate_chart(public, (pair, metric), language, (), _of_all_attributes(public, metric))
        for pair in public.pairs
        for metric in public.primary
    )


def _rate_chart(
    public: PublicResult,
    about: tuple[str, str],
    language: str,
    notes: tuple[Message, ...],
    shown: Sequence[_Figures],
) -> Chart:
    """``shown`` are the figures of this rate that a reader sees elsewhere, for the scale."""
    attribute, metric = about
    decided = bands(public, attribute, metric)
    figures = [_public(group, metric, decided.of(group.value)) for group in public.groups_of(attribute)]
    scale = [*figures, *shown]
    of = _common(scale)
    ticks, rows = _drawn(figures, attribute, public.labels, language, scale)
    return Chart(
        attribute=attribute,
        metric=metric,
        caption=_by(public, attribute, caption_of(public, metric, language, of), language),
        ticks=ticks,
        rows=rows,
        threshold=public.policy.fewest,
        notes=notes,
        of=of,
        margin=_margin(public, decided, rows, language, of),
        worse_side=worse_side(public, metric),
    )


def _margin(
    public: PublicResult, decided: MarginBands, rows: Iterable[ChartRow], language: str, of: int
) -> Message | None:
    """What the band is, where any row has one."""
    if decided.comparison is None or not any(row.band for row in rows):
        return None
    return margin_of_chart(public, decided.comparison, language, of)


def _by(public: PublicResult, attribute: str, caption: Message | str, language: str) -> Message:
    """The caption with what the groups are groups of, so that two charts of one rate are never called alike."""
    names = [attribute_name(public, name, language) for name in attribute.split(CROSS)]
    return Message("{caption}, by {attribute}", {"caption": caption, "attribute": CROSS.join(names)})


def _on_the_scale(public: PublicResult, metric: str, others: Iterable[PublicResult]) -> list[_Figures]:
    """Every figure of a rate that a reader sees, in this result and the others that give it of as many people."""
    scale = _of_all_attributes(public, metric)
    for other in others:
        other_figures = _of_all_attributes(other, metric)
        if _common(other_figures) == _common(scale):
            scale += other_figures
    return scale


def _of_all_attributes(public: PublicResult, metric: str) -> list[_Figures]:
    """Every figure of a rate, whatever the groups are groups of."""
    if not any(figure.metric == metric for figure in public.overall.figures):
        return []
    return [
        _public(group, metric, decided.of(group.value))
        for attribute in public.attributes
        for decided in (bands(public, attribute, metric),)
        for group in public.groups_of(attribute)
    ]


def _common(figures: Sequence[_Figures]) -> int:
    """Of how many all of these can be given."""
    return min((figure.of for figure in figures if figure.of_100), default=100)


def metric_chart(public: PublicResult, attribute: str, name: str, language: str) -> Chart:
    """A metric that is of 100, for the groups of an attribute."""
    other_metrics = (metric for metric in public.other_metrics if (metric.attribute, metric.name) == (attribute, name))
    figures = [_measured(metric, public.group(attribute, metric.value).size) for metric in other_metrics]
    scale = [_measured(metric, None) for metric in public.other_metrics if metric.name == name]
    ticks, rows = _drawn(figures, attribute, public.labels, language, scale)
    return Chart(
        attribute=attribute,
        metric=name,
        caption=_by(public, attribute, metric_labels.caption(public, name, language), language),
        ticks=ticks,
        rows=rows,
        threshold=public.policy.fewest,
        notes=(),
    )


def _measured(metric: PublicMetric, size: int | None) -> _Figures:
    of_100 = None
    if metric.figure is not None and metric.low is not None and metric.high is not None:
        of_100 = (metric.figure, metric.low, metric.high)
    return _Figures(
        value=metric.value, size=size, of_100=of_100, is_reference=metric.is_reference, hidden=metric.hidden
    )


def period_chart(
    public: PublicResult,
    comparison: PublicComparison,
    points: Sequence[PeriodPoint],
    language: str,
    others: Iterable[PublicResult] = (),
) -> Chart:
    """The rates of the two that are compared, a row for each of them and each period: who has moved can be seen."""
    figures = [
        _public(point.group, comparison.metric, None if point.other is None else band(public, point.other))
        for point in points
    ]
    scale = [*figures, *_on_the_scale(public, comparison.metric, others)]
    of = _common(scale)
    ticks, rows = _drawn(figures, comparison.attribute, public.labels, language, scale)
    named = tuple(
        replace(row, label=Message("{group}, {period}", {"group": row.label, "period": point.period}))
        for row, point in zip(rows, points, strict=True)
    )
    by_attribute = _by(public, comparison.attribute, caption_of(public, comparison.metric, language, of), language)
    title = Message("{caption}, over time", {"caption": by_attribute})
    return Chart(
        attribute=comparison.attribute,
        metric=comparison.metric,
        caption=title,
        ticks=ticks,
        rows=named,
        threshold=public.policy.fewest,
        notes=(),
        of_periods=True,
        of=of,
        margin=_margin(public, bands(public, comparison.attribute, comparison.metric), rows, language, of),
        worse_side=worse_side(public, comparison.metric),
    )


def _public(group: PublicGroup, metric: str, decided: MarginBand | None = None) -> _Figures:
    figure = group.figure(metric)
    of_100 = None
    if figure.per_100 is not None and figure.low is not None and figure.high is not None:
        of_100 = (figure.per_100, figure.low, figure.high)
    return _Figures(
        value=group.value,
        size=group.size,
        of_100=of_100,
        is_reference=group.is_reference,
        hidden=figure.hidden,
        crossed=group.crossed,
        of=figure.of,
        band=decided,
    )


def _drawn(
    figures: list[_Figures],
    attribute: str,
    labels: tuple[Label, ...],
    language: str,
    scale: Sequence[_Figures] = (),
) -> tuple[tuple[int, ...], tuple[ChartRow, ...]]:
    """``scale``: the figures that the scale has to hold, where other charts have the same one."""
    scale = scale or figures
    of = _common(scale)
    highest = max((_end(figure, of) for figure in scale if figure.of_100), default=0) * of / 100
    step = next(
        (step for step in (*_STEPS_OF, *(_LARGER_STEPS if of > 100 else ())) if step * STEPS >= highest),
        _STEPS_OF[-1] * of // 100,
    )
    ticks = tuple(step * number for number in range(STEPS + 1))
    rows = (_row(figure, _label_of(figure, labels, attribute, language), ticks[-1] * 100 / of) for figure in figures)
    return ticks, tuple(rows)


def _end(figure: _Figures, of: int) -> float:
    """How far the scale has to reach for it: with its band, unless rates are so rare that this would hide them."""
    high = figure.of_100[2] if figure.of_100 else 0.0
    return max(high, figure.band.high) if figure.band and of == _EVERYDAY else high


def _row(figure: _Figures, label: str | Message, end_of_scale: float) -> ChartRow:
    per_100, low, high = figure.of_100 or (None, None, None)
    at, start, end = (None if number is None else _percent(number, end_of_scale) for number in (per_100, low, high))
    return ChartRow(
        label=label,
        value=figure.value,
        size=figure.size,
        per_100=per_100,
        low=low,
        high=high,
        at=at,
        start=start,
        end=end,
        is_reference=figure.is_reference,
        hidden=figure.hidden if figure.of_100 is None else None,
        band=_on_track(figure.band, end_of_scale),
    )


def _on_track(decided: MarginBand | None, end_of_scale: float) -> tuple[float, float] | None:
    """Where the band lies; None where it would cover the whole track and so show nothing."""
    if decided is None:
        return None
    start, end = _percent(decided.low, end_of_scale), _percent(decided.high, end_of_scale)
    return None if (start, end) == (0.0, 100.0) else (start, end)


def _percent(number: float, end_of_scale: float) -> float:
    return min(100.0, math.floor(number / end_of_scale * 1000 + 0.5) / 10)


def _label_of(figure: _Figures, labels: tuple[Label, ...], attribute: str, language: str) -> str | Message:
    """The group's name; of a crossing both, as "Women, people under 30"."""
    if not figure.crossed:
        return _label(labels, attribute, figure.value, language)
    names = ", ".join(called(labels, name, value, language) or value for name, value in figure.crossed)
    return names[:1].upper() + names[1:]


def _label(labels: tuple[Label, ...], attribute: str, value: str | None, language: str) -> str | Message:
    if value is None:
        return Message("Group unknown")
    if value == OTHERS:
        return Message("Other groups, each too small to be shown")
    name = called(labels, attribute, value, language)
    return name[:1].upper() + name[1:] if name else value
