"""Writes of imports: a file comes, is matched, becomes entries all at once or not at all, and is undone."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from algorithms.editing.commands import first_row, slug_of
from algorithms.entries.entry import VersionState
from algorithms.entries.event_details import Particular
from algorithms.entries.fields import MARKDOWN, Answers
from algorithms.entries.markdown import to_html
from algorithms.evidence.commands import ReceivedFile
from algorithms.importing import proposing
from algorithms.importing import queries as import_queries
from algorithms.importing.columns import Matching
from algorithms.importing.progress import TAKES_FILE, UNFINISHED, CreatedKind, Import, ImportState, ImportStateError
from algorithms.importing.rows import ImportedDraft, Outcome
from algorithms.importing.tables import ImportedRow, ImportRow
from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from algorithms.log.commands import AT_ONCE
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action, Event, RefusedError, take
from algorithms.storage import rows_to_values, save
from algorithms.storage.origin_queries import origin_row
from algorithms.tables import EntryRow, VersionRow
from assessments.storage import portions, transaction
from assessments.text.message import Message

_GONE: Mapping[Any, Any] = {ImportRow.wrapped_key: None, ImportRow.sealed: None}


async def begin(file: ReceivedFile, *, by: Actor, at: datetime) -> UUID:
    """A list has come, and lies encrypted under the file's id."""
    if not by.may(Permission.WRITE):
        raise NotFoundError
    async with transaction():
        import_id = uuid4()
        await ImportRow.insert(
            ImportRow(
                id=import_id,
                state=ImportState.RECEIVED.value,
                file=file.id,
                file_name=file.name[:200],
                file_bytes=file.size,
                file_sha256=file.sha256,
                received_at=at,
                wrapped_key=file.wrapped_key,
                begun_by=by.id,
                begun_at=at,
            )
        )
        await _log("begin-import", import_id, by, at, file.sha256)
    return import_id


async def replace_file(import_id: UUID, file: ReceivedFile, *, by: Actor, at: datetime) -> None:
    """Replace the list by a corrected one; the meanings of columns and words that were chosen before are kept."""
    async with transaction():
        entry_import = await import_queries.readable_import(import_id, seen_by=by)
        came: dict[Any, Any] = {
            ImportRow.file: file.id,
            ImportRow.file_name: file.name[:200],
            ImportRow.file_bytes: file.size,
            ImportRow.file_sha256: file.sha256,
            ImportRow.received_at: at,
            ImportRow.wrapped_key: file.wrapped_key,
            ImportRow.sealed: None,
            ImportRow.complaints: None,
        }
        await _move(entry_import, ImportState.RECEIVED, came, TAKES_FILE)
        await _log("begin-import", import_id, by, at, file.sha256)


async def store_rows(entry_import: Import, sealed: bytes, wrapped_key: bytes, matching: Matching | None = None) -> None:
    """What was read, under a key of its own; that of the file is forgotten. ``matching``: as the list shows it."""
    rows: dict[Any, Any] = {ImportRow.sealed: sealed, ImportRow.wrapped_key: wrapped_key}
    if matching is not None:
        rows[ImportRow.matching] = json.dumps(asdict(matching))
    await _move(entry_import, ImportState.READ, rows, {ImportState.RECEIVED})


async def refuse_file(entry_import: Import, complaints: Iterable[Message]) -> None:
    """It cannot be read, or not be imported by this program. Nothing of it is kept; another one may be uploaded."""
    gone = {**_GONE, ImportRow.complaints: _json(complaints)}
    await _move(entry_import, ImportState.UNREADABLE, gone, {ImportState.RECEIVED, ImportState.QUEUED})


async def match(import_id: UUID, matching: Matching, *, revision: int, by: Actor) -> None:
    """What columns and words mean. ImportStateError where somebody has said something else since."""
    entry_import = await import_queries.readable_import(import_id, seen_by=by)
    if entry_import.revision != revision:
        raise ImportStateError
    changes = {ImportRow.matching: json.dumps(asdict(matching)), ImportRow.complaints: None}
    await _move(entry_import, ImportState.READ, changes, {ImportState.READ})


