"""What ``insyn assess`` prints and writes: a summary for a shell, and files. Computes nothing."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from assessments.gate.public_result import PublicResult
from assessments.gate.suppress_and_round import of_100
from assessments.report.rate_labels import title as rate_title
from assessments.report.sentences import VERDICT_WORDS, finding, headline, size
from assessments.results.result import Comparison, GroupResult, Result
from assessments.runs.subprocess_client import AssessmentOutput
from assessments.statistics.disparities import PRESETS, RuleOutcome
from assessments.statistics.estimates import Estimate
from assessments.statistics.score_comparisons import ScoreComparison
from assessments.statistics.verdict import Verdict
from assessments.text.message import Message
from register.language import Language, translate
from register.papers.report_file import report_html


def write_json(path: Path, assessed: AssessmentOutput) -> Message:
    path.write_text(json.dumps(assessed.result.to_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Message("The full result, with exact counts, is in {file}. Keep it in the house.", {"file": str(path)})


def write_csv(path: Path, assessed: AssessmentOutput) -> Message:
    path.write_text(public_csv(assessed.public), encoding="utf-8-sig", newline="")
    return Message("The figures that may be published are in {file}.", {"file": str(path)})


def write_html(path: Path, assessed: AssessmentOutput, language: Language) -> Message:
    path.write_text(report_html(assessed.public, translate(_TITLE, language), language), encoding="utf-8")
    return Message("The page that may be published is {file}.", {"file": str(path)})


_TITLE = Message("How groups are treated")
_UNKNOWN, _EVERYBODY = Message("(unknown)"), Message("everybody")


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
    """A spreadsheet must not take a value of the data for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def summary(assessed: AssessmentOutput, language: Language) -> Iterator[str]:
    """A verdict on each primary comparison, then a table for each rate. Sentences round; tables are exact."""
    result, public = assessed.result, assessed.public
    yield from _headlines(result, public, language)
    for attribute in result.plan.groups:
        for metric in (figure.metric for figure in result.overall.figures):
            yield from _table(result, attribute, metric, language)
    messages: list[Message | str] = [*_classes(result), *_spreads(result)]
    if result.measures is not None:
        messages = [*_measures(result.measures), *messages]
    if result.checked_by is not None:
        checked = result.checked_by
        versions = {"fairlearn": checked.fairlearn, "scikit_learn": checked.scikit_learn, "figures": checked.checked}
        messages.append("")
        messages.append(
            Message(
                "{figures} figures were computed again by fairlearn {fairlearn} and scikit-learn {scikit_learn}, with "
                "the same result.",
                versions,
            )
        )
    yield from (translate(message, language) for message in messages)


def _headlines(result: Result, public: PublicResult, language: Language) -> Iterator[str]:
    yield _joined(size(public, language), language)
    for attribute, value in result.plan.reference:
        named = {"attribute": attribute, "value": value}
        yield translate(Message("Groups of {attribute} are compared with {value}.", named), language)
    for comparison in public.comparisons:
        if comparison.primary:
            title = translate(rate_title(comparison.metric, public.yes_means), language)
            sentences = [headline(public, comparison, language)]
            if comparison.verdict is Verdict.DIFFERENCE:
                sentences += finding(public, comparison, language)
            yield f"\n{title}. " + _joined(sentences, language)


def _joined(sentences: Iterable[Message], language: Language) -> str:
    return " ".join(translate(sentence, language) for sentence in sentences)


def _table(result: Result, attribute: str, metric: str, language: Language) -> Iterator[str]:
    title = rate_title(metric, result.plan.yes_means)
    named = {"metric": metric, "title": title, "attribute": attribute}
    yield ""
    yield translate(Message("{metric} ({title}), by {attribute}", named), language)
    groups = [group for group in result.groups if group.attributes[0][0] == attribute]
    names = [translate(_name(group), language) for group in groups]
    width = max(map(len, names))
    for group, name in zip(groups, names, strict=True):
        yield f"  {name:<{width}}  {_row(result, group, metric, language)}"


def _row(result: Result, group: GroupResult, metric: str, language: Language) -> str:
    figure = group.figure(metric)
    if figure.value is None or figure.low is None or figure.high is None:
        return translate(Message("cannot be computed"), language) + f" ({figure.reason})"
    share = f"{figure.numerator}/{figure.denominator}"
    of_100 = translate(Message("{figure} of 100", {"figure": f"{figure.value * 100:6.2f}"}), language)
    interval = f"{figure.low * 100:.1f}–{figure.high * 100:.1f}"
    return f"{share:>15}  {of_100}  {interval:>11}  {_verdict(result, group, metric, language)}"


def _measures(report: ScoreComparison) -> Iterator[Message | str]:
    """What is no simple rate: how well scores rank, how far amounts are off, what an audit reconstructs."""
    yield ""
    yield Message("Measures")
    for group in report.groups:
        name = _EVERYBODY if group.attribute is None else _named(group.attribute, group.value or _UNKNOWN)
        estimates = [
            _estimate(measure, estimate) for measure, estimate in group.measures.items() if estimate is not None
        ]
        shown = "; ".join(estimates) or Message("cannot be computed")
        yield Message("  {name}, {cases} cases: {figures}", {"name": name, "cases": group.cases, "figures": shown})
    for comparison in report.comparisons:
        if comparison.judgement.verdict is Verdict.DIFFERENCE:
            values = {
                "measure": comparison.measure,
                "value": comparison.value,
                "difference": f"{comparison.difference:+.3f}",
                "reference": comparison.reference,
                "low": f"{comparison.interval.low:+.3f}",
                "high": f"{comparison.interval.high:+.3f}",
            }
            yield Message(
                "  difference: {measure} of {value} is {difference} beside {reference} ({low} to {high})", values
            )


def _estimate(measure: str, estimate: Estimate) -> str:
    sure = "" if estimate.low is None else f" ({estimate.low:.3f}–{estimate.high:.3f})"
    return f"{measure} {estimate.value:.3f}{sure}"


def _classes(result: Result) -> Iterator[Message | str]:
    for class_result in result.classes:
        yield ""
        yield Message("Class {name}, against all others", {"name": class_result.name})
        for group in (class_result.overall, *class_result.groups):
            figures = (f"{f.metric} {f.numerator}/{f.denominator}" for f in group.figures if f.value is not None)
            name = _named(group.attributes[0][0], _name(group)) if group.attributes else _EVERYBODY
            yield Message("  {name}: {figures}", {"name": name, "figures": "; ".join(figures)})


def _spreads(result: Result) -> Iterator[Message | str]:
    """The widest gaps of single attributes beside what chance alone would make, and the rules of thumb asked for."""
    for spread in result.spreads:
        if len(spread.attributes) == 1:
            values = {
                "attribute": spread.attributes[0],
                "metric": spread.metric,
                "gap": of_100(spread.gap),
                "low": of_100(spread.low),
                "high": of_100(spread.high),
                "lowest": spread.lowest[0],
                "highest": spread.highest[0],
                "chance": of_100(spread.by_chance),
            }
            yield ""
            yield Message(
                "Widest gap by {attribute}, {metric}: {gap} of 100 ({low}–{high}), between {lowest} and {highest}. A "
                "perfectly fair system would show {chance} of 100 on average.",
                values,
            )
    for rule in result.rules_of_thumb:
        yield from _rule(rule)
    for name in result.plan.presets:
        yield Message(
            "  {name}: {title}. {source}", {"name": name, "title": PRESETS[name].title, "source": PRESETS[name].source}
        )


def _rule(rule: RuleOutcome) -> Iterator[Message | str]:
    ratios = ", ".join(f"{group} {ratio:.2f}" for group, ratio in rule.ratios)
    values = {"preset": rule.preset, "attribute": rule.attribute, "metric": rule.metric, "ratios": ratios}
    yield ""
    yield Message("Rule of thumb {preset} by {attribute}, {metric}: {ratios}", values)
    if rule.by_chance is not None:
        tripped = {"groups": ", ".join(rule.tripped) or Message("nobody"), "chance": of_100(rule.by_chance)}
        yield Message("  trips for: {groups}. It would trip on {chance} of 100 perfectly fair systems.", tripped)


def _named(name: object, what: object) -> Message:
    return Message("{name}: {what}", {"name": name, "what": what})


def _name(group: GroupResult) -> str | Message:
    return group.attributes[0][1] or _UNKNOWN


def _verdict(result: Result, group: GroupResult, metric: str, language: Language) -> str:
    attribute, value = group.attributes[0]
    if value == result.plan.reference_of(attribute):
        return translate(Message("compared with"), language)
    comparison: Comparison | None = next(
        (c for c in result.comparisons if c.group == group.attributes and c.metric == metric), None
    )
    return "" if comparison is None else translate(VERDICT_WORDS[comparison.verdict], language).lower()
