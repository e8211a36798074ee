"""One's own account: how and where one is signed in, and the one-time codes. Its commands: own, one_time_codes."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from assessments.text.message import Message
from register.accounts.people import notices, profile, queries
from register.accounts.people.commands import AccountError
from register.accounts.people.notices import PATH as HOME
from register.accounts.people.notices import Notices
from register.accounts.people.queries import OwnSession, Person
from register.accounts.sign_in.pages import SLOW_DOWN, local_accounts, password_in
from register.accounts.sign_in.sessions import session_cookie
from register.accounts.sign_in.sign_in_flow import later, place_of
from register.accounts.sign_in.signing_in import Attempt, SlowDownError, token_hash
from register.accounts.two_factor import one_time_codes
from register.accounts.two_factor.one_time_codes import Setup
from register.guard.access import SIGNED_IN, safe_next
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput
from register.settings import Settings
from register.web.forms import Errors, FormPage, errors_at, errors_of
from register.web.pages import PageResponse, page

LONGEST_NUMBER = 18  # digits; so that the database can compare it
WRONG_CODE = Message("That is not the code that the app shows now. Check the clock of the telephone and try again.")


@dataclass(frozen=True, slots=True)
class AccountPage(FormPage):
    person: Person
    notices: Notices
    next: str  # where to go on after reading them
    has_password: bool
    has_codes: bool
    recovery_codes: int
    codes_required: bool
    by_provider: bool
    sessions: tuple[OwnSession, ...]
    current: str


@dataclass(frozen=True, slots=True)
class CodesPage(FormPage):
    setup: Setup | None  # None: not begun yet
    required: bool
    action: str = f"{HOME}/codes/confirm"


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    codes: tuple[str, ...]


@get(HOME, access=SIGNED_IN)
async def account(request: Request[Any, Any, Any], actor: ActorInput, now: NowInput) -> PageResponse:
    return await _account(request, actor, now)


@post(f"{HOME}/notices", access=SIGNED_IN)
async def read_notices(actor: ActorInput, form: FormInput, now: NowInput) -> Response[Any]:
    """A notice from after the page was made stays unread."""
    newest = form.text("newest")
    if newest.isascii() and newest.isdigit() and len(newest) <= LONGEST_NUMBER:
        await notices.mark_read(actor, int(newest), now)
    unread = (await notices.notices(actor.id)).unread
    return Redirect(HOME if unread else safe_next(form.text("next")), status_code=303)


@post(f"{HOME}/password", access=SIGNED_IN)
async def change_password(
    request: Request[Any, Any, Any], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    attempt = await _attempt(request, actor, form, now, "old")
    try:
        await profile.change_password(attempt, password_in(form, "new"), by=actor, keep=_current(request))
    except AccountError as wrong:
        return await _account(request, actor, now, errors_of(wrong), 422)
    except SlowDownError as slow_down:
        return later(await _account(request, actor, now, errors_at("", SLOW_DOWN), 429), slow_down)
    return Redirect(HOME, status_code=303)


@post(f"{HOME}/sessions/end", access=SIGNED_IN)
async def end_sessions(request: Request[Any, Any, Any], actor: ActorInput, now: NowInput) -> Response[Any]:
    await profile.end_sessions(actor, now)
    headers = {"Location": "/sign-in", "Clear-Site-Data": '"cache", "storage"'}
    return Response(b"", status_code=303, headers=headers, cookies=[session_cookie(request.app.state.settings, "")])


@get(f"{HOME}/codes", access=SIGNED_IN)
async def codes(request: Request[Any, Any, Any], actor: ActorInput, language: LanguageInput) -> Response[Any]:
    if await queries.has_codes(actor.id):
        return Redirect(HOME, status_code=303)
    return await _codes(request, actor, language)


@post(f"{HOME}/codes", access=SIGNED_IN)
async def begin_codes(
    request: Request[Any, Any, Any], form: FormInput, actor: ActorInput, now: NowInput, language: LanguageInput
) -> Response[Any]:
    local_accounts(request)
    try:
        await profile.check_password(await _attempt(request, actor, form, now, "password"))
    except AccountError as wrong:
        return await _codes(request, actor, language, errors_of(wrong))
    except SlowDownError as slow_down:
        return later(await _codes(request, actor, language, errors_at("", SLOW_DOWN)), slow_down)
    await one_time_codes.begin(actor.id, request.app.state.secret, now)
    return Redirect(f"{HOME}/codes", status_code=303)


@post(f"{HOME}/codes/confirm", access=SIGNED_IN)
async def confirm_codes(
    request: Request[Any, Any, Any], form: FormInput, actor: ActorInput, now: NowInput, language: LanguageInput
) -> Response[Any]:
    secret, keep = request.app.state.secret, _current(request)
    shown = await one_time_codes.confirm(actor, form.text("code"), secret, now, keep=keep)
    if not shown:
        return await _codes(request, actor, language, errors_at("code", WRONG_CODE))
    return page("accounts/recovery.html", RecoveryPage(shown))


@post(f"{HOME}/codes/remove", access=SIGNED_IN)
async def remove_codes(
    request: Request[Any, Any, Any], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    try:
        await profile.check_password(await _attempt(request, actor, form, now, "password"))
    except AccountError as wrong:
        return await _account(request, actor, now, errors_of(wrong), 422)
    except SlowDownError as slow_down:
        return later(await _account(request, actor, now, errors_at("", SLOW_DOWN), 429), slow_down)
    await one_time_codes.remove(actor, now)
    return Redirect(HOME, status_code=303)


async def _account(
    request: Request[Any, Any, Any],
    actor: ActorInput,
    now: Any,
    errors: Errors | None = None,
    status: int = 200,
) -> PageResponse:
    settings: Settings = request.app.state.settings
    shown = AccountPage(
        person=await _person(actor),
        notices=await notices.notices(actor.id),
        next=safe_next(request.query_params.get("next", "")),
        has_password=settings.local_accounts and await queries.has_password(actor.id),
        has_codes=await queries.has_codes(actor.id),
        recovery_codes=await one_time_codes.recovery_codes_left(actor.id),
        codes_required=settings.require_totp,
        by_provider=any(identity.linked_at for identity in await queries.identities(actor.id)),
        sessions=await queries.own_sessions(actor.id, now, settings.session_idle, settings.session_life),
        current=_current(request),
        errors=errors or {},
    )
    return page("accounts/account.html", shown, status=status)


async def _codes(
    request: Request[Any, Any, Any], actor: ActorInput, language: Any, errors: Errors | None = None
) -> PageResponse:
    settings: Settings = request.app.state.settings
    city = settings.city_in(language)
    address = (await _person(actor)).email
    setup = await one_time_codes.setup(actor.id, address, city, request.app.state.secret)
    shown = CodesPage(setup=setup, required=settings.require_totp, errors=errors or {})
    return page("accounts/codes.html", shown, status=422 if errors else 200)


async def _person(actor: ActorInput) -> Person:
    person = await queries.person_by_id(actor.id)
    assert person is not None  # they are signed in
    return person


async def _attempt(request: Request[Any, Any, Any], actor: ActorInput, form: Form, now: Any, name: str) -> Attempt:
    return Attempt(
        email=(await _person(actor)).email, password=password_in(form, name), place=place_of(request), at=now
    )


def _current(request: Request[Any, Any, Any]) -> str:
    settings: Settings = request.app.state.settings
    return token_hash(request.cookies.get(settings.cookie_name, ""))


routes = [account, read_notices, change_password, end_sessions, codes, begin_codes, confirm_codes, remove_codes]
