"""What else the full result holds, as plain tables for the workspace: metrics, widest gaps, rules, explorations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.judgements.public_agreement import exact_words
from assessments.plan.plan import called
from assessments.report.metric_labels import title
from assessments.report.sentences import verdict_words
from assessments.report.threshold_tables import threshold_lines
from assessments.results.result import Attributes, Comparison, GroupResult, Result
from assessments.statistics.disparities import PRESETS
from assessments.statistics.verdict import Verdict
from assessments.text.message import Message

MOST_EXPLORED = 100  # rows; the file has all of them


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A figure with its interval, where it has one."""

    value: float
    low: float | None = None
    high: float | None = None
    decimals: int = 3


Cell = str | Message | NumberCell | None


@dataclass(frozen=True, slots=True)
class PlainTable:
    caption: Message
    head: tuple[Message, ...]
    rows: tuple[tuple[Cell, ...], ...]


def more_tables(result: Result, language: str) -> tuple[PlainTable, ...]:
    """Only what there is."""
    made = (
        _agreement,
        _joint,
        _edge,
        _thresholds,
        _other_metrics,
        _classes,
        _widest,
        _rules,
        _unknown,
        _unknown_outcomes,
        _explored,
    )
    tables = (table for make in made for table in make(result, language))
    return tuple(table for table in tables if table.rows)


def _agreement(result: Result, _: str) -> Iterable[PlainTable]:
    """How much those who judged agree, in exact counts."""
    if result.agreement is not None:
        rows = tuple((sentence,) for sentence in exact_words(result.agreement))
        yield PlainTable(Message("Do those who judged agree?"), (Message("In the file"),), rows)


def _joint(result: Result, language: str) -> Iterable[PlainTable]:
    """Pairs of the same case with only the group changed: in how many the two differ."""
    rows = []
    for comparison in result.comparisons:
        if comparison.joint is not None and comparison.difference is not None:
            _, group, other, _ = comparison.joint
            gap = comparison.difference
            shown = NumberCell(value=gap.value, low=gap.low, high=gap.high)
            name = _named(result, comparison.group, language)
            numbers = (str(number) for number in (sum(comparison.joint), group, other))
            p_value = None if comparison.p_value is None else NumberCell(value=comparison.p_value)
            rows.append((_rate(result, comparison), name, *numbers, shown, p_value))
    only = Message("Only in the group"), Message("Only in the other")
    head = (_RATE, _GROUP, Message("Pairs"), *only, Message("Difference"), Message("p (McNemar)"))
    yield PlainTable(Message("The same case with only the group changed"), head, tuple(rows))


def _edge(result: Result, language: str) -> Iterable[PlainTable]:
    """Who shares the last score of the places, and how often each group got a yes without them and with them."""
    if result.edge is None or not result.edge.tied:
        return
    groups = {group.attributes[0]: group for group in result.groups}
    rows = []
    for attribute, value, cases in result.edge.by_group:
        tally = groups[attribute, value].tally
        inside, decided = result.plan.ties == "in", tally.selected + tally.passed_over
        least = tally.selected - (cases if inside else 0)
        shares = (NumberCell(value=yes / decided) for yes in (least, least + cases))
        rows.append((_named(result, ((attribute, value),), language), str(cases), *shares))
    head = (_GROUP, Message("On the edge"), Message("A yes without them"), Message("A yes with them"))
    yield PlainTable(Message("Who shares the last score that had places"), head, tuple(rows))


def _thresholds(result: Result, language: str) -> Iterable[PlainTable]:
    """What each other threshold of the score would cost each group."""
    rows = []
    for line in threshold_lines(result):
        moved = NumberCell(value=line.change.value, low=line.change.low, high=line.change.high)
        verdict = None if line.judgement is None else verdict_words(line.judgement)
        name = _named(result, line.group.attributes, language)
        rate = title(line.metric, result.plan.yes_means)
        rows.append((line.threshold, rate, name, NumberCell(value=line.value), moved, verdict))
    head = (
        Message("Threshold"),
        _RATE,
        _GROUP,
        Message("Value"),
        Message("More or fewer than now"),
        Message("Verdict"),
    )
    used = {"threshold": result.plan.threshold}
    yield PlainTable(Message("Other thresholds beside {threshold}, judged as one family", used), head, tuple(rows))


def _other_metrics(result: Result, language: str) -> Iterable[PlainTable]:
    measured = result.other_metrics
    if measured is None:
        return
    head = (_GROUP, Message("Value"), Message("Beside the group compared with"))
    for name in measured.groups[0].metrics:
        gaps = {
            (comparison.attribute, comparison.value): comparison
            for comparison in measured.comparisons
            if comparison.metric == name
        }
        rows: list[tuple[Cell, ...]] = []
        for group in measured.groups:
            gap, estimate = gaps.get((str(group.attribute), str(group.value))), group.metrics[name]
            figure = (
                None if estimate is None else NumberCell(value=estimate.value, low=estimate.low, high=estimate.high)
            )
            named = () if group.attribute is None else ((group.attribute, group.value),)
            difference = (
                None if gap is None else NumberCell(value=gap.difference, low=gap.interval.low, high=gap.interval.high)
            )
            rows.append((_named(result, named, language), figure, difference))
        yield PlainTable(title(name, result.plan.yes_means), head, tuple(rows))


def _classes(result: Result, language: str) -> Iterable[PlainTable]:
    for class_result in result.classes:
        head = (_GROUP, *(_OF_A_CLASS[figure.metric] for figure in class_result.overall.figures))
        rows = tuple(_figures(result, group, language) for group in (class_result.overall, *class_result.groups))
        yield PlainTable(Message("The class {name}, against all others", {"name": class_result.name}), head, rows)


