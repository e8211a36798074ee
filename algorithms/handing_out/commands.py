"""Writing down what was handed out: by whom, when, the hash of the package, and what went out unmasked, by what law."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from algorithms.entries.entry import LANGUAGES, Version
from algorithms.entries.event_details import Particular
from algorithms.handing_out.rules import HandOut, may_hand_out, objections
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.masks import Mask
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Event, RefusedError
from algorithms.storage import rows_to_values, save
from assessments.storage import transaction
from assessments.text.message import Message


async def check(version_id: UUID, chosen: HandOut, *, by: Actor) -> Version:
    """The version, if this person may hand out so much of its entry. RefusedError."""
    version = await rows_to_values.load_version(version_id)
    if version is None or not by.may(Permission.READ, version.entry.department):
        raise NotFoundError
    if not may_hand_out(version, by):
        raise RefusedError((Message("Your role does not include this."),))
    if wrong := objections(chosen, version, by):
        raise RefusedError(tuple(wrong.values()))
    return version


async def record(
    version_id: UUID, chosen: HandOut, masks: Iterable[Mask], sha256: str, *, by: Actor, at: datetime
) -> None:
    """An event for the package, and one for each mask that was lifted in it. The words themselves stand in none."""
    async with transaction():
        version = await check(version_id, chosen, by=by)
        await save.record(_event(version, "hand-out", by, at, StepComment(particulars={Particular.SHA256: sha256})))
        typed = {LANGUAGES[0]: chosen.paragraph.strip()}
        for mask in masks:
            if mask.id in chosen.unmasked and mask.ground is not None:
                details = {Particular.LAW: mask.ground.key, Particular.SHA256: sha256}
                comment = StepComment(typed=typed, particulars=details)
                await save.record(_event(version, "hand-out-unmasked", by, at, comment))
        if chosen.with_inner:
            comment = StepComment(typed=typed, particulars={Particular.SHA256: sha256})
            await save.record(_event(version, "hand-out-inner", by, at, comment))


def _event(version: Version, action: str, by: Actor, at: datetime, words: StepComment) -> Event:
    role = by.role_for([Permission.WRITE, Permission.KEEP_REGISTER], version.entry.department)
    return Event(entry=version.entry.id, version=version.id, action=action, by=by.id, at=at, words=words, role=role)
