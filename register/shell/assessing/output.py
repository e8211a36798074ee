"""What ``insyn assess`` prints and writes: a summary for a shell, and files. Computes nothing."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from assessments.data.spreadsheet import guarded
from assessments.gate.public_result import PublicResult
from assessments.gate.rounding import of_100
from assessments.judgements.public_agreement import exact_words
from assessments.plan.plan_file import write_plan
from assessments.plan.reading_table import counts
from assessments.report.rate_labels import title as rate_title
from assessments.report.remarks import only_group
from assessments.report.sentences import finding, headline, margin, size, verdict_words
from assessments.report.threshold_tables import edge_in_words, thresholds_in_words
from assessments.results.counts_file import CountedFile
from assessments.results.result import Comparison, GroupResult, RateFigure, Result
from assessments.results.unknown_outcomes import FollowUp
from assessments.runs.subprocess_client import AssessmentOutput
from assessments.statistics.disparities import PRESETS, RuleOutcome
from assessments.statistics.estimates import Estimate
from assessments.statistics.score_comparisons import ScoreComparison
from assessments.statistics.verdict import Because, Verdict
from assessments.text.message import Message
from register.language import Language, translate


def write_json(path: Path, assessed: AssessmentOutput) -> Message:
    path.write_text(json.dumps(assessed.result.to_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Message("The full result, with exact counts, is in {file}. Keep it in the house.", {"file": str(path)})


def write_plan_file(path: Path, assessed: AssessmentOutput) -> Message:
    path.write_bytes(write_plan(assessed.result.plan))
    return Message("The plan is in {file}. Use it again with --plan, or in the web.", {"file": str(path)})


def write_csv(path: Path, assessed: AssessmentOutput) -> Message:
    path.write_text(public_csv(assessed.public), encoding="utf-8-sig", newline="")
    return Message("The figures that may be published are in {file}.", {"file": str(path)})


def write_html(path: Path, assessed: AssessmentOutput, language: Language) -> Message:
    from register.papers.report_file import report_html  # it brings the web with it, which few ask for

    path.write_text(report_html(assessed.public, translate(_TITLE, language), language), encoding="utf-8")
    return Message("The page that may be published is {file}.", {"file": str(path)})


_TITLE = Message("How groups are treated")
_UNKNOWN, _EVERYBODY = Message("(unknown)"), Message("everybody")


def public_csv(public: PublicResult) -> str:
    """One line for each group and rate, of what passed the gate. Opens in a spreadsheet."""
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow(["attribute", "group", "size", "rate", "of_100", "low", "high", "compared_with", "gap", "verdict"])
    for result in (public, *public.thresholds):
        at = "" if result is public else f"@{result.threshold}"
        lines.writerows([_safe(cell) for cell in line] for line in _csv_lines(result, at))
    return written.getvalue()


def _csv_lines(public: PublicResult, at: str) -> Iterator[tuple[object, ...]]:
    """``at`` is written after a rate that is of another threshold than the one that is used: ``selection_rate@0.4``."""
    comparisons = {
        (comparison.attribute, comparison.value, comparison.metric): comparison for comparison in public.comparisons
    }
    for group in (public.overall, *public.groups):
        for figure in group.figures:
            comparison = comparisons.get((str(group.attribute), str(group.value), figure.metric))
            compared = (
                ("", "", "")
                if comparison is None
                else (comparison.reference or comparison.against, comparison.difference, comparison.verdict.value)
            )
            figures = (figure.metric + at, figure.per_100, figure.low, figure.high)
            yield group.attribute, group.value, group.size, *figures, *compared


def _safe(cell: object) -> object:
    """A spreadsheet must not take a value of the data for a formula. Numbers are numbers."""
    return guarded(cell) if isinstance(cell, str) else cell


def summary(assessed: AssessmentOutput, language: Language) -> Iterator[str]:
    """A verdict on each primary comparison, then a table for each rate. Sentences round; tables are exact."""
    result, public = assessed.result, assessed.public
    yield from _headlines(result, public, language)
    for attribute in result.plan.groups:
        for metric in (figure.metric for figure in result.overall.figures):
            yield from _table(result, attribute, metric, language)
    messages: list[Message | str] = [
        *_agreement(result),
        *edge_in_words(result),
        *thresholds_in_words(result),
        *_classes(result),
        *_spreads(result),
    ]
    if result.other_metrics is not None:
        messages = [*_other_metrics(result.other_metrics), *messages]
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
    yield _joined((*size(public, language), *only_group(public, language)), language)
    yield from (translate(sentence, language) for sentence in _known(result))
    yield translate(margin(public, language), language)
    for attribute, value in result.plan.reference:
        named = {"attribute": attribute, "value": value}
        yield translate(Message("Groups of {attribute} are compared with {value}.", named), language)
    for comparison in public.comparisons:
        if comparison.primary:
            title = translate(rate_title(comparison.metric, public.yes_means), language)
            sentences = [headline(public, comparison, language)]
            if comparison.verdict is Verdict.DIFFERENCE or comparison.because in _DESCRIBED:
                sentences += finding(public, comparison, language)
            yield f"\n{title}. " + _joined(sentences, language)


_DESCRIBED = (Because.CERTAIN_GAP, Because.MARGIN_TOO_WIDE, Because.NOT_SURELY_IMPORTANT)  # gaps, though no differences


def _known(result: Result) -> Iterator[Message]:
    """Of how many cases the true outcome and the decision are known."""
    followed_up = FollowUp.of(result.overall.tally)
    if result.plan.outcome is not None and result.plan.is_yes_or_no:
        yield Message(
            "The true outcome is known of {known_with_yes} of {with_yes} cases with a yes and of {known_with_no} of "
            "{with_no} with a no.",
            {
                "known_with_yes": followed_up.known_with_yes,
                "with_yes": followed_up.with_yes,
                "known_with_no": followed_up.known_with_no,
                "with_no": followed_up.with_no,
            },
        )
    if (missing := result.overall.tally.decision_missing) and result.agreement is None:
        yield Message("Of {cases} cases the decision is not known: they are in no rate.", {"cases": missing})


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
    of_100 = translate(Message("{figure} in 100", {"figure": f"{_digits(figure.value * 100):>6}"}), language)
    interval = f"{_digits(figure.low * 100)}–{_digits(figure.high * 100)}"
    verdict = _verdict(result, group, metric, language) + _bounds(figure, language)
    return f"{share:>15}  {of_100}  {interval:>11}  {verdict}"


def _bounds(figure: RateFigure, language: Language) -> str:
    """What the rate could be, whatever the outcomes that are not known."""
    if figure.lowest is None or figure.highest is None:
        return ""
    ends = {"lowest": f"{figure.lowest * 100:.1f}", "highest": f"{figure.highest * 100:.1f}"}
    return "  " + translate(Message("with the unknown {lowest}–{highest}", ends), language)


def _agreement(result: Result) -> Iterator[Message | str]:
    if result.agreement is not None:
        yield ""
        yield from exact_words(result.agreement)


def _other_metrics(report: ScoreComparison) -> Iterator[Message | str]:
    """What is no simple rate: how well scores rank, how far amounts are off, what an audit reconstructs."""
    yield ""
    yield Message("Measures")
    for group in report.groups:
        name = _EVERYBODY if group.attribute is None else _named(group.attribute, group.value or _UNKNOWN)
        figures = [_estimate(metric, estimate) for metric, estimate in group.metrics.items() if estimate is not None]
        shown = "; ".join(figures) or Message("cannot be computed")
        yield Message("  {name}, {cases} cases: {figures}", {"name": name, "cases": group.cases, "figures": shown})
    for comparison in report.comparisons:
        if comparison.judgement.verdict is Verdict.DIFFERENCE:
            values = {
                "metric": comparison.metric,
                "value": comparison.value,
                "difference": _signed(comparison.difference),
                "reference": comparison.reference,
                "low": _signed(comparison.interval.low),
                "high": _signed(comparison.interval.high),
            }
            yield Message(
                "  difference: {metric} of {value} is {difference} beside {reference} ({low} to {high})", values
            )
            yield _HOW_SURE[comparison.judgement.because is Because.SURELY_IMPORTANT]
    estimates = [estimate for group in report.groups for estimate in group.metrics.values() if estimate is not None]
    if any(estimate.low is None for estimate in estimates):
        yield Message(
            "Measures without an interval rest on too few cases, or on too few of one outcome, to say how sure they "
            "are. They are not compared."
        )


_HOW_SURE = {
    True: Message("    probably at least the margin"),
    False: Message("    in the test at least the margin; the true difference may be smaller"),
}


def _estimate(metric: str, estimate: Estimate) -> str:
    ends = [_digits(end) for end in (estimate.low, estimate.high) if end is not None]
    return f"{metric} {_digits(estimate.value)}" + (f" ({'–'.join(ends)})" if ends else "")


def _digits(value: float) -> str:
    """Three significant digits, however small the number is; whole numbers with all of theirs."""
    if value == 0:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value)) + 1e-9))
    return f"{value:.{places}f}"


def _signed(value: float) -> str:
    return ("+" if value >= 0 else "") + _digits(value)


def _classes(result: Result) -> Iterator[Message | str]:
    for class_result in result.classes:
        yield ""
        yield Message("Class {name}, against all others", {"name": class_result.name})
        for group in (class_result.overall, *class_result.groups):
            figures = (f"{f.metric} {f.numerator}/{f.denominator}" for f in group.figures if f.value is not None)
            name = _named(group.attributes[0][0], _name(group)) if group.attributes else _EVERYBODY
            yield Message("  {name}: {figures}", {"name": name, "figures": "; ".join(figures)})


def _spreads(result: Result) -> Iterator[Message | str]:
    """The widest gaps of single attributes next to what chance alone makes, and the rules of thumb asked for."""
    for spread in result.spreads:
        if len(spread.attributes) == 1:
            values = {
                "attribute": spread.attributes[0],
                "metric": spread.metric,
                "gap": _digits(100 * spread.gap),
                "low": _digits(100 * spread.low),
                "high": _digits(100 * spread.high),
                "lowest": spread.lowest[0],
                "highest": spread.highest[0],
                "chance": _digits(100 * spread.by_chance),
            }
            yield ""
            yield Message(
                "Widest gap by {attribute}, {metric}: {gap} in 100 ({low}–{high}), between {lowest} and {highest}. A "
                "perfectly fair system would show {chance} in 100 on average.",
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
        yield Message("  trips for: {groups}. It would trip on {chance} in 100 perfectly fair systems.", tripped)


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
    if comparison is None:
        return ""
    return translate(verdict_words(comparison.judgement), language).lower() + _pairs(comparison, language)


def _pairs(comparison: Comparison, language: Language) -> str:
    """Of pairs of the same case: in how many only one of the two is counted, and how surely the two differ."""
    gap = comparison.difference
    if comparison.joint is None or gap is None or gap.low is None or gap.high is None or comparison.p_value is None:
        return ""
    _, group, other, _ = comparison.joint
    values = {
        "pairs": sum(comparison.joint),
        "group": group,
        "other": other,
        "gap": _signed(gap.value * 100),
        "low": _signed(gap.low * 100),
        "high": _signed(gap.high * 100),
        "p": _digits(comparison.p_value),
    }
    return "  " + translate(
        Message("{pairs} pairs, only here {group}, only there {other}: {gap} ({low} to {high}), p {p}", values),
        language,
    )


_PROGRAM = """\
# Opens the counts of an assessment in fairlearn. Needs: pip install fairlearn pandas
import pandas as pd
from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate, true_positive_rate

