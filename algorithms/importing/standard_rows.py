"""From another register's list to drafts and proposals, with the fate of every cell. Nothing stops a row. No I/O."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from algorithms.entries.dates import DayOrder
from algorithms.entries.entry import Topic
from algorithms.entries.fields import BY_NAME
from algorithms.entries.texts import Text
from algorithms.importing.again import Brought, Earlier, RowChange, has_same_cells
from algorithms.importing.columns import DAY_ORDER, Matching
from algorithms.importing.rows import Around, ImportedDraft, Outcome, identity_numbers
from algorithms.standards.field_map import Standard
from algorithms.standards.reading import STANDARDS, StandardRow, read, reader_of_earlier, spoken
from algorithms.standards.targets import chosen, targets
from assessments.data.spreadsheet import Sheet


def standard_of(matching: Matching) -> Standard:
    """As the person has changed it."""
    return chosen(STANDARDS[matching.standard], matching.columns)


def days_of(matching: Matching) -> dict[str, DayOrder | None]:
    """By field which number of an unclear date is the day, as a person has said it; None: such dates stay."""
    orders = {target: words[DAY_ORDER] for target, words in matching.answers.items() if DAY_ORDER in words}
    return {target: DayOrder(order) if order else None for target, order in orders.items()}


def answers_of(days: Mapping[str, DayOrder | None]) -> dict[str, dict[str, str]]:
    """The same, as a matching keeps it."""
    return {target: {DAY_ORDER: order.value if order else ""} for target, order in days.items()}


def matched(sheet: Sheet, standard: Standard) -> Matching:
    """What the standard itself says of a list's columns."""
    return Matching(columns=targets(standard, sheet.names), standard=standard.key, language=spoken(sheet, standard))


def standard_run(sheet: Sheet, matching: Matching, around: Around) -> Outcome:
    """Every row, read but not stored: new ones as drafts, changed ones as proposals."""
    standard, department, days = standard_of(matching), UUID(matching.department), days_of(matching)
    came = read(sheet, standard, matching.language, days)
    read_earlier = reader_of_earlier(sheet, standard, matching.language, days)
    drafts, proposals, unchanged = [], [], 0
    for row, known in zip(came.rows, Earlier(around.brought).entries_of(came.origins), strict=True):
        if known is None:
            drafts.append(_draft(row, department, matching))
        elif has_same_cells(known.origin, row.origin):
            unchanged += 1
        else:
            proposals.append(_proposal(row, read_earlier(known.origin.cells), known))
    return Outcome(
        drafts=tuple(drafts),
        faults=(),
        warnings=tuple(identity_numbers(sheet, range(len(sheet.names)))),
        proposals=tuple(proposals),
        unchanged=unchanged,
        report=came.report,
    )


def _draft(row: StandardRow, department: UUID, matching: Matching) -> ImportedDraft:
    return ImportedDraft(
        row=row.row,
        name=row.name,
        department=department,
        topic=row.topic or Topic(matching.topic),
        case_number="",
        texts=_texts(row),
        answers={name: BY_NAME[name].stored(answer) for name, answer in row.answers.items()},
        origin=row.origin,
    )


def _proposal(row: StandardRow, before: StandardRow, known: Brought) -> RowChange:
    texts = _different(_texts(before), _texts(row))
    answers = _different(before.answers, row.answers)
    return RowChange(
        row=row.row,
        entry=known.entry,
        department=known.department,
        name=row.name,
        texts=texts,
        answers={name: BY_NAME[name].stored(answer) if answer else None for name, answer in answers.items()},
        origin=row.origin,
    )


def _texts(row: StandardRow) -> dict[tuple[Text, str], str]:
    return {(name, row.language): words for name, words in row.texts.items()}


def _different(before: Mapping[Any, str], now: Mapping[Any, str]) -> dict[Any, str]:
    """What is said now where it is something else; empty where it says nothing any more."""
    return {key: now.get(key, "") for key in (*before, *now) if before.get(key, "") != now.get(key, "")}
