"""What an administrator does with a letter: has it sent again, or passes a link on where no mail can be sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from algorithms.people import Actor, NotFoundError, Permission
from register.mail.choices import DAILY
from register.mail.sealing import unseal
from register.mail.tables import LetterRow
from register.storage.database import transaction


async def send_again(letter: UUID, *, by: Actor, at: datetime) -> None:
    """A letter that could not be sent is tried for another five days. Any other stays as it is."""
    _check(by)
    anew: dict[Any, Any] = {LetterRow.error: "", LetterRow.reply: "", LetterRow.attempts: 0}
    anew |= {LetterRow.state: "waiting", LetterRow.tried_since: at, LetterRow.not_before: at}
    async with transaction():
        alone = LetterRow.update(anew).where(
            LetterRow.id == letter, LetterRow.state == "failed", LetterRow.part_of.is_null()
        )
        if rows := await alone.returning(LetterRow.kind):
            if rows[0]["kind"] == DAILY:
                parts: dict[Any, Any] = {LetterRow.state: "gathered", LetterRow.error: "", LetterRow.reply: ""}
                await LetterRow.update(parts).where(LetterRow.part_of == letter)
            await _log("send-again", letter, by, at)


async def read_link(letter: UUID, secret: bytes, *, by: Actor, at: datetime) -> str:
    """The secret link of a letter that has not been sent, a path; the log says who read it."""
    _check(by)
    row = await LetterRow.select(LetterRow.sealed).where(LetterRow.id == letter).first()
    opened = unseal(secret, letter, bytes(row["sealed"])) if row and row["sealed"] else None
    if opened is None:
        raise NotFoundError
    await _log("read-link", letter, by, at)
    return opened[1]


async def _log(action: str, letter: UUID, by: Actor, at: datetime) -> None:
    role = by.role_for([Permission.MANAGE_PEOPLE])
    await log_commands.append(Act(action, "letter", str(letter), at, by=by.id, role=role))


def _check(by: Actor) -> None:
    if not by.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError
