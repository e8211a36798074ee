"""Residents' questions for those who answer: the list, and one question with what can be done about it.

Decides nothing: the rules are algorithms.questions.rules, and nothing is stored of askers but their words.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import LANGUAGES, Department
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.questions import answer_times, commands, covering, queries, rules
from algorithms.questions.commands import QuestionEdit
from algorithms.questions.pii import find_personal_data, in_parts
from algorithms.questions.queries import QuestionCounts
from algorithms.questions.rules import QuestionError, QuestionState, ResidentQuestion
from algorithms.review.workflow import RefusedError
from algorithms.search.query.searching import Called
from algorithms.search.query.searching import names as public_names
from algorithms.storage import queries as register_queries
from assessments.text.localized import in_language
from assessments.text.message import Message, labelled
from register.accounts.people import queries as accounts
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput
from register.settings import Settings
from register.storage.database import forget_written
from register.web.forms import FormPage, errors_of, shown_again
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page

Asking = Request[Any, Any, Any]
STATES: Mapping[QuestionState, Message] = labelled(
    QuestionState,
    {
        QuestionState.WAITING: Message("Not decided who may read it"),
        QuestionState.SHOWN: Message("Everybody may read it"),
        QuestionState.NOT_SHOWN: Message("Not shown"),
    },
)
MISSING = Message("An algorithm that is missing")


@dataclass(frozen=True, slots=True)
class StaffQuestionLine:
    question: ResidentQuestion
    title: str
    about: Called | Message
    department: Department | None
    received_on: date
    due: date
    is_late: bool
    days: int | None
    state: Message


@dataclass(frozen=True, slots=True)
class StaffQuestionsPage:
    late: tuple[StaffQuestionLine, ...]
    waiting: tuple[StaffQuestionLine, ...]
    closed: tuple[StaffQuestionLine, ...]
    number: QuestionCounts  # on all pages
    pager: Pager


@dataclass(frozen=True, slots=True)
class QuestionPage(FormPage):
    line: StaffQuestionLine
    parts: tuple[tuple[str, Message | None], ...]
    kinds: tuple[Message, ...]
    names: Mapping[UUID, str]  # of those who answered and published
    may_answer: bool
    may_show: bool
    obstacle: Message | None  # to giving the answer
    departments: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, Message], ...] = tuple(rules.REASONS.items())


@get("/workspace/questions", access=Permission.READ)
async def questions(request: Asking, actor: ActorInput, language: LanguageInput, now: NowInput) -> PageResponse:
    zone = request.app.state.settings.zone
    late_before = answer_times.late_before(now.astimezone(zone).date(), zone)
    number = await queries.number_of_questions(late_before, seen_by=actor)
    pages = pager("/workspace/questions", request.query_params, number.all)
    listed = await queries.questions(seen_by=actor, first=pages.first, most=pages.most)
    lines = await _lines(listed, request, language, now)
    late = tuple(line for line in lines if line.is_late)
    waiting = tuple(line for line in lines if line.question.is_open and not line.is_late)
    closed = tuple(line for line in lines if not line.question.is_open)
    return page(
        "workspace/questions/questions.html",
        StaffQuestionsPage(late=late, waiting=waiting, closed=closed, number=number, pager=pages),
    )


@get("/workspace/questions/{question:uuid}", access=Permission.READ)
async def show_question(
    question: FromPath[UUID], request: Asking, actor: ActorInput, language: LanguageInput, now: NowInput
) -> PageResponse:
    return page("workspace/questions/question.html", await _page(question, request, actor, language, now))


@post("/workspace/questions/{question:uuid}/{act:str}", access=Permission.ANSWER_QUESTIONS)
async def act(  # litestar gives each by its name
    question: FromPath[UUID],
    act: FromPath[str],
    request: Asking,
    form: FormInput,
    actor: ActorInput,
    language: LanguageInput,
    now: NowInput,
) -> Response[Any]:
    if (work := ACTS.get(act)) is None:
        raise NotFoundError
    revision = form.revision()
    try:
        await work(QuestionEdit(question=question, revision=revision, by=actor, at=now), form)
    except (QuestionError, RefusedError) as refused:
        shown = await _page(question, request, actor, language, now)
        return shown_again("workspace/questions/question.html", shown, errors_of(refused), form)
    return await _after(question, actor)


async def _after(question: UUID, actor: Actor) -> Redirect:
    """To the question, or to the list where it was handed to those whose questions this person does not read."""
    try:
        await queries.question(question, seen_by=actor)
    except NotFoundError:
        return Redirect("/workspace/questions", status_code=303)
    return Redirect(f"/workspace/questions/{question}", status_code=303)


async def _show(change: QuestionEdit, form: Form) -> None:
    await commands.show(change, form.text("public_text"))


async def _hide(change: QuestionEdit, form: Form) -> None:
    await commands.do_not_show(change, form.text("reason"))


async def _write(change: QuestionEdit, form: Form) -> None:
    await commands.answer(change, {name: form.text(name) for name in (f"answer-{language}" for language in LANGUAGES)})


async def _give(change: QuestionEdit, _form: Form) -> None:
    await commands.give_answer(change)


async def _hand_over(change: QuestionEdit, form: Form) -> None:
    chosen = form.text("department")
    known = next(
        (department.id for department in await register_queries.departments() if str(department.id) == chosen), None
    )
    await commands.hand_over(change, department=known, slug=form.text("slug"))


async def _number(change: QuestionEdit, form: Form) -> None:
    await commands.set_case_number(change, form.text("case_number"))


async def _erase(change: QuestionEdit, form: Form) -> None:
    await commands.erase(change, form.text("why"))
    await forget_written()


ACTS: Mapping[str, Callable[[QuestionEdit, Form], Awaitable[None]]] = {
    "show": _show,
    "hide": _hide,
    "answer": _write,
    "give": _give,
    "hand-over": _hand_over,
    "case-number": _number,
    "erase": _erase,
}


async def _page(identity: UUID, request: Asking, actor: Actor, language: str, now: datetime) -> QuestionPage:
    question = await queries.question(identity, seen_by=actor)
    (line,) = await _lines((question,), request, language, now)
    kinds = {match.what.msgid: match.what for match in find_personal_data(question.text)}
    typed = {
        "public_text": question.public_text or covering.proposed(question.text, question.language),
        "reason": question.reason or "",
        "case_number": question.case_number,
        **{f"answer-{spoken}": words for spoken, words in question.answers.items()},
    }
    owners = tuple(
        (str(department.id), in_language(department.names, language))
        for department in await register_queries.departments()
    )
    return QuestionPage(
        line=line,
        parts=tuple(in_parts(question.text)),
        kinds=tuple(kinds.values()),
        typed=typed,
        names=await accounts.names(person for person in (question.answered_by, question.published_by) if person),
        may_answer=rules.may(actor, Permission.ANSWER_QUESTIONS, question.department),
        may_show=rules.may(actor, Permission.SHOW_QUESTIONS, question.department),
        obstacle=rules.against_answering(question) or rules.against_publishing(question),
        departments=owners,
    )


async def _lines(
    listed: tuple[ResidentQuestion, ...], request: Asking, language: str, now: datetime
) -> tuple[StaffQuestionLine, ...]:
    settings: Settings = request.app.state.settings
    zone, today = settings.zone, now.astimezone(settings.zone).date()
    names = await public_names(language, (question.slug for question in listed))
    owners = {department.id: department for department in await register_queries.departments()}
    return tuple(
        StaffQuestionLine(
            question=question,
            title=covering.begun(question.text, question.language),
            about=names.get(question.slug, Called(question.slug, language)) if question.slug else MISSING,
            department=owners.get(question.department) if question.department else None,
            received_on=answer_times.received_on(question, zone),
            due=answer_times.due_on(question, zone),
            is_late=answer_times.is_late(question, today, zone),
            days=answer_times.days_taken(question, zone),
            state=STATES[question.state],
        )
        for question in listed
    )


routes = [questions, show_question, act]
