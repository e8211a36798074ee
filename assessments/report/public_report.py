"""An assessment as a resident reads it: sentences, charts, and what they cannot show. All from the public result."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.gate.public_result import PublicComparison, PublicResult
from assessments.report import rate_labels, remarks
from assessments.report import sentences as wording
from assessments.report.charts import Chart, charts, crossed_charts
from assessments.report.metric_report import MetricReportPage, metric_report
from assessments.report.side_by_side import SideBySide, side_by_side
from assessments.report.trends import Course, courses
from assessments.statistics.verdict import Verdict
from assessments.text.message import Message

MOST_SHOWN = 3  # findings that stand open on a card; the others are folded

_ORDER = (Verdict.DIFFERENCE, Verdict.NOT_ENOUGH_DATA, Verdict.NO_IMPORTANT_DIFFERENCE)


@dataclass(frozen=True, slots=True)
class PeopleInGroup:
    """So many of a group, out of 100, 1,000 or 10,000, who are all drawn."""

    count: int
    of: int
    words: Message  # what stands after the number: "in 100 women"


@dataclass(frozen=True, slots=True)
class PublicFinding:
    """One rate of one group compared with the reference, in words."""

    verdict: Verdict
    title: Message | str
    headline: Message
    sentences: tuple[Message, ...]
    people: tuple[PeopleInGroup, ...] = ()  # the two groups as a hundred people each; none where a figure is hidden


@dataclass(frozen=True, slots=True)
class Report:
    """``shown`` and ``folded`` are the findings on the primary rates, the gravest first."""

    intro: tuple[Message, ...]
    compared: tuple[str, ...]  # what the groups are groups of
    rates: tuple[Message | str, ...]  # those that decide
    margin: Message
    shown: tuple[PublicFinding, ...]
    folded: tuple[PublicFinding, ...]
    primary: tuple[Chart, ...]
    others: tuple[Chart, ...]
    crossed: tuple[Chart, ...]
    crossed_findings: tuple[PublicFinding, ...]
    key: Message
    limits: tuple[Message, ...]
    checked: Message | None
    courses: tuple[Course, ...]
    other_metrics: MetricReportPage | None
    thresholds: SideBySide | None
    full_result_sha256: str


def report(public: PublicResult, language: str, others: Iterable[PublicResult] = ()) -> Report:
    """Everything that a card or an assessment's own page says of it, in this language.

    ``others`` are what else has been published of the entry; those of the same plan tell how it has gone over time.
    """
    findings = [_finding(public, comparison, language) for comparison in sorted(_primary(public), key=_gravity)]
    grave = sum(finding.verdict is Verdict.DIFFERENCE for finding in findings)
    open_count = max(1, min(grave or MOST_SHOWN, MOST_SHOWN))
    others_shown = tuple(others)
    drawn = charts(public, language, others_shown)
    return Report(
        intro=(
            *wording.size(public, language),
            *wording.followed_up(public),
            *wording.agreement(public, language),
            *remarks.tie(public),
            *remarks.only_group(public, language),
        ),
        compared=tuple(wording.attribute_name(public, attribute, language) for attribute in public.attributes),
        rates=tuple(rate_labels.title_of(public, metric, language) for metric in public.primary),
        margin=wording.margin(public, language),
        shown=tuple(findings[:open_count]),
        folded=tuple(findings[open_count:]),
        primary=tuple(chart for chart in drawn if chart.metric in public.primary),
        others=tuple(chart for chart in drawn if chart.metric not in public.primary),
        crossed=crossed_charts(public, language),
        crossed_findings=tuple(
            _finding(public, crossed_difference, language) for crossed_difference in _crossed_differences(public)
        ),
        key=remarks.chart_key(),
        limits=remarks.limits(public, language),
        checked=_checked(public),
        courses=courses(public, others_shown, language),
        other_metrics=metric_report(public, language),
        thresholds=side_by_side(public, language),
        full_result_sha256=public.full_result_sha256,
    )


def _primary(public: PublicResult) -> list[PublicComparison]:
    return [comparison for comparison in public.comparisons if comparison.primary]


def _crossed_differences(public: PublicResult) -> list[PublicComparison]:
    """Differences between crossed groups: found by looking, not decided beforehand."""
    crossed = (
        comparison
        for comparison in public.comparisons
        if comparison.attribute in public.pairs and comparison.metric in public.primary
    )
    return sorted((grouping for grouping in crossed if grouping.verdict is Verdict.DIFFERENCE), key=_gravity)


def _gravity(comparison: PublicComparison) -> tuple[int, float]:
    return _ORDER.index(comparison.verdict), -abs(comparison.difference or 0)


def _finding(public: PublicResult, comparison: PublicComparison, language: str) -> PublicFinding:
    return PublicFinding(
        verdict=comparison.verdict,
        title=rate_labels.title_of(public, comparison.metric, language),
        headline=wording.headline(public, comparison, language),
        sentences=wording.finding(public, comparison, language),
        people=tuple(
            PeopleInGroup(count=n, of=of, words=Message("in {of} {group}", {"of": of, "group": name}))
            for n, of, name in wording.two_figures(public, comparison, language)
        ),
    )


def _checked(public: PublicResult) -> Message | None:
    if not public.checked_with:
        return None
    versions = {"fairlearn": public.checked_with["fairlearn"], "sklearn": public.checked_with["scikit-learn"]}
    return Message(
        "Every figure has been computed twice: by Insyn, and by fairlearn {fairlearn} and scikit-learn {sklearn}.",
        versions,
    )
