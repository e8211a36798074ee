"""Plans for answers that people have judged: what their values mean, and what may be wrong with such a plan. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from assessments.data.inventory import ColumnInventory, Inventory
from assessments.judgements.agreement import JudgedAnswers, order_of
from assessments.judgements.patterns import Pattern, decided, meanings_in, pattern_of, text_of
from assessments.plan.plan import TestPlan, decimal_of
from assessments.plan.tabulation import CountTable
from assessments.plan.unknown_words import differ_in_case_only
from assessments.text.complaints import EvaluationDataError, quoted
from assessments.text.message import Message


def decision_column(plan: TestPlan, inventory: Inventory) -> ColumnInventory | None:
    """The column with decisions; of judgements side by side, all of them as one."""
    names = (plan.decision,) if plan.judged is None else plan.judged.columns
    columns = [column for name in names if (column := inventory.column(name)) is not None]
    if len(columns) < 2:
        return columns[0] if columns else None
    together = columns[0]
    for column in columns[1:]:
        together = together.add(column)
    return together


def judgement_of(plan: TestPlan) -> Callable[[object], bool | None]:
    """What a pattern comes to in the end: good, not good, or neither."""
    meaning_of = _meanings(plan)

    def classify(pattern: object) -> bool | None:
        return decided(meanings_in(pattern_of(str(pattern)), meaning_of), plan.agreed_by)

    return classify


def judged_in(plan: TestPlan, table: CountTable) -> JudgedAnswers:
    """Every answer's pattern over all groups, with values that mean that nothing is known as missing, and those that
    differ in capital letters only as one.
    """
    as_written: dict[Pattern, int] = {}
    for key, (answers, *_) in table.rows.items():
        pattern = pattern_of(str(key[len(plan.counted)]))
        as_written[pattern] = as_written.get(pattern, 0) + answers
    values = Counter(value for pattern in as_written for value in pattern if value is not None)
    counted_as: dict[str | None, str | None] = dict(_spelling_variants(plan, values))
    counted_as |= dict.fromkeys(plan.decision_unknown)
    patterns: dict[Pattern, int] = {}
    for pattern, answers in as_written.items():
        read = pattern_of(text_of([counted_as.get(value, value) for value in pattern]))
        patterns[read] = patterns.get(read, 0) + answers
    known = {value for pattern in patterns for value in pattern if value is not None}
    return JudgedAnswers(
        patterns=patterns,
        meaning_of=_meanings(plan),
        rule=plan.agreed_by,
        scale=plan.scale,
        places=_places(plan, known),
    )


def _spelling_variants(plan: TestPlan, values: Mapping[str, int]) -> Iterable[tuple[str, str]]:
    """Values that are others but for capital letters, with what they count as: where both mean the same."""
    meaning_of = _meanings(plan)
    same = differ_in_case_only(values.items())
    return ((value, other) for value, other in same.items() if meaning_of(value) is meaning_of(other))


def _places(plan: TestPlan, values: Iterable[str]) -> dict[str, Fraction]:
    """Where each value is on the scale; of names without an order all in the same place."""
    if plan.scale == "ordinal" and plan.scale_order:
        return order_of(plan.scale_order)
    return {value: Fraction(decimal_of(value) or 0) for value in values}


def _meanings(plan: TestPlan) -> Callable[[str], bool | None]:
    known: dict[str, bool | None] = dict.fromkeys(plan.decision_unknown)
    known |= {**dict.fromkeys(plan.decision_no, False), **dict.fromkeys(plan.decision_yes, True)}

    def meaning_of(value: str) -> bool | None:
        if value not in known:
            raise EvaluationDataError(
                Message(
                    "Column “{column}” has the value {value}, which nobody has said means yes or no. Say what it "
                    "means.",
                    {"column": plan.decision, "value": quoted([value])},
                )
            )
        return known[value]

    return meaning_of


def about_judgements(plan: TestPlan) -> Iterable[Message]:
    """What does not go together, whatever the data."""
    if plan.judged is None:
        if plan.answer or plan.rater or plan.more_judgements:
            yield Message("Columns with answers and with those who judged belong to a test of judgements only.")
        return
    if plan.more_judgements and (plan.answer or plan.rater):
        yield Message(
            "Judgements stand either in rows of their own, with a column for the answer and one for who judged, or "
            "side by side in several columns. Choose one of the two."
        )
    elif not plan.more_judgements and not (plan.answer and plan.rater):
        yield Message(
            "At least two people must have judged. Name the column that shows which answer was judged and the one that "
            "tells by whom; or, where each has a column of their own, all of these columns."
        )
    if plan.outcome is not None or plan.count or plan.weight or plan.key:
        yield Message(
            "Judgements need neither a true outcome nor counts, weights or a second file. Leave these columns out."
        )
    columns = (*plan.judged.columns, *filter(None, (plan.answer, plan.rater)))
    others = (*plan.counted, *filter(None, (plan.person,)))
    if len(set(columns)) < len(columns) or set(columns) & set(others):
        yield Message(
            "The columns with judgements, answers, who judged, persons and groups must be different ones. One is "
            "chosen twice."
        )


def about_scale(plan: TestPlan, column: ColumnInventory | None) -> Iterable[Message]:
    """Values that have no place on the scale."""
    if plan.judged is None or column is None or plan.scale == "nominal":
        return
    values = [value for value in column.levels if value not in plan.decision_unknown]
    ordered = plan.scale_order if plan.scale == "ordinal" else ()
    without = [value for value in values if (value not in ordered if ordered else decimal_of(value) is None)]
    if len(set(ordered)) < len(ordered):
        yield Message("The order of the judgements names a value twice. Name each once, the lowest first.")
    elif without and plan.scale == "interval":
        yield Message(
            "Judgements on a scale with equal steps are numbers, and these are none: {values}. Choose an order or "
            "names instead.",
            {"values": quoted(tuple(without), most=50)},
        )
    elif without:
        yield Message(
            "The judgements have an order, but these values have no place in it: {values}. Name all values from the "
            "lowest to the highest.",
            {"values": quoted(tuple(without), most=50)},
        )
