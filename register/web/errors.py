"""What a person reads when something did not work: what happened and what to do, in their language; JSON under /api."""

import errno
import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from algorithms.people import NotFoundError
from algorithms.review.workflow import RefusedError
from assessments.text.complaints import in_english
from assessments.text.message import Message
from register.guard.access import CodesFirstError, SignedOutError, sign_in_address
from register.guard.headers import loggable_path
from register.request.forms import TOKEN
from register.request.request_context import typed_in, visit_of
from register.storage.errors import UnavailableError
from register.web.pages import page

log = logging.getLogger("insyn.web")
_LOST = frozenset({413, 500, 503})  # when what was typed stands nowhere else
_FORWARDED_HEADERS = frozenset({"allow", "connection", "retry-after"})  # headers
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})  # a disk that takes nothing more
_SECRET = re.compile("password|code|secret")
_WRITTEN = re.compile(r"\s|.{25}", re.DOTALL)  # what somebody has written, and not chosen


@dataclass(frozen=True, slots=True)
class ErrorPage:
    status: int
    title: Message
    advice: Message
    objections: tuple[Message, ...] = ()  # of a rule that no page has a place to tell of
    detail: str = ""  # an English sentence that is in the catalogue
    reference: str = ""  # stands in the log as well
    typed: tuple[str, ...] = ()  # to be copied, where it would be lost
    again: tuple[tuple[str, str], ...] = ()  # the whole form, where sending it once more may help
    address: str = ""


WORDS: Mapping[int, tuple[Message, Message]] = {
    400: (Message("We could not read what you sent"), Message("Check the address or the form and try again.")),
    401: (
        Message("You are not signed in"),
        Message("You may have been away too long. Sign in in another tab, come back to this one and send again."),
    ),
    403: (
        Message("You are not allowed to do this"),
        Message("If you think that you should be able to, ask your administrator."),
    ),
    404: (Message("There is no such page"), Message("The address may be mistyped, or the page may have moved.")),
    405: (
        Message("This page cannot be used that way"),
        Message("Go back and use the buttons and links on the page."),
    ),
    408: (
        Message("That took too long"),
        Message("Nothing is saved. Check your connection and send the form again."),
    ),
    409: (
        Message("Somebody else was first"),
        Message("What you wrote is not saved. Open the page again and compare."),
    ),
    410: (Message("This page is gone"), Message("It was here before and has been taken away on purpose.")),
    413: (
        Message("What you sent was too large"),
        Message("Nothing is saved. Send less text, or a smaller file."),
    ),
    415: (Message("We cannot read that kind of form"), Message("Use the forms on our pages.")),
    422: (Message("Something is missing or not right"), Message("Go back, check what you wrote and send again.")),
    429: (Message("Too many attempts"), Message("Wait a quarter of an hour and try again.")),
    500: (
        Message("Something went wrong on our side"),
        Message("It is not your fault. Try again in a while. If it goes on, tell us the number below."),
    ),
    503: (Message("The service is busy or under maintenance"), Message("Try again in a minute.")),
}


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The page or the JSON for this error. Unexpected ones get a number that is in the log, and say no more."""
    if isinstance(error, SignedOutError) and request.method in {"GET", "HEAD"}:
        return Response(b"", status_code=303, headers={"Location": sign_in_address(request)})
    if isinstance(error, CodesFirstError):
        return Response(b"", status_code=303, headers={"Location": "/workspace/account/codes"})
    if isinstance(error, NotFoundError):  # not there, or not theirs
        error = HTTPException(status_code=404)
    if isinstance(error, RefusedError):  # by a rule that the page has no place to tell of
        return _shown(request, 422, objections=error.objections, headers={})
    if isinstance(error, RecursionError):  # deeply nested JSON
        error = HTTPException(status_code=400)
    if isinstance(error, UnavailableError) or (isinstance(error, OSError) and error.errno in _FULL):
        log.warning("answered with 503: %s", error.strerror if isinstance(error, OSError) else error)
        return _shown(request, 503, headers={"Retry-After": "30"})
    if not isinstance(error, HTTPException) or error.status_code >= 500:
        return _shown(request, 500, reference=_logged(request, error), headers={})
    detail = error.detail if error.detail != type(error)(status_code=error.status_code).detail else ""
    forwarded = {name: value for name, value in (error.headers or {}).items() if name.lower() in _FORWARDED_HEADERS}
    return _shown(request, error.status_code, detail=detail, headers=forwarded)


def _logged(request: Request[Any, Any, Any], error: Exception) -> str:
    """Where it happened, without the values that were being handled: those may be somebody's."""
    reference = secrets.token_hex(4)
    trace, places = error.__traceback__, []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
        trace = trace.tb_next
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    log.error(
        "%s %s error %s: %s at %s",
        request.method,
        loggable_path(request.url.path),
        reference,
        kind,
        " < ".join(places[::-1]),
    )
    return reference


def _shown(
    request: Request[Any, Any, Any],
    status: int,
    *,
    headers: Mapping[str, str],
    objections: tuple[Message, ...] = (),
    detail: str = "",
    reference: str = "",
) -> Response[Any]:
    title, advice = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    if request.scope["path"].startswith("/api/"):
        sentences = " ".join(in_english(objection) for objection in objections) or detail
        problem = {
            "type": "about:blank",
            "title": title.msgid,
            "status": status,
            "detail": sentences or advice.msgid,
            "instance": request.scope["path"],
        }
        return Response(
            problem | ({"reference": reference} if reference else {}),
            status_code=status,
            media_type="application/problem+json",
            headers=dict(headers),
        )
    shown = ErrorPage(
        status=status,
        title=title,
        advice=advice,
        objections=objections,
        detail=detail,
        reference=reference,
        **_given_back(request, status),
    )
    return page("errors/error.html", shown, status=status, headers=headers)


def _given_back(request: Request[Any, Any, Any], status: int) -> dict[str, Any]:
    """The words of a form that came to nothing, and the form itself where waiting helps. Never a password or a code."""
    fields = typed_in(request.scope).fields if status in _LOST else ()
    if not fields or any(_SECRET.search(name) for name, _ in fields):
        return {}
    typed = tuple(value for name, value in fields if name != TOKEN and _WRITTEN.search(value.strip()))
    renewed = bool(visit_of(request).csrf_token)  # the page writes it itself, where the session could be read
    again = tuple(field for field in fields if field[0] != TOKEN or not renewed) if status == 503 else ()
    return {"typed": typed, "again": again, "address": request.scope["path"]}


HANDLERS: ExceptionHandlersMap = {HTTPException: answer, Exception: answer}