counts = pd.read_csv({table!r}, dtype=dict.fromkeys({groups!r}, str), keep_default_na=False)
known = counts[(counts.outcome != "") & (counts.decision != "")].astype({{"outcome": int, "decision": int}})
metrics = {{f.__name__: f for f in (selection_rate, true_positive_rate, false_positive_rate)}}
frame = MetricFrame(metrics=metrics, y_true=known.outcome, y_pred=known.decision, sensitive_features=known[{groups!r}],
                    sample_params={{name: {{"sample_weight": known.n}} for name in metrics}})
print(frame.by_group)  # a rate that does not exist is printed as 0: Insyn leaves it out
"""


def write_fairlearn(path: Path, counted: CountedFile) -> Message:
    """``path`` gets the program, and a CSV file of the same name the counts."""
    exact_counts, table = counts(counted.plan, counted.table), path.with_suffix(".csv")
    with table.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([*exact_counts.attributes, "outcome", "decision", "n"])
        for groups, outcome, decision, number in exact_counts.to_dict()["cells"]:
            named = ("" if value is None else value for value in groups)
            lines.writerow([*named, _bit(outcome), _bit(decision), number])
    path.write_text(_PROGRAM.format(table=table.name, groups=list(counted.plan.groups)), encoding="utf-8")
    return Message(
        "The counts for fairlearn are in {table}, and {program} opens them. They are exact: keep them in the house.",
        {"table": str(table), "program": str(path)},
    )


def _bit(value: bool | None) -> str:  # one of the two sides of a cell
    return "" if value is None else str(int(value))
