"""What HTTP asks of every answer, beneath the routes: HEAD, Allow, gzip, a strong ETag and 304.

Whatever is for everybody is compressed and can be asked for again by its hash. What staff see is neither: lengths tell.
"""

import asyncio
import gzip
import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import cast

from litestar.types import ASGIApp, HTTPResponseStartEvent, HTTPScope, Message, Receive, Scope, Send

from register.guard.headers import is_staff

Headers = list[tuple[bytes, bytes]]
_COMPRESSIBLE = re.compile(rb"text/|application/(?:[\w.+-]*(?:json|xml)|x-pem-file)|image/svg")
_SMALL = 256  # bytes that no compression makes fewer packets of
_LARGE = 200_000  # bytes whose compression others would wait for
_OF_THE_BODY = frozenset({b"content-encoding", b"content-length", b"content-type"})  # left out of a 304
_TAG = re.compile(r'(?:W/)?("[^"]*")')


async def answer(app: ASGIApp, scope: HTTPScope, receive: Receive, send: Send) -> None:
    """Let the application answer; HEAD is asked of it as GET, and its body is kept back."""
    if scope["method"] not in {"GET", "HEAD"}:
        await app(scope, receive, _with_allow(send))
        return
    as_get = {**scope, "method": "GET", "asked_method": scope["method"]}
    await app(cast("Scope", as_get), receive, _with_allow(_Answer(scope, send).send))


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def _with_allow(send: Send) -> Send:
    """Where GET is allowed, so is HEAD."""

    async def completed(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                (name, _and_head(value) if name.lower() == b"allow" else value) for name, value in message["headers"]
            ]
        await send(message)

    return completed


def _and_head(methods: bytes) -> bytes:
    named = {method.strip() for method in methods.split(b",")}
    return b", ".join(sorted(named | {b"HEAD"} if b"GET" in named else named))


class _Answer:
    """An answer to GET or HEAD. One that comes in a single piece is completed; a stream passes as it is."""

    def __init__(self, scope: HTTPScope, send: Send) -> None:
        self._send_on = send
        self._is_head = scope["method"] == "HEAD"
        self._is_public = not is_staff(scope["path"])
        self._request_headers: Headers = [(name.lower(), value) for name, value in scope["headers"]]
        self._start: HTTPResponseStartEvent | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            body, more = message["body"], bool(message.get("more_body", False))
            if self._start is not None:
                start, self._start = self._start, None
                if self._is_public and not more:
                    body = await self._complete(start, body)
                await self._send_on(start)
            sent = b"" if self._is_head else body
            await self._send_on({"type": "http.response.body", "body": sent, "more_body": more})
        else:
            await self._send_on(message)

    async def _complete(self, start: HTTPResponseStartEvent, body: bytes) -> bytes:
        headers = list(start["headers"])
        body = await self._compress(headers, body)
        if start["status"] == 200:
            headers.append((b"etag", f'"{hashlib.sha256(body).hexdigest()[:32]}"'.encode()))
            if b"cache-control" not in _names(headers):
                headers.append((b"cache-control", b"no-cache"))  # kept, and asked for again each time
            start["status"], headers, body = not_modified(headers, body, self._request_headers)
        start["headers"] = headers
        return body

    async def _compress(self, headers: Headers, body: bytes) -> bytes:
        """The body as it is sent; a header lists for caches what it depends on."""
        kind = header_value(headers, b"content-type")
        if len(body) < _SMALL or b"content-encoding" in _names(headers) or not _COMPRESSIBLE.match(kind):
            return body
        _vary(headers)
        if not accepts_gzip(header_value(self._request_headers, b"accept-encoding").decode("latin-1")):
            return body
        packed = await asyncio.to_thread(_packed, body) if len(body) > _LARGE else _packed(body)
        headers[:] = [pair for pair in headers if pair[0].lower() != b"content-length"]
        headers += [(b"content-encoding", b"gzip"), (b"content-length", str(len(packed)).encode())]
        return packed


def not_modified(
    headers: Headers, body: bytes, request_headers: Iterable[tuple[bytes, bytes]]
) -> tuple[int, Headers, bytes]:
    """Status, headers and body of a tagged answer: 304 and no body for who has exactly this already."""
    known = header_value(request_headers, b"if-none-match").decode("latin-1").strip()
    if known != "*" and header_value(headers, b"etag").decode() not in _TAG.findall(known):
        return 200, headers, body
    return 304, [pair for pair in headers if pair[0].lower() not in _OF_THE_BODY], b""


def last_modified(at: datetime) -> dict[str, str]:
    """The header, for what is known to have changed then."""
    return {"Last-Modified": format_datetime(at.astimezone(UTC), usegmt=True)}


def accepts_gzip(accepted: str) -> bool:
    """By the header Accept-Encoding (RFC 9110): named, or meant by ``*``, and not with a weight of nothing."""
    weights = {}
    for part in accepted.lower().split(","):
        coding, _, parameter = part.partition(";")
        weights[coding.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(?:\.0*)?\s*", parameter)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def _vary(headers: Headers) -> None:
    named = [value for name, value in headers if name.lower() == b"vary"]
    if not any(b"accept-encoding" in value.lower() for value in named):
        headers[:] = [pair for pair in headers if pair[0].lower() != b"vary"]
        headers.append((b"vary", b", ".join([*named, b"Accept-Encoding"])))


def _names(headers: Iterable[tuple[bytes, bytes]]) -> set[bytes]:
    return {name.lower() for name, _ in headers}


def header_value(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """What a header says; of several lines with this name, all."""
    return b", ".join(value for given, value in headers if given.lower() == name)
