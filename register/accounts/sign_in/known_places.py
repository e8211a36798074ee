"""From where somebody has signed in to an account before: a keyed hash, forgotten after ninety days without use."""

import hmac
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from register.tables import KnownPlaceRow, PersonRow

LIFE = timedelta(days=90)
MOST = 20  # of one person; the longest unused goes first
USED_EVERY = timedelta(days=1)  # so often it is written down


async def is_known(account: str, network: str, secret: bytes, at: datetime) -> bool:
    fresh = KnownPlaceRow.used_at > at - LIFE
    return bool(await KnownPlaceRow.exists().where((KnownPlaceRow.key == _key(account, network, secret)) & fresh))


async def remember(person: UUID, network: str, secret: bytes, at: datetime) -> None:
    """In the transaction of a sign-in that succeeded."""
    row = await PersonRow.select(PersonRow.email).where(PersonRow.id == person).first()
    assert row is not None  # they are being signed in
    key = _key(row["email"], network, secret)
    if await KnownPlaceRow.exists().where((KnownPlaceRow.key == key) & (KnownPlaceRow.used_at > at - USED_EVERY)):
        return
    changed: dict[str, Any] = {"target": KnownPlaceRow.key, "values": [KnownPlaceRow.used_at]}
    place = KnownPlaceRow(key=key, person=person, used_at=at)
    await KnownPlaceRow.insert(place).on_conflict(action="DO UPDATE", **changed)
    places = KnownPlaceRow.select(KnownPlaceRow.key).where(KnownPlaceRow.person == person)
    rows = await places.order_by(KnownPlaceRow.used_at, ascending=False)
    if over := [row["key"] for row in rows[MOST:]]:
        await KnownPlaceRow.delete().where(KnownPlaceRow.key.is_in(over))


async def forget(at: datetime) -> None:
    """Places that nobody has come from for long."""
    await KnownPlaceRow.delete().where(KnownPlaceRow.used_at <= at - LIFE)


def _key(account: str, network: str, secret: bytes) -> str:
    return hmac.digest(secret, f"known place\n{account}\n{network}".encode(), "sha256").hex()
