"""Writes of who is responsible for which entries: several at once, all or none."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from algorithms.entries.entry import Version
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.workflow import Event, RefusedError
from algorithms.storage import rows_to_values, save
from algorithms.tables import EntryRow, VersionRow
from assessments.storage import transaction
from assessments.text.message import Message


async def assign(entries: Sequence[UUID], to: Actor | None, *, by: Actor, at: datetime) -> None:
    """Make a person responsible for entries, or nobody with ``to`` None. They must write where an entry belongs."""
    if not entries:
        raise RefusedError((Message("Choose one entry or several."),))
    async with transaction():
        newest = {loaded.entry.id: loaded for loaded in await rows_to_values.load_these(VersionRow.entry, entries)}
        versions = [newest[entry] for entry in entries if entry in newest]
        if len(versions) < len(entries) or not all(by.may(Permission.WRITE, v.entry.department) for v in versions):
            raise NotFoundError
        if to is not None and (wrong := tuple(_outside(versions, to))):
            raise RefusedError(wrong)
        for version in versions:
            await _assign(version, to, by, at)


def _outside(versions: Sequence[Version], to: Actor) -> Iterator[Message]:
    for version in versions:
        if not to.may(Permission.WRITE, version.entry.department):
            values = {"name": to.name, "entry": version.name}
            yield Message("{name} does not write in the department that owns “{entry}”.", values)


async def _assign(version: Version, to: Actor | None, by: Actor, at: datetime) -> None:
    person = to.id if to else None
    if version.entry.responsible == person:
        return
    await EntryRow.update({EntryRow.responsible: person}).where(EntryRow.id == version.entry.id)
    role = by.role_for([Permission.WRITE], version.entry.department)
    await save.record(Event(entry=version.entry.id, version=version.id, action="assign", by=by.id, at=at, role=role))
