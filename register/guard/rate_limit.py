"""Where a request comes from, for every limit there is, and how much residents may send. No address is kept or logged.

Counts are kept by register.accounts.sign_in.counting, under hashes whose salt is thrown away every day.
"""

import ipaddress
from collections.abc import Sequence
from datetime import timedelta
from enum import Enum
from typing import Any

from litestar import Request

from register.accounts.sign_in.counting import Counting
from register.accounts.sign_in.limits import Counted
from register.settings import Settings

HOUR = timedelta(hours=1)
_FEW = 4  # a place that has sent less than a quarter of what it may is never refused for what others send


class Sent(Enum):
    """What is counted, each with how often in an hour: from one place, and from everywhere."""

    QUESTION = (12, 300)
    CHECK = (60, 3_000)
    CODE = (20, 600)


def allows(sent: Sent, from_place: int, in_all: int) -> bool:
    """Whether one more may be sent, after so many within the hour."""
    most, everywhere = sent.value
    return from_place < most and (from_place < most // _FEW or in_all < everywhere)


async def slowed(request: Request[Any, Any, Any], sent: Sent) -> bool:
    """Whether this request is one too many; if not, it is counted. What is refused is written nowhere."""
    counting: Counting = request.app.state.guard.counting
    now = request.app.state.clock()
    kind = f"sent {sent.name.lower()}"
    counts = (Counted(kind, network_of(request), HOUR), Counted(kind, "", HOUR))
    if not allows(sent, *await counting.times(counts, now)):
        return True
    from_place, _ = await counting.add(counts, now)
    return from_place > sent.value[0]  # others came from there in the same moment


def network_of(request: Request[Any, Any, Any]) -> str:
    """Whoever connects, or whom the proxy's header names: the last value of its last line, for only that is its own."""
    settings: Settings = request.app.state.settings
    lines = request.headers.getall(settings.address_header, []) if settings.address_header else []
    return network(lines, request.client.host if request.client else "")


def network(lines: Sequence[str], peer: str) -> str:
    """The same, of the lines of the proxy's header and the address of whoever connects."""
    named = lines[-1].rpartition(",")[2].strip() if lines else ""
    return _network(named) or _network(peer) or peer


def _network(address: str) -> str:
    """An IPv4 address; of an IPv6 address the half that tells a household or a firm. Empty for what is neither."""
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]  # some proxies add the port
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(read, ipaddress.IPv4Address):
        return str(read)
    return str(read.ipv4_mapped or ipaddress.ip_network((int(read), 64), strict=False))
