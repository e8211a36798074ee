"""Counts what was sent or guessed, in the database, so that all web processes share it. Knows no limit and no address.

A count's key is a hash with the register's secret and a salt that lives one day (in UTC). Counts go when their time is
over, salts with their day.
"""

import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime

from register.guard.limits import AttemptKey
from register.tables import DailySaltRow, RequestCountRow


class Counting:
    """The counts of all processes; of them this one remembers today's salt alone."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._salt: tuple[date, bytes] | None = None

    async def times(self, counted: Sequence[AttemptKey], at: datetime) -> tuple[int, ...]:
        """How often each has been counted in its window. Writes nothing (but once a day a new salt)."""
        keys = await self._keys(counted, at)
        rows = await RequestCountRow.select().where(RequestCountRow.key.is_in(keys))
        by_key = {row["key"]: row["times"] for row in rows}
        return tuple(by_key.get(key, 0) for key in keys)

    async def add(self, counted: Sequence[AttemptKey], at: datetime) -> tuple[int, ...]:
        """One more of each, and how often that makes it: one statement, and exact however many count at once."""
        keys = await self._keys(counted, at)
        rows = sorted(zip(keys, (attempt.until(at) for attempt in counted), strict=True))  # in one order: no deadlock
        places = ", ".join("({}, 1, {})" for _ in rows)
        insert = "INSERT INTO request_count (key, times, until) VALUES"
        on_conflict = "ON CONFLICT (key) DO UPDATE SET times = request_count.times + 1 RETURNING key, times"
        values = [value for row in rows for value in row]
        added = await RequestCountRow.raw(f"{insert} {places} {on_conflict}", *values)
        by_key = {row["key"]: row["times"] for row in added}
        return tuple(by_key[key] for key in keys)

    async def forget(self, at: datetime) -> None:
        """Counts whose time is over, and the salts of other days, are gone."""
        today = at.astimezone(UTC).date()
        await RequestCountRow.delete().where(RequestCountRow.until <= at)
        await DailySaltRow.delete().where(DailySaltRow.day < today)
        if self._salt and self._salt[0] < today:
            self._salt = None

    async def _keys(self, counted: Sequence[AttemptKey], at: datetime) -> list[str]:
        salt = await self._todays_salt(at)
        whats = (f"{attempt.kind}\n{attempt.number(at)}\n{attempt.subject}".encode() for attempt in counted)
        return [hmac.digest(self._secret, salt + what, "sha256").hex() for what in whats]

    async def _todays_salt(self, at: datetime) -> bytes:
        today = at.astimezone(UTC).date()
        if self._salt is None or self._salt[0] != today:
            await self.forget(at)
            new = DailySaltRow.insert(DailySaltRow(day=today, salt=secrets.token_bytes(32)))
            await new.on_conflict(action="DO NOTHING")
            (row,) = await DailySaltRow.select().where(DailySaltRow.day == today)
            self._salt = today, bytes(row["salt"])
        return self._salt[1]
