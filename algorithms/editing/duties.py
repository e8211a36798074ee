"""Writes of duties: where an obligation of an entry stands. It is the entry's, and goes on from version to version."""

from datetime import datetime
from uuid import UUID

from algorithms.entries.event_details import Particular
from algorithms.law.obligations import TABLE, ObligationStatus, Status
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Event, RefusedError, may_see, may_write
from algorithms.storage import rows_to_values, save
from algorithms.tables import DutyRow
from assessments.storage import transaction
from assessments.text.message import Message

LONGEST_WORDS, LONGEST_LINK = 1_000, 400  # characters
_NEEDS: dict[ObligationStatus, Message] = {
    ObligationStatus.MET: Message("Write what shows that it is met, or give a link to it."),
    ObligationStatus.NOT_APPLICABLE: Message("Write why it does not apply."),
}


async def set_duty(
    version_id: UUID, key: str, state: ObligationStatus, words: str, link: str, *, by: Actor, at: datetime
) -> None:
    """Say that an obligation is open, met, or does not apply. RefusedError where evidence or reason is missing."""
    if wrong := objections(state, words.strip(), link.strip()):
        raise RefusedError(tuple(wrong.values()))
    status = Status(state, words.strip(), link.strip())
    if key not in {obligation.key for obligation in TABLE}:
        raise NotFoundError
    async with transaction():
        version = await rows_to_values.load_version(version_id)
        if version is None or not may_see(version, by) or not may_write(version, by):
            raise NotFoundError
        same = (DutyRow.entry == version.entry.id) & (DutyRow.key == key)
        await DutyRow.delete().where(same)
        await DutyRow.insert(
            DutyRow(
                entry=version.entry.id,
                key=key,
                state=status.state.value,
                words=status.words,
                link=status.link,
                set_by=by.id,
                set_at=at,
            )
        )
        particulars = {Particular.DUTY: key, Particular.STATE: state.value, Particular.LINK: status.link}
        comment = StepComment(typed={"sv": status.words}, particulars=particulars)
        role = by.role_for([Permission.WRITE], version.entry.department)
        await save.record(
            Event(
                entry=version.entry.id, version=version.id, action="set-duty", by=by.id, at=at, words=comment, role=role
            )
        )


def objections(state: ObligationStatus, words: str, link: str) -> dict[str, Message]:
    """What stands in the way of saying this, by what was asked."""
    wrong: dict[str, Message] = {}
    if len(words) > LONGEST_WORDS:
        wrong["words"] = Message("Shorten this. Words may have {most} characters.", {"most": LONGEST_WORDS})
    elif not words and state in _NEEDS and not (link and state is ObligationStatus.MET):
        wrong["words"] = _NEEDS[state]
    if len(link) > LONGEST_LINK:
        wrong["link"] = Message("Shorten the link to {most} characters.", {"most": LONGEST_LINK})
    elif link and not link.startswith(("https://", "http://")):
        wrong["link"] = Message("Write the whole address of the link, beginning with https://.")
    return wrong
