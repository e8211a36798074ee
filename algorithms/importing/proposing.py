"""Writes of what has changed in a list since it was imported: proposed, and never written over anything."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from algorithms.editing import commands, comments
from algorithms.entries.entry import OPEN, Version, latest
from algorithms.entries.kinds import plain
from algorithms.importing.again import RowChange
from algorithms.importing.progress import Created, CreatedKind, Import
from algorithms.importing.tables import ImportedRow
from algorithms.people import Actor
from algorithms.sealing import commands as sealing
from algorithms.storage import rows_to_values
from algorithms.storage.origin_queries import origin_row
from algorithms.tables import OriginRow, VersionRow
from assessments.storage import portions

_LEAD = "I listan står det nu: "  # comments are written in the first language


async def propose(entry_import: Import, proposal: RowChange, *, by: Actor, at: datetime) -> None:
    """The next version, with what has changed; where somebody is at work on one already, comments on that."""
    row = origin_row(proposal.entry, proposal.origin, entry_import=entry_import.id, brought_at=at)
    await OriginRow.insert(row)  # before the events, with which it is sealed
    newest = latest(await rows_to_values.load(VersionRow.entry == proposal.entry))
    if not proposal.fields:  # what has changed has no field: the origin says it
        await sealing.follow({proposal.entry}, at=at)
        return
    if newest.state in OPEN:
        await _comment(newest, proposal, by, at)
        version, kind = newest, CreatedKind.COMMENTS
    else:
        begun = await commands.new_version(proposal.entry, by=by, at=at)
        version, kind = await _saved(begun, proposal, by, at), CreatedKind.VERSION
    revision: dict[str, Any] = {"kind": kind.value, "revision": version.revision}
    await ImportedRow.insert(
        ImportedRow(entry_import=entry_import.id, version=version.id, row=proposal.row, **revision)
    )


async def _saved(begun: Any, proposal: RowChange, by: Actor, at: datetime) -> Version:
    return await commands.save(begun, revision=0, texts=proposal.texts, answers=proposal.answers, by=by, at=at)


async def _comment(version: Version, proposal: RowChange, by: Actor, at: datetime) -> None:
    for name in proposal.fields:
        words = [words for (text, _), words in proposal.texts.items() if text.value == name]
        value = words[0] if words else plain(proposal.answers[name])
        remark = f"{_LEAD}{value or '–'}"
        await comments.comment(version.id, name, remark[: comments.LONGEST], by=by, at=at)


async def take_back(entry_import: Import, made: Iterable[Created], *, by: Actor, at: datetime) -> None:
    """An earlier list counts again for entries that this one did not begin, and comments that it made are resolved."""
    listed = tuple(made)
    remaining = {
        created.version.entry.id for created in listed if created.kind is CreatedKind.ENTRY or created.is_changed
    }
    rows = await OriginRow.select(OriginRow.id, OriginRow.entry).where(OriginRow.entry_import == entry_import.id)
    going = {row["id"]: row["entry"] for row in rows if row["entry"] not in remaining}
    for ids in portions(going):
        await OriginRow.delete().where(OriginRow.id.is_in(ids))
    await sealing.follow(set(going.values()), at=at)
    for created in listed:
        if created.kind is CreatedKind.COMMENTS and not created.is_changed:
            await _resolve(entry_import, created.version, by, at)


async def _resolve(entry_import: Import, version: Version, by: Actor, at: datetime) -> None:
    for remark in version.comments:
        is_of_import = remark.by == entry_import.requested_by and remark.at == entry_import.ended_at
        if is_of_import and remark.is_open:
            await comments.resolve(version.id, remark.id, by=by, at=at)
