"""Between a test plan and a table: what a plan wants counted, and what the values of a table mean by the plan.

Pure; reads no files, computes no figures.
"""

from collections.abc import Mapping

from assessments.complaints import EvaluationDataError, quoted
from assessments.counts import Cell, Counts
from assessments.plan import TestPlan
from assessments.samples import Weights
from assessments.sentence import Sentence
from assessments.wanted import Bands, Table, Wanted


def wanted(plan: TestPlan) -> Wanted:
    """Which columns are counted, and how."""
    asked = (*plan.counted, plan.outcome, plan.decision)
    bands = {column: Bands(limits) for column, limits in plan.bands}
    return Wanted(
        texts=tuple(column for column in asked if column is not None),
        bands=bands or None,
        count=plan.count,
        weight=plan.weight,
    )


def counts(plan: TestPlan, table: Table) -> Counts:
    """How many cases there are of each kind. EvaluationDataError for a value that nobody has said means yes or no."""
    return Counts(plan.counted, _cells(plan, table, "n"))


def weights(plan: TestPlan, table: Table) -> Weights | None:
    """The sums of sampling weights and of their squares; None where the plan has none."""
    if plan.weight is None:
        return None
    sums = Counts(plan.counted, _cells(plan, table, "weight"))
    return Weights(sums, Counts(plan.counted, _cells(plan, table, "weight_squared")))


def _cells(plan: TestPlan, table: Table, summed: str) -> dict[Cell, int]:
    outcomes = _meaning(plan.outcome_yes, plan.outcome_no)
    decisions = _meaning(plan.decision_yes, plan.decision_no)
    place, groups = table.sums.index(summed), len(plan.counted)
    cells: dict[Cell, int] = {}
    for key, sums in table.rows.items():
        said = list(key[groups:])
        decision = _meant(plan.decision, decisions, said.pop())
        outcome = None if plan.outcome is None else _meant(plan.outcome, outcomes, said.pop())
        values = tuple(None if value is None else str(value) for value in key[:groups])
        cell = values, outcome, decision
        cells[cell] = cells.get(cell, 0) + sums[place]
    return cells


def _meaning(yes: tuple[str, ...], no: tuple[str, ...]) -> dict[object, bool | None]:
    return {None: None, **dict.fromkeys(no, False), **dict.fromkeys(yes, True)}


def _meant(column: str, meaning: Mapping[object, bool | None], value: object) -> bool | None:
    if value in meaning:
        return meaning[value]
    raise EvaluationDataError(
        Sentence(
            "Column “{column}” has the value {value}, which nobody has said means yes or no. Say what it means.",
            {"column": column, "value": quoted([str(value)])},
        )
    )
