"""Between a test plan and a table: what a plan wants counted, and what the values of a table mean by the plan.

Pure; reads no files, computes no figures.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from assessments.plan.judging import judgement_of
from assessments.plan.plan import TestPlan, decimal_of, plain_number
from assessments.plan.score_cuts import edge, reaches
from assessments.plan.tabulation import Bands, CountTable, Errors, Fixed, Key, Ranks, TabulationSpec
from assessments.statistics.counts import Cell, Counts, Groups
from assessments.statistics.persons import PersonSums
from assessments.statistics.scores import Scores
from assessments.statistics.weighted_tally import Weights
from assessments.text.complaints import EvaluationDataError, quoted
from assessments.text.message import Message

OutcomeAndDecision = tuple[bool | None, bool | None]  # outcome, decision


def tabulation_spec(plan: TestPlan) -> TabulationSpec:
    """Which columns are counted, and how."""
    task, bands = plan.task, {column: Bands(tuple(limits)) for column, limits in plan.bands}
    outcome = plan.outcome if task != "amounts" else None
    decision = plan.decision if task in ("decision", "classes", "judgements") or plan.thresholds else None
    if plan.thresholds:  # the score as a band between two thresholds, so that it is cut at each before it is rounded
        bands[plan.decision] = Bands(plan.thresholds)
    return TabulationSpec(
        texts=tuple(column for column in (*plan.counted, outcome, decision) if column is not None),
        bands=bands or None,
        score=Fixed(plan.decision, plan.decimals) if task == "score" else None,
        threshold=plain_number(plan.threshold) if task == "score" and not plan.first else None,
        ranks=Ranks(plan.decision, plan.top) if task == "ranking" else None,
        errors=_errors(plan) if task == "amounts" else None,
        count=plan.count,
        weight=plan.weight,
        key=plan.key,
        joined_columns=plan.joined_columns,
        sheet=plan.sheet,
        replaced=plan.replaced_values,
        person=plan.person,
        judged=plan.judged,
        encoding=plan.encoding,
        left_out=dict(plan.left_out),
    )


def _errors(plan: TestPlan) -> Errors:
    assert plan.outcome is not None  # planning refuses amounts without the true amount
    tolerance = decimal_of(plan.tolerance) or Decimal()
    return Errors(
        predicted=plan.decision, true=plan.outcome, decimals=plan.decimals, tolerance=int(tolerance * 10**plan.decimals)
    )


def counts(plan: TestPlan, table: CountTable) -> Counts:
    """How many cases there are of each kind. EvaluationDataError for a value that nobody has said means yes or no."""
    return Counts(plan.counted, _cells(plan, table, "n"))


def weights(plan: TestPlan, table: CountTable) -> Weights | None:
    """The sums of sampling weights and of their squares; None where the plan has none."""
    if plan.weight is None:
        return None
    sums = Counts(plan.counted, _cells(plan, table, "weight"))
    return Weights(sums, Counts(plan.counted, _cells(plan, table, "weight_squared")))


def persons(plan: TestPlan, table: CountTable) -> PersonSums | None:
    """How cases of the same person hang together; None where the plan has no column for it."""
    if plan.person is None:
        return None
    groups, classify = (
        len(plan.counted),
        _CLASSIFIERS[plan.task](plan, table) if plan.task in _CLASSIFIERS else _outside,
    )
    pairs: dict[tuple[Cell, Cell], int] = {}
    for keys, total in table.persons.items():
        first, second = ((_texts(key[:groups]), *classify(key[groups:])) for key in keys)
        pairs[first, second] = pairs.get((first, second), 0) + total
    return PersonSums(plan.counted, pairs)


def _outside(rest: Key) -> OutcomeAndDecision:
    """Of amounts, the decision is yes where one is further off than the tolerance."""
    return None, _reached(rest[0])


def _cells(plan: TestPlan, table: CountTable, summed: str) -> dict[Cell, int]:
    cells: dict[Cell, int] = {}
    for groups, (outcome, decision), number in _counted_lines(plan, table, summed):
        cell = groups, outcome, decision
        cells[cell] = cells.get(cell, 0) + number
    return cells


def _counted_lines(plan: TestPlan, table: CountTable, summed: str) -> Iterator[tuple[Groups, OutcomeAndDecision, int]]:
    """For each line of the table its groups, what it says of outcome and decision, and how many that is."""
    place, groups = table.sums.index(summed), len(plan.counted)
    if plan.task == "amounts":
        for key, sums in table.rows.items():
            totals = dict(zip(table.sums, sums, strict=True))
            outside = totals["over"] + totals["under"]
            counts_by_decision = {True: outside, False: totals["known"] - outside, None: totals["n"] - totals["known"]}
            yield from (
                (_texts(key[:groups]), (None, decision), number) for decision, number in counts_by_decision.items()
            )
        return
    classify = _CLASSIFIERS[plan.task](plan, table)
    for key, sums in table.rows.items():
        yield _texts(key[:groups]), classify(key[groups:]), sums[place]


def _decision(plan: TestPlan, table: CountTable) -> Callable[[Key], OutcomeAndDecision]:
    """Of a yes or no, of a score cut at its threshold, and of a place among the first or not."""
    outcomes, decisions = _meaning(plan.outcome_yes, plan.outcome_no), _meaning(plan.decision_yes, plan.decision_no)
    decisions = _reached_by_band(plan) if plan.thresholds else decisions
    has_values = plan.task == "decision" or bool(plan.thresholds)
    cut = edge(plan, table) if plan.first else None

    def classify(rest: Key) -> OutcomeAndDecision:
        outcome = None if plan.outcome is None else _meaning_of(plan.outcome, outcomes, rest[0])
        decided = rest[plan.outcome is not None]
        if cut is not None:
            return outcome, reaches(rest[-1], plan, cut)
        return outcome, _meaning_of(plan.decision, decisions, decided) if has_values else _reached(decided)

    return classify


def _reached_by_band(plan: TestPlan) -> dict[object, bool | None]:
    """Of several thresholds: which bands of the score are at or above the one that is used."""
    place = plan.thresholds.index(plain_number(plan.threshold))
    names = Bands(plan.thresholds).names()
    return {None: None, **{name: number > place for number, name in enumerate(names)}}


def _class(_: TestPlan, __: CountTable) -> Callable[[Key], OutcomeAndDecision]:
    """Of classes, the decision is yes where the system is wrong."""
    return lambda rest: (None, None if None in rest else rest[0] != rest[1])


def _judged(plan: TestPlan, _: CountTable) -> Callable[[Key], OutcomeAndDecision]:
    """Of judgements, the decision is yes where the answer is good in the end."""
    judgement = judgement_of(plan)
    return lambda rest: (None, judgement(rest[0]))


_CLASSIFIERS: Mapping[str, Callable[[TestPlan, CountTable], Callable[[Key], OutcomeAndDecision]]] = {
    "decision": _decision,
    "score": _decision,
    "ranking": _decision,
    "classes": _class,
    "judgements": _judged,
}


def classes(plan: TestPlan, table: CountTable) -> dict[str, Counts]:
    """Of several classes, for each the counts of that one against all others; empty for another task."""
    if plan.task != "classes":
        return {}
    groups = len(plan.counted)
    names = sorted({str(value) for key in table.rows for value in key[groups:] if value is not None})
    rows = [(_texts(key[:groups]), _texts(key[groups:]), cases) for key, (cases, *_) in table.rows.items()]
    return {name: Counts(plan.counted, _class_vs_rest(name, rows)) for name in names}


def _class_vs_rest(name: str, rows: Iterable[tuple[Groups, Groups, int]]) -> dict[Cell, int]:
    cells: dict[Cell, int] = {}
    for groups, (true, predicted), cases in rows:
        cell = groups, None if true is None else true == name, None if predicted is None else predicted == name
        cells[cell] = cells.get(cell, 0) + cases
    return cells


def scores(plan: TestPlan, table: CountTable) -> dict[Groups, Scores]:
    """The scores of each combination of groups, of the cases whose outcome is known; empty for another task.

    Empty with sampling weights as well: ranking and calibration are not computed with them.
    """
    if plan.task != "score" or plan.outcome is None or plan.weight is not None:
        return {}
    outcomes, groups = _meaning(plan.outcome_yes, plan.outcome_no), len(plan.groups)
    sides: dict[Groups, tuple[dict[int, int], dict[int, int]]] = {}
    for key, (cases, *_) in table.rows.items():
        outcome, score = _meaning_of(plan.outcome, outcomes, key[len(plan.counted)]), key[-1]
        if outcome is not None and isinstance(score, int):
            side = sides.setdefault(_texts(key[:groups]), ({}, {}))[0 if outcome else 1]
            side[score] = side.get(score, 0) + cases
    return {values: Scores(*side, plan.decimals) for values, side in sides.items()}


def sums(plan: TestPlan, table: CountTable, attribute: str | None) -> dict[str | None, dict[str, int]]:
    """Every sum of the table, for each group of an attribute, or for everybody under None."""
    place = None if attribute is None else plan.counted.index(attribute)
    together: dict[str | None, dict[str, int]] = {}
    for key, numbers in table.rows.items():
        value = None if place is None else _texts(key[place : place + 1])[0]
        into = together.setdefault(value, dict.fromkeys(table.sums, 0))
        for name, number in zip(table.sums, numbers, strict=True):
            into[name] += number
    return together


def _reached(value: object) -> bool | None:
    return None if value is None else bool(value)


def _texts(key: Iterable[object]) -> Groups:
    return tuple(None if value is None else str(value) for value in key)


def _meaning(yes: tuple[str, ...], no: tuple[str, ...]) -> dict[object, bool | None]:
    return {None: None, **dict.fromkeys(no, False), **dict.fromkeys(yes, True)}


def _meaning_of(column: str, meaning: Mapping[object, bool | None], value: object) -> bool | None:
    if value in meaning:
        return meaning[value]
    raise EvaluationDataError(
        Message(
            "Column “{column}” has the value {value}, which nobody has said means yes or no. Say what it means.",
            {"column": column, "value": quoted([str(value)])},
        )
    )
