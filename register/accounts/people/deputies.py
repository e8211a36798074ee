"""Who acts for whom while they are away: arranging it and ending it. Whose roles somebody holds today: queries.

A deputy gets what the absent person holds, never what that person holds for a third. Both keep their own roles.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from algorithms.people import Actor, NotFoundError, Permission
from assessments.storage import transaction
from assessments.text.message import Message
from register.accounts.people.commands import AccountError
from register.tables import PersonRow, StandInRow

LONGEST = timedelta(days=366)


async def arrange(
    person: UUID, deputy: UUID | None, first: date | None, last: date | None, *, by: Actor, today: date, at: datetime
) -> None:
    """Say who acts for this person; they may do so themselves. AccountError says what is wrong, by what was asked."""
    _check(person, by)
    known = {row["id"] for row in await PersonRow.select(PersonRow.id).where(PersonRow.disabled_at.is_null())}
    if person not in known:
        raise NotFoundError
    if deputy == by.id:  # whose roles somebody gets is said by another person
        raise AccountError({"deputy": Message("You cannot name yourself. Ask them, or another administrator.")})
    if wrong := _complaints(person, deputy if deputy in known else None, first, last, today):
        raise AccountError(wrong)
    assert first is not None  # guaranteed by the complaints
    async with transaction():
        row = StandInRow(id=uuid4(), person=person, deputy=deputy, first=first, last=last, set_by=by.id, set_at=at)
        await StandInRow.insert(row)
        await _log("name-deputy", person, by, at)


async def end(stand_in: UUID, *, by: Actor, today: date, at: datetime) -> None:
    """The deputy acts for them no more, from this moment. One that is over already stays as it is."""
    row = await StandInRow.select().where(StandInRow.id == stand_in).first()
    if row is None:
        raise NotFoundError
    _check(row["person"], by)
    if row["last"] < today:
        return
    async with transaction():
        this = StandInRow.id == stand_in
        if row["first"] >= today:
            await StandInRow.delete().where(this)
        else:
            await StandInRow.update({StandInRow.last: today - timedelta(days=1)}).where(this)
        await _log("end-deputy", row["person"], by, at)


def _complaints(
    person: UUID, deputy: UUID | None, first: date | None, last: date | None, today: date
) -> dict[str, Message]:
    wrong: dict[str, Message] = {}
    if deputy is None or deputy == person:
        wrong["deputy"] = Message("Choose who acts in their place.")
    if first is None:
        wrong["first"] = Message("Write the first day, for example 2026-12-24.")
    if last is None:
        wrong["last"] = Message("Write the last day, for example 2027-01-07.")
    elif last < today or (first is not None and last < first):
        wrong["last"] = Message("The last day cannot be before the first, or before today.")
    elif first is not None and last - first > LONGEST:
        wrong["last"] = Message("At most a year at a time.")
    return wrong


def _check(person: UUID, by: Actor) -> None:
    """One's own absence, or for those who manage people anybody's; nobody lends what they hold for a third person."""
    if by.id != person and not by.own.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError


async def _log(action: str, person: UUID, by: Actor, at: datetime) -> None:
    role = by.role_for([Permission.MANAGE_PEOPLE]) if by.id != person else None
    await log_commands.append(Act(action=action, kind="person", object=str(person), at=at, by=by.id, role=role))
