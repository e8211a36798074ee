"""One-time codes of an authenticator app, added to a password (RFC 6238), and recovery codes for a lost telephone.

A code works once: who uses a step first, wins, also across web processes. How wrong ones are counted: signing_in.
"""

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from algorithms.people import Actor, NotFoundError, Permission
from assessments.storage import transaction
from register.accounts.people.account_log import record
from register.accounts.people.notices import record_and_notify
from register.accounts.sign_in.signed_tokens import seal, unseal
from register.tables import RecoveryCodeRow, SessionRow, TotpSecretRow

STEP = 30  # seconds that a code lasts
CLOCKS_DIFFER = (-1, 0, 1)  # steps
QUIET = 4  # squares of margin, without which cameras do not find the picture
RECOVERY_CODES, RECOVERY_BYTES = 10, 10
_USE = "one-time codes"


@dataclass(frozen=True, slots=True)
class Setup:
    """What an app receives once: the secret as text in groups of four, and the picture that it reads.

    The picture is ``size`` squares wide with its margin; ``dark`` draws the dark ones as a path of an SVG.
    """

    text: str
    size: int
    dark: str


async def begin(person: UUID, secret: bytes, at: datetime) -> None:
    """A new secret, which counts from when it is confirmed. One that counts already stays as it is."""
    import pyotp  # seldom needed

    sealed = seal(secret, _USE, pyotp.random_base32().encode(), str(person))
    unconfirmed = (TotpSecretRow.person == person) & TotpSecretRow.confirmed_at.is_null()
    async with transaction():
        await TotpSecretRow.delete().where(unconfirmed)
        row = TotpSecretRow(id=uuid4(), person=person, sealed=sealed, begun_at=at)
        await TotpSecretRow.insert(row).on_conflict(action="DO NOTHING")


async def setup(person: UUID, address: str, city: str, secret: bytes) -> Setup | None:
    """What has begun and is not confirmed yet."""
    import pyotp
    import segno

    rows = await TotpSecretRow.select().where(TotpSecretRow.person == person, TotpSecretRow.confirmed_at.is_null())
    if not rows or (opened := unseal(secret, _USE, rows[0]["sealed"], str(person))) is None:
        return None
    text = opened.decode()
    uri = pyotp.TOTP(text).provisioning_uri(name=address, issuer_name=f"Insyn {city}")
    rows_of_squares = tuple(segno.make(uri, error="m").matrix_iter(border=QUIET))
    dark = "".join(
        f"M{across} {down}h1v1h-1z"
        for down, squares in enumerate(rows_of_squares)
        for across, square in enumerate(squares)
        if square
    )
    return Setup(" ".join(text[at : at + 4] for at in range(0, len(text), 4)), len(rows_of_squares), dark)


async def confirm(person: Actor, typed: str, secret: bytes, at: datetime, *, keep: str) -> tuple[str, ...]:
    """The recovery codes, shown this once, if the code is right; else none. ``keep`` is the session that goes on."""
    fresh = TotpSecretRow.confirmed_at.is_null()
    async with transaction():
        step = await _step(person.id, typed, secret, at, fresh)
        if step is None:
            return ()
        now_set: dict[Any, Any] = {TotpSecretRow.confirmed_at: at, TotpSecretRow.last_step: step}
        unconfirmed = (TotpSecretRow.person == person.id) & fresh
        if not await TotpSecretRow.update(now_set).where(unconfirmed).returning(TotpSecretRow.person):
            return ()
        codes = tuple(_new_code() for _ in range(RECOVERY_CODES))
        await RecoveryCodeRow.delete().where(RecoveryCodeRow.person == person.id)
        rows = [RecoveryCodeRow(code_hash=_hashed(secret, person.id, code), person=person.id) for code in codes]
        await RecoveryCodeRow.insert(*rows)
        await SessionRow.delete().where(SessionRow.person == person.id, SessionRow.token_hash != keep)
        await record("codes-set-up", person.id, person, at)
    return codes


async def accepts(person: UUID, typed: str, secret: bytes, at: datetime) -> bool:
    """Whether this opens the account, now and never again: a code of the app, or a recovery code."""
    counts = TotpSecretRow.confirmed_at.is_not_null()
    async with transaction():
        if (step := await _step(person, typed, secret, at, counts)) is not None:
            later = TotpSecretRow.last_step.is_null() | (TotpSecretRow.last_step < step)
            used = TotpSecretRow.update({TotpSecretRow.last_step: step})
            return bool(await used.where(TotpSecretRow.person == person, later).returning(TotpSecretRow.person))
        recovery_code = (RecoveryCodeRow.person == person) & (
            RecoveryCodeRow.code_hash == _hashed(secret, person, typed)
        )
        if await RecoveryCodeRow.delete().where(recovery_code).returning(RecoveryCodeRow.person):
            await record("recovery-code-used", person, Actor(person, ""), at)
            return True
    return False


async def remove(person: Actor, at: datetime) -> None:
    """The password alone is enough again. That they know it has been asked before."""
    async with transaction():
        if await _gone(person.id):
            await record("codes-removed", person.id, person, at)


async def take_away(person: UUID, *, by: Actor, at: datetime) -> None:
    """For somebody who lost their telephone, and who is signed out wherever that telephone may be."""
    if not by.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError
    async with transaction():
        if await _gone(person):
            await SessionRow.delete().where(SessionRow.person == person)
            await record_and_notify("codes-taken-away", person, by, at)


async def recovery_codes_left(person: UUID) -> int:
    return int(await RecoveryCodeRow.count().where(RecoveryCodeRow.person == person))


async def _gone(person: UUID) -> bool:
    """Whether there were any."""
    removed = await TotpSecretRow.delete().where(TotpSecretRow.person == person).returning(TotpSecretRow.id)
    await RecoveryCodeRow.delete().where(RecoveryCodeRow.person == person)
    return bool(removed)


async def _step(person: UUID, typed: str, secret: bytes, at: datetime, which: Any) -> int | None:
    """The step for which this is the app's code: this one, the one before or the one after."""
    import pyotp

    rows = await TotpSecretRow.select().where(TotpSecretRow.person == person, which)
    opened = unseal(secret, _USE, rows[0]["sealed"], str(person)) if rows else None
    if opened is None:
        return None
    code, app, now = "".join(typed.split()), pyotp.TOTP(opened.decode()), int(at.timestamp()) // STEP
    steps = (now + offset for offset in CLOCKS_DIFFER)
    return next((step for step in steps if hmac.compare_digest(app.at(step * STEP).encode(), code.encode())), None)


def _new_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _hashed(secret: bytes, person: UUID, code: str) -> str:
    """Blanks, dashes and small letters do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hmac.new(secret, f"recovery code:{person}:{plain}".encode(), "sha256").hexdigest()
