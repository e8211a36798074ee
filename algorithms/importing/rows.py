"""From the rows of somebody's list to drafts, or to errors by row and column that say what to do. No I/O.

Answers are read by the same rules as in the form. The AI Act's class and the like are never read from a list.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from algorithms.entries.dates import DayOrder, is_unclear, month_of, order_of
from algorithms.entries.entry import Topic
from algorithms.entries.kinds import Kind
from algorithms.entries.sections import SECTIONS
from algorithms.entries.texts import LONGEST_CASE_NUMBER, Text
from algorithms.importing.again import Brought, RowChange
from algorithms.importing.columns import (
    CASE_NUMBER,
    CHOSEN,
    DAY_ORDER,
    DEPARTMENT,
    NAME,
    TARGETS,
    TOPIC,
    ImportVocabulary,
    Matching,
    plainly,
)
from algorithms.questionnaire.form_parsing import read
from algorithms.review.step_conditions import case_number_too_long
from algorithms.standards.fates import LossReport
from algorithms.standards.origin import Origin
from assessments.data.identifiers import is_identity_number
from assessments.data.spreadsheet import Sheet, unguarded
from assessments.text.message import Message

_LINE_END = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_FORMULA_ERROR = re.compile(r"#N/A|#[A-ZÅÄÖ/0]{2,14}[!?]")


@dataclass(frozen=True, slots=True)
class Around:
    """What the register holds already, and where this person may write."""

    departments: Mapping[UUID, Mapping[str, str]]  # id → names by language
    writable: frozenset[UUID]
    names: frozenset[tuple[UUID, str]]  # department and folded name of each entry
    brought: tuple[Brought, ...] = ()  # what lists of other registers have brought before


@dataclass(frozen=True, slots=True)
class ImportedDraft:
    """A row that can become an entry."""

    row: int
    name: str
    department: UUID
    topic: Topic
    case_number: str
    texts: Mapping[tuple[Text, str], str]
    answers: Mapping[str, Any]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row: in one column of theirs, or (without one) in the row as a whole."""

    row: int
    column: int | None
    message: Message
    is_duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import would do. Rows with faults have no draft; duplicates have both, for a person may want them."""

    drafts: tuple[ImportedDraft, ...]
    faults: tuple[RowError, ...]
    warnings: tuple[str, ...] = ()  # places of cells that seem to hold an identity number
    proposals: tuple[RowChange, ...] = ()  # rows that came before and say something else now
    unchanged: int = 0  # rows that came before and say the same
    report: LossReport | None = None  # of another register's list: the fate of every filled cell

    @property
    def wrong_rows(self) -> frozenset[int]:
        return frozenset(fault.row for fault in self.faults if not fault.is_duplicate)

    @property
    def duplicates(self) -> frozenset[int]:
        return frozenset(fault.row for fault in self.faults if fault.is_duplicate) - self.wrong_rows

    def can_begin(self, *, allow_duplicates: bool) -> bool:
        """Whether anything would come of it."""
        return bool(self.created(allow_duplicates=allow_duplicates) or self.proposals)

    def created(self, *, allow_duplicates: bool) -> tuple[ImportedDraft, ...]:
        """The drafts that an import makes, with duplicates or without; none while anything else is wrong."""
        fine = not self.wrong_rows and (allow_duplicates or not self.duplicates)
        return self.drafts if fine else ()


@dataclass(slots=True)
class _ImportedRow:
    """One row on its way: what each question is given, and the faults found so far."""

    number: int
    cells: dict[str, str]
    columns: Mapping[str, int]  # question → place of the column
    orders: Mapping[str, DayOrder | None]  # question → which number of an unclear date is the day; None: leave it out
    faults: list[RowError] = field(default_factory=list)

    def fault(self, target: str, message: Message, *, is_duplicate: bool = False) -> None:
        """One for each cell: what comes of the first is no news."""
        column = self.columns.get(target)
        if column is None or column not in [fault.column for fault in self.faults]:
            self.faults.append(RowError(row=self.number, column=column, message=message, is_duplicate=is_duplicate))


def dry_run(sheet: Sheet, matching: Matching, words: ImportVocabulary, around: Around) -> Outcome:
    """Every row, read but not stored."""
    columns = {
        target: place for place, name in enumerate(sheet.names) if (target := matching.columns.get(name, "")) in TARGETS
    }
    orders = _day_orders(sheet, columns, matching)
    drafts: list[ImportedDraft] = []
    faults: list[RowError] = []
    seen: dict[tuple[UUID, str], int] = {}
    for number, cells in sheet.rows:
        if _is_explanation(cells, words):
            continue
        row = _ImportedRow(
            number=number,
            cells={target: unguarded(cells[place]) for target, place in columns.items()},
            columns=columns,
            orders=orders,
        )
        if (draft := _draft(row, matching, words, around)) is not None:
            _note_duplicate(row, draft, around, seen)
            drafts.append(draft)
        faults += sorted(row.faults, key=lambda fault: -1 if fault.column is None else fault.column)
    return Outcome(
        drafts=tuple(drafts), faults=tuple(faults), warnings=tuple(identity_numbers(sheet, columns.values()))
    )


def _day_orders(sheet: Sheet, columns: Mapping[str, int], matching: Matching) -> dict[str, DayOrder | None]:
    """As the column itself shows it, else as a person said."""
    orders: dict[str, DayOrder | None] = {}
    for target in (target for target in columns if TARGETS[target].kind is Kind.MONTH):
        shown = order_of(cells[columns[target]] for _, cells in sheet.rows)
        answer = matching.answers.get(target, {}).get(DAY_ORDER)
        if shown or answer is not None:
            orders[target] = shown or (DayOrder(answer) if answer else None)
    return orders


def _draft(row: _ImportedRow, matching: Matching, words: ImportVocabulary, around: Around) -> ImportedDraft | None:
    """None where anything is wrong with the row."""
    for target in [question for question, cell in row.cells.items() if _FORMULA_ERROR.fullmatch(cell)]:
        row.fault(target, Message("This is the error of a formula in the spreadsheet. Write the value itself."))
        row.cells[target] = ""
    resolved = {target: _resolved(row, target, matching, words) for target in CHOSEN}
    department = _department(row, resolved[DEPARTMENT] or matching.department, around)
    topic = resolved[TOPIC] or matching.topic
    if topic not in set(Topic):
        row.fault(TOPIC, Message("Write the topic it belongs to, or choose one for all rows that give none."))
    if not row.cells.get(NAME):
        row.fault(NAME, Message("Write a name. An entry cannot begin without one."))
    case_number = " ".join(row.cells.get(CASE_NUMBER, "").split())
    if len(case_number) > LONGEST_CASE_NUMBER:
        row.fault(CASE_NUMBER, case_number_too_long())
    texts, answers = _answers(row, resolved)
    if row.faults or department is None:
        return None
    return ImportedDraft(
        row=row.number,
        name=texts[Text.NAME, "sv"],
        department=department,
        topic=Topic(topic),
        case_number=case_number,
        texts=texts,
        answers=answers,
    )


def _resolved(row: _ImportedRow, target: str, matching: Matching, words: ImportVocabulary) -> str:
    """One of our answers for what the cell says; empty where it says nothing, or nothing that is known."""
    if not (cell := row.cells.get(target, "")):
        return ""
    answer = words.answer(target, cell)
    answer = matching.answers.get(target, {}).get(plainly(cell)) if answer is None else answer
    if answer is None:
        row.fault(target, Message("Nobody has said what “{word}” means. Choose its meaning.", {"word": cell[:60]}))
    return answer or ""


def _department(row: _ImportedRow, answer: str, around: Around) -> UUID | None:
    department = next((known for known in around.departments if str(known) == answer), None)
    if department is None:
        row.fault(DEPARTMENT, Message("Write which department owns it, or choose one for all rows that name none."))
    elif department not in around.writable:
        names = around.departments[department]
        row.fault(
            DEPARTMENT,
            Message(
                "You are not allowed to write for {department}. Remove the row, or ask the coordinator to import it.",
                {"department": names["sv"]},
            ),
        )
        return None
    return department


def _answers(row: _ImportedRow, resolved: Mapping[str, str]) -> tuple[dict[tuple[Text, str], str], dict[str, Any]]:
    """The form's own reading of all questions; what it refuses is a fault of the column."""
    typed = {target: _as_typed(row, target, words) for target, words in row.cells.items() if target not in CHOSEN}
    typed |= {target: answer for target, answer in resolved.items() if answer}
    texts: dict[tuple[Text, str], str] = {}
    answers: dict[str, Any] = {}
    for section in SECTIONS:
        reading = read(section, typed)
        for control, error in reading.errors.items():
            row.fault(control, error)
        texts |= {key: words for key, words in reading.texts.items() if words}
        answers |= {name: answer for name, answer in reading.answers.items() if answer is not None}
    return texts, answers


