"""Signing in and out: attempts are counted before they are judged, sessions are begun, seen and ended. No HTTP."""

import asyncio
import contextlib
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from register.accounts.passwords import matches
from register.accounts.queries import folded, has_codes
from register.accounts.tables import PersonRow, SessionRow, SignInAttemptRow
from register.storage.database import UnavailableError, is_sqlite, transaction

WINDOW = timedelta(minutes=15)
FROM_ONE_PLACE, FOR_ONE_ACCOUNT, FROM_ONE_ADDRESS = 5, 50, 50  # wrong ones in a window
SEEN_EVERY = timedelta(minutes=1)
SEEN_WAIT = 0.2  # seconds
_writing: set[asyncio.Future[None]] = set()  # held, or they would be forgotten before they are done
LOCK = 0x1A5718  # any number that no other program uses in this database


class WrongError(Exception):
    """No such account, a wrong password, disabled, or a demo account outside the demonstration: nobody learns which."""


class CodeNeededError(Exception):
    """The password is right, and this account asks for a one-time code as well."""

    def __init__(self, person: UUID, stamp: str) -> None:
        super().__init__("a one-time code is needed")
        self.person, self.stamp = person, stamp


class SlowDownError(Exception):
    """Too many wrong attempts for this account or from this address: nothing was checked."""


@dataclass(frozen=True, slots=True)
class Place:
    """A network address, and the secret with which it becomes a hash: enough to count, not enough to read."""

    address: str
    secret: bytes

    def hashed(self) -> str:
        return _keyed(self.secret, "place", self.address)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who says they are whom, and from where."""

    email: str
    password: str
    place: Place
    at: datetime

    def hashes(self) -> tuple[str, str]:
        return _keyed(self.place.secret, "account", folded(self.email)), self.place.hashed()


async def sign_in(attempt: Attempt, *, demo: bool, life: timedelta) -> str:
    """The token of a new session. Raises WrongError, SlowDownError or CodeNeededError."""
    noted = await note(attempt)
    rows = await PersonRow.select().where(PersonRow.email == folded(attempt.email))
    row = rows[0] if rows and rows[0]["disabled_at"] is None and (demo or not rows[0]["demo"]) else None
    if not await matches(attempt.password, row["password_hash"] if row else None) or row is None:
        raise WrongError
    if await has_codes(row["id"]):
        await settle(noted, "code-asked", row["id"])
        raise CodeNeededError(row["id"], stamp(row["password_hash"]))
    return await begin_session(row["id"], attempt.place, at=attempt.at, life=life, noted=noted)


async def begin_session(
    person: UUID,
    place: Place,
    *,
    at: datetime,
    life: timedelta,
    noted: UUID | None = None,
    by_provider: bool = False,
) -> str:
    """The token of a new session of somebody who has shown who they are; ``noted`` is the attempt that led here."""
    token = secrets.token_urlsafe(32)
    async with transaction():
        if noted is not None:
            await settle(noted, "signed-in", person)
        else:
            await _note_outcome("signed-in", person, place, at)
        await SessionRow.delete().where(SessionRow.created_at <= at - life)
        await SessionRow.insert(
            SessionRow(token_hash=token_hash(token), person=person, created_at=at, seen_at=at, by_provider=by_provider)
        )
        await log_commands.append(Act("signed-in", "person", str(person), at, by=person))
    return token


async def settle(noted: UUID, outcome: str, person: UUID) -> None:
    """The attempt was no wrong one."""
    changes: dict[Any, Any] = {SignInAttemptRow.outcome: outcome, SignInAttemptRow.person: person}
    await SignInAttemptRow.update(changes).where(SignInAttemptRow.id == noted)


async def confirm(attempt: Attempt) -> None:
    """Whoever is signed in shows again that they know their password. Raises WrongError or SlowDownError."""
    noted = await note(attempt)
    rows = await PersonRow.select().where(PersonRow.email == folded(attempt.email))
    if not rows or not await matches(attempt.password, rows[0]["password_hash"]):
        raise WrongError
    await settle(noted, "confirmed", rows[0]["id"])


def stamp(password_hash: str | None) -> str:
    """Changes with the password."""
    return hashlib.sha256((password_hash or "").encode()).hexdigest()


async def note(attempt: Attempt) -> UUID:
    """Write the attempt down as refused before it is checked, so that many at once cannot slip through."""
    account, place = attempt.hashes()
    async with transaction():
        if not is_sqlite():
            await SignInAttemptRow.raw("SELECT pg_advisory_xact_lock({})", LOCK)
        outcome = "slowed-down" if await _too_many(account, place, attempt.at) else "refused"
        row = SignInAttemptRow(
            id=uuid4(), outcome=outcome, person=None, account_hash=account, address_hash=place, at=attempt.at
        )
        await SignInAttemptRow.insert(row)
    if outcome == "slowed-down":
        raise SlowDownError
    return row.id


async def _too_many(account: str, place: str, at: datetime) -> bool:
    """Few for one account from one place, so that a stranger elsewhere cannot shut its owner out."""
    recent = (SignInAttemptRow.outcome == "refused") & (SignInAttemptRow.at > at - WINDOW)
    of_account, of_place = SignInAttemptRow.account_hash == account, SignInAttemptRow.address_hash == place
    return bool(
        await SignInAttemptRow.count().where(recent & of_account & of_place) >= FROM_ONE_PLACE
        or await SignInAttemptRow.count().where(recent & of_account) >= FOR_ONE_ACCOUNT
        or await SignInAttemptRow.count().where(recent & of_place) >= FROM_ONE_ADDRESS
    )


async def sign_out(token: str, place: Place, *, at: datetime) -> bool:
    """The token opens nothing any more, wherever it may have been copied. Whether it was begun at the provider."""
    by_provider = False
    async with transaction():
        ending = SessionRow.delete().where(SessionRow.token_hash == token_hash(token))
        for row in await ending.returning(SessionRow.person, SessionRow.by_provider):
            by_provider = row["by_provider"]
            await _note_outcome("signed-out", row["person"], place, at)
            await log_commands.append(Act("signed-out", "person", str(row["person"]), at, by=row["person"]))
    return by_provider


async def _note_outcome(outcome: str, person: UUID, place: Place, at: datetime) -> None:
    """What was no attempt at a password."""
    known: dict[str, Any] = {"person": person, "account_hash": "", "address_hash": place.hashed()}
    await SignInAttemptRow.insert(SignInAttemptRow(id=uuid4(), outcome=outcome, at=at, **known))


async def end_session(token: str) -> None:
    """An older session of the same browser, when somebody signs in anew."""
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


def _keyed(secret: bytes, kind: str, value: str) -> str:
    return hmac.new(secret, f"{kind}:{value}".encode(), "sha256").hexdigest()
