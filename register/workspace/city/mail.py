"""E-mails: how they stand, for those who look after people, and which ones somebody wants. What is written: mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.people import NotFoundError, Permission
from assessments.text.message import Message, labelled
from register.guard.access import SIGNED_IN
from register.mail import queries
from register.mail.commands import choose
from register.mail.queries import LetterLine
from register.mail.sending import resend
from register.outbox.choices import MailPreference
from register.outbox.letters import choice_of
from register.request.request_context import ActorInput, FormInput, NowInput
from register.settings import Settings
from register.web.forms import FormPage, errors_at, shown_again
from register.web.labels import LETTER_STATES
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page

CHOICES: Mapping[MailPreference, Message] = labelled(
    MailPreference,
    {
        MailPreference.AT_ONCE: Message("Each e-mail at once"),
        MailPreference.DAILY: Message("One e-mail a day, at seven in the morning"),
        MailPreference.ACCOUNT_ONLY: Message("Only what is about my account"),
    },
)


@dataclass(frozen=True, slots=True)
class LettersPage:
    lines: tuple[tuple[LetterLine, Message], ...]
    state: str
    sends: bool
    pager: Pager
    states: tuple[tuple[str, Message], ...] = tuple(LETTER_STATES.items())


@dataclass(frozen=True, slots=True)
class LetterPage:
    letter: LetterLine
    state: Message
    sends: bool
    link: str = ""


@dataclass(frozen=True, slots=True)
class ChoicePage(FormPage):
    choice: MailPreference
    address: str
    sends: bool
    saved: bool
    choices: tuple[tuple[str, Message], ...] = tuple((str(preference), words) for preference, words in CHOICES.items())


@get("/workspace/mail", access=Permission.MANAGE_PEOPLE)
async def letters(request: Request[Any, Any, Any], actor: ActorInput) -> PageResponse:
    requested = request.query_params.get("state", "")
    state = requested if requested in LETTER_STATES else ""
    pages = pager("/workspace/mail", request.query_params, await queries.number_of_letters(state, seen_by=actor))
    listed = await queries.letters(state, seen_by=actor, first=pages.first, most=pages.most)
    lines = tuple((letter, LETTER_STATES[letter.state]) for letter in listed)
    return page(
        "workspace/mail/letters.html", LettersPage(lines=lines, state=state, sends=_sends(request), pager=pages)
    )


@get("/workspace/mail/{letter:uuid}", access=Permission.MANAGE_PEOPLE)
async def show_letter(letter: FromPath[UUID], request: Request[Any, Any, Any], actor: ActorInput) -> PageResponse:
    return page("workspace/mail/letter.html", await _letter_page(letter, request, actor))


@post("/workspace/mail/{letter:uuid}/again", access=Permission.MANAGE_PEOPLE)
async def send_again(letter: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    del form  # nothing is asked
    await resend.send_again(letter, by=actor, at=now)
    return Redirect(f"/workspace/mail/{letter}", status_code=303)


@post("/workspace/mail/{letter:uuid}/link", access=Permission.MANAGE_PEOPLE, status_code=200)
async def read_link(
    letter: FromPath[UUID], request: Request[Any, Any, Any], actor: ActorInput, now: NowInput
) -> PageResponse:
    """Only where no mail server is set: else the reader alone gets it."""
    if _sends(request):
        raise NotFoundException
    settings: Settings = request.app.state.settings
    try:
        path = await resend.read_link(letter, request.app.state.secret, by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    shown = await _letter_page(letter, request, actor, f"{settings.base_url}{path}")
    return page("workspace/mail/letter.html", shown, headers={"Cache-Control": "no-store"})


@get("/workspace/account/mail", access=SIGNED_IN)
async def show_choice(request: Request[Any, Any, Any], actor: ActorInput) -> PageResponse:
    return page(
        "workspace/mail/mail_choice.html", await _choice_page(request, actor, saved="saved" in request.query_params)
    )


@post("/workspace/account/mail", access=SIGNED_IN)
async def make_choice(request: Request[Any, Any, Any], form: FormInput, actor: ActorInput) -> Response[Any]:
    if form.text("choice") not in set(MailPreference):
        shown = await _choice_page(request, actor)
        return shown_again(
            "workspace/mail/mail_choice.html", shown, errors_at("choice", Message("Choose how you want your e-mails."))
        )
    await choose(actor.id, MailPreference(form.text("choice")))
    return Redirect("/workspace/account/mail?saved=yes", status_code=303)


async def _choice_page(request: Request[Any, Any, Any], actor: ActorInput, *, saved: bool = False) -> ChoicePage:
    address = await queries.address_of(actor.id)
    return ChoicePage(choice=await choice_of(actor.id), address=address, sends=_sends(request), saved=saved)


async def _letter_page(letter: UUID, request: Request[Any, Any, Any], actor: ActorInput, link: str = "") -> LetterPage:
    try:
        line = await queries.letter(letter, seen_by=actor)
    except NotFoundError:
        raise NotFoundException from None
    return LetterPage(letter=line, state=LETTER_STATES[line.state], sends=_sends(request), link=link)


def _sends(request: Request[Any, Any, Any]) -> bool:
    """Whether a mail server is set."""
    settings: Settings = request.app.state.settings
    return bool(settings.smtp_url)


routes = [letters, show_letter, send_again, read_link, show_choice, make_choice]
