"""Who may open which address: every route says so, and one that does not is closed. What they may do there: the rules.

``@get("/…", access=PUBLIC)``, ``access=SIGNED_IN`` or ``access=Permission.READ``. A permission here means *anywhere at
all*; the commands ask again for the department, and an object that is not theirs is a 404 (``NotFoundException``).
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any
from urllib.parse import quote

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute

from algorithms.people import Permission
from register.guard.headers import is_staff
from register.request.request_context import visit_of

START = "/workspace"
_OWN_PAGE = re.compile(r"/workspace(?:[/?][A-Za-z0-9/_.~?=&%+-]*)?")
_HIDDEN = re.compile(r"//|\.\.|%(?:2f|5c|2e|0|1|7f|25)", re.IGNORECASE)


class Open(Enum):
    TO_ALL = "public"
    TO_SIGNED_IN = "signed-in"


PUBLIC = Open.TO_ALL
SIGNED_IN = Open.TO_SIGNED_IN


class SignedOutError(NotAuthorizedException):
    """Nobody is signed in, and this address is for staff."""


class CodesFirstError(NotAuthorizedException):
    """The city wants one-time codes of everybody who has a password, and theirs are not set up yet."""


def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Asked before every handler of the whole application."""
    access = handler.opt.get("access")
    if access is PUBLIC or (_is_automatic(handler) and not is_staff(connection.scope["path"])):
        return
    if not isinstance(access, Open | Permission):
        raise PermissionDeniedException(detail="This address has not been opened to anybody.")
    actor = visit_of(connection).actor
    if actor is None:
        raise SignedOutError
    if isinstance(access, Permission) and not actor.may(access):
        raise PermissionDeniedException(detail="None of your roles may do this.")


def _is_automatic(handler: object) -> bool:
    """Litestar's own answer to OPTIONS: by which methods an address may be asked."""
    return getattr(handler, "http_methods", None) == {"OPTIONS"}


def unguarded(app: Litestar) -> Iterator[str]:
    """Routes that do not say who may open them; there must be none."""
    for route in app.routes:
        handlers = route.route_handlers if isinstance(route, HTTPRoute) else [getattr(route, "route_handler", None)]
        for handler in handlers:
            access = getattr(handler, "opt", {}).get("access")
            if not _is_automatic(handler) and not isinstance(access, Open | Permission):
                yield f"{route.path} ({handler})"


def safe_next(target: str) -> str:
    """Where to go after signing in: a page of the workspace, never another site, whatever the link says."""
    return target if _OWN_PAGE.fullmatch(target) and not _HIDDEN.search(target) else START


def sign_in_address(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    query = connection.scope.get("query_string", b"").decode("ascii", "replace")
    back = safe_next(connection.scope["path"] + (f"?{query}" if query else ""))
    return "/sign-in" if back == START else f"/sign-in?next={quote(back, safe='/')}"
