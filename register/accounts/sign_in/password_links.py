"""Links in letters that let somebody choose a password once: invitations, and a way back in. Only hashes are stored."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from algorithms.people import Actor, NotFoundError, Permission
from assessments.storage import transaction
from assessments.text.message import Message
from register.accounts.people.account_log import record
from register.accounts.people.commands import AccountError, weakness
from register.accounts.people.notices import record_and_notify
from register.accounts.people.queries import is_linked
from register.accounts.sign_in.attempts import SignInAttempt
from register.accounts.sign_in.passwords import hashed, matches
from register.accounts.sign_in.signing_in import Attempt, SlowDownError, token_hash
from register.guard import limits
from register.language import Language
from register.outbox.letters import write_letter
from register.tables import PasswordLinkRow, PersonRow, SessionRow

INVITATION, RESET = "invitation", "reset"
LIFE = {INVITATION: timedelta(days=7), RESET: timedelta(minutes=30)}
PAUSE = timedelta(minutes=5)  # between two letters to somebody whose address a stranger keeps typing
PATH = "/sign-in/password"
HAS_PASSWORD = Message("This person has a password already. They can ask for a new one on the page for signing in.")
IS_LINKED = Message("This person signs in with the city’s sign-in and needs no invitation.")
CLOSED = Message("This account is disabled. Let the person in again first.")


class LinkError(Exception):
    """No such link, or not any more: used, too old, replaced by a newer one, withdrawn, or the account is closed."""


async def invite(person: UUID, *, by: Actor, at: datetime, secret: bytes) -> str:
    """A letter with a link; an older one opens nothing any more. The answer is the path of the link."""
    if not by.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError
    row = await PersonRow.select().where(PersonRow.id == person).first()
    if row is None:
        raise NotFoundError
    if row["disabled_at"] is not None:
        raise AccountError({"": CLOSED})
    if row["password_hash"] is not None or await is_linked(person):
        raise AccountError({"": HAS_PASSWORD if row["password_hash"] is not None else IS_LINKED})
    paragraphs = (
        Message("{name} has made an account for you in the city’s register of algorithms.", {"name": by.name}),
        Message("Open the link and choose a password. It works once, within seven days."),
        Message(
            "If you did not expect this e-mail, you do not need to do anything. Nobody can sign in without the link."
        ),
    )
    async with transaction():
        link = await _new(INVITATION, row, Message("You are invited to Insyn"), paragraphs, at=at, secret=secret)
        await record("invited", person, by, at)
    return link


async def withdraw(person: UUID, *, by: Actor, at: datetime) -> None:
    """The link of the invitation opens nothing any more."""
    if not by.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError
    async with transaction():
        invitation = (PasswordLinkRow.person == person) & (PasswordLinkRow.purpose == INVITATION)
        if await PasswordLinkRow.delete().where(invitation).returning(PasswordLinkRow.person):
            await record("invitation-withdrawn", person, by, at)


async def ask_for_reset(attempt: Attempt) -> None:
    """A letter to an account that has a password. Nobody learns whether there is such an account, even by timing."""
    under, guard = limits.of_resets(attempt.account, attempt.place.network), attempt.place.guard
    try:
        await guard.count(SignInAttempt(account=attempt.account, limits=under, known=False, at=attempt.at))
        await guard.in_lane(lambda: matches("", None), known=False)
    except SlowDownError:
        return
    row = await PersonRow.select().where(PersonRow.email == attempt.account).first()
    if row is None or row["disabled_at"] is not None or row["password_hash"] is None or row["demo"]:
        return
    paragraphs = (
        Message("Somebody, probably you, has asked for a new password in Insyn."),
        Message("Open the link and choose one. It works once, within half an hour, and signs you out everywhere."),
        Message("If it was not you, you do not need to do anything. Your password stays as it is."),
    )
    async with transaction():
        recent = PasswordLinkRow.made_at > attempt.at - PAUSE
        reset_link = (PasswordLinkRow.person == row["id"]) & (PasswordLinkRow.purpose == RESET)
        if not await PasswordLinkRow.exists().where(reset_link & recent):
            about = Message("A new password in Insyn")
            await _new(RESET, row, about, paragraphs, at=attempt.at, secret=attempt.place.secret)
            await record("reset-asked", row["id"], None, attempt.at)


async def check(token: str, at: datetime) -> None:
    """Raises LinkError unless this link opens something now. Looking does not use it up."""
    await _person(token, at)


async def choose_password(token: str, password: str, at: datetime) -> None:
    """The link is used up and every session ends. Raises AccountError for a weak password, and the link still works."""
    row = await _person(token, at)
    if (why_not := await weakness(password, row["email"], row["name"])) is not None:
        raise AccountError({"password": why_not})
    stored = await hashed(password)
    async with transaction():
        fresh = (PasswordLinkRow.token_hash == token_hash(token)) & (PasswordLinkRow.ends_at > at)
        used = await PasswordLinkRow.delete().where(fresh).returning(PasswordLinkRow.purpose)
        if not used:
            raise LinkError  # by another browser, in this very moment
        await PersonRow.update({PersonRow.password_hash: stored}).where(PersonRow.id == row["id"])
        await SessionRow.delete().where(SessionRow.person == row["id"])
        await PasswordLinkRow.delete().where(PasswordLinkRow.person == row["id"])
        holder = Actor(row["id"], row["name"])
        if used[0]["purpose"] == RESET:
            await record_and_notify("password-reset", row["id"], holder, at)
        else:
            await record("invitation-used", row["id"], holder, at)


async def _new(  # what is written, to whom
    purpose: str, to: dict[str, Any], subject: Message, paragraphs: tuple[Message, ...], *, at: datetime, secret: bytes
) -> str:
    token = secrets.token_urlsafe(32)
    hashed_token, language = token_hash(token), Language(to["language"])
    await PasswordLinkRow.delete().where(PasswordLinkRow.person == to["id"], PasswordLinkRow.purpose == purpose)
    row = PasswordLinkRow(
        token_hash=hashed_token, person=to["id"], purpose=purpose, made_at=at, ends_at=at + LIFE[purpose]
    )
    await PasswordLinkRow.insert(row)
    path = f"{PATH}/{token}"
    await write_letter(purpose, hashed_token, to["id"], language, subject, paragraphs, path, at=at, secret=secret)
    return path


async def _person(token: str, at: datetime) -> dict[str, Any]:
    fresh = (PasswordLinkRow.token_hash == token_hash(token)) & (PasswordLinkRow.ends_at > at)
    link = await PasswordLinkRow.select(PasswordLinkRow.person).where(fresh).first()
    open_still = PersonRow.disabled_at.is_null()
    person = await PersonRow.select().where(PersonRow.id == link["person"], open_still).first() if link else None
    if person is None:
        raise LinkError
    return person
