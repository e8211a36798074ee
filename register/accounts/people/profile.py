"""What people do with their own account: another password, an end to all sessions. The codes: one_time_codes."""

from datetime import datetime

from algorithms.people import Actor
from assessments.storage import transaction
from assessments.text.message import Message
from register.accounts.people.account_log import record
from register.accounts.people.commands import AccountError, weakness
from register.accounts.sign_in.passwords import hashed
from register.accounts.sign_in.signing_in import Attempt, WrongError, confirm
from register.tables import PasswordLinkRow, PersonRow, SessionRow

NOT_THE_PASSWORD = Message("That is not your password.")


async def check_password(attempt: Attempt, name: str = "password") -> None:
    """Check that the person at the screen knows the password. Raises AccountError for the field, or SlowDownError."""
    try:
        await confirm(attempt)
    except WrongError:
        raise AccountError({name: NOT_THE_PASSWORD}) from None


async def change_password(attempt: Attempt, new: str, *, by: Actor, keep: str) -> None:
    """Asks for the old one (in ``attempt``). Every session ends but the one with the token hash ``keep``."""
    await check_password(attempt, "old")
    if (why_not := await weakness(new, attempt.email, by.name)) is not None:
        raise AccountError({"new": why_not})
    stored = await hashed(new)
    async with transaction():
        await PersonRow.update({PersonRow.password_hash: stored}).where(PersonRow.id == by.id)
        await SessionRow.delete().where(SessionRow.person == by.id, SessionRow.token_hash != keep)
        await PasswordLinkRow.delete().where(PasswordLinkRow.person == by.id)
        await record("password-changed", by.id, by, attempt.at)


async def end_sessions(by: Actor, at: datetime) -> None:
    """Signed out in every browser, this one too."""
    async with transaction():
        await SessionRow.delete().where(SessionRow.person == by.id)
        await record("sessions-ended", by.id, by, at)
