"""What a resident's form has to pass before a question is stored, and the pages on the way. Askers stay unknown.

The page that shows the question before it is sent mints a ticket: sealed, bound to these words and this address, with
the seed of the code. Sent twice, it is one question with one code.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Request
from litestar.exceptions import PermissionDeniedException

from algorithms.cards.model_card import Passage, chosen
from algorithms.entries.entry import Department
from algorithms.entries.texts import Text
from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry
from algorithms.questions import codes, rules
from algorithms.questions import queries as questions
from algorithms.questions.answer_times import PROMISED
from algorithms.questions.pii import find_personal_data, in_parts
from algorithms.questions.rules import QuestionError
from assessments.text.message import Message
from register.accounts.sign_in.signed_tokens import read_ticket, ticket
from register.guard.rate_limit import RateLimit, slowed
from register.request.forms import Form, read_form, same_origin, show_again
from register.settings import Settings
from register.web.forms import Errors, FormPage, errors_at, errors_of

Asking = Request[Any, Any, Any]
LIFE, SOONEST = timedelta(hours=2), timedelta(seconds=3)
_USE, _CODES = "a question", b"insyn: codes of questions"
_FOREIGN = "The form did not come from one of our pages. Open the page again."
_TRAP = "website"  # a field that no person sees

_OLD = Message("The page has been open for more than two hours. Read your question once more and send it again.")
_OTHER = Message("The question has been changed. Read it once more and send it.")
_FAST = Message("That went very fast. Read your question, wait a few seconds and send it again.")
_TRAPPED = Message("Leave the field that is to be empty as it is, and send again.")
_ANYWAY = Message("Remove what shows who somebody is, or choose to send it anyway.")
TOO_MUCH = Message(
    "Very many questions come in right now, and we cannot take yours just yet. Nothing is lost: wait an hour and send "
    "it again, or telephone or write to us."
)


@dataclass(frozen=True, slots=True)
class About:
    """What is asked about: a published entry, or with nothing in it an algorithm that is missing."""

    address: str  # where it is asked, ``/sv/algorithms/…/questions`` or ``/sv/missing``
    published: PublishedEntry | None = None
    name: Passage | None = None
    email: str = ""

    @property
    def department(self) -> Department | None:
        return self.published.department if self.published else None

    @property
    def about_people(self) -> bool:
        """Whether there may be a case of one's own to ask about."""
        return self.published is None or self.published.answer("personal_data") is not False


@dataclass(frozen=True, slots=True)
class CheckPage(FormPage):
    """The question as it will be sent, with what seems to tell who somebody is marked."""

    about: About
    text: str
    parts: tuple[tuple[str, Message | None], ...]
    kinds: tuple[Message, ...]  # what was found, each once
    ticket: str
    anyway: bool = False
    promised: int = PROMISED


async def about_entry(slug: str, language: str) -> About | None:
    """None where no published entry has this address."""
    published = await public_queries.entry(slug)
    if published is None or published.is_withdrawn:
        return None
    name = chosen(published.localized(Text.NAME), language)
    address = f"/{language}/algorithms/{slug}/questions"
    return About(address=address, published=published, name=name, email=published.answer("contact_email") or "")


def about_missing(language: str) -> About:
    return About(address=f"/{language}/missing")


async def public_form(request: Asking) -> Form:
    """The form of somebody without a session: from our own pages, as far as the browser tells."""
    settings: Settings = request.app.state.settings
    origin_headers = {"origin", "sec-fetch-site"} & set(request.headers)
    if origin_headers and not same_origin(request.headers, settings.base_url):
        raise PermissionDeniedException(detail=_FOREIGN)
    form = await read_form(request)
    show_again(request, form)
    return form


def check_page(request: Asking, about: About, text: str, errors: Errors | None = None) -> CheckPage:
    """Read and understood, but not kept: with a ticket that says when these words were shown."""
    now: datetime = request.app.state.clock()
    minted = ticket(
        request.app.state.secret,
        _USE,
        {"seed": os.urandom(16).hex(), "text": _fingerprint(text), "about": about.address, "shown": now.isoformat()},
        now,
    )
    return _page(about, text, minted, errors or {})


def _page(about: About, text: str, minted: str, errors: Errors, *, anyway: bool = False) -> CheckPage:
    kinds = tuple({match.what.msgid: match.what for match in find_personal_data(text)}.values())
    return CheckPage(
        about=about, text=text, parts=tuple(in_parts(text)), kinds=kinds, ticket=minted, anyway=anyway, errors=errors
    )


@dataclass(frozen=True, slots=True)
class Refused:
    """The page again, with every word and what has to be done."""

    page: CheckPage
    status: int = 422


async def examine(request: Asking, about: About, form: Form) -> str | Refused:
    """The code that this question gets; or why it is not sent yet. Nothing is stored here."""
    text, now, secret = form.text("text"), request.app.state.clock(), request.app.state.secret
    opened = read_ticket(secret, _USE, form.text("ticket"), now, LIFE)
    if opened is None:
        return Refused(check_page(request, about, text, errors_at("", _OLD)))
    if opened["text"] != _fingerprint(text) or opened["about"] != about.address:
        return Refused(check_page(request, about, text, errors_at("", _OTHER)))
    wrong = _complaint(form, now - datetime.fromisoformat(opened["shown"]))
    anyway = form.has("anyway")
    if wrong:
        return Refused(_page(about, text, form.text("ticket"), wrong, anyway=anyway))
    code = codes.made_of(code_key(secret), bytes.fromhex(opened["seed"]))
    sent_again = await questions.by_code(codes.hash_of(code_key(secret), code)) is not None
    if not sent_again and await slowed(request, RateLimit.QUESTION):
        return Refused(_page(about, text, form.text("ticket"), errors_at("", TOO_MUCH), anyway=anyway), 429)
    return code


def _complaint(form: Form, age: timedelta) -> Errors:
    if form.text(_TRAP):
        return errors_at("", _TRAPPED)
    if find_personal_data(form.text("text")) and not form.has("anyway"):
        return errors_at("anyway", _ANYWAY)
    return errors_at("", _FAST) if age < SOONEST else {}


def complaints(text: str) -> Errors:
    try:
        rules.question_words(text)
    except QuestionError as wrong:
        return errors_of(wrong)
    return {}


def code_key(secret: bytes) -> bytes:
    """The key of codes and their hashes, derived from the secret so that it is used for nothing else."""
    return hashlib.sha256(_CODES + secret).digest()


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
