"""Slows down whoever sends too much without signing in, and remembers nobody: no address is kept, written or logged.

An address becomes a hash with a salt that only this process knows, in memory alone. Salt and counts are thrown away
every day, and when an hour has passed in which nobody sent anything.
"""

import hmac
import ipaddress
import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from litestar import Request

from register.settings import Settings

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class Sent(Enum):
    """What is counted, each with how often in an hour: from one place, and from everywhere."""

    QUESTION = (12, 300)
    CHECK = (60, 3_000)
    CODE = (20, 600)


@dataclass
class Pace:
    """How much has been sent within the last hour, by kind and place; the empty place is everywhere."""

    _salt: bytes = b""
    _begun: datetime | None = None
    _last: datetime | None = None
    _sent: dict[tuple[Sent, bytes], deque[datetime]] = field(default_factory=dict)

    def allows(self, sent: Sent, address: str, now: datetime) -> bool:
        """Whether one more is let through; if so, it is counted."""
        self._forget(now)
        place = hmac.digest(self._salt, address.encode(), "sha256")
        places = ((sent, place), (sent, b""))
        if any(self._within_the_hour(one, now) >= most for one, most in zip(places, sent.value, strict=True)):
            return False
        for one in places:
            self._sent.setdefault(one, deque()).append(now)
        self._last = now
        return True

    def _within_the_hour(self, counted: tuple[Sent, bytes], now: datetime) -> int:
        times = self._sent.get(counted, deque())
        while times and now - times[0] >= _HOUR:
            times.popleft()
        return len(times)

    def _forget(self, now: datetime) -> None:
        quiet = self._last is None or now - self._last >= _HOUR
        if quiet or self._begun is None or now - self._begun >= _DAY:
            self._salt, self._begun, self._sent = secrets.token_bytes(32), now, {}


def slowed(request: Request[Any, Any, Any], sent: Sent) -> bool:
    """Whether this request is one too many."""
    pace: Pace = request.app.state.pace
    return not pace.allows(sent, _address(request), request.app.state.clock())


def _address(request: Request[Any, Any, Any]) -> str:
    """Where it comes from: of an IPv6 address the half that tells a household or a firm, not a machine."""
    settings: Settings = request.app.state.settings
    told = request.headers.get(settings.address_header, "") if settings.address_header else ""
    given = told.rpartition(",")[2].strip() or (request.client.host if request.client else "")
    try:
        found = ipaddress.ip_address(given)
    except ValueError:
        return given
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
