"""What ``insyn assess`` prints and writes: a summary for a shell, and files. Computes nothing."""

import csv
import io
import json
import math
from collections.abc import Iterator
from pathlib import Path

from assessments.data.spreadsheet import guarded
from assessments.gate.public_result import PublicResult
from assessments.gate.rounding import of_100
from assessments.report.rate_labels import title as rate_title
from assessments.report.remarks import only_group
from assessments.report.sentences import finding, headline, margin, size, verdict_words
from assessments.results.result import Comparison, GroupResult, RateFigure, Result
from assessments.results.unknown_outcomes import FollowUp
from assessments.runs.subprocess_client import AssessmentOutput
from assessments.statistics.disparities import PRESETS
from assessments.statistics.estimates import Estimate
from assessments.statistics.score_comparisons import ScoreComparison
from assessments.statistics.verdict import Because, Verdict
from assessments.text.complaints import in_english
from assessments.text.message import Message
from register.language import Language
from register.papers.report_file import report_html


def write_json(path: Path, assessed: AssessmentOutput) -> str:
    path.write_text(json.dumps(assessed.result.to_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return f"The full result, with exact counts, is in {path}. Keep it in the house."


def write_csv(path: Path, assessed: AssessmentOutput) -> str:
    path.write_text(public_csv(assessed.public), encoding="utf-8-sig", newline="")
    return f"The figures that may be published are in {path}."


def write_html(path: Path, assessed: AssessmentOutput, language: Language) -> str:
    path.write_text(report_html(assessed.public, _TITLES[language], language), encoding="utf-8")
    return f"The page that may be published is {path}."


_TITLES = {Language.SWEDISH: "En bedömning av hur grupper behandlas", Language.ENGLISH: "How groups are treated"}


def public_csv(public: PublicResult) -> str:
    """One line for each group and rate, of what passed the gate. Opens in a spreadsheet."""
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow(["attribute", "group", "size", "rate", "of_100", "low", "high", "compared_with", "gap", "verdict"])
    comparisons = {
        (comparison.attribute, comparison.value, comparison.metric): comparison for comparison in public.comparisons
    }
    for group in (public.overall, *public.groups):
        for figure in group.figures:
            comparison = comparisons.get((str(group.attribute), str(group.value), figure.metric))
            compared = (
                ["", "", ""]
                if comparison is None
                else [comparison.reference or comparison.against, comparison.difference, comparison.verdict.value]
            )
            figures = [figure.metric, figure.per_100, figure.low, figure.high]
            lines.writerow([_safe(cell) for cell in (group.attribute, group.value, group.size, *figures, *compared)])
    return written.getvalue()


def _safe(cell: object) -> object:
    """A spreadsheet must not take a value of the data for a formula. Numbers are numbers."""
    return guarded(cell) if isinstance(cell, str) else cell


def summary(assessed: AssessmentOutput) -> Iterator[str]:
    """A verdict on each primary comparison, then a table for each rate. Sentences round; tables are exact."""
    result, public = assessed.result, assessed.public
    yield from _headlines(result, public)
    for attribute in result.plan.groups:
        for metric in (figure.metric for figure in result.overall.figures):
            yield from _table(result, attribute, metric)
    if result.measures is not None:
        yield from _measures(result.measures)
    yield from _classes(result)
    yield from _spreads(result)
    if result.checked_by is not None:
        checked = result.checked_by
        yield (
            f"\n{checked.checked} figures were computed again by fairlearn {checked.fairlearn} and scikit-learn "
            f"{checked.scikit_learn}, with the same result."
        )


def _headlines(result: Result, public: PublicResult) -> Iterator[str]:
    yield " ".join(in_english(sentence) for sentence in (*size(public, "en"), *only_group(public, "en")))
    followed_up = FollowUp.of(result.overall.tally)
    if result.plan.outcome is not None and result.plan.is_yes_or_no:
        yield (
            f"The true outcome is known of {followed_up.known_with_yes} of {followed_up.with_yes} cases with a yes and "
            f"of {followed_up.known_with_no} of {followed_up.with_no} with a no."
        )
    if result.overall.tally.decision_missing:
        yield f"Of {result.overall.tally.decision_missing} cases the decision is not known: they are in no rate."
    yield in_english(margin(public, "en"))
    for attribute, value in result.plan.reference:
        yield f"Groups of {attribute} are compared with {value}."
    for comparison in public.comparisons:
        if comparison.primary:
            title = in_english(rate_title(comparison.metric, public.yes_means))
            sentences = [headline(public, comparison, "en")]
            if comparison.verdict is Verdict.DIFFERENCE or comparison.because in _DESCRIBED:
                sentences += finding(public, comparison, "en")
            yield f"\n{title}. " + " ".join(in_english(sentence) for sentence in sentences)


_DESCRIBED = (Because.CERTAIN_GAP, Because.MARGIN_TOO_WIDE, Because.NOT_SURELY_IMPORTANT)  # gaps, though no differences


def _table(result: Result, attribute: str, metric: str) -> Iterator[str]:
    title = in_english(rate_title(metric, result.plan.yes_means))
    yield f"\n{metric} ({title}), by {attribute}"
    groups = [group for group in result.groups if group.attributes[0][0] == attribute]
    width = max(len(_name(group)) for group in groups)
    for group in groups:
        figure = group.figure(metric)
        if figure.value is None or figure.low is None or figure.high is None:
            yield f"  {_name(group):<{width}}  cannot be computed: {str(figure.reason).replace('_', ' ')}"
            continue
        share = f"{figure.numerator}/{figure.denominator}"
        of_100 = f"{_digits(figure.value * 100):>6} of 100"
        interval = f"{_digits(figure.low * 100)}–{_digits(figure.high * 100)}"
        verdict = _verdict(result, group, metric) + _bounds(figure)
        yield f"  {_name(group):<{width}}  {share:>15}  {of_100}  {interval:>11}  {verdict}"


def _bounds(figure: RateFigure) -> str:
    """What the rate could be, whatever the outcomes that are not known."""
    if figure.lowest is None or figure.highest is None:
        return ""
    return f"  with the unknown {figure.lowest * 100:.1f}–{figure.highest * 100:.1f}"


def _measures(report: ScoreComparison) -> Iterator[str]:
    """What is no simple rate: how well scores rank, how far amounts are off, what an audit reconstructs."""
    yield "\nMeasures"
    for group in report.groups:
        name = "everybody" if group.attribute is None else f"{group.attribute}: {group.value or '(unknown)'}"
        estimates = [
            _estimate(measure, estimate) for measure, estimate in group.measures.items() if estimate is not None
        ]
        yield f"  {name}, {group.cases} cases: {'; '.join(estimates) or 'cannot be computed'}"
    for comparison in report.comparisons:
        if comparison.judgement.verdict is Verdict.DIFFERENCE:
            ends = f"{_signed(comparison.interval.low)} to {_signed(comparison.interval.high)}"
            named = f"{comparison.measure} of {comparison.value}"
            yield f"  difference: {named} is {_signed(comparison.difference)} beside {comparison.reference} ({ends})"


def _estimate(measure: str, estimate: Estimate) -> str:
    ends = [_digits(end) for end in (estimate.low, estimate.high) if end is not None]
    return f"{measure} {_digits(estimate.value)}" + (f" ({'–'.join(ends)})" if ends else "")


def _digits(value: float) -> str:
    """Three significant digits, however small the number is; whole numbers with all of theirs."""
    if value == 0:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value)) + 1e-9))
    return f"{value:.{places}f}"


