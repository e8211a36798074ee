"""Metrics that are no simple rates, as a resident reads them: charts where they are of 100, else plain rows. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.gate.public_result import OTHERS, PublicComparison, PublicMetric, PublicResult
from assessments.plan.plan import called
from assessments.report import metric_labels
from assessments.report import sentences as wording
from assessments.report.charts import Chart, metric_chart
from assessments.statistics.verdict import Verdict
from assessments.text.message import Message
from assessments.words.comparing import TwoGroups, numbers, who_differs, worse_first
from assessments.words.phrases import FORMS, Words


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One group, in the unit of the metric; no figures where there were too few."""

    label: str | Message
    figure: float | None
    low: float | None
    high: float | None
    is_reference: bool


@dataclass(frozen=True, slots=True)
class MetricTable:
    caption: Message | str
    rows: tuple[MetricRow, ...]
    decimals: int


@dataclass(frozen=True, slots=True)
class MetricFinding:
    """A group compared with the reference in one metric."""

    verdict: Verdict
    title: Message | str
    headline: Message
    sentences: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class MetricReportPage:
    decides: bool
    titles: tuple[Message, ...]  # what it is about
    intro: tuple[Message, ...]
    findings: tuple[MetricFinding, ...]
    charts: tuple[Chart, ...]
    tables: tuple[MetricTable, ...]


def metric_report(public: PublicResult, language: str) -> MetricReportPage | None:
    """None where the test has no such metrics. Only differences are listed, unless metrics decide: then all."""
    if not any(metric.figure is not None for metric in public.other_metrics):
        return None
    names = tuple(dict.fromkeys(metric.name for metric in public.other_metrics))
    findings = [
        finding
        for finding in _findings(public, language)
        if finding.verdict is Verdict.DIFFERENCE or public.other_metrics_decide
    ]
    order = list(wording.VERDICT_WORDS)
    return MetricReportPage(
        decides=public.other_metrics_decide,
        titles=tuple(metric_labels.title(name, public.yes_means) for name in names),
        intro=(_AUDIT,) if "true_positive_share" in names else (),
        findings=tuple(sorted(findings, key=lambda finding: order.index(finding.verdict))),
        charts=tuple(
            metric_chart(public, attribute, name, language)
            for attribute in public.attributes
            for name in names
            if _has_figures(public, attribute, name) and not metric_labels.has_own_unit(name)
        ),
        tables=tuple(
            _table(public, attribute, name, language)
            for attribute in public.attributes
            for name in names
            if _has_figures(public, attribute, name) and metric_labels.has_own_unit(name)
        ),
    )


_AUDIT = Message(
    "The figures are worked out from the cases that got a yes, and from a random sample that was checked as well. So "
    "they say something about everybody, though not everybody was checked."
)


def _of(public: PublicResult, attribute: str | None, name: str) -> list[PublicMetric]:
    return [metric for metric in public.other_metrics if (metric.attribute, metric.name) == (attribute, name)]


def _has_figures(public: PublicResult, attribute: str, name: str) -> bool:
    return any(metric.figure is not None for metric in _of(public, attribute, name))


def _table(public: PublicResult, attribute: str, name: str, language: str) -> MetricTable:
    everybody = [
        MetricRow(
            label=Message("Everybody"), figure=metric.figure, low=metric.low, high=metric.high, is_reference=False
        )
        for metric in _of(public, None, name)
    ]
    rows = [
        MetricRow(
            label=_label(public, measured, language),
            figure=measured.figure,
            low=measured.low,
            high=measured.high,
            is_reference=measured.is_reference,
        )
        for measured in _of(public, attribute, name)
    ]
    shown = [number for row in (*everybody, *rows) for number in (row.figure, row.low, row.high) if number is not None]
    return MetricTable(metric_labels.caption(public, name, language), (*everybody, *rows), _decimals(shown))


def _decimals(numbers: Iterable[float]) -> int:
    """As many as the most exact of them needs: they are rounded already."""
    return max((len(f"{number:.6f}".rstrip("0").partition(".")[2]) for number in numbers), default=0)


def _label(public: PublicResult, metric: PublicMetric, language: str) -> str | Message:
    if metric.value is None:
        return Message("Group unknown")
    if metric.value == OTHERS:
        return Message("Other groups, each too small to be shown")
    name = called(public.labels, str(metric.attribute), metric.value, language)
    return name[:1].upper() + name[1:] if name else metric.value


def _findings(public: PublicResult, language: str) -> Iterator[MetricFinding]:
    for metric in public.other_metrics:
        if metric.verdict is None or metric.attribute is None or metric.value is None:
            continue
        reference = next(other for other in _of(public, metric.attribute, metric.name) if other.is_reference)
        comparison = PublicComparison(
            attribute=metric.attribute,
            value=metric.value,
            reference=str(reference.value),
            metric=metric.name,
            primary=False,
            verdict=metric.verdict,
            because=metric.because,
            difference=None,
            low=None,
            high=None,
            smallest_visible=None,
        )
        yield _finding(public, metric, reference, comparison, language)


def _finding(
    public: PublicResult, own: PublicMetric, other: PublicMetric, comparison: PublicComparison, language: str
) -> MetricFinding:
    name = own.name
    group = wording.group_name(public, comparison.attribute, comparison.value, language)
    reference = wording.others_name(public, comparison, language)
    sides = ((group, own), (reference, other))
    headline = wording.headline(public, comparison, language)
    both: tuple[Message, ...] = ()
    if own.figure is not None and other.figure is not None and name in FORMS:
        headline, both = _of_a_rate(public, own, other, (group, reference), headline, language)
    elif own.verdict is Verdict.DIFFERENCE and own.figure is not None and other.figure is not None:
        higher, lower = (group, reference) if own.figure > other.figure else (reference, group)
        headline = metric_labels.who_differs(name, higher, lower) or headline
    return MetricFinding(
        verdict=comparison.verdict,
        title=metric_labels.caption(public, name, language),
        headline=headline,
        sentences=(
            *metric_labels.explained(name),
            *both,
            *(metric_labels.for_a_group(name, _values(called, side, language)) for called, side in sides),
            *wording.how_sure(comparison),
        ),
    )


def _of_a_rate(
    public: PublicResult,
    own: PublicMetric,
    other: PublicMetric,
    names: tuple[Words, Words],
    headline: Message,
    language: str,
) -> tuple[Message, tuple[Message, ...]]:
    """The same for a rate that was worked out: who is worse off, and how many of each."""
    rate, reference = round(own.figure or 0), round(other.figure or 0)
    two = TwoGroups(metric=own.name, group=names[0], reference=names[1], rate=rate, other=reference, of=100)
    if own.verdict is not Verdict.DIFFERENCE or own.figure == other.figure:
        return headline, (numbers(public, two, language),)
    is_more = (own.figure or 0) > (other.figure or 0)
    who = Message("{who}.", {"who": who_differs(public, two, is_more=is_more, language=language)})
    return who, (numbers(public, worse_first(public, two, is_more=is_more), language),)


def _values(group: object, measured: PublicMetric, language: str) -> dict[str, object]:
    figures = (
        (name, number or 0.0)
        for name, number in (("a", measured.figure), ("low", measured.low), ("high", measured.high))
    )
    values = {name: metric_labels.signed(measured.name, number, _number(number, language)) for name, number in figures}
    return {"group": group, **values}


def _number(number: float | None, language: str) -> str:
    text = f"{number or 0:.6f}".rstrip("0").rstrip(".").replace("-", "−")
    return text.replace(".", ",") if language == "sv" else text
