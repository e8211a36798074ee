"""Reading the outbox: what people chose, and how letters stand, for those who look after people. Changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.people import Actor, NotFoundError, Permission
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.outbox.choices import INVITATION
from register.outbox.tables import LetterRow
from register.web.labels import LETTERS_OF_ENTRIES


@dataclass(frozen=True, slots=True)
class LetterLine:
    """How a letter stands; ``subject`` is of what kind it is, where it names an entry that the actor may not read."""

    id: UUID
    to: str
    subject: str | Message
    state: str
    secret: bool
    is_invitation: bool  # the only secret letter whose link others than its reader may be shown
    alone: bool  # in no daily letter
    written_at: datetime
    sent_at: datetime | None
    attempts: int
    next_at: datetime | None
    error: Message | None


async def address_of(person: UUID) -> str:
    """Where their letters go."""
    reader = await accounts.person_by_id(person)
    return reader.email if reader else ""


async def letters(state: str = "", *, seen_by: Actor, first: int, most: int) -> tuple[LetterLine, ...]:
    """So many letters, or of those in this state, newest first; never what stands in them."""
    _check(seen_by)
    query = LetterRow.select().order_by(LetterRow.written_at, LetterRow.id, ascending=False).offset(first).limit(most)
    return tuple(_line(row, seen_by) for row in await (query.where(LetterRow.state == state) if state else query))


async def number_of_letters(state: str = "", *, seen_by: Actor) -> int:
    _check(seen_by)
    query = LetterRow.count()
    return int(await (query.where(LetterRow.state == state) if state else query))


async def letter(letter_id: UUID, *, seen_by: Actor) -> LetterLine:
    _check(seen_by)
    row = await LetterRow.select().where(LetterRow.id == letter_id).first()
    if row is None:
        raise NotFoundError
    return _line(row, seen_by)


async def number_failed() -> int:
    """How many letters could not be sent."""
    return int(await LetterRow.count().where(LetterRow.state == "failed", LetterRow.part_of.is_null()))


async def waiting_since(before: datetime) -> int:
    """How many letters should have been sent before then, and were not."""
    due = (LetterRow.state == "waiting") | (LetterRow.state == "sending")
    return int(await LetterRow.count().where(due, LetterRow.written_at < before))


def _check(actor: Actor) -> None:
    if not actor.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError


def _line(row: dict[str, Any], actor: Actor) -> LetterLine:
    hidden = None if actor.may(Permission.READ) else LETTERS_OF_ENTRIES.get(row["kind"])
    return LetterLine(
        id=row["id"],
        to=row["address"],
        subject=hidden or row["subject"],
        state=row["state"],
        secret=row["secret"],
        is_invitation=row["kind"] == INVITATION,
        alone=row["part_of"] is None,
        written_at=row["written_at"],
        sent_at=row["sent_at"],
        attempts=row["attempts"],
        next_at=row["not_before"] if row["attempts"] and row["state"] == "waiting" else None,
        error=Message(row["error"], {"reply": row["reply"]}) if row["error"] else None,
    )
