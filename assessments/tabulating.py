"""Between a test plan and a table: what a plan wants counted, and what the values of a table mean by the plan.

Pure; reads no files, computes no figures.
"""

from collections.abc import Iterable, Mapping

from assessments.complaints import EvaluationDataError, quoted
from assessments.counts import Cell, Counts, Groups
from assessments.plan import TestPlan, plain_number
from assessments.samples import Weights
from assessments.scores import Scores
from assessments.sentence import Sentence
from assessments.wanted import Bands, Fixed, Table, Wanted


def wanted(plan: TestPlan) -> Wanted:
    """Which columns are counted, and how."""
    is_score = plan.task == "score"
    asked = (*plan.counted, plan.outcome, None if is_score else plan.decision)
    bands = {column: Bands(limits) for column, limits in plan.bands}
    return Wanted(
        texts=tuple(column for column in asked if column is not None),
        bands=bands or None,
        score=Fixed(plan.decision, plan.decimals) if is_score else None,
        threshold=plain_number(plan.threshold) if is_score else None,
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
        outcome = None if plan.outcome is None else _meant(plan.outcome, outcomes, said.pop(0))
        decision = _reached(said[0]) if plan.task == "score" else _meant(plan.decision, decisions, said[0])
        values = _texts(key[:groups])
        cell = values, outcome, decision
        cells[cell] = cells.get(cell, 0) + sums[place]
    return cells


def scores(plan: TestPlan, table: Table) -> dict[Groups, Scores]:
    """The scores of each combination of groups, of the cases whose outcome is known; empty for another task."""
    if plan.task != "score" or plan.outcome is None:
        return {}
    outcomes, groups = _meaning(plan.outcome_yes, plan.outcome_no), len(plan.groups)
    sides: dict[Groups, tuple[dict[int, int], dict[int, int]]] = {}
    for key, (cases, *_) in table.rows.items():
        outcome, score = _meant(plan.outcome, outcomes, key[len(plan.counted)]), key[-1]
        if outcome is not None and isinstance(score, int):
            side = sides.setdefault(_texts(key[:groups]), ({}, {}))[0 if outcome else 1]
            side[score] = side.get(score, 0) + cases
    return {values: Scores(*side, plan.decimals) for values, side in sides.items()}


def _reached(value: object) -> bool | None:
    return None if value is None else bool(value)


def _texts(key: Iterable[object]) -> Groups:
    return tuple(None if value is None else str(value) for value in key)


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
