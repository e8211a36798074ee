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
    caption: Message
    rows: tuple[MetricRow, ...]
    decimals: int


@dataclass(frozen=True, slots=True)
class MetricFinding:
    """A group compared with the reference in one metric."""

    verdict: Verdict
    title: Message
    headline: Message
    sentences: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class MetricReportPage:
    decides: bool
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
    "they tell of everybody, though not everybody was checked."
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
    return MetricTable(metric_labels.caption(name, public.yes_means), (*everybody, *rows), _decimals(shown))


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
            because=None,
            difference=None,
            low=None,
            high=None,
            smallest_visible=None,
        )
        names = {
            "group": wording.group_name(public, metric.attribute, metric.value, language),
            "reference": wording.others_name(public, comparison, language),
        }
        figures = [number for side in (metric, reference) for number in (side.figure or 0.0, side.low, side.high)]
        a, a_low, a_high, b, b_low, b_high = (_number(number, language) for number in figures)
        values = {**names, "a": a, "a_low": a_low, "a_high": a_high, "b": b, "b_low": b_low, "b_high": b_high}
        yield MetricFinding(
            verdict=metric.verdict,
            title=metric_labels.caption(metric.name, public.yes_means),
            headline=wording.headline(public, comparison, language),
            sentences=(
                Message("For {group}: {a}, with great certainty {a_low} to {a_high}.", values),
                Message("For {reference}: {b}, with great certainty {b_low} to {b_high}.", values),
            ),
        )


def _number(number: float | None, language: str) -> str:
    text = f"{number or 0:.6f}".rstrip("0").rstrip(".").replace("-", "−")
    return text.replace(".", ",") if language == "sv" else text
