"""Rows with judgements become rows with answers: each has its pattern, and what else is known of it. Pure.

Who judged is forgotten here: nothing behind this knows more than how many they were.
"""

from collections.abc import Iterable, Iterator, Sequence

from assessments.judgements.patterns import MOST_RATERS, JudgementColumns, text_of
from assessments.text.complaints import EvaluationDataError, quoted
from assessments.text.message import Message

Cells = tuple[str | None, ...]
MOST_JUDGEMENTS = 1_000_000  # rows


def answers_in(rows: Iterable[Cells], columns: JudgementColumns, others: Sequence[str]) -> Iterator[Cells]:
    """For each answer its pattern, then the values of the other columns. EvaluationDataError where rows contradict.

    Each row holds the answer and who judged, where they are columns, then the judgements, then the ``others``.
    """
    if columns.answer is None:
        for row in rows:
            values, rest = row[: len(columns.columns)], row[len(columns.columns) :]
            yield (text_of(values), *rest)
        return
    judged, rest_of = _by_answer(rows, columns, others)
    raters = sorted({rater for judgements in judged.values() for rater in judgements})
    if len(raters) > MOST_RATERS:
        raise EvaluationDataError(_too_many(str(columns.rater), len(raters)))
    for answer, judgements in judged.items():
        yield (text_of([judgements.get(rater) for rater in raters]), *rest_of[answer])


def _by_answer(
    rows: Iterable[Cells], columns: JudgementColumns, others: Sequence[str]
) -> tuple[dict[str, dict[str, str | None]], dict[str, Cells]]:
    judged: dict[str, dict[str, str | None]] = {}
    rest_of: dict[str, Cells] = {}
    nameless, twice, differing = 0, set(), dict.fromkeys(others, 0)
    for answer, rater, judgement, *rest in rows:
        if answer is None or rater is None:
            nameless += 1
            continue
        judgements = judged.setdefault(answer, {})
        if rater in judgements:
            twice.add(answer)
        judgements[rater] = judgement
        for name, first, value in zip(others, rest_of.setdefault(answer, tuple(rest)), rest, strict=True):
            differing[name] += first != value
    if wrong := list(_objections(columns, nameless, len(twice), [name for name in others if differing[name]])):
        raise EvaluationDataError(*wrong)
    return judged, rest_of


def _objections(columns: JudgementColumns, nameless: int, twice: int, differing: Sequence[str]) -> Iterator[Message]:
    if nameless:
        yield Message(
            "In {count} row the column “{answer}” or “{rater}” is empty, so nobody knows which answer was judged, or "
            "whether by somebody else. Fill it in, or take the row out.",
            {"answer": columns.answer, "rater": columns.rater},
            plural="In {count} rows the column “{answer}” or “{rater}” is empty, so nobody knows which answer was "
            "judged, or whether by somebody else. Fill them in, or take the rows out.",
            count=nameless,
        )
    if twice:
        yield Message(
            "{count} answer was judged twice by the same person. Keep one of the two rows.",
            plural="{count} answers were judged twice by the same person. Keep one of the two rows of each.",
            count=twice,
        )
    if differing:
        yield Message(
            "Rows about the same answer have different values in {columns}. An answer belongs to one group in each: "
            "write the same in all its rows.",
            {"columns": quoted(tuple(differing))},
        )


def _too_many(column: str, raters: int) -> Message:
    return Message(
        "Column “{column}” names {raters} people who judged, and at most {most} can be taken into account. Is it the "
        "right column?",
        {"column": column, "raters": raters, "most": MOST_RATERS},
    )
