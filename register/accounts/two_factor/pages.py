"""The page between password and workspace: one asks for a code. Which codes open: one_time_codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post

from assessments.text.message import Message
from register.accounts.sign_in import signed_tokens
from register.accounts.sign_in.pages import SLOW_DOWN, local_accounts
from register.accounts.sign_in.sign_in_flow import FOR_NOW, carried_by, later, let_in, place_of
from register.accounts.sign_in.signing_in import Attempt, SlowDownError, WrongError
from register.accounts.two_factor.second_step import sign_in_with_code
from register.guard.access import PUBLIC
from register.language import Language
from register.request.request_context import FormInput, LanguageInput, NowInput
from register.web.forms import Errors, FormPage, errors_at
from register.web.pages import PageResponse, page

WRONG_CODE = Message("That code does not open your account. A code works once: wait for the next one in the app.")


@dataclass(frozen=True, slots=True)
class TotpCodePage(FormPage):
    """Nothing but the form."""


@get("/sign-in/code", access=PUBLIC)
async def code_page(request: Request[Any, Any, Any], now: NowInput, language: LanguageInput) -> Response[Any]:
    return _code_page(language) if _ticket(request, now) else _to_the_beginning()


@post("/sign-in/code", access=PUBLIC, status_code=303)
async def give_code(
    request: Request[Any, Any, Any], form: FormInput, now: NowInput, language: LanguageInput
) -> Response[Any]:
    settings = local_accounts(request)
    if (ticket := _ticket(request, now)) is None:
        return _to_the_beginning()
    attempt = Attempt(email=ticket["email"], password=form.text("code"), place=place_of(request), at=now)
    try:
        token = await sign_in_with_code(attempt, UUID(ticket["person"]), ticket["stamp"], life=settings.session_life)
    except WrongError:
        return _code_page(language, errors_at("code", WRONG_CODE), 422)
    except SlowDownError as slow_down:
        return later(_code_page(language, errors_at("", SLOW_DOWN), 429), slow_down)
    return await let_in(request, token, ticket["next"], after="step")


def _ticket(request: Request[Any, Any, Any], now: Any) -> Mapping[str, str] | None:
    """Whose password was right in this browser a moment ago."""
    return signed_tokens.read_ticket(request.app.state.secret, "second step", carried_by(request, "step"), now, FOR_NOW)


def _code_page(language: Language, errors: Errors | None = None, status: int = 200) -> PageResponse:
    return page("accounts/code.html", TotpCodePage(errors=errors or {}), status=status, language=language)


def _to_the_beginning() -> Response[bytes]:
    return Response(b"", status_code=303, headers={"Location": "/sign-in"})


routes = [code_page, give_code]
