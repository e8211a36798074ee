"""Signing in and out: what is offered is judged by the guard, sessions are begun, seen and ended. No HTTP."""

import asyncio
import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from assessments.storage import transaction
from register.accounts.people.queries import folded, has_codes
from register.accounts.sign_in import known_places
from register.accounts.sign_in.attempts import Guard, SignInAttempt, SlowDownError, WrongError
from register.accounts.sign_in.passwords import matches
from register.guard import limits
from register.storage.database import UnavailableError
from register.tables import PersonRow, SessionRow

__all__ = ["Attempt", "CodeNeededError", "RequestOrigin", "SlowDownError", "WrongError"]
SEEN_EVERY = timedelta(minutes=1)
SEEN_WAIT = 0.2  # seconds
_writing: set[asyncio.Future[None]] = set()  # held, or they would be forgotten before they are done


class CodeNeededError(Exception):
    """The password is right, and this account asks for a one-time code as well."""

    def __init__(self, person: UUID, stamp: str) -> None:
        super().__init__("a one-time code is needed")
        self.person, self.stamp = person, stamp


@dataclass(frozen=True, slots=True)
class RequestOrigin:
    """The network that a request comes from, the register's secret, and what guards accounts in this process."""

    network: str
    secret: bytes
    guard: Guard


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who says they are whom, and from where."""

    email: str
    password: str
    place: RequestOrigin
    at: datetime

    @property
    def account(self) -> str:
        return folded(self.email)

    async def from_known_place(self) -> bool:
        return await known_places.is_known(self.account, self.place.network, self.place.secret, self.at)


async def sign_in(attempt: Attempt, *, demo: bool, life: timedelta) -> str:
    """The token of a new session. Raises WrongError, SlowDownError or CodeNeededError."""
    under = limits.of_passwords(attempt.account, attempt.place.network)
    tried = SignInAttempt(account=attempt.account, limits=under, known=await attempt.from_known_place(), at=attempt.at)

    async def who() -> dict[str, Any] | None:
        row = await PersonRow.select().where(PersonRow.email == attempt.account).first()
        if row is not None and (row["disabled_at"] is not None or (row["demo"] and not demo)):
            row = None
        return row if await matches(attempt.password, row["password_hash"] if row else None) else None

    row = await attempt.place.guard.judge(tried, who)
    if await has_codes(row["id"]):
        raise CodeNeededError(row["id"], stamp(row["password_hash"]))
    return await begin_session(row["id"], attempt.place, at=attempt.at, life=life)


async def begin_session(
    person: UUID, place: RequestOrigin, *, at: datetime, life: timedelta, by_provider: bool = False
) -> str:
    """The token of a new session of somebody who has shown who they are."""
    token = secrets.token_urlsafe(32)
    async with transaction():
        await known_places.remember(person, place.network, place.secret, at)
        await SessionRow.delete().where(SessionRow.created_at <= at - life)
        await SessionRow.insert(
            SessionRow(token_hash=token_hash(token), person=person, created_at=at, seen_at=at, by_provider=by_provider)
        )
        await log_commands.append(Act(action="signed-in", kind="person", object=str(person), at=at, by=person))
    return token


async def confirm(attempt: Attempt) -> None:
    """Check the password of somebody who is signed in once more. Raises WrongError or SlowDownError."""
    tried = SignInAttempt(
        account=attempt.account, limits=limits.of_confirming(attempt.account), known=True, at=attempt.at
    )

    async def right() -> bool | None:
        row = await PersonRow.select(PersonRow.password_hash).where(PersonRow.email == attempt.account).first()
        return await matches(attempt.password, row["password_hash"] if row else None) or None

    await attempt.place.guard.judge(tried, right)


def stamp(password_hash: str | None) -> str:
    """Changes with the password."""
    return hashlib.sha256((password_hash or "").encode()).hexdigest()


async def sign_out(token: str, *, at: datetime) -> bool:
    """The token opens nothing any more, wherever it may have been copied. Whether it was begun at the provider."""
    by_provider = False
    async with transaction():
        ending = SessionRow.delete().where(SessionRow.token_hash == token_hash(token))
        for row in await ending.returning(SessionRow.person, SessionRow.by_provider):
            by_provider = row["by_provider"]
            await log_commands.append(
                Act(action="signed-out", kind="person", object=str(row["person"]), at=at, by=row["person"])
            )
    return by_provider


async def end_session(token: str) -> None:
    """An older session of the same browser, when somebody signs in again."""
    await SessionRow.delete().where(SessionRow.token_hash == token_hash(token))


async def seen(token: str, now: datetime) -> None:
    """Somebody is still there; written at most once a minute, and no page waits long for it or fails without it."""
    long_ago = (SessionRow.token_hash == token_hash(token)) & (SessionRow.seen_at < now - SEEN_EVERY)
    if not await SessionRow.exists().where(long_ago):
        return
    writing = asyncio.ensure_future(_write_seen(long_ago, now))
    _writing.add(writing)
    writing.add_done_callback(_writing.discard)
    await asyncio.wait((writing,), timeout=SEEN_WAIT)


async def _write_seen(long_ago: Any, now: datetime) -> None:
    with contextlib.suppress(UnavailableError):
        await SessionRow.update({SessionRow.seen_at: now}).where(long_ago)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
