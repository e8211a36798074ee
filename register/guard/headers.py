"""What every answer carries to the browser, errors and files too: nothing from other sites, no-store for staff."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from litestar.types import HTTPResponseStartEvent, Message, Scope

from register.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src {style}; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NOT_USED = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
STAFF = ("/workspace", "/sign-in", "/sign-out")
KEYS = "/sign-in/password/"
OPEN = [  # data that other sites may read in their visitors' browsers, as no cookie ever decides what stands in them
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
_INTERFACE = "/api/"
log = logging.getLogger("insyn.web")


def is_staff(path: str) -> bool:
    return path.startswith(STAFF)


def is_open_data(scope: Scope) -> bool:
    """Whether the route says ``open_data=True``, or it is one that the interface for programs does not have."""
    handler = cast("Mapping[str, Any]", scope).get("route_handler")
    if handler is None:
        return str(cast("Mapping[str, Any]", scope)["path"]).startswith(_INTERFACE)
    return bool(handler.opt.get("open_data"))


def before_send(settings: Settings, style: str) -> Callable[[Message, Scope], Awaitable[None]]:
    """The hook that Litestar calls for every message it sends, also where no route was found.

    ``style`` names the one style sheet that stands inside pages, those of residents.
    """
    everywhere = [
        (b"server", b""),  # or the server would write its own name
        (b"x-content-type-options", b"nosniff"),
        (b"permissions-policy", NOT_USED.encode()),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]
    if settings.secure:
        everywhere.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    # Staff: other sites learn nothing, but our own forms must carry an Origin (no-referrer makes it null).
    staff = [*everywhere, _policy(), (b"referrer-policy", b"same-origin"), (b"cache-control", b"no-store")]
    public = [*everywhere, _policy(style), (b"referrer-policy", b"strict-origin")]
    # What residents send and get back is theirs: not stored on the way, and not found by search engines.
    sent = [*public, (b"cache-control", b"no-store"), (b"x-robots-tag", b"noindex")]
    data = [pair for pair in public if pair[0] != b"cross-origin-resource-policy"] + OPEN

    async def add_headers(message: Message, scope: Scope) -> None:
        if message["type"] == "http.response.start":
            resident = not is_staff(scope["path"])
            by_form = scope.get("method") == "POST"
            opened = data if is_open_data(scope) else public
            _complete(message, (sent if by_form else opened) if resident else staff)
            if not (resident and by_form):  # when somebody asked the city something is nobody's business
                note_answer(scope, message["status"])

    return add_headers


def _policy(*styles: str) -> tuple[bytes, bytes]:
    return b"content-security-policy", POLICY.format(style=" ".join(("'self'", *styles))).encode()


def _complete(message: HTTPResponseStartEvent, defaults: list[tuple[bytes, bytes]]) -> None:
    """A handler's own value stands, except that a staff page is never stored."""
    replaced = {b"cache-control"} if (b"cache-control", b"no-store") in defaults else set()
    given = [(name, value) for name, value in message["headers"] if name.lower() not in replaced]
    names = {name.lower() for name, _ in given}
    message["headers"] = [*given, *(pair for pair in defaults if pair[0] not in names)]


def note_answer(scope: Scope, status: int) -> None:
    """One line for each answer: method, path, status. Never a query, a body, a cookie or a network address."""
    request: Mapping[str, Any] = scope
    method = request.get("asked_method") or request.get("method", "-")
    log.info("%s %s %d", method, loggable_path(scope["path"]), status)


def loggable_path(path: str) -> str:
    """What a log may say of an address: not the token of a letter's link, which opens an account."""
    shown = f"{KEYS}*" if path.startswith(KEYS) else path
    return ascii(shown)[1:-1]
