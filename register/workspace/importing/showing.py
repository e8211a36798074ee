"""What the pages of an import show: where it is, what would come of each row, and what has come of it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.exceptions import NotFoundException

from algorithms.entries.fields import BY_NAME
from algorithms.entries.kinds import plain
from algorithms.importing import queries as import_queries
from algorithms.importing.columns import TARGETS, Matching, unanswered
from algorithms.importing.progress import TAKES_FILE, UNFINISHED, WORK, Created, Import, ImportState
from algorithms.importing.queries import WhatCame
from algorithms.importing.rows import ImportedDraft, Outcome
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.storage import queries
from assessments.data.spreadsheet import Sheet
from assessments.data.uploads import UploadDamagedError
from assessments.text.message import Message
from register.spreadsheets.losses import LossPage, loss_of
from register.spreadsheets.rows import are_columns_matched, our_words, sheet_of, tried
from register.spreadsheets.vocabulary import ANSWERS, STATES
from register.web.forms import Errors, FormPage, errors_at
from register.web.labels import TOPICS
from register.web.pager import Pager, pager
from register.workspace.evidence.runs import Waits

MOST_BYTES = 10_000_000
_SHOWN, _FAULTS, _CHANGED = 5, 100, 20


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault as it is read: the cell as the spreadsheet calls it, what its column is called, and what to do."""

    place: str
    column: str
    message: Message


@dataclass(frozen=True, slots=True)
class Preview:
    """A row as its entry would be."""

    row: int
    name: str
    department: Mapping[str, str]
    topic: Message
    answers: tuple[tuple[Message, str | Message], ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that is proposed, with what our fields are called in which it says something else now."""

    row: int
    name: str
    fields: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What an import would do, in numbers and in part."""

    rows: int
    drafts: int
    wrong_rows: int
    duplicates: int
    wrong: tuple[Wrong, ...]  # the first of them
    faults: int
    warnings: tuple[str, ...]
    first: tuple[Preview, ...]
    proposals: int  # rows that came before and say something else now
    unchanged: int  # rows that came before and say the same
    changed: tuple[Changed, ...]  # the first of them

    @property
    def may_begin(self) -> bool:
        return (self.drafts > 0 or self.proposals > 0) and not self.wrong_rows


@dataclass(frozen=True, slots=True)
class ImportPage(FormPage):
    list_import: Import
    state: Message
    waits: Waits | None
    rows: int
    next_step: str  # "columns" or "words", as long as something has to be said first
    trial: Trial | None
    came: WhatCame
    created: tuple[Created, ...]  # of this page
    pager: Pager
    departments: Mapping[UUID, Mapping[str, str]]
    loss: LossPage | None  # of another register's list
    may_keep: bool  # to compare with, in the place of entries
    megabytes: int = MOST_BYTES // 1_000_000

    @property
    def address(self) -> str:
        return f"/workspace/imports/{self.list_import.id}"

    @property
    def takes_file(self) -> bool:
        return self.list_import.state in TAKES_FILE

    @property
    def may_cancel(self) -> bool:
        return self.list_import.state in UNFINISHED


async def seen(import_id: UUID, actor: Actor) -> Import:
    """The import, or 404 for those who may not know of it."""
    try:
        return await import_queries.readable_import(import_id, seen_by=actor)
    except NotFoundError:
        raise NotFoundException from None


async def import_page(request: Request[Any, Any, Any], list_import: Import, actor: Actor) -> ImportPage:
    sheet = await rows_of(request, list_import)
    owners = {department.id: department.names for department in await queries.departments()}
    next_step = await _next_step(sheet, list_import.matching) if sheet and list_import.state is ImportState.READ else ""
    outcome = await tried(sheet, list_import.matching, actor) if sheet and not next_step else None
    came = await import_queries.what_came(list_import.id, most=_CHANGED)
    pages = pager(f"/workspace/imports/{list_import.id}", request.query_params, came.all)
    return ImportPage(
        list_import=list_import,
        state=STATES[list_import.state],
        waits=await _waits(list_import),
        rows=len(sheet.rows) if sheet else 0,
        next_step=next_step,
        trial=_trial(sheet, outcome, owners) if sheet and outcome else None,
        came=came,
        created=await import_queries.some_created(list_import.id, first=pages.first, most=pages.most),
        pager=pages,
        departments=owners,
        may_keep=actor.may(Permission.KEEP_REGISTER),
        loss=loss_of(
            outcome.report.by_column if outcome and outcome.report else list_import.report, list_import.matching
        ),
        errors=_troubles(list_import, sheet),
    )


def _troubles(list_import: Import, sheet: Sheet | None) -> Errors:
    """What somebody who comes back has to know first."""
    if list_import.state is not ImportState.READ:
        return {}
    if sheet is None:
        return errors_at("", Message("What was read of the list cannot be opened any more. Upload it again."))
    return errors_at("", *list_import.complaints) if list_import.complaints else {}


async def rows_of(request: Request[Any, Any, Any], list_import: Import) -> Sheet | None:
    """Its rows while it may be matched or tried; None as well where they can no longer be opened."""
    if list_import.state is not ImportState.READ:
        return None
    with suppress(UploadDamagedError):
        return await sheet_of(list_import.id, request.app.state.secret)
    return None


async def _next_step(sheet: Sheet, matching: Matching | None) -> str:
    words = await our_words()
    if matching is None or not are_columns_matched(sheet, matching, words):
        return "columns"
    return "words" if unanswered(sheet, matching, words) else ""


def _wrong(sheet: Sheet, outcome: Outcome) -> tuple[Wrong, ...]:
    """Every fault by its cell; what a row lacks altogether stands in a column that there is not."""
    return tuple(
        Wrong(str(fault.row), "", fault.message)
        if fault.column is None
        else Wrong(sheet.place(fault.row, fault.column), sheet.names[fault.column], fault.message)
        for fault in outcome.faults
    )


def _trial(sheet: Sheet, outcome: Outcome, owners: Mapping[UUID, Mapping[str, str]]) -> Trial:
    wrong = _wrong(sheet, outcome)
    return Trial(
        rows=len(sheet.rows),
        drafts=len(outcome.drafts),
        wrong_rows=len(outcome.wrong_rows),
        duplicates=len(outcome.duplicates),
        wrong=wrong[:_FAULTS],
        faults=len(wrong),
        warnings=outcome.warnings[:_SHOWN],
        first=tuple(_preview(draft, owners) for draft in outcome.drafts[:_SHOWN]),
        proposals=len(outcome.proposals),
        unchanged=outcome.unchanged,
        changed=tuple(
            Changed(proposal.row, proposal.name, tuple(BY_NAME[name].label for name in proposal.fields))
            for proposal in outcome.proposals[:_CHANGED]
        ),
    )


def _preview(draft: ImportedDraft, owners: Mapping[UUID, Mapping[str, str]]) -> Preview:
    texts = tuple((BY_NAME[name].label, words) for (name, _), words in draft.texts.items())
    given = {"case_number": draft.case_number} | {name: plain(answer) for name, answer in draft.answers.items()}
    answers = tuple(
        (target.label, ANSWERS.get(name, {}).get(given[name], given[name]))
        for name, target in TARGETS.items()
        if given.get(name)
    )
    return Preview(
        row=draft.row,
        name=draft.name,
        department=owners[draft.department],
        topic=TOPICS[draft.topic],
        answers=(*texts, *answers),
    )


async def _waits(list_import: Import) -> Waits | None:
    kind = WORK.get(list_import.state)
    return None if kind is None else await Waits.of(STATES[list_import.state], kind, list_import.file)
