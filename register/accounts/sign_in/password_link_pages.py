"""The pages of a forgotten password and of choosing one by a letter's link. What a link opens: links."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from register.accounts.people.commands import AccountError
from register.accounts.sign_in import password_links
from register.accounts.sign_in.pages import local_accounts, password_in
from register.accounts.sign_in.password_links import PATH, LinkError
from register.accounts.sign_in.sign_in_flow import place_of
from register.accounts.sign_in.signing_in import Attempt
from register.guard.access import PUBLIC
from register.language import Language
from register.request.request_context import FormInput, LanguageInput, NowInput
from register.web.forms import Errors, FormPage, errors_of
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class ForgottenPage:
    sent: bool = False


@dataclass(frozen=True, slots=True)
class ChoosePage(FormPage):
    token: str  # empty: this link opens nothing (any more)


@get("/sign-in/forgotten", access=PUBLIC)
async def forgotten(request: Request[Any, Any, Any], language: LanguageInput) -> PageResponse:
    local_accounts(request)
    return page("accounts/forgotten.html", ForgottenPage(), language=language)


@post("/sign-in/forgotten", access=PUBLIC, status_code=200)
async def ask(request: Request[Any, Any, Any], form: FormInput, now: NowInput, language: LanguageInput) -> PageResponse:
    local_accounts(request)
    await password_links.ask_for_reset(Attempt(email=form.text("email"), password="", place=place_of(request), at=now))
    return page("accounts/forgotten.html", ForgottenPage(sent=True), language=language)


@get(f"{PATH}/{{token:str}}", access=PUBLIC)
async def follow(
    request: Request[Any, Any, Any], token: FromPath[str], now: NowInput, language: LanguageInput
) -> PageResponse:
    local_accounts(request)
    try:
        await password_links.check(token, now)
    except LinkError:
        return _over(language)
    return _choose(language, token)


@post(PATH, access=PUBLIC, status_code=303)
async def choose(
    request: Request[Any, Any, Any], form: FormInput, now: NowInput, language: LanguageInput
) -> Response[Any]:
    local_accounts(request)
    try:
        await password_links.choose_password(form.text("token"), password_in(form), now)
    except LinkError:
        return _over(language)
    except AccountError as wrong:
        return _choose(language, form.text("token"), errors_of(wrong), 422)
    return Redirect(f"/sign-in?chosen=yes&lang={language}", status_code=303)


def _choose(language: Language, token: str, errors: Errors | None = None, status: int = 200) -> PageResponse:
    """No other site learns where the reader comes from: the address of this page is the key."""
    headers = {"Referrer-Policy": "strict-origin"}  # without path; no-referrer would make our own form foreign
    shown = ChoosePage(token, errors=errors or {})
    return page("accounts/choose_password.html", shown, status=status, language=language, headers=headers)


def _over(language: Language) -> PageResponse:
    return page("accounts/choose_password.html", ChoosePage(""), status=410, language=language)


routes = [forgotten, ask, follow, choose]
