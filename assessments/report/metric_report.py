"""Measures that are no simple rates, as a resident reads them: charts where they are of 100, else plain rows. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.gate.public_result import OTHERS, PublicComparison, PublicMeasure, PublicResult
from assessments.plan.plan import called
from assessments.report import metric_labels
from assessments.report import sentences as wording
from assessments.report.charts import Chart, measure_chart
from assessments.statistics.verdict import Verdict
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One group, in the unit of the measure; no figures where there were too few."""

    label: str | Message
    figure: float | None
    low: float | None
    high: float | None
    is_reference: bool


@dataclass(frozen=True, slots=True)
class MeasureTable:
    caption: Message
    rows: tuple[MeasureRow, ...]
    decimals: int


@dataclass(frozen=True, slots=True)
class MetricFinding:
    """A group compared with the reference in one measure."""

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
    tables: tuple[MeasureTable, ...]


def measure_report(public: PublicResult, language: str) -> MetricReportPage | None:
    """None where the test has no such measures. Only differences are listed, unless measures decide: then all."""
    if not any(measure.figure is not None for measure in public.measures):
        return None
    names = tuple(dict.fromkeys(measure.measure for measure in public.measures))
    findings = [
        finding
        for finding in _findings(public, language)
        if finding.verdict is Verdict.DIFFERENCE or public.measures_decide
    ]
    order = list(wording.VERDICT_WORDS)
    return MetricReportPage(
        decides=public.measures_decide,
        intro=(_AUDIT,) if "true_positive_share" in names else (),
        findings=tuple(sorted(findings, key=lambda finding: order.index(finding.verdict))),
        charts=tuple(
            measure_chart(public, attribute, name, language)
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


def _of(public: PublicResult, attribute: str | None, name: str) -> list[PublicMeasure]:
    return [measure for measure in public.measures if (measure.attribute, measure.measure) == (attribute, name)]


def _has_figures(public: PublicResult, attribute: str, name: str) -> bool:
    return any(measure.figure is not None for measure in _of(public, attribute, name))


def _table(public: PublicResult, attribute: str, name: str, language: str) -> MeasureTable:
    everybody = [
        MeasureRow(
            label=Message("Everybody"), figure=measure.figure, low=measure.low, high=measure.high, is_reference=False
        )
        for measure in _of(public, None, name)
    ]
    rows = [
        MeasureRow(
            label=_label(public, measured, language),
            figure=measured.figure,
            low=measured.low,
            high=measured.high,
            is_reference=measured.is_reference,
        )
        for measured in _of(public, attribute, name)
    ]
    shown = [number for row in (*everybody, *rows) for number in (row.figure, row.low, row.high) if number is not None]
    return MeasureTable(metric_labels.caption(name, public.yes_means), (*everybody, *rows), _decimals(shown))


def _decimals(numbers: Iterable[float]) -> int:
    """As many as the most exact of them needs: they are rounded already."""
    return max((len(f"{number:.6f}".rstrip("0").partition(".")[2]) for number in numbers), default=0)


def _label(public: PublicResult, measure: PublicMeasure, language: str) -> str | Message:
    if measure.value is None:
        return Message("Group unknown")
    if measure.value == OTHERS:
        return Message("Other groups, each too small to be shown")
    name = called(public.labels, str(measure.attribute), measure.value, language)
    return name[:1].upper() + name[1:] if name else measure.value


def _findings(public: PublicResult, language: str) -> Iterator[MetricFinding]:
    for measure in public.measures:
        if measure.verdict is None or measure.attribute is None or measure.value is None:
            continue
        reference = next(other for other in _of(public, measure.attribute, measure.measure) if other.is_reference)
        comparison = PublicComparison(
            attribute=measure.attribute,
            value=measure.value,
            reference=str(reference.value),
            metric=measure.measure,
            primary=False,
            verdict=measure.verdict,
            because=None,
            difference=None,
            low=None,
            high=None,
            smallest_visible=None,
        )
        names = {
            "group": wording.group_name(public, measure.attribute, measure.value, language),
            "reference": wording.others_name(public, comparison, language),
        }
        figures = [number for side in (measure, reference) for number in (side.figure or 0.0, side.low, side.high)]
        a, a_low, a_high, b, b_low, b_high = (_number(number, language) for number in figures)
        values = {**names, "a": a, "a_low": a_low, "a_high": a_high, "b": b, "b_low": b_low, "b_high": b_high}
        yield MetricFinding(
            verdict=measure.verdict,
            title=metric_labels.caption(measure.measure, public.yes_means),
            headline=wording.headline(public, comparison, language),
            sentences=(
                Message("For {group}: {a}, with great certainty {a_low} to {a_high}.", values),
                Message("For {reference}: {b}, with great certainty {b_low} to {b_high}.", values),
            ),
        )


def _number(number: float | None, language: str) -> str:
    text = f"{number or 0:.6f}".rstrip("0").rstrip(".").replace("-", "−")
    return text.replace(".", ",") if language == "sv" else text
