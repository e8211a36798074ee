"""The answer to a question, read by the code that the asker was given. The code never stands in an address."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Response, get, post

from algorithms.cards.model_card import Passage, chosen
from algorithms.questions import answer_times, codes, queries, rules
from algorithms.questions.rules import QuestionState, ResidentQuestion
from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.guard.rate_limit import RateLimit, slowed
from register.public.questions.question_form import Asking, code_key, public_form
from register.request.request_context import LanguageInput, NowInput
from register.settings import Settings
from register.web.forms import FormPage, errors_at
from register.web.pages import PageResponse, page

_EMPTY = Message("Write the code that you were given when you asked.")
_SLIP = Message("A character is wrong or missing. Codes have sixteen characters in groups of four. Check yours again.")
_UNKNOWN = Message(
    "The code is in the right format, but we cannot find a question for it. Is it from another city’s register?"
)
_SLOWER = Message("Too many codes have been tried. Please try again in an hour. Your code still works.")


@dataclass(frozen=True, slots=True)
class AnswerCodePage(FormPage):
    """One control: the code."""


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The state of one question, for the holder of its code."""

    question: Passage
    slug: str
    received_on: date
    is_shown: bool
    why_not: Message | None
    needs_no_answer: bool
    due: date
    is_late: bool
    answer: Passage | None
    answered_on: date | None
    days: int | None
    case_number: str


@get("/answers", access=PUBLIC)
async def ask_for_code() -> PageResponse:
    return page("public/questions/code.html", AnswerCodePage())


@post("/answers", access=PUBLIC, status_code=200)
async def read_answer(request: Asking, language: LanguageInput, now: NowInput) -> Response[Any]:
    settings: Settings = request.app.state.settings
    typed = (await public_form(request)).text("code")[:100]
    code = codes.read(typed)
    if isinstance(code, codes.Typed):
        return _again(typed, _EMPTY if code is codes.Typed.EMPTY else _SLIP)
    if await slowed(request, RateLimit.CODE):
        return _again(typed, _SLOWER, 429)
    question = await queries.by_code(codes.hash_of(code_key(request.app.state.secret), code))
    if question is None:
        return _again(typed, _UNKNOWN, 404)
    return page(
        "public/questions/answer.html", _answer(question, language, now.astimezone(settings.zone).date(), settings)
    )


def _again(typed: str, wrong: Message, status: int = 422) -> PageResponse:
    headers = {"Retry-After": "3600"} if status == 429 else None
    return page(
        "public/questions/code.html",
        AnswerCodePage(typed={"code": typed}, errors=errors_at("code", wrong)),
        status=status,
        headers=headers,
    )


def _answer(question: ResidentQuestion, language: str, today: date, settings: Settings) -> AnswerPage:
    zone, given = settings.zone, question.published_at
    return AnswerPage(
        question=Passage(question.text, question.language),
        slug=question.slug,
        received_on=answer_times.received_on(question, zone),
        is_shown=question.state is QuestionState.SHOWN,
        why_not=rules.REASONS[question.reason] if question.reason else None,
        needs_no_answer=question.needs_no_answer,
        due=answer_times.due_on(question, zone),
        is_late=answer_times.is_late(question, today, zone),
        answer=chosen(question.answers, language),
        answered_on=given.astimezone(zone).date() if given else None,
        days=answer_times.days_taken(question, zone),
        case_number=question.case_number,
    )


routes = [ask_for_code, read_answer]
