"""Writes of merged entries: the duplicate moves, with its incidents, its address leads on, and this can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.entries.entry import Version
from algorithms.entries.event_details import Particular
from algorithms.merging import rules as merging
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Event, RefusedError
from algorithms.search.index import indexer
from algorithms.storage import rows_to_values, save
from algorithms.tables import EntryRow, IncidentRow, VersionRow
from assessments.storage import transaction
from assessments.text.message import Message


async def merge(version_id: UUID, into: UUID | None, reason: str, *, by: Actor, at: datetime) -> UUID:
    """Merge the entry of this version into another; the answer is the newest version of that one."""
    async with transaction():
        duplicate = await _versions_of_entry(version_id, by)
        target = await rows_to_values.load(VersionRow.entry == into) if into else ()
        if wrong := merging.unfit(bool(target), reason):
            raise RefusedError(tuple(wrong.values()))
        assert into is not None  # or there were no target
        if objections := merging.objections(duplicate, target):
            raise RefusedError(objections)
        going, staying = duplicate[-1], target[-1]
        columns: dict[Any, Any] = {EntryRow.merged_into: into, EntryRow.merged_at: at}
        await EntryRow.update(columns).where(EntryRow.id == going.entry.id)
        for duplicate_version in duplicate:
            if (after := merging.ended(duplicate_version, at)) is not duplicate_version:
                await save.update(duplicate_version, save.step_columns(after))
        await indexer.follow(going.entry.id)
        await IncidentRow.update({IncidentRow.entry: into}).where(IncidentRow.entry == going.entry.id)
        for version, event in ((going, "merge"), (staying, "take-in")):
            await _record(version, event, by, at, _comment(going, staying, reason))
        return staying.id


async def undo(version_id: UUID, *, by: Actor, at: datetime) -> None:
    """The entry is one of its own again. What was discarded or replaced stays so: the next version begins from it."""
    async with transaction():
        version = (await _versions_of_entry(version_id, by))[-1]
        if version.entry.merged_into is None:
            raise RefusedError((Message("It is an entry of its own. Somebody may have undone it before you."),))
        cleared: dict[Any, Any] = {EntryRow.merged_into: None, EntryRow.merged_at: None}
        await EntryRow.update(cleared).where(EntryRow.id == version.entry.id)
        await _record(version, "undo-merge", by, at, StepComment())


async def _versions_of_entry(version_id: UUID, by: Actor) -> tuple[Version, ...]:
    """All versions of the entry, for the coordinator; it does not exist for those who may not read it."""
    version = await rows_to_values.load_version(version_id)
    if version is None or not by.may(Permission.READ, version.entry.department):
        raise NotFoundError
    if not by.may(Permission.KEEP_REGISTER, version.entry.department):
        raise RefusedError((Message("Your role does not include this."),))
    return await rows_to_values.load(VersionRow.entry == version.entry.id)


def _comment(going: Version, staying: Version, reason: str) -> StepComment:
    duplicate, target = (f"{version.name} ({version.entry.slug})" for version in (going, staying))
    return StepComment(
        typed={"sv": reason}, particulars={Particular.DUPLICATE: duplicate, Particular.MERGED_INTO: target}
    )


async def _record(version: Version, action: str, by: Actor, at: datetime, words: StepComment) -> None:
    role = by.role_for([Permission.KEEP_REGISTER], version.entry.department)
    await save.record(
        Event(entry=version.entry.id, version=version.id, action=action, by=by.id, at=at, words=words, role=role)
    )
