"""Reads of imports, for the people who began them and for the coordinator; and what the register holds already."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.entries.entry import VersionState
from algorithms.entries.texts import Text
from algorithms.importing.again import Brought
from algorithms.importing.columns import Matching, plainly
from algorithms.importing.progress import (
    UNFINISHED,
    WORK,
    Created,
    CreatedKind,
    Import,
    ImportJob,
    ImportState,
    may_see,
)
from algorithms.importing.rows import Around
from algorithms.importing.tables import ImportedRow, ImportRow
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.storage import rows_to_values
from algorithms.storage.origin_queries import origin
from algorithms.tables import EventRow, OriginRow, TextRow, VersionRow
from assessments.text.message import Message

_CREATED = (ImportedRow.row, ImportedRow.version, ImportedRow.kind, ImportedRow.revision)
_KEPT = 50  # of the newest lists, among which one like this is looked for
_SHOWN = [getattr(ImportRow, field.name) for field in fields(Import)]  # neither the key nor the rows


@dataclass(frozen=True, slots=True)
class WhatCame:
    """How many entries an import made, how many of them are left, and how many of these are not as they came."""

    all: int
    left: int
    changed: int
    first_changed: tuple[Created, ...]


async def imports(*, seen_by: Actor, first: int, most: int) -> tuple[Import, ...]:
    """So many of those that the actor may know of, newest first."""
    rows = (
        await ImportRow.select(*_SHOWN)
        .where(*_of(seen_by))
        .order_by(ImportRow.begun_at, ImportRow.id, ascending=False)
        .offset(first)
        .limit(most)
    )
    return tuple(entry_import for entry_import in map(_import, rows) if may_see(entry_import, seen_by))


async def number_of_imports(*, seen_by: Actor) -> int:
    return int(await ImportRow.count().where(*_of(seen_by)))


def _of(actor: Actor) -> tuple[Any, ...]:
    """One's own; for those who keep the register, all."""
    return () if actor.may(Permission.KEEP_REGISTER) else (ImportRow.begun_by == actor.id,)


async def readable_import(import_id: UUID, *, seen_by: Actor) -> Import:
    """NotFoundError where there is none, or none for this person to know of."""
    entry_import = await called(import_id)
    if entry_import is None or not may_see(entry_import, seen_by):
        raise NotFoundError
    return entry_import


async def kept_meanings(*, seen_by: Actor) -> tuple[Matching, ...]:
    """What columns and words of earlier lists were said to mean, newest first."""
    rows = (
        await ImportRow.select(ImportRow.matching)
        .where(*_of(seen_by), ImportRow.state == ImportState.DONE.value, ImportRow.matching.is_not_null())
        .order_by(ImportRow.begun_at, ImportRow.id, ascending=False)
        .limit(_KEPT)
    )
    matchings = (Matching(**json.loads(row["matching"])) for row in rows)
    return tuple(matching for matching in matchings if matching.title)


async def called(import_id: UUID) -> Import | None:
    row = await ImportRow.select(*_SHOWN).where(ImportRow.id == import_id).first()
    return _import(row) if row else None


async def of_file(file: UUID) -> Import | None:
    row = await ImportRow.select(*_SHOWN).where(ImportRow.file == file).first()
    return _import(row) if row else None


async def opening(import_id: UUID) -> tuple[bytes | None, bytes | None]:
    """The wrapped key of what lies of this import, and its sealed rows once the file has been read."""
    row = await ImportRow.select(ImportRow.wrapped_key, ImportRow.sealed).where(ImportRow.id == import_id).first()
    stored = (row["wrapped_key"], row["sealed"]) if row else (None, None)
    return stored[0] and bytes(stored[0]), stored[1] and bytes(stored[1])


async def waiting() -> list[tuple[ImportJob, UUID]]:
    """What a worker has to do, by the id of the file: read it, or make its entries."""
    rows = await ImportRow.select(ImportRow.file, ImportRow.state).where(
        ImportRow.state.is_in([state.value for state in WORK])
    )
    return [(WORK[ImportState(row["state"])], row["file"]) for row in rows]


async def with_files() -> set[UUID]:
    """Under which ids files of imports still lie encrypted."""
    rows = await ImportRow.select(ImportRow.file).where(ImportRow.state == ImportState.RECEIVED.value)
    return {row["file"] for row in rows}


async def left_since(before: datetime) -> list[UUID]:
    """Imports that nobody has finished, with a file that came before this moment."""
    rows = await ImportRow.select(ImportRow.id).where(
        ImportRow.state.is_in([state.value for state in UNFINISHED]), ImportRow.received_at < before
    )
    return [row["id"] for row in rows]


