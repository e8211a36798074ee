"""``insyn links``: whether the addresses that the public is sent to still lead somewhere. No page ever asks for one.

The only part of Insyn that asks addresses that people have typed. It asks no inner network, also not by a redirect.
"""

import asyncio
import http.client
import ipaddress
import os
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import click

from algorithms.links.rules import Trouble
from assessments.text.message import Message
from register.settings import Settings, SettingsError
from register.shell.reader import end, localize
from register.storage.errors import UnavailableError

SECONDS, REDIRECTS = 10.0, 5
PAUSE = 0.2  # seconds between two questions, so that nobody is bothered
_HEADERS = {"User-Agent": "Insyn link check", "Accept": "*/*"}
_TRY_GET = {403, 405, 501}  # of servers that do not know HEAD
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_INNER = tuple(  # local NAT64, site-local, IPv4-compatible with loopback and nothing: never a public server
    ipaddress.IPv6Network(block) for block in ("64:ff9b:1::/48", "fec0::/10", "::/96")
)
Allowed = Callable[[str], bool]


@click.command("links", short_help="Try the links in what is published.")
def links() -> None:
    """Try every address in published entries, and keep which of them lead nowhere: the list of what is due shows them.

    Run it now and then, for example every week. Exit code 0: it was done; 2: the database could not be read.
    """
    try:
        tried, wrong = asyncio.run(_links(Settings.from_environment(os.environ)))
    except (SettingsError, UnavailableError) as error:
        end(error.message, 2)
    click.echo(localize(Message("Tried {tried} addresses; {wrong} lead nowhere.", {"tried": tried, "wrong": wrong})))


async def _links(settings: Settings) -> tuple[int, int]:
    from algorithms.links import commands as link_commands
    from algorithms.links import queries as link_queries
    from register.app import utcnow
    from register.storage.database import opened
    from register.storage.migrate import made_ready

    await made_ready(settings)
    async with opened(settings):
        troubles = await asyncio.to_thread(look_at, await link_queries.to_try())
        await link_commands.keep(troubles, at=utcnow())
    return len(troubles), sum(trouble is not None for trouble in troubles.values())


def is_public(address: str) -> bool:
    """Whether an IP address is one that residents can reach, and none that leads into an inner network another way."""
    ip_address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip_address, ipaddress.IPv4Address):
        return _is_global(ip_address)
    if any(ip_address in network for network in _INNER):
        return False
    return _is_global(ip_address) and all(is_public(str(within)) for within in _within(ip_address))


def _is_global(ip_address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return (
        ip_address.is_global
        and not ip_address.is_multicast
        and not (ip_address.version == 4 and ip_address.is_reserved)
    )


def _within(ip_address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that this one stands for, wherever a translator or a tunnel is."""
    last = ipaddress.IPv4Address(int(ip_address) & 0xFFFFFFFF)
    teredo = list(ip_address.teredo or ())
    translated = [last] if ip_address in _NAT64 else []
    return [
        *translated,
        *teredo,
        *(embedded for embedded in (ip_address.ipv4_mapped, ip_address.sixtofour) if embedded is not None),
    ]


def look_at(addresses: Iterable[str], allowed: Allowed = is_public) -> dict[str, Trouble | None]:
    """Each address with its trouble; None where it leads somewhere."""
    troubles = {}
    for address in addresses:
        troubles[address] = trouble_of(address, allowed)
        time.sleep(PAUSE)
    return troubles


def trouble_of(address: str, allowed: Allowed = is_public) -> Trouble | None:
    """What is wrong with an address, after at most five redirects. Answers that only keep us out are no trouble."""
    for _ in range(REDIRECTS + 1):
        try:
            status, further = _ask(urlsplit(address), allowed)
        except ssl.SSLError:
            return Trouble.UNTRUSTED
        except (OSError, ValueError, http.client.HTTPException):
            return Trouble.SILENT
        if status is None:
            return Trouble.INSIDE
        if not (300 <= status < 400 and further):
            return Trouble.GONE if status in (404, 410) else Trouble.BROKEN if status >= 500 else None
        address = urljoin(address, further)
    return Trouble.SILENT


def _ask(place: SplitResult, allowed: Allowed) -> tuple[int | None, str]:
    """The status and where it redirects to; no status where the host is not allowed."""
    if place.scheme not in ("http", "https") or not place.hostname:
        raise ValueError(place.scheme)
    port = place.port or (443 if place.scheme == "https" else 80)
    addresses = {str(info[4][0]) for info in socket.getaddrinfo(place.hostname, port, type=socket.SOCK_STREAM)}
    if not all(allowed(address) for address in addresses):
        return None, ""
    status, further = _request("HEAD", place, port, min(addresses))
    return _request("GET", place, port, min(addresses)) if status in _TRY_GET else (status, further)


def _request(method: str, place: SplitResult, port: int, at: str) -> tuple[int, str]:
    """Speak with exactly the IP address that was looked at, under the name that was asked for."""
    connection = _Pinned(place.hostname or "", port, timeout=SECONDS)
    connection.sock = _connected(place, port, at)
    try:
        target = (place.path or "/") + (f"?{place.query}" if place.query else "")
        connection.request(method, target, headers=_HEADERS)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    def connect(self) -> None:
        """The socket is connected already; a second connection would look the name up again."""
        if self.sock is None:
            raise http.client.NotConnected


def _connected(place: SplitResult, port: int, at: str) -> Any:
    plain = socket.create_connection((at, port), timeout=SECONDS)
    if place.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=place.hostname)
    except BaseException:
        plain.close()
        raise
