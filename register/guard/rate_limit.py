"""How much residents may send in an hour, from one place and in all. No address is kept or logged.

Counts are kept by register.guard.counting, under hashes whose salt is thrown away every day.
"""

from datetime import timedelta
from enum import Enum
from typing import Any

from litestar import Request

from register.guard.counting import Counting
from register.guard.limits import AttemptKey
from register.request.client_address import network_of

HOUR = timedelta(hours=1)
_FEW = 4  # a place that has sent less than a quarter of what it may is never refused for what others send


class RateLimit(Enum):
    """What is counted, each with how often in an hour: from one place, and from everywhere."""

    QUESTION = (12, 300)
    CHECK = (60, 3_000)
    CODE = (20, 600)


def allows(sent: RateLimit, from_place: int, in_all: int) -> bool:
    """Whether one more may be sent, after so many within the hour."""
    most, everywhere = sent.value
    return from_place < most and (from_place < most // _FEW or in_all < everywhere)


async def slowed(request: Request[Any, Any, Any], sent: RateLimit) -> bool:
    """Whether this request is one too many; if not, it is counted. What is refused is written nowhere."""
    counting: Counting = request.app.state.guard.counting
    now = request.app.state.clock()
    kind = f"sent {sent.name.lower()}"
    counts = (AttemptKey(kind, network_of(request), HOUR), AttemptKey(kind, "", HOUR))
    if not allows(sent, *await counting.times(counts, now)):
        return True
    from_place, _ = await counting.add(counts, now)
    return from_place > sent.value[0]  # others came from there in the same moment
