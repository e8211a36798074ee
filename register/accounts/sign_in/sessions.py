"""What stands before every staff page: whose session it is, and whether a form came from our own page in that session.

Only the staff router has it. Public pages set no cookie and look at none. Rows of sessions: register.accounts.
"""

import hmac
from datetime import datetime
from typing import Any, Literal

from litestar import Request
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
from litestar.types import ASGIApp, Receive, Scope, Send

from register.accounts.people import queries
from register.accounts.sign_in import signing_in
from register.guard.access import PUBLIC, CodesFirstError, SignedOutError
from register.request.forms import FORM_TYPE, TOKEN, Form, read_form, same_origin, show_again
from register.request.request_context import Visit
from register.request.uploads import Upload
from register.settings import Settings
from register.storage.errors import UnavailableError

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FORM_HOURS = 12  # how long a sign-in page may stay open before its form is refused
_BEFORE_CODES = ("/workspace/account", "/workspace/language", "/sign-")
_FOREIGN = "The form did not come from one of our pages, or it is from before you signed in. Open the page again."


class StaffMiddleware:
    """Finds the session, checks and reads the form, and lays both where request_context looks for them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            request: Request[Any, Any, Any] = Request(scope, receive, send)
            visit = await _visit_or_keep(request)
            scope["state"]["visit"] = visit
            if visit.actor is not None and await _codes_come_first(request):
                raise CodesFirstError
            if request.method not in SAFE:
                await _check(request, visit)
        await self.app(scope, receive, send)


async def _visit_or_keep(request: Request[Any, Any, Any]) -> Visit:
    """Where nobody can be known because the database is away, what our own form brings is read for the error's page."""
    try:
        return await _visit(request)
    except UnavailableError:
        settings: Settings = request.app.state.settings
        form_type = request.headers.get("content-type", "").startswith(FORM_TYPE)
        if request.method not in SAFE and form_type and same_origin(request.headers, settings.base_url):
            show_again(request, await read_form(request))
        raise


async def _visit(request: Request[Any, Any, Any]) -> Visit:
    """Nobody, unless the cookie's token is one that we gave out, still fresh, to somebody still welcome."""
    settings: Settings = request.app.state.settings
    secret: bytes = request.app.state.secret
    now: datetime = request.app.state.clock()
    token = request.cookies.get(settings.cookie_name, "")
    person = None
    if 0 < len(token) <= 100:
        hashed = signing_in.token_hash(token)
        today = now.astimezone(settings.zone).date()
        person = await queries.person_in_session(hashed, now, today, settings.session_idle, settings.session_life)
    if person is None or (person.demo and not settings.demo):
        return Visit(csrf_token=_sign_in_token(secret, now))
    await signing_in.seen(token, now)
    return Visit(actor=person.actor, language=person.language, csrf_token=_signed(secret, f"session:{token}"))


async def _codes_come_first(request: Request[Any, Any, Any]) -> bool:
    settings: Settings = request.app.state.settings
    if not settings.require_totp or request.scope["path"].startswith(_BEFORE_CODES):
        return False
    return await queries.needs_codes(signing_in.token_hash(request.cookies.get(settings.cookie_name, "")))


async def _check(request: Request[Any, Any, Any], visit: Visit) -> None:
    settings: Settings = request.app.state.settings
    if not same_origin(request.headers, settings.base_url):
        raise PermissionDeniedException(detail=_FOREIGN)
    if visit.actor is None and not _for_strangers(request):
        raise SignedOutError
    if request.route_handler.opt.get("upload"):
        upload = Upload(request, visit.csrf_token, settings.max_upload_bytes)
        await upload.check_token()
        request.scope["state"]["upload"] = upload
        return
    form = await read_form(request)
    if not _token_holds(request, visit, form):
        raise PermissionDeniedException(detail=_FOREIGN)
    request.scope["state"]["visit"] = Visit(
        actor=visit.actor, language=visit.language, csrf_token=visit.csrf_token, form=form
    )


def _token_holds(request: Request[Any, Any, Any], visit: Visit, form: Form) -> bool:
    given = form.text(TOKEN)
    if visit.actor is not None and hmac.compare_digest(given.encode(), visit.csrf_token.encode()):
        return True
    secret: bytes = request.app.state.secret
    hour, now = given.partition(".")[0], request.app.state.clock()
    return (
        _for_strangers(request)
        and hour.isascii()
        and hour.isdigit()
        and 0 <= _hour(now) - int(hour[:12]) <= FORM_HOURS
        and hmac.compare_digest(given.encode(), f"{hour}.{_signed(secret, f'sign-in:{hour}')}".encode())
    )


def _for_strangers(request: Request[Any, Any, Any]) -> bool:
    """Forms on the way in: they are sent before there is a session."""
    return request.route_handler.opt.get("access") is PUBLIC


def _sign_in_token(secret: bytes, now: datetime) -> str:
    """Before signing in there is no session to bind to: this only shows that the form is ours and recent."""
    hour = str(_hour(now))
    return f"{hour}.{_signed(secret, f'sign-in:{hour}')}"


def _hour(now: datetime) -> int:
    return int(now.timestamp()) // 3600


def _signed(secret: bytes, words: str) -> str:
    return hmac.new(secret, words.encode(), "sha256").hexdigest()


def session_cookie(settings: Settings, token: str) -> Cookie:
    """The cookie that holds a session; with an empty token the one that takes it away."""
    same_site: Literal["lax"] = "lax"
    return Cookie(
        key=settings.cookie_name,
        value=token,
        path="/",
        httponly=True,
        secure=settings.secure,
        samesite=same_site,
        max_age=None if token else 0,
    )
