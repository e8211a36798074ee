"""Writes of what belongs to an entry and not to a version: case number, withholding, and the department it is in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.editing.commands import for_change
from algorithms.entries.entry import OPEN, Version, VersionState
from algorithms.entries.event_details import Particular
from algorithms.entries.texts import LONGEST_CASE_NUMBER, Text
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction import withholding
from algorithms.review import workflow
from algorithms.review.step_conditions import StepComment, case_number_too_long
from algorithms.review.workflow import Event, RefusedError
from algorithms.search.index import indexer
from algorithms.storage import rows_to_values, save
from algorithms.tables import CommentRow, EntryRow, OriginRow, TextRow, VersionRow, WithheldRow
from assessments.storage import transaction
from assessments.text.message import Message


async def set_case_number(version_id: UUID, number: str, *, by: Actor, at: datetime) -> None:
    """Under which number the city keeps the records of this entry; an empty one takes it away."""
    case_number = " ".join(number.split())
    if len(case_number) > LONGEST_CASE_NUMBER:
        raise RefusedError((case_number_too_long(),))
    async with transaction():
        version = await for_change(version_id, by)
        before = version.entry.case_number
        if case_number != before:
            await EntryRow.update({EntryRow.case_number: case_number}).where(EntryRow.id == version.entry.id)
            await indexer.follow(version.entry.id)
            change = {Particular.BEFORE: before, Particular.AFTER: case_number or "–"}
            await _record(version, "set-case-number", by, at, StepComment(particulars=change))


async def withhold(version_id: UUID, ground: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Keep an entry out of everything that is public, on a ground of law. Once more changes ground and reason."""
    if objections := withholding.objections(ground, reason):
        raise RefusedError(tuple(objections.values()))
    async with transaction():
        version = await _version_for_coordinator(version_id, by)
        entry = version.entry.id
        await WithheldRow.delete().where(WithheldRow.entry == entry)
        await WithheldRow.insert(
            WithheldRow(entry=entry, ground=ground, reason=reason.strip(), set_by=by.id, set_at=at)
        )
        comment = StepComment(typed={"sv": reason}, particulars={Particular.LAW: ground})
        await indexer.follow(entry)
        await _record(version, "withhold", by, at, comment)


async def stop_withholding(version_id: UUID, *, by: Actor, at: datetime) -> None:
    """What was public is public again, and the rest may become so."""
    async with transaction():
        version = await _version_for_coordinator(version_id, by)
        if version.entry.withheld is None:
            raise RefusedError((Message("It is not withheld. Somebody may have lifted it before you."),))
        await WithheldRow.delete().where(WithheldRow.entry == version.entry.id)
        await indexer.follow(version.entry.id)
        await _record(version, "stop-withholding", by, at, StepComment())


async def move(version_id: UUID, department: UUID | None, *, by: Actor, at: datetime) -> None:
    """Give the entry with its whole history to another department. Its public address stays."""
    async with transaction():
        entry = (await _version_for_coordinator(version_id, by)).entry
        owners = {owner.id: owner for owner in await rows_to_values.departments()}
        if department not in owners:
            raise RefusedError((Message("Choose the department that it moves to."),))
        versions = await rows_to_values.load(VersionRow.entry == entry.id)
        newest = versions[-1]
        after, event = workflow.move(newest, owners[entry.department], owners[department], by=by, at=at)
        await EntryRow.update({EntryRow.department: department}).where(EntryRow.id == entry.id)
        if newest.state in OPEN:  # also where its state stays, so that nobody's step of a moment ago slips in
            await save.update(newest, {VersionRow.state: after.state.value})
        await indexer.follow(entry.id)
        await save.record(event)


async def _version_for_coordinator(version_id: UUID, by: Actor) -> Version:
    """The version, for the coordinator; it does not exist for those who may not read it."""
    version = await rows_to_values.load_version(version_id)
    if version is None or not by.may(Permission.READ, version.entry.department):
        raise NotFoundError
    if not by.may(Permission.KEEP_REGISTER, version.entry.department):
        raise RefusedError((Message("Your role does not include this."),))
    return version


async def _record(version: Version, action: str, by: Actor, at: datetime, words: StepComment) -> None:
    role = by.role_for([Permission.WRITE, Permission.KEEP_REGISTER], version.entry.department)
    await save.record(
        Event(entry=version.entry.id, version=version.id, action=action, by=by.id, at=at, words=words, role=role)
    )


async def forget_discarded(before: datetime) -> None:
    """The words of drafts that were discarded before this moment, and the addresses that were made of their names."""
    rows = await VersionRow.select(VersionRow.id, VersionRow.entry).where(
        VersionRow.state == VersionState.DISCARDED.value, VersionRow.changed_at < before
    )
    for row in rows:
        if not await TextRow.exists().where(TextRow.version == row["id"], TextRow.name != Text.NAME.value):
            continue  # done before
        await TextRow.delete().where(TextRow.version == row["id"], TextRow.name != Text.NAME.value)
        await TextRow.update({TextRow.words: _FORGOTTEN, TextRow.html: ""}).where(TextRow.version == row["id"])
        await CommentRow.delete().where(CommentRow.version == row["id"])
        alive = VersionRow.exists().where(
            VersionRow.entry == row["entry"], VersionRow.state != VersionState.DISCARDED.value
        )
        if not await alive:
            nameless: dict[Any, Any] = {EntryRow.slug: f"discarded-{row['entry'].hex}", EntryRow.case_number: ""}
            await EntryRow.update(nameless).where(EntryRow.id == row["entry"])
            await OriginRow.delete().where(OriginRow.entry == row["entry"])


_FORGOTTEN = "–"