def _signed(value: float) -> str:
    return ("+" if value >= 0 else "") + _digits(value)


def _classes(result: Result) -> Iterator[str]:
    for class_result in result.classes:
        yield f"\nClass {class_result.name}, against all others"
        for group in (class_result.overall, *class_result.groups):
            figures = (f"{f.metric} {f.numerator}/{f.denominator}" for f in group.figures if f.value is not None)
            name = f"{group.attributes[0][0]}: {_name(group)}" if group.attributes else "everybody"
            yield f"  {name}: {'; '.join(figures)}"


def _spreads(result: Result) -> Iterator[str]:
    """The widest gaps of single attributes next to what chance alone makes, and the rules of thumb asked for."""
    for spread in result.spreads:
        if len(spread.attributes) == 1:
            gap, low, high, by_chance = (
                _digits(100 * share) for share in (spread.gap, spread.low, spread.high, spread.by_chance)
            )
            yield (
                f"\nWidest gap by {spread.attributes[0]}, {spread.metric}: {gap} of 100 ({low}–{high}), between "
                f"{spread.lowest[0]} and {spread.highest[0]}. A perfectly fair system would show "
                f"{by_chance} of 100 on average."
            )
    for rule in result.rules_of_thumb:
        ratios = ", ".join(f"{group} {ratio:.2f}" for group, ratio in rule.ratios)
        yield f"\nRule of thumb {rule.preset} by {rule.attribute}, {rule.metric}: {ratios}"
        if rule.by_chance is not None:
            yield (
                f"  trips for: {', '.join(rule.tripped) or 'nobody'}. It would trip on {of_100(rule.by_chance)} of 100 "
                "perfectly fair systems."
            )
    if result.plan.presets:
        yield from (f"  {name}: {PRESETS[name].source}" for name in result.plan.presets)


def _name(group: GroupResult) -> str:
    return group.attributes[0][1] or "(unknown)"


def _verdict(result: Result, group: GroupResult, metric: str) -> str:
    attribute, value = group.attributes[0]
    if value == result.plan.reference_of(attribute):
        return "compared with"
    comparison: Comparison | None = next(
        (c for c in result.comparisons if c.group == group.attributes and c.metric == metric), None
    )
    words: Message | str = "" if comparison is None else verdict_words(comparison.judgement)
    return words if isinstance(words, str) else in_english(words).lower()
