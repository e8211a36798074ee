"""From another register's list to drafts and proposals, with the fate of every cell. Nothing stops a row. No I/O."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from algorithms.entries.entry import Topic
from algorithms.entries.fields import BY_NAME
from algorithms.entries.texts import Text
from algorithms.importing.again import Brought, Earlier, RowChange
from algorithms.importing.columns import Matching
from algorithms.importing.rows import Around, ImportedDraft, Outcome, identity_numbers
from algorithms.standards.field_map import Standard
from algorithms.standards.reading import STANDARDS, StandardRow, read, read_again
from algorithms.standards.targets import chosen
from assessments.data.spreadsheet import Sheet


def standard_of(matching: Matching) -> Standard:
    """As the person has changed it."""
    return chosen(STANDARDS[matching.standard], matching.columns)


def standard_run(sheet: Sheet, matching: Matching, around: Around) -> Outcome:
    """Every row, read but not stored: new ones as drafts, changed ones as proposals."""
    standard, department = standard_of(matching), UUID(matching.department)
    came = read(sheet, standard, matching.language)
    earlier = Earlier(around.brought)
    drafts, proposals, unchanged = [], [], 0
    for row in came.rows:
        known = earlier.entry_of(row.origin)
        if known is None:
            drafts.append(_draft(row, department, matching))
        elif dict(known.origin.cells) == dict(row.origin.cells):
            unchanged += 1
        else:
            before = read_again(known.origin.cells, sheet, standard, matching.language)
            proposals.append(_proposal(row, before, known))
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
