"""The pages of signing in and out, and of choosing a language. What an attempt leads to stands in signing_in."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException

from algorithms.people import ROLE_WORDS
from assessments.text.message import Message
from register.accounts.people import commands, queries
from register.accounts.people.demo import PASSWORD
from register.accounts.sign_in import signed_tokens, signing_in
from register.accounts.sign_in.sessions import session_cookie
from register.accounts.sign_in.sign_in_flow import carried, later, let_in, place_of
from register.accounts.sign_in.signing_in import CodeNeededError
from register.guard.access import PUBLIC, SIGNED_IN, safe_next
from register.language import Language
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput
from register.settings import Settings
from register.web.forms import Errors, FormPage, errors_at
from register.web.pages import PageResponse, page

WRONG = Message("The e-mail address or password is wrong. Check both and try again.")
SLOW_DOWN = Message("Too many wrong attempts. Wait a quarter of an hour and try again.")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    email: str
    roles: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class SignInPage(FormPage):
    next: str
    by_provider: bool
    by_password: bool
    action: str = "/sign-in"
    demo_people: tuple[DemoPerson, ...] = ()
    demo_password: str = ""
    chosen: bool = False  # a password, by a letter's link, a moment ago


@get("/sign-in", access=PUBLIC)
async def sign_in_page(request: Request[Any, Any, Any], language: LanguageInput) -> PageResponse:
    return await shown(request, safe_next(request.query_params.get("next", "")), language)


@post("/sign-in", access=PUBLIC, status_code=303)
async def sign_in(
    request: Request[Any, Any, Any], form: FormInput, now: NowInput, language: LanguageInput
) -> Response[Any]:
    settings, target, email = local_accounts(request), safe_next(form.text("next")), form.text("email")
    attempt = signing_in.Attempt(email=email, password=password_in(form), place=place_of(request), at=now)
    try:
        token = await signing_in.sign_in(attempt, demo=settings.demo, life=settings.session_life)
    except CodeNeededError as needed:
        known = {"person": str(needed.person), "email": email, "stamp": needed.stamp, "next": target}
        ticket = signed_tokens.ticket(request.app.state.secret, "second step", known, now)
        headers, cookies = {"Location": "/sign-in/code"}, [carried(settings, "step", ticket)]
        return Response(b"", status_code=303, headers=headers, cookies=cookies)
    except signing_in.WrongError:
        return await shown(request, target, language, errors_at("email", WRONG), 422, email)
    except signing_in.SlowDownError as slow_down:
        return later(await shown(request, target, language, errors_at("", SLOW_DOWN), 429, email), slow_down)
    return await let_in(request, token, target)


@post("/sign-out", access=SIGNED_IN, status_code=303)
async def sign_out(request: Request[Any, Any, Any], now: NowInput, language: LanguageInput) -> Response[bytes]:
    """Nothing is left for the next person at this desk. Clearing ``cookies`` would reach other services of the city."""
    settings: Settings = request.app.state.settings
    token = request.cookies.get(settings.cookie_name, "")
    by_provider = await signing_in.sign_out(token, at=now)
    target = "/sign-in/signed-out" if by_provider and request.app.state.provider else f"/{language}/"
    headers = {"Location": target, "Clear-Site-Data": '"cache", "storage"'}
    return Response(b"", status_code=303, headers=headers, cookies=[session_cookie(settings, "")])


@post("/workspace/language", access=SIGNED_IN, status_code=303)
async def choose_language(actor: ActorInput, form: FormInput) -> Response[bytes]:
    if form.text("language") in set(Language):
        await commands.set_language(actor.id, Language(form.text("language")))
    return Response(b"", status_code=303, headers={"Location": safe_next(form.text("next"))})


def local_accounts(request: Request[Any, Any, Any]) -> Settings:
    """The settings, where people may sign in with a password; elsewhere there is no such address."""
    settings: Settings = request.app.state.settings
    if not settings.local_accounts:
        raise NotFoundException
    return settings


def password_in(form: Form, name: str = "password") -> str:
    """As it was typed: blanks at its ends belong to it."""
    return next((value for key, value in form.fields if key == name), "")


async def shown(
    request: Request[Any, Any, Any],
    target: str,
    language: Language,
    errors: Errors | None = None,
    status: int = 200,
    email: str = "",
) -> PageResponse:
    """The page of signing in, after whatever went wrong. In the demonstration alone: who there is, and the password."""
    settings: Settings = request.app.state.settings
    ways: dict[str, Any] = {
        "by_provider": request.app.state.provider is not None,
        "by_password": settings.local_accounts,
    }
    if settings.demo:
        ways |= {"demo_people": await _demo_people(), "demo_password": PASSWORD}
    chosen = "chosen" in request.query_params
    made = SignInPage(next=target, typed={"email": email}, errors=errors or {}, chosen=chosen, **ways)
    return page("accounts/sign_in.html", made, status=status, language=language)


async def _demo_people() -> tuple[DemoPerson, ...]:
    return tuple(
        DemoPerson(
            person.actor.name,
            person.email,
            tuple(ROLE_WORDS[role] for role in dict.fromkeys(held.role for held in person.actor.memberships)),
        )
        for person in await queries.people()
        if person.demo and person.disabled_at is None
    )


routes = [sign_in_page, sign_in, sign_out, choose_language]
