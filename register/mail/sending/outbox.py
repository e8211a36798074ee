"""E-mails that leave: taken under a lease, then sent, put off or given up. How they are carried: sending."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from assessments.storage import transaction
from assessments.text.message import Message
from register.language import Language
from register.outbox.choices import DAILY
from register.outbox.message_format import Letter, LetterText
from register.outbox.sealed_words import unseal
from register.outbox.tables import LetterRow
from register.storage.database import is_sqlite
from register.tables import PersonRow

LEASE = timedelta(seconds=10)
LIFE = timedelta(days=5)  # of a letter that nobody takes; then it is given up
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))  # after each failure, the last one again
_Columns = dict[Any, Any]
_TAKE = """
UPDATE letter SET state = 'sending', owner = {}, lease_until = {}, attempts = attempts + 1 WHERE id = (
  SELECT id FROM letter
  WHERE (state = 'waiting' AND not_before <= {}) OR (state = 'sending' AND lease_until < {})
  ORDER BY secret DESC, not_before, id LIMIT 1
) RETURNING id"""
_DISABLED = Message("The account has been disabled, so it was not sent.")
_UNREADABLE = Message("Its words cannot be read any more: the register’s secret has been changed.")
_TOO_OLD = Message("We tried for five days but could not send it, and have stopped trying.")
_STALE = Message("It waited more than five days for a mail server and may be out of date.")


@dataclass(frozen=True, slots=True)
class LeasedLetter:
    """A row under a lease, and the letter in it; without one ``why_not`` says why it cannot be sent."""

    id: UUID
    owner: UUID
    attempts: int
    since: datetime
    letter: Letter | None = None
    why_not: Message | None = None


async def take(*, at: datetime, secret: bytes) -> LeasedLetter | None:
    """The letter that has waited longest, secret ones first; one statement, so that no two workers get the same."""
    owner, statement = uuid4(), _TAKE if is_sqlite() else _TAKE.replace("LIMIT 1", "LIMIT 1 FOR UPDATE SKIP LOCKED")
    rows = await LetterRow.raw(statement, owner, at + LEASE, at, at)
    if not rows:
        return None
    row = await LetterRow.select().where(LetterRow.id == UUID(str(rows[0]["id"]))).first()
    assert row is not None  # it was updated a moment ago
    return await _taken(row, owner, secret, at)


async def _taken(row: dict[str, Any], owner: UUID, secret: bytes, at: datetime) -> LeasedLetter:
    taken = LeasedLetter(
        id=row["id"], owner=owner, attempts=row["attempts"], since=row["tried_since"] or row["written_at"]
    )
    if row["person"]:
        gone = PersonRow.exists().where(PersonRow.id == row["person"], PersonRow.disabled_at.is_not_null())
        if await gone:
            return replace(taken, why_not=_DISABLED)
    if row["tried_since"] is None and row["attempts"] == 1 and row["written_at"] < at - LIFE:
        return replace(taken, why_not=_STALE)
    opened = unseal(secret, row["id"], bytes(row["sealed"])) if row["sealed"] else (row["body"], row["link"])
    if opened is None:
        return replace(taken, why_not=_UNREADABLE)
    letter = Letter(
        id=row["id"],
        owner=owner,
        name=row["name"],
        address=row["address"],
        language=Language(row["language"]),
        words=LetterText(row["subject"], *opened),
        secret=row["secret"],
        written_at=row["written_at"],
        attempts=row["attempts"],
        parts=await _parts(row["id"]) if row["kind"] == DAILY else (),
    )
    return replace(taken, letter=letter)


async def keep(taken: LeasedLetter, *, at: datetime) -> bool:
    """Keep the lease while the server thinks; whether it is still ours."""
    extended = LetterRow.update({LetterRow.lease_until: at + LEASE}).where(_where_leased(taken))
    return bool(await extended.returning(LetterRow.id))


async def sent(taken: LeasedLetter, *, at: datetime) -> bool:
    """The server has said yes: with a daily letter all that stands in it is sent, and what was secret is forgotten."""
    done: _Columns = {LetterRow.state: "sent", LetterRow.sent_at: at, LetterRow.error: "", LetterRow.reply: ""}
    async with transaction():
        ended = LetterRow.update({**done, **_NOBODYS, LetterRow.sealed: None}).where(_where_leased(taken))
        if not await ended.returning(LetterRow.id):
            return False
        await LetterRow.update(done).where(LetterRow.part_of == taken.id)
    return True


async def put_off(taken: LeasedLetter, why: Message, reply: str, *, at: datetime) -> None:
    """Later again, after a longer wait each time; after five days no more."""
    wait = WAITS[min(taken.attempts, len(WAITS)) - 1]
    if at + wait > taken.since + LIFE:
        await give_up(taken, _TOO_OLD, reply)
        return
    waiting: _Columns = {LetterRow.state: "waiting", LetterRow.not_before: at + wait}
    failure: _Columns = {LetterRow.error: why.msgid, LetterRow.reply: reply}
    await LetterRow.update({**waiting, **failure, **_NOBODYS}).where(_where_leased(taken))


async def give_up(taken: LeasedLetter, why: Message, reply: str = "") -> None:
    """It will not be sent unless an administrator says so; with a daily letter nothing that stands in it."""
    failure: _Columns = {LetterRow.state: "failed", LetterRow.error: why.msgid, LetterRow.reply: reply}
    async with transaction():
        if await LetterRow.update({**failure, **_NOBODYS}).where(_where_leased(taken)).returning(LetterRow.id):
            await LetterRow.update(failure).where(LetterRow.part_of == taken.id)


async def _parts(letter: UUID) -> tuple[LetterText, ...]:
    rows = await LetterRow.select().where(LetterRow.part_of == letter).order_by(LetterRow.written_at, LetterRow.id)
    return tuple(LetterText(row["subject"], row["body"], row["link"]) for row in rows)


def _where_leased(taken: LeasedLetter) -> Any:
    return (LetterRow.id == taken.id) & (LetterRow.owner == taken.owner) & (LetterRow.state == "sending")


_NOBODYS: _Columns = {LetterRow.owner: None, LetterRow.lease_until: None}
