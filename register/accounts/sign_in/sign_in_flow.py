"""What the pages of signing in share: where somebody is, what their browser carries meanwhile, and letting them in."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.datastructures import Cookie

from register.accounts.people import notices, queries
from register.accounts.sign_in import signing_in
from register.accounts.sign_in.sessions import session_cookie
from register.accounts.sign_in.signing_in import RequestOrigin, SlowDownError
from register.guard.access import START
from register.request.client_address import network_of
from register.settings import Settings
from register.web.pages import PageResponse

FOR_NOW = timedelta(minutes=10)  # between two steps of signing in


def place_of(request: Request[Any, Any, Any]) -> RequestOrigin:
    return RequestOrigin(network_of(request), request.app.state.secret, request.app.state.guard)


def later(answer: PageResponse, slow_down: SlowDownError) -> PageResponse:
    """This page, which says when to try again to programs too."""
    answer.status_code = slow_down.status
    answer.headers["Retry-After"] = str(slow_down.seconds)
    return answer


def carried(settings: Settings, use: str, value: str) -> Cookie:
    """A cookie for the next step; with an empty value the one that takes it away."""
    seconds = int(FOR_NOW.total_seconds()) if value else 0
    return Cookie(
        key=f"{settings.cookie_name}-{use}",
        value=value,
        path="/",
        httponly=True,
        secure=settings.secure,
        samesite="lax",
        max_age=seconds,
    )


def carried_by(request: Request[Any, Any, Any], use: str) -> str:
    settings: Settings = request.app.state.settings
    return request.cookies.get(f"{settings.cookie_name}-{use}", "")


async def let_in(request: Request[Any, Any, Any], token: str, target: str, *, after: str = "") -> Response[bytes]:
    """Into the workspace with a new session; an older one of this browser, and what it carried so far, ends here.

    Lead to the account page first while there are unread notices of what others did to the account.
    """
    settings: Settings = request.app.state.settings
    person = await queries.person_of_session(signing_in.token_hash(token))
    if person is not None and (await notices.notices(person)).unread:
        target = notices.PATH if target == START else f"{notices.PATH}?{urlencode({'next': target})}"
    await signing_in.end_session(request.cookies.get(settings.cookie_name, ""))
    cookies = [session_cookie(settings, token), *([carried(settings, after, "")] if after else [])]
    return Response(b"", status_code=303, headers={"Location": target}, cookies=cookies)