def _figures(result: Result, group: GroupResult, language: str) -> tuple[Cell, ...]:
    figures = (None if f.value is None else NumberCell(value=f.value, low=f.low, high=f.high) for f in group.figures)
    return (_named(result, group.attributes, language), *figures)


def _widest(result: Result, language: str) -> Iterable[PlainTable]:
    rows = []
    for spread in result.spreads:
        if len(spread.attributes) > 1 and spread.metric not in result.plan.primary_metrics:
            continue  # of groups crossed, the rates that decide are enough to read
        sides = (tuple(zip(spread.attributes, ends, strict=True)) for ends in (spread.lowest, spread.highest))
        low, high = (_named(result, side, language) for side in sides)
        gap = NumberCell(value=spread.gap, low=spread.low, high=spread.high)
        rows.append((title(spread.metric, result.plan.yes_means), low, high, gap, NumberCell(value=spread.by_chance)))
    head = (_RATE, Message("Lowest"), Message("Highest"), Message("Difference"), Message("By chance alone"))
    yield PlainTable(Message("The widest gaps, and how wide they would be in a fair system"), head, tuple(rows))


def _rules(result: Result, language: str) -> Iterable[PlainTable]:
    rows = []
    for rule in result.rules_of_thumb:
        names = {name: _called(result, rule.attribute, name, language) for name, _ in rule.ratios}
        ratios = "; ".join(f"{names[name]} {ratio * 100:.0f} %" for name, ratio in rule.ratios)
        tripped = ", ".join(names[name] for name in rule.tripped) or "–"
        by_chance = None if rule.by_chance is None else NumberCell(value=rule.by_chance, decimals=2)
        rows.append((PRESETS[rule.preset].title, title(rule.metric, result.plan.yes_means), ratios, tripped, by_chance))
    head = (Message("Rule"), _RATE, Message("Ratios"), Message("Goes off for"), Message("By chance alone"))
    yield PlainTable(Message("Rules of thumb"), head, tuple(rows))


def _unknown(result: Result, language: str) -> Iterable[PlainTable]:
    """The worst and the best that the unknown groups could make of each difference."""
    rows = tuple(
        (
            _rate(result, comparison),
            _named(result, comparison.group, language),
            NumberCell(value=comparison.difference.value),
            _ends(*comparison.bounds),
        )
        for comparison in result.comparisons
        if comparison.primary and comparison.bounds is not None and comparison.difference is not None
    )
    head = (_RATE, _GROUP, Message("Difference"), Message("It may lie between"))
    yield PlainTable(
        Message("If everyone whose group is unknown belonged to the group where it would make the greatest difference"),
        head,
        rows,
    )


def _unknown_outcomes(result: Result, language: str) -> Iterable[PlainTable]:
    """The worst and the best that the unknown outcomes could make of each rate."""
    rows = tuple(
        (
            title(figure.metric, result.plan.yes_means),
            _named(result, group.attributes, language),
            NumberCell(value=figure.value),
            f"{figure.lowest:.3f} – {figure.highest:.3f}",
        )
        for group in (result.overall, *result.groups)
        for figure in group.figures
        if figure.value is not None and figure.lowest is not None and figure.highest is not None
    )
    head = (_RATE, _GROUP, Message("Value"), Message("It may lie between"))
    yield PlainTable(Message("If all unknown outcomes were yes or no where it makes most of each rate"), head, rows)


def _ends(low: float, high: float) -> str:
    return f"{low:+.3f} – {high:+.3f}"


def _explored(result: Result, language: str) -> Iterable[PlainTable]:
    """Differences that nobody asked for beforehand: groups crossed, and compared in other ways."""
    differences = [
        comparison
        for comparison in result.further
        if comparison.verdict is Verdict.DIFFERENCE and comparison.difference is not None
    ]
    differences.sort(key=lambda compared: -abs(compared.difference.value if compared.difference else 0))
    head = (_RATE, _GROUP, Message("Compared with"), Message("Difference"))
    rows = tuple(_explored_row(result, difference, language) for difference in differences[:MOST_EXPLORED])
    yield PlainTable(Message("Differences found by looking further, not decided beforehand"), head, rows)


def _explored_row(result: Result, comparison: Comparison, language: str) -> tuple[Cell, ...]:
    others = _named(result, comparison.reference, language) if comparison.reference else _OTHERS[comparison.against]
    if comparison.given is not None:
        others = Message("{group}, with {factor} held equal", {"group": others, "factor": comparison.given})
    gap = (
        None
        if comparison.difference is None
        else NumberCell(
            value=comparison.difference.value, low=comparison.difference.low, high=comparison.difference.high
        )
    )
    return _rate(result, comparison), _named(result, comparison.group, language), others, gap


def _rate(result: Result, comparison: Comparison) -> Message:
    return title(comparison.metric, result.plan.yes_means)


def _named(result: Result, attributes: Attributes | Sequence[tuple[str, str | None]], language: str) -> str | Message:
    if not attributes:
        return Message("Everybody")
    if any(value is None for _, value in attributes):
        return Message("Group unknown")
    return ", ".join(_called(result, name, str(value), language) for name, value in attributes)


def _called(result: Result, attribute: str, value: str, language: str) -> str:
    return called(result.plan.labels, attribute, value, language) or value


_GROUP, _RATE = Message("Group"), Message("Rate")
_OTHERS = {"rest": Message("the rest"), "whole": Message("everybody"), "reference": Message("the reference")}
_OF_A_CLASS = {
    "selection_rate": Message("Put in it"),
    "true_positive_rate": Message("Of those who belong in it, put in it"),
    "false_positive_rate": Message("Of those who do not, put in it"),
    "precision": Message("Of those put in it, rightly"),
}
