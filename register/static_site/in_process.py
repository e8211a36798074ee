"""Asking the web application for an address without a server: the same handlers, the same bytes."""

from dataclasses import dataclass
from typing import Any

from litestar import Litestar


@dataclass(frozen=True, slots=True)
class InProcessAnswer:
    status: int
    media_type: str
    location: str
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.media_type == "text/html"


async def ask(app: Litestar, address: str) -> InProcessAnswer:
    """GET this address, uncompressed, as somebody who prefers nothing."""
    path, _, query = address.partition("?")
    parts: list[bytes] = []
    head: dict[str, Any] = {}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            head.update(message)
        else:
            parts.append(message.get("body", b""))

    application: Any = app  # any ASGI server calls it like this
    await application(_scope(app, path, query), receive, send)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in head["headers"]}
    media_type = headers.get("content-type", "").partition(";")[0]
    return InProcessAnswer(
        status=head["status"], media_type=media_type, location=headers.get("location", ""), body=b"".join(parts)
    )


def _scope(app: Litestar, path: str, query: str) -> Any:
    settings = app.state.settings
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": settings.base_url.partition(":")[0],
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", settings.host.encode())],
        "client": ("127.0.0.1", 0),
        "server": (settings.host, 80),
        "state": {},
        "extensions": {},
    }
