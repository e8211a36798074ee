"""What keeps a completed test plan from being computed on a given file, in sentences for a person. Counts nothing."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from assessments.data.inventory import MAX_LEVELS, ColumnInventory, Inventory
from assessments.data.total_words import seen_in_words
from assessments.plan.completing import counted_rows
from assessments.plan.judging import about_judgements, about_scale, decision_column
from assessments.plan.overall_rates import about_margin
from assessments.plan.plan import AGAINST, OUTCOME_KNOWN, YES_OR_NO, TestPlan, decimal_of
from assessments.plan.reading_table import tabulation_spec
from assessments.plan.score_cuts import about_first, about_thresholds
from assessments.plan.table_inventory import same_counts
from assessments.plan.tabulation import Bands
from assessments.plan.unknown_words import differ_in_case_only
from assessments.statistics.disparities import PRESETS
from assessments.statistics.margin import margin_of
from assessments.statistics.metrics import METRICS
from assessments.text.complaints import quoted
from assessments.text.message import Message


def complaints(plan: TestPlan, inventory: Inventory) -> tuple[Message, ...]:
    """Everything that keeps a completed plan from being computed on this file; empty when it can be."""
    if inventory.sheets:
        return (several(inventory),)
    if inventory.counted_by is not None and (other := _other_counts(plan, TestPlan.from_dict(inventory.counted_by))):
        return other
    objections = list(_about_columns(plan, inventory))
    if inventory.totals is not None and not plan.totals:
        objections.append(seen_in_words(inventory.totals))
    inventory = counted_rows(plan, inventory)
    objections += _about_empty(plan, inventory)
    if not objections:
        if plan.outcome is not None and plan.task in YES_OR_NO:
            objections += _about_mapping(inventory, plan, "outcome")
        if plan.task in ("decision", "judgements"):
            objections += _about_mapping(inventory, plan, "decision")
            objections += about_scale(plan, decision_column(plan, inventory))
        objections += _about_groups(plan, inventory)
    objections += [*about_first(plan, inventory.rows), *_of_the_plan(plan)]
    return tuple(objections) if objections else tuple(about_margin(plan, inventory))


def _other_counts(plan: TestPlan, counted_by: TestPlan) -> tuple[Message, ...]:
    """Of counts nothing else can be asked than what they were made for."""
    if wrong := whatever_the_data(plan):
        return wrong
    return () if same_counts(tabulation_spec(plan), tabulation_spec(counted_by)) else (other_plan(),)


def other_plan() -> Message:
    """What is said where counts are not those that a plan asks for."""
    return Message(
        "The file holds counts, and they were not made for this plan. Keep the columns, bands and numbers of the plan "
        "that they were made by, or count again with another plan."
    )


def whatever_the_data(plan: TestPlan) -> tuple[Message, ...]:
    """What is wrong with the plan itself, whichever file it is for."""
    return (*about_first(plan), *_of_the_plan(plan))


def _of_the_plan(plan: TestPlan) -> tuple[Message, ...]:
    return (*_about_bands(plan), *_about_task(plan), *_about_period(plan), *_about_rules(plan))


def several(inventory: Inventory) -> Message:
    """That one of the tables of a workbook has to be chosen."""
    names = tuple(name for name, _ in inventory.sheets)
    return Message("The workbook has data on several sheets: {sheets}. Choose one.", {"sheets": quoted(names)})


def absent(plan: TestPlan, inventory: Inventory) -> Iterable[Message]:
    """Columns of the plan that are not in the file."""
    for name in plan.columns:
        if name in inventory.nested:
            yield Message(
                "Column “{column}” holds lists or tables, and only single values can be counted. Export it as a column "
                "with one value in each row, or leave it out.",
                {"column": name},
            )
        elif inventory.column(name) is None:
            yield Message(
                "There is no column “{column}” in the file. It has these columns: {columns}.",
                {"column": name, "columns": quoted(inventory.names, most=50)},
            )


def _about_columns(plan: TestPlan, inventory: Inventory) -> Iterable[Message]:
    yield from absent(plan, inventory)
    if plan.outcome == plan.decision:
        yield Message(
            "Column “{column}” cannot be both the true outcome and the decision. Choose two columns.",
            {"column": plan.outcome},
        )
    if not plan.groups:
        yield Message("Choose at least one column with groups to compare.")
    for name in plan.counted:
        if name in (plan.outcome, plan.decision):
            yield Message(
                "Column “{column}” cannot be a group as well as the outcome or the decision.", {"column": name}
            )
    if len(set(plan.counted)) < len(plan.counted):
        yield Message("The same column is chosen as a group twice. Name it once.")


def _about_empty(plan: TestPlan, inventory: Inventory) -> Iterable[Message]:
    """Columns without a single number; those whose values mean yes and no have their own sentence."""
    both = (plan.outcome, plan.decision)
    mapped = {"decision": both, "judgements": both, "score": (plan.outcome,)}.get(plan.task, ())
    for name in (plan.outcome, plan.decision):
        if name is not None and name not in mapped and (column := inventory.column(name)) and not column.distinct:
            yield _empty(name)


def _about_mapping(inventory: Inventory, plan: TestPlan, part: Literal["outcome", "decision"]) -> Iterable[Message]:
    name: str = getattr(plan, part)
    yes, no, not_known = (getattr(plan, f"{part}_{meaning}") for meaning in ("yes", "no", "unknown"))
    column = inventory.column(name) if part == "outcome" else decision_column(plan, inventory)
    if column is None or column.has_too_many_values:
        yield _too_many_values(name)
        return
    if not column.values:
        yield _withheld(name) if column.is_withheld else _empty(name)
        return
    unmapped = tuple(value for value in column.levels if value not in (*yes, *no, *not_known))
    if unmapped:
        yield Message(
            "Column “{column}” has values that nobody has said mean yes or no: {values}. Say which mean yes, which "
            "mean no, and which mean that it is not known.",
            {"column": name, "values": quoted(unmapped, most=50)},
        )
    yield from _used_twice(name, yes, no, not_known)
    unknown = tuple(v for v in (*yes, *no) if v not in column.levels and v.casefold() not in _PLAIN_WORDS)
    if unknown and unmapped:  # where every value has its meaning, some may be left out in some months
        yield Message(
            "Column “{column}” does not have the values {values}. It has {there_are}.",
            {"column": name, "values": quoted(unknown), "there_are": quoted(column.levels, most=50)},
        )


def _used_twice(name: str, yes: Sequence[str], no: Sequence[str], not_known: Sequence[str]) -> Iterable[Message]:
    if both := tuple(value for value in yes if value in no):
        yield Message(
            "In column “{column}” these values are said to mean both yes and no: {values}.",
            {"column": name, "values": quoted(both)},
        )
    if both := tuple(value for value in (*yes, *no) if value in not_known):
        yield Message(
            "In column “{column}” these values are said to mean yes or no, and also that it is not known: {values}.",
            {"column": name, "values": quoted(both)},
        )


def _about_groups(plan: TestPlan, inventory: Inventory) -> Iterable[Message]:
    banded = {name: Bands(limits).names() for name, limits in plan.bands}
    for name in plan.counted:
        yield from _about_group(plan, inventory.column(name), name)
    for attribute, value in plan.reference:
        column = inventory.column(attribute)
        if attribute not in plan.groups or column is None:
            yield Message(
                "“{column}” is given a group to compare with, but is not among the groups.", {"column": attribute}
            )
        elif value not in (there_are := banded.get(attribute, column.levels)) and there_are:
            yield Message(
                "Column “{column}” has no group “{value}” to compare with. It has {there_are}.",
                {"column": attribute, "value": value, "there_are": quoted(there_are, most=50)},
            )
    if len(dict(plan.reference)) < len(plan.reference):
        yield Message("A column is given two groups to compare with. Name one.")


def _about_group(plan: TestPlan, column: ColumnInventory | None, name: str) -> Iterable[Message]:
    is_banded = name in dict(plan.bands)
    if column is None or (column.has_too_many_values and not is_banded):
        yield _too_many_values(name)
    elif column.is_withheld:
        yield _withheld(name)
    elif not column.values and not column.has_too_many_values:
        yield Message("Column “{column}” is empty in every row. Choose another group.", {"column": name})
    elif name in plan.groups and column.is_of_merged_cells:
        yield Message(
            "Column “{column}” is empty in {count} rows, as after merged cells. Fill in all rows, and export again.",
            {"column": name, "count": column.missing},
        )
    elif name in plan.groups and not is_banded and (several := _undecided_spellings(plan, column)):
        yield Message(
            "Column “{column}” has groups whose names differ only in capital letters or blanks: {values}. Say "
            "whether they are the same.",
            {"column": name, "values": quoted(several, most=50)},
        )


def _undecided_spellings(plan: TestPlan, column: ColumnInventory) -> tuple[str, ...]:
    """Groups that may be one, where the plan says neither that they are nor that they are not."""
    replaced = plan.replaced_values.get(column.name, {})
    if column.name in dict(plan.joined_values) and not dict(plan.joined_values)[column.name]:
        return ()
    values = [(value, rows) for value, rows in column.values if replaced.get(value, value) == value]
    return tuple(sorted({name for pair in differ_in_case_only(values).items() for name in pair}))


def _about_bands(plan: TestPlan) -> Iterable[Message]:
    for name, limits in plan.bands:
        numbers = [decimal_of(limit) for limit in limits]
        if not numbers or None in numbers or numbers != sorted(set(numbers), key=lambda number: number or 0):
            yield Message(
                "The bands of “{column}” must be rising numbers, the lowest of each band, for example 18, 30, 65.",
                {"column": name},
            )
        elif name not in plan.counted:
            yield Message("“{column}” is cut into bands, but is not among the groups.", {"column": name})
        elif name in plan.groups and plan.reference_of(name) is None:
            yield Message(
                "Say which band of “{column}” the others are compared with: {there_are}.",
                {"column": name, "there_are": quoted(Bands(limits).names(), most=50)},
            )


def _about_task(plan: TestPlan) -> Iterable[Message]:
    """What the task lacks, what does not go together, and what must be said of counts."""
    yield from (sentence for is_wrong, sentence in _WRONG if is_wrong(plan))
    if plan.task == "score" and not plan.first and decimal_of(plan.threshold) is None:
        yield Message(
            "Say from which score on it means yes, as a number, or how many get a yes; “{threshold}” is no number.",
            {"threshold": plan.threshold},
        )
    yield from (*about_thresholds(plan), *about_judgements(plan))
    if plan.count is not None and (unnamed := [name for name in plan.groups if plan.reference_of(name) is None]):
        yield Message(
            "The rows of aggregated counts do not tell which group is largest. Say which group of {columns} the others "
            "are compared with.",
            {"columns": quoted(unnamed)},
        )


def _has_no_tolerance(plan: TestPlan) -> bool:
    tolerance = decimal_of(plan.tolerance)
    return plan.task == "amounts" and (tolerance is None or tolerance < 0)


_WRONG: tuple[tuple[Callable[[TestPlan], bool], Message], ...] = (
    (
        lambda plan: plan.task in ("classes", "amounts") and plan.outcome is None,
        Message("Name the column with the true class or amount. Without it nobody can tell who got a wrong one."),
    ),
    (
        _has_no_tolerance,
        Message("Say how far an amount may be off before it counts as wrong, as a number from 0 up."),
    ),
    (
        lambda plan: plan.task == "ranking" and plan.top < 1,
        Message("Say how many places count as being among the first, as a whole number from 1 up."),
    ),
    (lambda plan: not 0 <= plan.decimals <= 6, Message("Scores and amounts are kept with 0 to 6 decimals.")),
    (
        lambda plan: plan.count is not None and plan.weight is not None,
        Message("A file has either a column with counts or one with weights. Name one of the two."),
    ),
    (
        lambda plan: plan.person is not None and (plan.count is not None or plan.weight is not None),
        Message(
            "Persons are told apart in rows of single cases without weights. Leave the column with persons out, or "
            "that with counts or weights."
        ),
    ),
    (
        lambda plan: plan.person is not None and plan.person in (plan.decision, plan.outcome, *plan.counted),
        Message("The column with persons cannot be a group, the outcome or the decision as well."),
    ),
    (
        lambda plan: plan.person is not None and plan.has_audit,
        Message("With an audit sample, rows of the same person cannot be taken into account. Leave the column out."),
    ),
    (
        lambda plan: plan.is_paired and plan.person is None,
        Message("Name the column that shows which rows are the same case with only the group changed."),
    ),
    (
        lambda plan: plan.is_paired and (len(plan.groups) != 1 or plan.against != "reference" or bool(plan.stratum)),
        Message(
            "The same case with only the group changed is compared in one column of groups, with one of them. Choose "
            "one column, and no factor to hold equal."
        ),
    ),
    (
        lambda plan: plan.is_paired and (plan.task not in (*YES_OR_NO, "judgements") or bool(plan.other_thresholds)),
        Message("Pairs are compared in a decision, a score with one threshold, or judgements of answers."),
    ),
    (
        lambda plan: plan.repeated == "yes" and plan.person is None,
        Message("Name the column that shows which rows are of the same person, or say that it is not known."),
    ),
    (
        lambda plan: plan.task not in YES_OR_NO and plan.weight is not None,
        Message("Sampling weights are used with decisions and scores only. Leave the column with weights out."),
    ),
    (
        lambda plan: plan.task in ("amounts", "ranking") and plan.count is not None,
        Message("Amounts and places need one row for each case. Leave the column with counts out."),
    ),
    (
        lambda plan: plan.outcome_known not in OUTCOME_KNOWN,
        Message("Say for whom the true outcome is known: everyone, those with a yes, those and a sample, or some."),
    ),
    (
        lambda plan: plan.outcome_known != "everyone" and (plan.outcome is None or plan.task not in YES_OR_NO),
        Message("Only a decision or score with a true outcome can say for whom the outcome is known."),
    ),
    (
        lambda plan: plan.has_audit and not 0 < plan.flagged < plan.population,
        Message(
            "To reconstruct error rates from a sample, say how many cases there were in all and how many of them got a "
            "yes. The second number is smaller than the first."
        ),
    ),
    (
        lambda plan: plan.outcome_known == "unrelated" and plan.weight is not None,
        Message("How far unknown outcomes could move a weighted rate is not computed. Leave the weights out."),
    ),
    (
        lambda plan: plan.has_audit and plan.weight is not None,
        Message("An audit sample is scaled up with the totals. Leave the column with weights out."),
    ),
)


def _empty(name: str) -> Message:
    return Message(
        "Column “{column}” is empty in every row. If its cells are formulas, open the workbook in Excel and save it "
        "again, so that it holds their results.",
        {"column": name},
    )


def _withheld(name: str) -> Message:
    return Message(
        "Column “{column}” shows who judged, so its values are not kept. Choose another column, or give it another "
        "name.",
        {"column": name},
    )


def _too_many_values(name: str) -> Message:
    return Message(
        "Column “{column}” has more than {most} different values. Merge them into fewer, for example ages into age "
        "bands, or choose another column.",
        {"column": name, "most": MAX_LEVELS},
    )


_PLAIN_WORDS = ("0", "1", "true", "false")
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])/\d{4}-(0[1-9]|1[0-2])")


def _about_period(plan: TestPlan) -> Iterable[Message]:
    if plan.period and not _PERIOD.fullmatch(plan.period):
        yield Message("Write first and last month of the data with a hyphen, for example 2025-01 and 2025-12.")
    elif plan.period and plan.period[:7] > plan.period[8:]:
        yield Message("The last month of the data is before the first.")


def _about_rules(plan: TestPlan) -> Iterable[Message]:
    margin = margin_of(plan.margin)
    if margin is None or not margin.is_sound:
        yield Message(
            "The margin “{margin}” must be a number above 0 and at most 0.5, where 0.05 means 5 in 100; or a ratio on "
            "both sides of 1, for example 0.8-1.25.",
            {"margin": plan.margin},
        )
    elif margin.is_ratio and (plan.against == "whole" or plan.has_audit):
        yield Message(
            "A margin that is a ratio needs a rate to divide by. Beside everybody, and with an audit, give a gap, for "
            "example 0.05."
        )
    if unknown := tuple(name for name in plan.primary if name not in METRICS):
        yield Message(
            "There is no rate called {names}. There are {there_are}.",
            {"names": quoted(unknown), "there_are": quoted(tuple(METRICS))},
        )
    elif without := tuple(name for name in plan.primary if name not in plan.metrics):
        yield Message(
            "These rates cannot be computed here, for what they need is not known: {names}. There are {there_are}.",
            {"names": quoted(without), "there_are": quoted(plan.metrics)},
        )
    if unknown := tuple(name for name in plan.presets if name not in PRESETS):
        yield Message(
            "There is no rule of thumb called {names}. There are {there_are}.",
            {"names": quoted(unknown), "there_are": quoted(tuple(PRESETS))},
        )
    if plan.against not in AGAINST:
        yield Message("Say whether each group is compared with one group, with the rest, or with everybody.")
    if plan.yes_means not in (None, "burden", "help"):
        yield Message("Say whether a yes burdens or helps the person, or leave it open.")