async def around(actor: Actor, standard: str = "") -> Around:
    """What the register holds, and where this person may write; of lists by ``standard``, what they brought."""
    owners = await rows_to_values.departments()
    version: Any = TextRow.version
    rows = await TextRow.select(TextRow.words, version.entry.department).where(
        TextRow.name == Text.NAME.value,
        version.state != VersionState.DISCARDED.value,
        version.entry.merged_into.is_null(),
    )
    return Around(
        departments={owner.id: owner.names for owner in owners},
        writable=frozenset(owner.id for owner in owners if actor.may(Permission.WRITE, owner.id)),
        names=frozenset((row["version.entry.department"], plainly(row["words"])) for row in rows),
        brought=await _brought(standard) if standard else (),
    )


async def _brought(standard: str) -> tuple[Brought, ...]:
    """By the newest list in which each entry stood; entries of which nothing is left are new again."""
    of: Any = OriginRow.entry
    rows = await OriginRow.select(*OriginRow.all_columns(), of.department).where(
        OriginRow.standard == standard, of.merged_into.is_null()
    )
    alive = await VersionRow.raw(
        "SELECT DISTINCT version.entry AS entry FROM version JOIN entry_origin ON entry_origin.entry = version.entry"
        " WHERE version.state <> 'discarded'"
    )
    entries = {UUID(str(row["entry"])) for row in alive}
    newest = {row["entry"]: row for row in sorted(rows, key=lambda row: row["id"]) if row["entry"] in entries}
    ordered = sorted(newest.values(), key=lambda row: row["id"])
    return tuple(Brought(row["entry"], row["entry.department"], origin(row)) for row in ordered)


async def created(import_id: UUID) -> tuple[Created, ...]:
    """The entries that came of it, in the order of their rows."""
    rows = await ImportedRow.select(*_CREATED).where(ImportedRow.entry_import == import_id)
    return await _created(import_id, rows)


async def some_created(import_id: UUID, *, first: int, most: int) -> tuple[Created, ...]:
    """So many of them."""
    rows = (
        await ImportedRow.select(*_CREATED)
        .where(ImportedRow.entry_import == import_id)
        .order_by(ImportedRow.row, ImportedRow.id)
        .offset(first)
        .limit(most)
    )
    return await _created(import_id, rows)


async def what_came(import_id: UUID, *, most: int) -> WhatCame:
    """How many entries came of it, and of those that have been changed since so many."""
    of: Any = ImportedRow.version
    rows = await ImportedRow.select(*_CREATED, of.entry, of.state, of.revision).where(
        ImportedRow.entry_import == import_id
    )
    touched, left = (
        await _touched(import_id),
        [row for row in rows if row["version.state"] != VersionState.DISCARDED.value],
    )
    changed = [row for row in left if _is_changed(row, row["version.revision"], row["version.entry"] in touched)]
    first = sorted(changed, key=lambda row: row["row"])[:most]
    return WhatCame(all=len(rows), left=len(left), changed=len(changed), first_changed=await _created(import_id, first))


async def _created(import_id: UUID, rows: Sequence[Mapping[str, Any]]) -> tuple[Created, ...]:
    versions = {
        loaded.id: loaded for loaded in await rows_to_values.load_these(VersionRow.id, (row["version"] for row in rows))
    }
    touched = await _touched(import_id)
    return tuple(
        Created(
            version=version,
            row=row["row"],
            kind=CreatedKind(row["kind"]),
            is_changed=_is_changed(row, version.revision, version.entry.id in touched),
            is_gone=version.state is VersionState.DISCARDED,
        )
        for row in sorted(rows, key=lambda imported_row: imported_row["row"])
        for version in [versions[row["version"]]]
    )


def _is_changed(row: Mapping[str, Any], revision: int, is_touched: bool) -> bool:  # as it was read
    """Whether somebody has done anything to it since. Comments are left to those who are at work on the version."""
    kind = CreatedKind(row["kind"])
    return revision != row["revision"] or (kind is CreatedKind.ENTRY and is_touched)


async def _touched(import_id: UUID) -> set[UUID]:
    """Entries of which the history tells more than that they were begun."""
    rows = await EventRow.raw(
        "SELECT event.entry AS entry FROM imported_entry JOIN version ON version.id = imported_entry.version"
        " JOIN event ON event.entry = version.entry WHERE imported_entry.entry_import = {}"
        " GROUP BY event.entry HAVING COUNT(*) > 1",
        import_id,
    )
    return {UUID(str(row["entry"])) for row in rows}


def _import(row: Mapping[str, Any]) -> Import:
    complaints = json.loads(row["complaints"] or "[]")
    return Import(
        **{
            **row,
            "state": ImportState(row["state"]),
            "report": json.loads(row["report"] or "{}"),
            "matching": Matching(**json.loads(row["matching"])) if row["matching"] else None,
            "complaints": tuple(Message.from_dict(complaint) for complaint in complaints),
        }
    )
