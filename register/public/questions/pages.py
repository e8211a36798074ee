"""Questions about an entry, or about an algorithm that is missing: read by all, asked by anybody, kept without a name.

What a form has to pass: register.public.questions.question_form. What is kept: algorithms.questions.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.cards.model_card import Passage, chosen
from algorithms.questions import answer_times, codes, commands, queries, working_days
from algorithms.questions.commands import NewQuestion
from algorithms.questions.rules import ResidentQuestion
from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.guard.rate_limit import RateLimit, slowed
from register.public.questions.question_form import (
    TOO_MUCH,
    About,
    Asking,
    Refused,
    about_entry,
    about_missing,
    check_page,
    code_key,
    complaints,
    examine,
    public_form,
)
from register.request.request_context import LanguageInput, NowInput
from register.settings import Settings
from register.web.forms import Errors, FormPage, errors_at
from register.web.pages import PageResponse, page

NEWEST = 3  # on the card
_GONE = Message(
    "The algorithm is not shown in the register. Your words are below: you can send them as a question that is about "
    "no entry."
)


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question that everybody may read, with its answer in the reader's language where there is one."""

    question: Passage
    received_on: date
    answer: Passage | None
    answered_on: date | None
    days: int | None  # working days
    case_number: str


@dataclass(frozen=True, slots=True)
class PublicQuestionsPage(FormPage):
    about: About
    lines: tuple[QuestionLine, ...] = ()
    text: str = ""
    promised: int = answer_times.PROMISED


@dataclass(frozen=True, slots=True)
class SentPage:
    """The only time that the code is shown."""

    about: About
    code: str
    due: date


@get("/algorithms/{slug:str}/questions", access=PUBLIC)
async def show_questions(slug: FromPath[str], request: Asking, language: LanguageInput) -> Response[Any]:
    about = await about_entry(slug, language)
    if about is None:  # the card tells why
        return Redirect(f"/{language}/algorithms/{slug}", status_code=302)
    return await _form(request, about, language)


@get(["/algorithms/{slug:str}/questions/check", "/missing/check"], access=PUBLIC)
async def nothing_to_check(request: Asking) -> Redirect:
    """Somebody came back to the address of a form that is only sent."""
    return Redirect(request.scope["path"].removesuffix("/check"), status_code=302)


@post("/algorithms/{slug:str}/questions/check", access=PUBLIC, status_code=200)
async def check(slug: FromPath[str], request: Asking, language: LanguageInput) -> Response[Any]:
    return await _check(request, await about_entry(slug, language), language)


@post("/algorithms/{slug:str}/questions", access=PUBLIC, status_code=200)
async def send(slug: FromPath[str], request: Asking, language: LanguageInput, now: NowInput) -> Response[Any]:
    return await _send(request, await about_entry(slug, language), language, now)


@get("/missing", access=PUBLIC)
async def show_missing(request: Asking, language: LanguageInput) -> Response[Any]:
    return await _form(request, about_missing(language), language)


@post("/missing/check", access=PUBLIC, status_code=200)
async def check_missing(request: Asking, language: LanguageInput) -> Response[Any]:
    return await _check(request, about_missing(language), language)


@post("/missing", access=PUBLIC, status_code=200)
async def send_missing(request: Asking, language: LanguageInput, now: NowInput) -> Response[Any]:
    return await _send(request, about_missing(language), language, now)


async def _check(request: Asking, about: About | None, language: str) -> Response[Any]:
    text = (await public_form(request)).text("text")
    if about is None:
        return await _form(request, about_missing(language), language, text, errors_at("", _GONE))
    if wrong := complaints(text):
        return await _form(request, about, language, text, wrong)
    if await slowed(request, RateLimit.CHECK):
        return await _form(request, about, language, text, errors_at("", TOO_MUCH), 429)
    return page("public/questions/question_check.html", check_page(request, about, text))


async def _send(request: Asking, about: About | None, language: str, now: datetime) -> Response[Any]:
    form = await public_form(request)
    text = form.text("text")
    if about is None:
        return await _form(request, about_missing(language), language, text, errors_at("", _GONE))
    if wrong := complaints(text):
        return await _form(request, about, language, text, wrong)
    code = await examine(request, about, form)
    if isinstance(code, Refused):
        return _with_retry_after(
            page("public/questions/question_check.html", code.page, status=code.status), code.status
        )
    entry = about.published.id if about.published else None
    key = code_key(request.app.state.secret)
    await commands.ask(
        NewQuestion(entry=entry, language=language, text=text, code_hash=codes.hash_of(key, code)), at=now
    )
    settings: Settings = request.app.state.settings
    due = working_days.after(now.astimezone(settings.zone).date(), answer_times.PROMISED)
    return page("public/questions/question_sent.html", SentPage(about, code, due))


async def _form(
    request: Asking,
    about: About,
    language: str,
    text: str = "",
    errors: Errors | None = None,
    status: int = 200,
) -> Response[Any]:
    settings: Settings = request.app.state.settings
    entry = about.published.id if about.published else None
    lines = question_lines(await queries.shown(entry), language, settings)
    shown = PublicQuestionsPage(about=about, lines=lines, text=text, errors=errors or {})
    template = "public/questions/questions.html" if entry else "public/questions/missing.html"
    answered = status if status != 200 or not errors else 422
    return _with_retry_after(page(template, shown, status=answered), answered)


def _with_retry_after(answer: PageResponse, status: int) -> PageResponse:
    """Programs get the time to come again in a header."""
    if status == 429:
        answer.headers["Retry-After"] = "3600"
    return answer


async def newest_questions(entry: UUID, language: str, request: Asking) -> tuple[QuestionLine, ...]:
    """What stands on the card."""
    questions = await queries.shown(entry)
    return question_lines(questions[:NEWEST], language, request.app.state.settings)


def question_lines(
    questions: tuple[ResidentQuestion, ...], language: str, settings: Settings
) -> tuple[QuestionLine, ...]:
    return tuple(_line(question, language, settings) for question in questions)


def _line(question: ResidentQuestion, language: str, settings: Settings) -> QuestionLine:
    given = question.published_at
    return QuestionLine(
        question=Passage(question.public_text, question.language),
        received_on=answer_times.received_on(question, settings.zone),
        answer=chosen(question.answers, language),
        answered_on=given.astimezone(settings.zone).date() if given else None,
        days=answer_times.days_taken(question, settings.zone),
        case_number=question.case_number,
    )


routes = [show_questions, nothing_to_check, check, send, show_missing, check_missing, send_missing]
