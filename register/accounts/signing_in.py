"""Signing in and out: attempts are counted before they are judged, sessions are begun, seen and ended. No HTTP."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from algorithms import log_commands
from algorithms.log import Act
from register.accounts.passwords import matches
from register.accounts.queries import Person, folded, person_by_id
from register.accounts.tables import PersonRow, SessionRow, SignInAttemptRow
from register.database import is_sqlite, transaction

WINDOW = timedelta(minutes=15)
FROM_ONE_PLACE, FOR_ONE_ACCOUNT, FROM_ONE_ADDRESS = 5, 50, 50  # wrong ones in a window
SEEN_EVERY = timedelta(minutes=1)
LOCK = 0x1A5718  # any number that no other program uses in this database


class WrongError(Exception):
    """No such account, a wrong password, disabled, or a demo account outside the demonstration: nobody learns which."""


class SlowDownError(Exception):
    """Too many wrong attempts for this account or from this address: nothing was checked."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who says they are whom, from where; the place is a network address."""

    email: str
    password: str
    place: str
    secret: bytes
    at: datetime

    def hashes(self) -> tuple[str, str]:
        """Account and place as keyed hashes: enough to count, not enough to read."""
        return _keyed(self.secret, "account", folded(self.email)), _keyed(self.secret, "place", self.place)


async def sign_in(attempt: Attempt, *, demo: bool, life: timedelta) -> tuple[str, Person]:
    """The token of a new session, and who it is. Raises WrongError or SlowDownError."""
    noted = await _note(attempt)
    rows = await PersonRow.select().where(PersonRow.email == folded(attempt.email))
    row = rows[0] if rows and rows[0]["disabled_at"] is None and (demo or not rows[0]["demo"]) else None
    if not await matches(attempt.password, row["password_hash"] if row else None) or row is None:
        raise WrongError
    token = secrets.token_urlsafe(32)
    async with transaction():
        await SignInAttemptRow.update(
            {SignInAttemptRow.outcome: "signed-in", SignInAttemptRow.person: row["id"]}
        ).where(SignInAttemptRow.id == noted)
        await SessionRow.delete().where(SessionRow.created_at <= attempt.at - life)
        await SessionRow.insert(
            SessionRow(token_hash=token_hash(token), person=row["id"], created_at=attempt.at, seen_at=attempt.at)
        )
        await log_commands.append(Act("signed-in", "person", str(row["id"]), attempt.at, by=row["id"]))
    person = await person_by_id(row["id"])
    if person is None:  # removed between two statements
        raise WrongError
    return token, person


async def _note(attempt: Attempt) -> UUID:
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


async def sign_out(token: str, *, place: str, secret: bytes, at: datetime) -> None:
    """The token opens nothing any more, wherever it may have been copied."""
    async with transaction():
        ended = await SessionRow.delete().where(SessionRow.token_hash == token_hash(token)).returning(SessionRow.person)
        for row in ended:
            await SignInAttemptRow.insert(
                SignInAttemptRow(
                    id=uuid4(),
                    outcome="signed-out",
                    person=row["person"],
                    account_hash="",
                    address_hash=_keyed(secret, "place", place),
                    at=at,
                )
            )
            await log_commands.append(Act("signed-out", "person", str(row["person"]), at, by=row["person"]))


async def end_session(token: str) -> None:
    """An older session of the same browser, when somebody signs in anew."""
    await SessionRow.delete().where(SessionRow.token_hash == token_hash(token))


async def seen(token: str, now: datetime) -> None:
    """Somebody is still there; written at most once a minute."""
    await SessionRow.update({SessionRow.seen_at: now}).where(
        SessionRow.token_hash == token_hash(token), SessionRow.seen_at < now - SEEN_EVERY
    )


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _keyed(secret: bytes, kind: str, value: str) -> str:
    return hmac.new(secret, f"{kind}:{value}".encode(), "sha256").hexdigest()
