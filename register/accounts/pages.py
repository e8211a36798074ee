"""The pages of signing in and out, and of choosing a language. What an attempt leads to stands in signing_in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response, get, post

from assessments.sentence import Sentence
from register.access import PUBLIC, SIGNED_IN, safe_next
from register.accounts import commands, queries, signing_in
from register.accounts.demo import PASSWORD
from register.inputs import ActorInput, FormInput, LanguageInput, NowInput
from register.language import Language
from register.pages import PageResponse, page
from register.sessions import session_cookie
from register.settings import Settings
from register.words import ROLES

WRONG = Sentence("That address and password do not belong together. Check both and try again.")
SLOW_DOWN = Sentence("Too many wrong attempts. Nothing was checked. Wait a quarter of an hour and try again.")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    email: str
    roles: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SignInPage:
    next: str
    action: str = "/sign-in"
    email: str = ""
    errors: Mapping[str, Sentence] = field(default_factory=dict)
    demo_people: tuple[DemoPerson, ...] = ()
    demo_password: str = ""


@get("/sign-in", access=PUBLIC)
async def sign_in_page(request: Request[Any, Any, Any], language: LanguageInput) -> PageResponse:
    shown = await _with_demo(request, SignInPage(next=safe_next(request.query_params.get("next", ""))))
    return page("accounts/sign_in.html", shown, language=language)


@post("/sign-in", access=PUBLIC, status_code=303)
async def sign_in(
    request: Request[Any, Any, Any], form: FormInput, now: NowInput, language: LanguageInput
) -> Response[Any]:
    settings: Settings = request.app.state.settings
    target, place = safe_next(form.text("next")), request.client.host if request.client else ""
    attempt = signing_in.Attempt(form.text("email"), _password(form), place, request.app.state.secret, now)
    try:
        token, _ = await signing_in.sign_in(attempt, demo=settings.demo, life=settings.session_life)
    except signing_in.WrongError:
        return await _again(request, target, attempt.email, {"email": WRONG}, 422, language)
    except signing_in.SlowDownError:
        return await _again(request, target, attempt.email, {"": SLOW_DOWN}, 429, language)
    await signing_in.end_session(request.cookies.get(settings.cookie_name, ""))
    return Response(b"", status_code=303, headers={"Location": target}, cookies=[session_cookie(settings, token)])


@post("/sign-out", access=SIGNED_IN, status_code=303)
async def sign_out(request: Request[Any, Any, Any], now: NowInput, language: LanguageInput) -> Response[bytes]:
    """Nothing is left for the next person at this desk. Clearing ``cookies`` would reach other services of the city."""
    settings: Settings = request.app.state.settings
    place = request.client.host if request.client else ""
    token = request.cookies.get(settings.cookie_name, "")
    await signing_in.sign_out(token, place=place, secret=request.app.state.secret, at=now)
    headers = {"Location": f"/{language}/", "Clear-Site-Data": '"cache", "storage"'}
    return Response(b"", status_code=303, headers=headers, cookies=[session_cookie(settings, "")])


@post("/workspace/language", access=SIGNED_IN, status_code=303)
async def choose_language(actor: ActorInput, form: FormInput) -> Response[bytes]:
    if form.text("language") in set(Language):
        await commands.set_language(actor.id, Language(form.text("language")))
    return Response(b"", status_code=303, headers={"Location": safe_next(form.text("next"))})


def _password(form: FormInput) -> str:
    """As it was typed: blanks at its ends belong to it."""
    return next((value for name, value in form.fields if name == "password"), "")


async def _again(
    request: Request[Any, Any, Any],
    target: str,
    email: str,
    errors: Mapping[str, Sentence],
    status: int,
    language: Language,
) -> PageResponse:
    shown = await _with_demo(request, SignInPage(next=target, email=email, errors=errors))
    return page("accounts/sign_in.html", shown, status=status, language=language)


async def _with_demo(request: Request[Any, Any, Any], shown: SignInPage) -> SignInPage:
    """In the demonstration alone: who there is, and the password they share."""
    if not request.app.state.settings.demo:
        return shown
    found = tuple(
        DemoPerson(
            each.actor.name,
            each.email,
            tuple(ROLES[role] for role in dict.fromkeys(held.role for held in each.actor.memberships)),
        )
        for each in await queries.people()
        if each.demo and each.disabled_at is None
    )
    return SignInPage(shown.next, shown.action, shown.email, shown.errors, found, PASSWORD)


routes = [sign_in_page, sign_in, sign_out, choose_language]
