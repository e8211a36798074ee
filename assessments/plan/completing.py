"""How a short test plan is completed: what it leaves open is filled in and named. What may be wrong: plan_rules.

So the stored plan says everything that was decided. Counts nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assessments.data.inventory import ColumnInventory, Inventory
from assessments.plan.judging import decision_column
from assessments.plan.plan import YES_OR_NO, TestPlan, decimal_of, plain_margin, plain_number
from assessments.plan.unknown_words import is_another_yes, plain_answer, usually_means_unknown


def complete(plan: TestPlan, inventory: Inventory) -> TestPlan:
    """The plan with what it leaves open filled in and named.

    0/1 and true/false need no mapping, nor 1.0/0.0 and sant/falskt; where only the yes values are given, every other
    non-empty value means no, unless it is another spelling of a yes;
    without a reference, an attribute's largest group is it (the first by name where two are equally large). Words that
    usually mean unknown are counted as missing where the plan says nothing else of them.
    """
    plan = with_totals(_without_needless_outcome(plan), inventory)
    inventory = counted_rows(plan, inventory)
    plan = with_unknown(plan, inventory)
    outcome_yes, outcome_no = plan.outcome_yes, plan.outcome_no
    if plan.outcome is not None and plan.task in YES_OR_NO:
        column = _without(inventory.column(plan.outcome), plan.outcome_unknown)
        outcome_yes, outcome_no = _mapping(column, outcome_yes, outcome_no)
    decision_yes, decision_no = plan.decision_yes, plan.decision_no
    if plan.task in ("decision", "judgements"):
        column = _without(decision_column(plan, inventory), plan.decision_unknown)
        decision_yes, decision_no = _mapping(column, decision_yes, decision_no)
    banded = dict(plan.bands)
    unnamed = (attribute for attribute in plan.groups if plan.reference_of(attribute) is None)
    missing = [attribute for attribute in unnamed if plan.count is None and attribute not in banded]
    largest = (
        (attribute, _largest(inventory.column(attribute), plan.replaced_values.get(attribute, {})))
        for attribute in missing
    )
    references = tuple((attribute, value) for attribute, value in largest if value is not None)
    return replace(
        plan,
        outcome_yes=tuple(sorted(outcome_yes)),
        outcome_no=tuple(sorted(outcome_no)),
        decision_yes=tuple(sorted(decision_yes)),
        decision_no=tuple(sorted(decision_no)),
        reference=tuple(sorted((*_counted_as(plan), *references))),
        margin=plain_margin(plan.margin),
        repeated="yes" if plan.person is not None and not plan.is_paired else plan.repeated,
        threshold=plain_number(plan.threshold),
        other_thresholds=_other_thresholds(plan),
        tolerance=plain_number(plan.tolerance),
    )


def with_totals(plan: TestPlan, inventory: Inventory) -> TestPlan:
    """The plan with the values named by which rows of this file are left out, where they are to be."""
    if inventory.counted_by is not None:
        return plan
    seen = inventory.totals if plan.totals == "out" else None
    return replace(plan, left_out=() if seen is None else tuple(sorted(seen.marks)))


def counted_rows(plan: TestPlan, inventory: Inventory) -> Inventory:
    """What the rows hold that are counted by this plan."""
    return inventory.without_totals() if plan.totals == "out" else inventory


def _without_needless_outcome(plan: TestPlan) -> TestPlan:
    """Places are compared without it, so nobody need say what its values mean."""
    if plan.task != "ranking" or plan.outcome is None:
        return plan
    return replace(plan, outcome=None, outcome_yes=(), outcome_no=(), outcome_unknown=())


def _other_thresholds(plan: TestPlan) -> tuple[str, ...]:
    """Each once, written plainly, and without the one that is used."""
    plain = dict.fromkeys(plain_number(text) for text in plan.other_thresholds if text.strip())
    return tuple(sorted((text for text in plain if text != plain_number(plan.threshold)), key=_size))


def _size(text: str) -> Decimal:
    return decimal_of(text) or Decimal()


def as_counted(plan: TestPlan, counted_by: TestPlan, inventory: Inventory) -> TestPlan:
    """The plan with what the counts were made by and can no longer show: values that are gone, and the second file."""
    levels = {column.name: column.levels for column in inventory.columns}
    gone: dict[str, Any] = {
        f"{part}_{meaning}": tuple(
            value
            for value in getattr(counted_by, f"{part}_{meaning}")
            if value not in levels.get(getattr(counted_by, part) or "", ())
        )
        for part in ("outcome", "decision")
        for meaning in ("yes", "no", "unknown")
    }
    unknown = {name: tuple(v for v in values if v not in levels[name]) for name, values in counted_by.group_unknown}
    here = dict(plan.group_unknown)
    both = {name: (*here.get(name, ()), *unknown.get(name, ())) for name in (*here, *unknown)}
    joined = dict(plan.joined_values)
    return replace(
        plan,
        **_both(plan, gone),
        group_unknown=tuple((name, tuple(sorted(set(both[name])))) for name in both),
        joined_values=tuple({**dict(counted_by.joined_values), **joined}.items()),
        key=counted_by.key,
        joined_columns=counted_by.joined_columns,
        sheet=counted_by.sheet,
        encoding=counted_by.encoding,
        totals=counted_by.totals,
        left_out=counted_by.left_out,
    )


def _both(plan: TestPlan, more: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    return {name: tuple(sorted({*getattr(plan, name), *values})) for name, values in more.items()}


def _counted_as(plan: TestPlan) -> Iterable[tuple[str, str]]:
    """The references under the name that their group is counted by."""
    for attribute, value in plan.reference:
        yield attribute, plan.replaced_values.get(attribute, {}).get(value) or value


def with_unknown(plan: TestPlan, inventory: Inventory) -> TestPlan:
    """The plan with the usual words for unknown named, where it has not said what they mean."""
    named = (*plan.counted, plan.outcome, plan.decision)
    words = {name: words_for_unknown(inventory.column(name)) if name else () for name in named}
    words[plan.decision] = words_for_unknown(decision_column(plan, inventory))
    is_number = plan.task not in ("decision", "classes", "judgements")
    numbers = {*dict(plan.bands), *((plan.decision,) if is_number else ())}
    numbers |= {plan.outcome} if plan.task == "amounts" else set()
    meanings = {
        part: {*getattr(plan, f"{part}_yes"), *getattr(plan, f"{part}_no"), *getattr(plan, f"{part}_unknown")}
        for part in ("outcome", "decision")
    }
    more: dict[str, tuple[str, ...]] = {
        part: tuple(word for word in words[column] if word not in meanings[part] and column not in numbers)
        for part, column in (("outcome", plan.outcome), ("decision", plan.decision))
    }
    decided = dict(plan.group_unknown)
    groups = {name: decided.get(name, words[name]) for name in plan.counted if name not in numbers}
    return replace(
        plan,
        outcome_unknown=tuple(sorted({*plan.outcome_unknown, *more["outcome"]})),
        decision_unknown=tuple(sorted({*plan.decision_unknown, *more["decision"]})),
        group_unknown=tuple((name, tuple(sorted(groups[name]))) for name in groups if groups[name] or words[name]),
    )


def words_for_unknown(column: ColumnInventory | None) -> tuple[str, ...]:
    """The values of a column that usually mean that nothing is known."""
    return () if column is None else tuple(value for value in column.levels if usually_means_unknown(value))


def _without(column: ColumnInventory | None, unknown: tuple[str, ...]) -> ColumnInventory | None:
    if column is None or not unknown:
        return column
    return replace(column, values=tuple((value, rows) for value, rows in column.values if value not in unknown))


def _mapping(
    column: ColumnInventory | None, yes: tuple[str, ...], no: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where a value that means yes is not there, it may be a slip of the pen: then no other is taken for a no.

    Nor is another spelling of a yes, such as “JA” where “ja” is one: a person is asked what it means.
    """
    if column is None or no or not column.levels:
        return yes, no
    if yes:
        others = tuple(value for value in column.levels if value not in yes and not is_another_yes(value, yes))
        return yes, others if set(yes) <= set(column.levels) else ()
    for yes_word, no_word in (("1", "0"), ("true", "false")):
        answers = {value: plain_answer(value) for value in column.levels}
        if set(answers.values()) <= {yes_word, no_word}:
            values = {word: tuple(value for value in answers if answers[value] == word) for word in (yes_word, no_word)}
            return values[yes_word], values[no_word]
    return yes, no


def _largest(column: ColumnInventory | None, replaced: Mapping[str, str | None]) -> str | None:
    sizes: dict[str, int] = {}
    for value, rows in () if column is None else column.values:
        if (group := replaced.get(value, value)) is not None:
            sizes[group] = sizes.get(group, 0) + rows
    return min(sizes, key=lambda value: (-sizes[value], value), default=None)
