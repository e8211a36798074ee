"""Pages of residents as they were last sent: what many read is made once, until something public changes.

Only addresses without a query are held, and there are no more of them than pages. Each search is answered by itself.
"""

import contextlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from algorithms.log import queries as log_queries
from register.guard.headers import note_answer
from register.publishing.addresses import is_page
from register.publishing.changes import changes_since
from register.web.responses import Headers, accepts_gzip, header_value, not_modified

MOST_BYTES = 32_000_000  # in each web process
LONGEST = 2_000_000  # bytes of one page
LIFETIME = timedelta(minutes=1)  # what no line of the log tells of, such as a new paper, is seen after that
_PAGES = (b"text/html", b"application/atom+xml")


@dataclass(frozen=True, slots=True)
class StoredPage:
    """One answer with status 200, compressed and tagged."""

    headers: Headers
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class PageKey:
    """What an answer depends on apart from the register."""

    path: str
    host: bytes
    is_packed: bool


class PageCache:
    """The pages of one web process; every request asks the log whether they are still true."""

    def __init__(self, clock: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._clock, self._zone = clock, zone
        self.held: OrderedDict[PageKey, StoredPage] = OrderedDict()  # what was read longest ago first
        self._bytes = 0
        self._line: int | None = None  # of the log, up to which is known what has changed

    async def answer(self, app: ASGIApp, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """From what is held, or by asking the application and holding what it says."""
        key = _key(scope)
        if key is None:
            await app(cast("Scope", scope), receive, send)
            return
        line = None
        with contextlib.suppress(Exception):  # a database that is away: the application says so, in people's words
            line = await self._in_step()
        if line is None:
            await app(cast("Scope", scope), receive, send)
            return
        if (page := self._find(key)) is not None:
            await _send(page, scope, send)
            return
        began, recorded = self._clock(), _Recorded(send)
        await app(cast("Scope", scope), receive, recorded.send)
        if line == self._line and scope["method"] == "GET" and (headers := recorded.headers_of_a_page()) is not None:
            self._hold(key, StoredPage(headers, recorded.body, began))

    async def _in_step(self) -> int:
        """Let go of what may say something else by now. The answer is the line of the log that was reached."""
        if self._line is None:
            self._line = (await log_queries.head())[0].seq
            return self._line
        changes = await changes_since(self._line)
        for key in [key for key in self.held if changes.touches(key.path)]:
            self._drop(key)
        self._line = max(self._line, changes.line)
        return changes.line

    def _find(self, key: PageKey) -> StoredPage | None:
        page, now = self.held.get(key), self._clock()
        if page is None:
            return None
        same_day = page.at.astimezone(self._zone).date() == now.astimezone(self._zone).date()
        if not (same_day and timedelta(0) <= now - page.at < LIFETIME):
            self._drop(key)
            return None
        self.held.move_to_end(key)
        return page

    def _hold(self, key: PageKey, page: StoredPage) -> None:
        if key in self.held:
            self._drop(key)
        self.held[key] = page
        self._bytes += len(page.body)
        while self._bytes > MOST_BYTES:
            self._drop(next(iter(self.held)))

    def _drop(self, key: PageKey) -> None:
        self._bytes -= len(self.held.pop(key).body)


class _Recorded:
    """What the application sends, passed on and noted: a page is one piece, and whole."""

    def __init__(self, send: Send) -> None:
        self._send_on = send
        self._status, self._headers = 0, Headers()
        self._is_whole = False
        self.body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status, self._headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            more = bool(cast("dict[str, Any]", message).get("more_body", False))
            self._is_whole, self.body = not more and not self.body, message["body"]
        await self._send_on(message)

    def headers_of_a_page(self) -> Headers | None:
        """None where it must not be held: an error, a file, something of one reader's own."""
        names = {name.lower() for name, _ in self._headers}
        varies = header_value(self._headers, b"vary").lower()
        held = (
            self._status == 200
            and self._is_whole
            and len(self.body) <= LONGEST
            and header_value(self._headers, b"content-type").startswith(_PAGES)
            and header_value(self._headers, b"cache-control") == b"no-cache"
            and b"set-cookie" not in names
            and varies in {b"", b"accept-encoding"}
        )
        return self._headers if held else None


def _key(scope: HTTPScope) -> PageKey | None:
    """None where nothing is held: what is sent, searches, files of data, staff."""
    if scope["method"] not in {"GET", "HEAD"} or scope["query_string"] or not is_page(scope["path"]):
        return None
    headers: Headers = [(name.lower(), value) for name, value in scope["headers"]]
    accepted = header_value(headers, b"accept-encoding").decode("latin-1")
    return PageKey(scope["path"], header_value(headers, b"host"), accepts_gzip(accepted))


async def _send(page: StoredPage, scope: HTTPScope, send: Send) -> None:
    status, headers, body = not_modified(page.headers, page.body, scope["headers"])
    note_answer(scope, status)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    sent = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": sent, "more_body": False})