def _as_typed(row: _ImportedRow, target: str, cell: str) -> str:
    """What a person would have typed into the form: a month as 2024-03, a line without line ends."""
    kind = TARGETS[target].kind
    if kind is Kind.MONTH and target in row.orders and is_unclear(cell):
        order = row.orders[target]
        return (order and month_of(cell, order)) or ""
    return _LINE_END.sub(" ", cell) if kind is Kind.LINE else cell


def _note_duplicate(row: _ImportedRow, draft: ImportedDraft, around: Around, seen: dict[tuple[UUID, str], int]) -> None:
    key = draft.department, plainly(draft.name)
    if key in around.names:
        row.fault(
            NAME,
            Message("The department has an entry with this name already. Take the row away, or give it another name."),
            is_duplicate=True,
        )
    elif (earlier := seen.setdefault(key, row.number)) != row.number:
        row.fault(
            NAME,
            Message(
                "Row {row} has the same name in the same department. Take one of them away.", {"row": str(earlier)}
            ),
            is_duplicate=True,
        )


def _is_explanation(cells: Iterable[str], words: ImportVocabulary) -> bool:
    """Whether this is the second row of our own template."""
    filled = [plainly(cell) for cell in cells if cell]
    return bool(words.explained) and 2 * sum(cell in words.explained for cell in filled) > len(filled)


def identity_numbers(sheet: Sheet, places: Iterable[int]) -> Iterator[str]:
    """Where cells of these columns seem to hold one."""
    for place in sorted(places):
        yield from (sheet.place(number, place) for number, cells in sheet.rows if is_identity_number(cells[place]))
