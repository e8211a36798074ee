"""The register at a glance: how many, where, of which class, how many are tested, what was found, what is late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from litestar import Request, get

from algorithms.cards import queries as public_queries
from algorithms.cards.model_card import Passage, chosen
from algorithms.entries.entry import Department
from algorithms.entries.texts import Text
from algorithms.law.labels import CLASSES
from algorithms.questionnaire.sections import STATUS_WORDS
from algorithms.questions import queries as question_queries
from algorithms.questions.answer_times import Figures
from algorithms.reporting import counts as public_counts
from algorithms.reporting.counts import RegisterStatistics
from algorithms.reporting.targets import Progress
from algorithms.review.deadlines import Due
from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.public.lists.search import WithheldLine, withheld
from register.request.request_context import LanguageInput, NowInput
from register.web.labels import DUE, GOALS
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: a share of the widest row, the figure itself, and where it leads if anywhere."""

    words: Message | str
    count: int
    percent: float
    address: str = ""


@dataclass(frozen=True, slots=True)
class GoalBar:
    words: Message
    progress: Progress
    late: bool


@dataclass(frozen=True, slots=True)
class Late:
    """What should have been done by the last day of a month."""

    slug: str
    name: Passage
    words: Message
    by: date


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    today: datetime
    found: RegisterStatistics
    late: tuple[Late, ...]
    asked: Figures  # questions of the last twelve months
    withheld: tuple[WithheldLine, ...]
    departments: tuple[Bar, ...]
    statuses: tuple[Bar, ...]
    classes: tuple[Bar, ...]
    assessed: tuple[Bar, ...]
    goals: tuple[GoalBar, ...]


MOST_LATE = 20  # that are told one by one
YEAR = 365  # days: of questions that are told
_NOT_CLASSIFIED = Message("Not classified")
_STANDINGS: Mapping[str, Message] = {
    "done": Message("The measure has been carried out"),
    "promised": Message("A measure is promised"),
    "late": Message("The measure is late"),
    "accepted": Message("The city accepts the difference, with a reason"),
}


@get("/statistics", access=PUBLIC)
async def statistics(request: Request[Any, Any, Any], language: LanguageInput, now: NowInput) -> PageResponse:
    found = await public_counts.counted(now.date())
    shown = StatisticsPage(
        now,
        found,
        tuple(_late(one, language) for one in found.summary.late[:MOST_LATE]),
        await _asked(now, request.app.state.settings.zone),
        await withheld(language),
        _departments(await public_queries.departments(), language),
        _bars((STATUS_WORDS[one], n, _list(language, status=one)) for one, n in found.statuses.items()),
        _bars((CLASSES[one] if one else _NOT_CLASSIFIED, n, "") for one, n in found.summary.classes.items()),
        _bars((words, getattr(found.assessed, name), "") for name, words in _STANDINGS.items()),
        _goals(found.goals, now.date()),
    )
    return page("public/lists/statistics.html", shown)


async def _asked(now: datetime, zone: ZoneInfo) -> Figures:
    today = now.astimezone(zone).date()
    return await question_queries.counted(now - timedelta(days=YEAR), now, today, zone, None)


def _late(one: Due, language: str) -> Late:
    name = chosen(one.version.said(Text.NAME), language)
    return Late(one.version.entry.slug, name or Passage("", "sv"), DUE[one.kind], one.by)


def _departments(counted: Iterable[tuple[Department, int]], language: str) -> tuple[Bar, ...]:
    """The one with most entries first; equal ones in the order of their names."""
    rows = sorted(counted, key=lambda one: -one[1])
    return _bars((owner.names[language], n, _list(language, department=owner.slug) if n else "") for owner, n in rows)


def _bars(rows: Iterable[tuple[Message | str, int, str]]) -> tuple[Bar, ...]:
    told = list(rows)
    widest = max((count for _, count, _ in told), default=0) or 1
    return tuple(Bar(words, count, round(100 * count / widest, 1), address) for words, count, address in told)


def _list(language: str, **query: str) -> str:
    return f"/{language}/algorithms?{urlencode(query)}"


def _goals(found: Iterable[Progress], today: date) -> tuple[GoalBar, ...]:
    return tuple(GoalBar(GOALS[one.goal], one, one.is_late(today)) for one in found if one.of)


routes = [statistics]
