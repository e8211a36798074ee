"""Writes of masked words: one person proposes, another decides, and what was masked can be lifted again.

The words stand in no event and no line of the log: only on what ground, by whom and when.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from algorithms.city_tables import MaskRow
from algorithms.entries.entry import Version
from algorithms.entries.event_details import Particular
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.masks import MaskStatus, may_decide, may_propose, objections, places
from algorithms.redaction.spellings import lines
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Event, RefusedError
from algorithms.search.index import indexer
from algorithms.storage import folding, rows_to_values, save
from algorithms.tables import VersionRow
from assessments.storage import transaction
from assessments.text.message import Message


async def propose(version_id: UUID, words: str, ground: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Ask that nobody may read these words in the entry; RefusedError if they stand in no published text of it."""
    if wrong := objections(words, ground, reason):
        raise RefusedError(tuple(wrong.values()))
    async with transaction():
        version = await _read(version_id, by)
        if not may_propose(version, by):
            raise RefusedError((Message("Your role does not include this."),))
        if not places(await rows_to_values.load(VersionRow.entry == version.entry.id), words):
            raise RefusedError((Message("These words are not in any published text of the entry."),))
        await MaskRow.insert(_proposal(version.entry.id, words, ground, reason, by, at))
        await _record(version, "propose-mask", by, at, ground)


async def confirm(version_id: UUID, mask_id: UUID, *, by: Actor, at: datetime) -> None:
    """From now on nobody reads the words, in any version of the entry."""
    async with transaction():
        version, ground, proposed_by = await _proposed(version_id, mask_id, by)
        if not may_decide(version, by, proposed_by):
            raise RefusedError((Message("Somebody other than the person who proposed it must decide."),))
        await _set(mask_id, MaskStatus.PROPOSED, MaskStatus.ACTIVE, by, at)
        await folding.fold_again(version.entry.id)
        await indexer.follow(version.entry.id)
        await _record(version, "confirm-mask", by, at, ground)


async def decline(version_id: UUID, mask_id: UUID, *, by: Actor, at: datetime) -> None:
    """The text stays as it is. The person who proposed the mask may withdraw it in this way."""
    async with transaction():
        version, ground, proposed_by = await _proposed(version_id, mask_id, by)
        if by.id != proposed_by and not may_decide(version, by, proposed_by):
            raise RefusedError((Message("Your role does not include this."),))
        await _set(mask_id, MaskStatus.PROPOSED, MaskStatus.DECLINED, by, at)
        await _record(version, "decline-mask", by, at, ground)


async def lift(version_id: UUID, mask_id: UUID, *, by: Actor, at: datetime) -> None:
    """The words are read again, for the ground no longer applies."""
    async with transaction():
        version, ground, _ = await _proposed(version_id, mask_id, by)
        if not by.may(Permission.KEEP_REGISTER, version.entry.department):
            raise RefusedError((Message("Your role does not include this."),))
        await _set(mask_id, MaskStatus.ACTIVE, MaskStatus.LIFTED, by, at)
        await folding.fold_again(version.entry.id)
        await indexer.follow(version.entry.id)
        await _record(version, "lift-mask", by, at, ground)


def _proposal(entry: UUID, words: str, ground: str, reason: str, by: Actor, at: datetime) -> MaskRow:
    return MaskRow(
        id=uuid4(),
        entry=entry,
        words="\n".join(lines(words)),
        ground=ground,
        reason=reason.strip(),
        state=MaskStatus.PROPOSED.value,
        proposed_by=by.id,
        proposed_at=at,
    )


async def _read(version_id: UUID, by: Actor) -> Version:
    version = await rows_to_values.load_version(version_id)
    if version is None or not by.may(Permission.READ, version.entry.department):
        raise NotFoundError
    return version


async def _proposed(version_id: UUID, mask_id: UUID, by: Actor) -> tuple[Version, str, UUID]:
    version = await _read(version_id, by)
    row = await MaskRow.select().where(MaskRow.id == mask_id, MaskRow.entry == version.entry.id).first()
    if row is None:
        raise NotFoundError
    return version, row["ground"], row["proposed_by"]


async def _set(mask_id: UUID, old: MaskStatus, new: MaskStatus, by: Actor, at: datetime) -> None:
    """Only from the state that the person saw; of two who decide at once, the second gets an error."""
    columns: dict[Any, Any] = {MaskRow.state: new.value}
    if old is MaskStatus.PROPOSED:
        columns |= {MaskRow.decided_by: by.id, MaskRow.decided_at: at}
    changed = MaskRow.update(columns).where(MaskRow.id == mask_id, MaskRow.state == old.value)
    if not await changed.returning(MaskRow.id):
        raise save.RacedError


async def _record(version: Version, action: str, by: Actor, at: datetime, ground: str) -> None:
    words = StepComment(particulars={Particular.LAW: ground})
    permissions = [Permission.WRITE, Permission.KEEP_REGISTER, Permission.GIVE_OPINION]
    role = by.role_for(permissions, version.entry.department)
    await save.record(
        Event(entry=version.entry.id, version=version.id, action=action, by=by.id, at=at, words=words, role=role)
    )
