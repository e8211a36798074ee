"""What machines look for at addresses that are the same on every website: robots.txt and security.txt. No data."""

from datetime import timedelta
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.exceptions import NotFoundException

from register.guard.access import PUBLIC
from register.guard.headers import STAFF
from register.language import Language
from register.request.request_context import NowInput

_VALID = timedelta(days=180)  # RFC 9116 recommends less than a year
Asking = Request[Any, Any, Any]


@get("/robots.txt", access=PUBLIC)
async def robots(request: Asking) -> Response[str]:
    """Everything public may be read by anybody; what staff sign in to would only be asked in vain."""
    closed = "".join(f"Disallow: {path}\n" for path in STAFF)
    return _text(f"User-agent: *\n{closed}\nSitemap: {request.app.state.settings.base_url}/sitemap.xml\n")


@get("/.well-known/security.txt", access=PUBLIC)
async def security(request: Asking, now: NowInput) -> Response[str]:
    """Whom to tell of a weakness (RFC 9116). It expires half a year after the day on which it is read."""
    settings = request.app.state.settings
    if not settings.security_contact:
        raise NotFoundException
    fields = {
        "Contact": settings.security_contact,
        "Expires": f"{now + _VALID:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages": ", ".join(Language),
        "Canonical": f"{settings.base_url}/.well-known/security.txt",
    }
    return _text("".join(f"{name}: {value}\n" for name, value in fields.items()))


def _text(words: str) -> Response[str]:
    return Response(words, media_type=MediaType.TEXT)


routes = [robots, security]
