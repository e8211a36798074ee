"""The pages of the lessons, the glossary and the practice test. All of them are for everybody, and hold no data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from algorithms.law.authorities import Authority, AuthorityTask, authority
from algorithms.law.facts import Fact
from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.language import Language
from register.public.learning import lessons, quiz, trying
from register.public.learning.lessons import RESIDENTS, STAFF, TITLES, Lesson
from register.public.learning.quiz import QuizQuestion
from register.public.learning.trying import TrialResult
from register.request.request_context import LanguageInput, NowInput
from register.settings import Settings
from register.web.authority_links import report_link
from register.web.forms import FormPage, errors_by_control
from register.web.glossary import Term, terms
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class LearnPage:
    residents: tuple[Lesson, ...]
    staff: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class HelpfulAuthority:
    """One that people may turn to, with what for, and the link of its own or of the city's choice."""

    authority: Authority
    helps: Message
    link: str


_HELP = (
    (AuthorityTask.DATA_PROTECTION, Message("Takes complaints about personal data.")),
    (AuthorityTask.DISCRIMINATION, Message("Takes tips and complaints about people who are treated worse.")),
    (AuthorityTask.PARLIAMENT, Message("Examines how authorities do their work.")),
)


@dataclass(frozen=True, slots=True)
class LessonPage:
    lesson: Lesson
    of: int  # how many there are for the same readers
    following: Mapping[Language, str]  # the title of the next, by language
    tried: TrialResult | None
    facts: tuple[Fact, ...]
    authorities: tuple[HelpfulAuthority, ...]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class QuizPage(FormPage):
    """``answered`` once every question has an answer; ``errors`` are those that have none when it was sent."""

    questions: tuple[QuizQuestion, ...]
    titles: Mapping[str, Mapping[Language, str]]  # of lessons, by language
    answered: bool

    @property
    def right(self) -> int:
        return sum(question.is_right for question in self.questions)


@get("/learn", access=PUBLIC)
async def learn(language: LanguageInput) -> PageResponse:
    lesson_lists = (tuple(lessons.lessons(series, language)) for series in (RESIDENTS, STAFF))
    return page("public/learning/learn.html", LearnPage(*lesson_lists))


@get("/learn/glossary", access=PUBLIC)
async def glossary(language: LanguageInput) -> PageResponse:
    return page("public/learning/glossary.html", GlossaryPage(terms(language)))


@get("/learn/quiz", access=PUBLIC)
async def practice(request: Request[Any, Any, Any], language: LanguageInput) -> PageResponse:
    questions = quiz.questions(language, request.query_params)
    sent = any(question.name in request.query_params for question in questions) or "answer" in request.query_params
    missing = [question for question in questions if sent and not question.given]
    errors = errors_by_control({question.name: Message("Choose an answer.") for question in missing})
    titles = TITLES
    return page(
        "public/learning/quiz.html",
        QuizPage(questions=questions, titles=titles, answered=quiz.is_answered(questions), errors=errors),
    )


@get("/learn/{slug:str}", access=PUBLIC)
async def show_lesson(
    slug: FromPath[str], request: Request[Any, Any, Any], language: LanguageInput, now: NowInput
) -> PageResponse:
    if (lesson := lessons.lesson(slug, language)) is None:
        raise NotFoundException
    parts = {section.part for section in lesson.sections}
    return page(
        "public/learning/lesson.html",
        LessonPage(
            lesson=lesson,
            of=len(STAFF if lesson.for_staff else RESIDENTS),
            following=TITLES[lesson.following] if lesson.following else {},
            tried=trying.tried(request.query_params, language) if lessons.FIGURES in parts else None,
            facts=lessons.facts() if lessons.LAW in parts else (),
            authorities=_helpful(request.app.state.settings, now) if lessons.AUTHORITIES in parts else (),
        ),
    )


def _helpful(settings: Settings, now: datetime) -> tuple[HelpfulAuthority, ...]:
    today = now.astimezone(settings.zone).date()
    known = ((authority(task, today), helps) for task, helps in _HELP)
    return tuple(HelpfulAuthority(whom, helps, report_link(whom, settings)) for whom, helps in known)


routes = [learn, glossary, practice, show_lesson]