async def queue(import_id: UUID, *, allow_duplicates: bool, by: Actor) -> None:  # what the person has ticked
    """Let a worker make the entries, in this person's name."""
    entry_import = await import_queries.readable_import(import_id, seen_by=by)
    changes = {ImportRow.requested_by: by.id, ImportRow.allow_duplicates: allow_duplicates, ImportRow.complaints: None}
    await _move(entry_import, ImportState.QUEUED, changes, {ImportState.READ})


async def send_back(entry_import: Import, complaint: Message) -> None:
    """The register is another than when it was tried. Nothing has been made, and the person looks again."""
    await _move(entry_import, ImportState.READ, {ImportRow.complaints: _json([complaint])}, {ImportState.QUEUED})


async def cancel(import_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """The id of the file that is to be destroyed, if it still lies."""
    async with transaction():
        entry_import = await import_queries.readable_import(import_id, seen_by=by)
        await _move(entry_import, ImportState.CANCELLED, {**_GONE, ImportRow.ended_at: at}, UNFINISHED)
        await _log("cancel-import", import_id, by, at, entry_import.file_sha256)
    return entry_import.file


async def expire(entry_import: Import, *, at: datetime) -> None:
    """Nobody has finished it in time, and nothing of it is kept."""
    await _move(entry_import, ImportState.EXPIRED, {**_GONE, ImportRow.ended_at: at}, UNFINISHED)


def rendered(outcome: Outcome) -> dict[str, str]:
    """The HTML of every Markdown text. It takes its time, so it is made before anybody has to wait for us."""
    marked = {words for draft in outcome.drafts for (name, _), words in draft.texts.items() if name in MARKDOWN}
    return {words: to_html(words) for words in marked}


async def hold(entry_import: Import) -> None:
    """Nobody else moves it until the transaction has ended. ImportStateError where somebody has done so already."""
    still = (
        ImportRow.id == entry_import.id,
        ImportRow.revision == entry_import.revision,
        ImportRow.state == entry_import.state.value,
    )
    if not await ImportRow.update({ImportRow.revision: entry_import.revision}).where(*still).returning(ImportRow.id):
        raise ImportStateError


async def carry_out(
    entry_import: Import, outcome: Outcome, html: Mapping[str, str], *, by: Actor, at: datetime
) -> None:
    """Every draft becomes an entry, and every proposal a draft, or nothing does. The transaction is the caller's."""
    ended: dict[Any, Any] = {**_GONE, ImportRow.ended_at: at, ImportRow.report: _counted(outcome)}
    await _move(entry_import, ImportState.DONE, ended, {ImportState.QUEUED})
    drafts = outcome.created(allow_duplicates=entry_import.allow_duplicates)
    await _create(entry_import, drafts, html, by, at)
    for proposal in outcome.proposals:
        await proposing.propose(entry_import, proposal, by=by, at=at)
    await _log("import-entries", entry_import.id, by, at, entry_import.file_sha256)


def _counted(outcome: Outcome) -> str | None:
    """How many cells of each column ended in which way."""
    if outcome.report is None:
        return None
    return json.dumps({column: dict(fates) for column, fates in outcome.report.by_column.items()}, ensure_ascii=False)


async def _create(
    entry_import: Import, drafts: Sequence[ImportedDraft], html: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """In portions, so that a long list costs no more for each row than a short one."""
    addresses = await _free_addresses([draft.name for draft in drafts])
    events: list[Event] = []
    for start in range(0, len(drafts), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        events += await _create_some(entry_import, tuple(zip(drafts[part], addresses[part], strict=True)), html, by, at)
    await save.record_all(events)


async def _create_some(
    entry_import: Import, drafts: Sequence[tuple[ImportedDraft, str]], html: Mapping[str, str], by: Actor, at: datetime
) -> list[Event]:
    """With the address of each; the events are still to be recorded."""
    entries, versions, answers, texts, imported, events, origins = [], [], [], [], [], [], []
    for draft, address in drafts:
        if not by.may(Permission.WRITE, draft.department):
            raise NotFoundError
        entry, version = uuid4(), uuid4()
        entries.append(_entry_row(entry, address, draft, by, at))
        versions.append(_version_row(version, entry, draft, by, at))
        answers += save.answer_rows(version, replace(Answers(), **draft.answers))
        texts += [
            (version, name, language, words, html[words] if name in MARKDOWN else "")
            for (name, language), words in draft.texts.items()
        ]
        imported.append(
            ImportedRow(entry_import=entry_import.id, version=version, row=draft.row, kind=CreatedKind.ENTRY.value)
        )
        if draft.origin:
            origins.append(origin_row(entry, draft.origin, entry_import=entry_import.id, brought_at=at))
        comment = StepComment(particulars={Particular.FILE: entry_import.file_name, Particular.ROW: str(draft.row)})
        events.append(_begun(entry, version, draft, comment, by, at))
    for rows in (entries, versions, answers, imported, origins):
        for start in range(0, len(rows), AT_ONCE):
            await type(rows[0]).insert(*rows[start : start + AT_ONCE])
    await save.store_new_texts(texts)
    return events


def _begun(entry: UUID, version: UUID, draft: ImportedDraft, words: StepComment, by: Actor, at: datetime) -> Event:
    return Event(
        entry=entry,
        version=version,
        action="create",
        by=by.id,
        at=at,
        start=None,
        end=VersionState.DRAFT,
        words=words,
        role=by.role_for([Permission.WRITE], draft.department),
    )


async def undo(import_id: UUID, *, keep_changed: bool, words: StepComment, by: Actor, at: datetime) -> None:
    """Discard every draft that came of it and that nobody has touched since. The others stay, if that is wanted."""
    async with transaction():
        entry_import = await import_queries.readable_import(import_id, seen_by=by)
        made = [draft for draft in await import_queries.created(import_id) if not draft.is_gone]
        if any(draft.is_changed for draft in made) and not keep_changed:
            raise RefusedError((Message("Some entries have been changed since. Say that they shall stay."),))
        await proposing.take_back(entry_import, made, by=by, at=at)
        untouched = [
            draft.version.id for draft in made if not draft.is_changed and draft.kind is not CreatedKind.COMMENTS
        ]
        await _move(entry_import, ImportState.UNDONE, {}, {ImportState.DONE})
        events = []
        for ids in portions(untouched):
            for version in await rows_to_values.load_these(VersionRow.id, ids):
                after, event = take(version, Action.DISCARD, by=by, at=at, words=words)
                await save.update(version, save.step_columns(after))
                events.append(event)
        if events:
            await save.record_all(events)
        await _log("undo-import", import_id, by, at, entry_import.file_sha256)


def _entry_row(entry: UUID, address: str, draft: ImportedDraft, by: Actor, at: datetime) -> EntryRow:
    return EntryRow(
        id=entry,
        slug=address,
        department=draft.department,
        topic=draft.topic.value,
        case_number=draft.case_number,
        created_by=by.id,
        created_at=at,
    )


def _version_row(version: UUID, entry: UUID, draft: ImportedDraft, by: Actor, at: datetime) -> VersionRow:
    row = first_row(version, entry, 1, by, at, draft.department)
    for column, value in save.answer_columns(replace(Answers(), **draft.answers)).items():
        setattr(row, column._meta.name, value)
    return row


async def _free_addresses(names: Sequence[str]) -> list[str]:
    """A readable address for each, that neither an entry nor another of them has."""
    taken = {row["slug"] for row in await EntryRow.select(EntryRow.slug)}
    addresses: list[str] = []
    for name in names:
        base, number = slug_of(name) or "post", 1
        address = base
        while address in taken:
            number += 1
            address = f"{base}-{number}"
        taken.add(address)
        addresses.append(address)
    return addresses


async def _move(
    entry_import: Import, to: ImportState, changes: Mapping[Any, Any], came_from: Collection[ImportState]
) -> None:
    """ImportStateError where it is in another state by now, or somebody has changed it since it was read."""
    moved = (
        await ImportRow.update({**changes, ImportRow.state: to.value, ImportRow.revision: entry_import.revision + 1})
        .where(
            ImportRow.id == entry_import.id,
            ImportRow.revision == entry_import.revision,
            ImportRow.state.is_in([state.value for state in came_from]),
        )
        .returning(ImportRow.id)
    )
    if not moved:
        raise ImportStateError


async def _log(action: str, import_id: UUID, by: Actor, at: datetime, sha256: str) -> None:
    role = by.role_for([Permission.WRITE])
    await log_commands.append(
        Act(action=action, kind="import", object=str(import_id), at=at, by=by.id, role=role, before=sha256)
    )


def _json(sentences: Iterable[Message]) -> str:
    return json.dumps([sentence.to_dict() for sentence in sentences], ensure_ascii=False)
