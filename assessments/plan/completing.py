"""How a short test plan is completed: what it leaves open is filled in and named. What may be wrong: plan_rules.

So the stored plan says everything that was decided. Counts nothing.
"""

from collections.abc import Iterable
from dataclasses import replace

from assessments.data.inventory import ColumnInventory, Inventory
from assessments.plan.plan import YES_OR_NO, TestPlan, plain_margin, plain_number


def complete(plan: TestPlan, inventory: Inventory) -> TestPlan:
    """The plan with what it leaves open filled in and named.

    0/1 and true/false need no mapping; where only the yes values are given, every other non-empty value means no;
    without a reference, an attribute's largest group is it (the first by name where two are equally large).
    """
    outcome_yes, outcome_no = plan.outcome_yes, plan.outcome_no
    if plan.outcome is not None and plan.task in YES_OR_NO:
        outcome_yes, outcome_no = _mapping(inventory.column(plan.outcome), outcome_yes, outcome_no)
    decision_yes, decision_no = plan.decision_yes, plan.decision_no
    if plan.task == "decision":
        decision_yes, decision_no = _mapping(inventory.column(plan.decision), decision_yes, decision_no)
    banded = dict(plan.bands)
    unnamed = (attribute for attribute in plan.groups if plan.reference_of(attribute) is None)
    missing = [attribute for attribute in unnamed if plan.count is None and attribute not in banded]
    largest = ((attribute, _largest(inventory.column(attribute))) for attribute in missing)
    references = tuple((attribute, value) for attribute, value in largest if value is not None)
    return replace(
        plan,
        outcome_yes=tuple(sorted(outcome_yes)),
        outcome_no=tuple(sorted(outcome_no)),
        decision_yes=tuple(sorted(decision_yes)),
        decision_no=tuple(sorted(decision_no)),
        reference=tuple(sorted((*plan.reference, *references))),
        margin=plain_margin(plan.margin),
        repeated="yes" if plan.person is not None else plan.repeated,
        threshold=plain_number(plan.threshold),
        tolerance=plain_number(plan.tolerance),
    )


def _mapping(
    column: ColumnInventory | None, yes: tuple[str, ...], no: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if column is None or no or not column.levels:
        return yes, no
    if yes:
        return yes, tuple(value for value in column.levels if value not in yes)
    for yes_word, no_word in (("1", "0"), ("true", "false")):
        if {value.casefold() for value in column.levels} <= {yes_word, no_word}:
            return tuple(_levels_matching(column, yes_word)), tuple(_levels_matching(column, no_word))
    return yes, no


def _levels_matching(column: ColumnInventory, word: str) -> Iterable[str]:
    return (value for value in column.levels if value.casefold() == word)


def _largest(column: ColumnInventory | None) -> str | None:
    if column is None or not column.values:
        return None
    return min(column.values, key=lambda pair: (-pair[1], pair[0]))[0]
