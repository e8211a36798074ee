"""Where a request comes from, for every limit there is. No address is kept or logged."""

import ipaddress
from collections.abc import Sequence
from typing import Any

from litestar import Request

from register.settings import Settings


def network_of(request: Request[Any, Any, Any]) -> str:
    """The address that connects, or the last value of the proxy's header: the only one that the proxy itself wrote."""
    settings: Settings = request.app.state.settings
    lines = request.headers.getall(settings.address_header, []) if settings.address_header else []
    return network(lines, request.client.host if request.client else "")


def network(lines: Sequence[str], peer: str) -> str:
    """The same, from the lines of the proxy's header and the address that connects."""
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
