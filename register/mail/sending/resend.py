"""What an administrator does with a letter: has it sent again, or passes a link on where no mail can be sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from algorithms.people import Actor, NotFoundError, Permission
from assessments.storage import transaction
from register.accounts.people import queries as accounts
from register.outbox.choices import DAILY, INVITATION
from register.outbox.sealed_words import unseal
from register.outbox.tables import LetterRow


async def send_again(letter: UUID, *, by: Actor, at: datetime) -> None:
    """A letter that could not be sent is tried for another five days. Any other stays as it is."""
    _check(by)
    reset: dict[Any, Any] = {LetterRow.error: "", LetterRow.reply: "", LetterRow.attempts: 0}
    reset |= {LetterRow.state: "waiting", LetterRow.tried_since: at, LetterRow.not_before: at}
    async with transaction():
        alone = LetterRow.update(reset).where(
            LetterRow.id == letter, LetterRow.state == "failed", LetterRow.part_of.is_null()
        )
        if rows := await alone.returning(LetterRow.kind):
            if rows[0]["kind"] == DAILY:
                parts: dict[Any, Any] = {LetterRow.state: "gathered", LetterRow.error: "", LetterRow.reply: ""}
                await LetterRow.update(parts).where(LetterRow.part_of == letter)
            await _log("send-again", letter, by, at)


async def read_link(letter: UUID, secret: bytes, *, by: Actor, at: datetime) -> str:
    """The link of an invitation that has not been sent, a path; the log says who read it, and whose it was.

    No other link is read by anybody but its owner: who resets a password signs in as somebody who has acted before.
    """
    _check(by)
    invitation = (LetterRow.id == letter) & (LetterRow.kind == INVITATION)
    row = await LetterRow.select(LetterRow.sealed, LetterRow.person).where(invitation).first()
    if row is None or not row["sealed"]:
        raise NotFoundError
    if await accounts.has_password(row["person"]) or await accounts.is_linked(row["person"]):
        raise NotFoundError
    opened = unseal(secret, letter, bytes(row["sealed"]))
    if opened is None:
        raise NotFoundError
    role = by.role_for([Permission.MANAGE_PEOPLE])
    kind, identity = ("person", row["person"]) if row["person"] else ("letter", letter)
    await log_commands.append(Act(action="read-link", kind=kind, object=str(identity), at=at, by=by.id, role=role))
    return opened[1]


async def _log(action: str, letter: UUID, by: Actor, at: datetime) -> None:
    role = by.role_for([Permission.MANAGE_PEOPLE])
    await log_commands.append(Act(action=action, kind="letter", object=str(letter), at=at, by=by.id, role=role))


def _check(by: Actor) -> None:
    if not by.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError
