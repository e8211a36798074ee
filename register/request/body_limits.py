"""How bodies of requests are read: a slow sender is waited for only so long, and only so many are waited for at once.

Every request passes here, whichever code reads its body. What is in a body: forms and uploads.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any, cast

from litestar import Request
from litestar.exceptions import ClientException, HTTPException
from litestar.types import ASGIApp, HTTPReceiveMessage, HTTPRequestEvent, Message, Receive, Scope, Send

from register.request.client_address import network
from register.settings import Settings

WHOLE = 6  # times the patience for one piece: how long the sender may keep us waiting in all
SLOWEST = 8_000  # bytes a second that buy more time than that, as large files need
LINGER_BYTES, LINGER_SECONDS = 64_000_000, 10.0  # read and thrown away after an early answer, so that it arrives
_CLOSE = {"Connection": "close"}


class Bodies:
    """Whose next piece is waited for, by the place it comes from; each place's longest wait stands first."""

    def __init__(self, settings: Settings) -> None:
        self.patience = float(settings.body_seconds)
        self._most, self._header = settings.most_bodies, settings.address_header.lower().encode()
        self._waiting: dict[str, dict[asyncio.Timeout, None]] = {}

    def guarded(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> "Guarded":
        return Guarded(self, app, scope, receive, send)

    async def next(self, receive: Receive, place: str, seconds: float) -> Any:
        """The next message, or TimeoutError: it took too long, or somebody had to make room."""
        if seconds <= 0:
            raise TimeoutError
        self._make_room()
        async with asyncio.timeout(seconds) as limit:
            self._waiting.setdefault(place, {})[limit] = None
            try:
                return await receive()
            finally:
                self._forget(place, limit)

    def place_of(self, scope: Scope) -> str:
        """Only to share the room fairly; known while a body is waited for, and never kept."""
        lines = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == self._header]
        client = scope.get("client")
        return network(lines, client[0] if client else "")

    def _make_room(self) -> None:
        """Of the place that sends most at once, the one that has been silent for longest is given up."""
        if sum(map(len, self._waiting.values())) < self._most:
            return
        place = max(self._waiting, key=lambda sender: len(self._waiting[sender]))
        limit = next(iter(self._waiting[place]))
        self._forget(place, limit)
        limit.reschedule(asyncio.get_running_loop().time())

    def _forget(self, place: str, limit: asyncio.Timeout) -> None:
        waiting = self._waiting.get(place, {})
        waiting.pop(limit, None)
        if not waiting:
            self._waiting.pop(place, None)


class Guarded:
    """One request: what the application receives and sends, with an eye on the clock."""

    def __init__(self, bodies: Bodies, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        self._bodies, self._app, self._scope = bodies, app, scope
        self._receive_next, self._send_on = receive, send
        self._place = bodies.place_of(scope)
        names = {name.lower() for name, _ in scope["headers"]}
        self._ended = not names & {b"content-length", b"transfer-encoding"}
        self._answered = False
        self._bytes, self._waited = 0, 0.0

    async def run(self) -> None:
        await self._app(self._scope, cast("Receive", self.receive), self.send)
        if not self._ended and self._answered:
            with contextlib.suppress(HTTPException, TimeoutError):
                await self._linger()

    async def receive(self) -> HTTPReceiveMessage:
        """408 for who is slow, 400 where the connection broke: neither is a fault of ours."""
        if self._ended:
            return cast("HTTPReceiveMessage", await self._receive_next())
        patience = self._bodies.patience
        left = WHOLE * patience + self._bytes / SLOWEST - self._waited
        began = time.monotonic()
        try:
            message = await self._bodies.next(self._receive_next, self._place, min(patience, left))
        except TimeoutError:
            self._ended = True
            raise HTTPException(status_code=408, headers=_CLOSE) from None
        self._waited += time.monotonic() - began
        if message["type"] == "http.disconnect":
            self._ended = True
            raise ClientException(detail="The connection broke. Send the form again.", headers=_CLOSE)
        self._bytes += len(message["body"])
        self._ended = not message.get("more_body", False)
        return cast("HTTPReceiveMessage", message)

    async def send(self, message: Message) -> None:
        """An answer before the body has come whole is the last one of its connection."""
        if message["type"] == "http.response.start" and not self._ended:
            message["headers"] = [*message["headers"], (b"connection", b"close")]
        self._answered = self._answered or not cast("dict[str, Any]", message).get("more_body", True)
        await self._send_on(message)

    async def _linger(self) -> None:
        """Who is still sending would lose our answer if the connection were closed under their hands."""
        until = self._bytes + LINGER_BYTES
        async with asyncio.timeout(LINGER_SECONDS):
            while not self._ended and self._bytes < until:
                await self.receive()


async def pieces(request: Request[Any, Any, Any]) -> AsyncIterator[bytes]:
    """The body as it comes, without Litestar's own limit, which is for ordinary forms."""
    more = True
    while more:
        message = cast("HTTPRequestEvent", await request.receive())
        more = message.get("more_body", False)
        if body := message["body"]:
            yield body
