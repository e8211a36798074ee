"""The register at a glance: how many, where, of which class, what tests found, what is late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from litestar import Request, get

from algorithms.cards.model_card import Passage, chosen
from algorithms.entries.choices import STATUS_WORDS, OperationalStatus
from algorithms.entries.entry import Department
from algorithms.entries.texts import Text
from algorithms.law.labels import CLASSES
from algorithms.published import queries as public_queries
from algorithms.published.findings import ENTRY_FINDINGS
from algorithms.questions import queries as question_queries
from algorithms.questions.answer_times import Figures
from algorithms.reporting import counts as public_counts
from algorithms.reporting.counts import RegisterStatistics
from algorithms.reporting.steering import Summary
from algorithms.reporting.targets import Progress
from algorithms.review.deadlines import Due
from assessments.text.localized import in_language
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
    register_statistics: RegisterStatistics
    late: tuple[Late, ...]
    questions: Figures  # questions of the last twelve months
    withheld: tuple[WithheldLine, ...]
    departments: tuple[Bar, ...]
    statuses: tuple[Bar, ...]
    classes: tuple[Bar, ...]
    findings: tuple[Bar, ...]
    assessed: tuple[Bar, ...]
    goals: tuple[GoalBar, ...]


MOST_LATE = 20  # that are listed one by one
YEAR = 365  # days: of questions that are listed
_NOT_CLASSIFIED = Message("Not classified")
_STANDINGS: Mapping[str, Message] = {
    "done": Message("The measure has been carried out"),
    "promised": Message("A measure is promised"),
    "late": Message("The measure is late"),
    "accepted": Message("The city accepts the difference, with a reason"),
}


@get("/statistics", access=PUBLIC)
async def statistics(request: Request[Any, Any, Any], language: LanguageInput, now: NowInput) -> PageResponse:
    register_statistics = await public_counts.counted(now.date())
    shown = StatisticsPage(
        today=now,
        register_statistics=register_statistics,
        late=tuple(_late(deadline, language) for deadline in register_statistics.summary.late[:MOST_LATE]),
        questions=await _question_figures(now, request.app.state.settings.zone),
        withheld=await withheld(language),
        departments=_departments(await public_queries.department_counts(), language),
        statuses=_statuses(register_statistics.statuses, language),
        classes=_bars(
            (CLASSES[risk_class] if risk_class else _NOT_CLASSIFIED, n, "")
            for risk_class, n in register_statistics.summary.classes.items()
        ),
        findings=_findings(register_statistics.summary, language),
        assessed=_bars((words, getattr(register_statistics.assessed, name), "") for name, words in _STANDINGS.items()),
        goals=_goals(register_statistics.goals, now.date()),
    )
    return page("public/lists/statistics.html", shown)


async def _question_figures(now: datetime, zone: ZoneInfo) -> Figures:
    today = now.astimezone(zone).date()
    return await question_queries.counted(now - timedelta(days=YEAR), now, today, zone, None)


def _late(deadline: Due, language: str) -> Late:
    name = chosen(deadline.version.localized(Text.NAME), language)
    return Late(
        slug=deadline.version.entry.slug, name=name or Passage("", "sv"), words=DUE[deadline.kind], by=deadline.by
    )


def _departments(counted: Iterable[tuple[Department, int]], language: str) -> tuple[Bar, ...]:
    """The one with most entries first; equal ones in the order of their names."""
    rows = sorted(counted, key=lambda row: -row[1])
    return _bars(
        (in_language(owner.names, language), n, _list(language, department=owner.slug) if n else "")
        for owner, n in rows
    )


def _statuses(counted: Mapping[OperationalStatus, int], language: str) -> tuple[Bar, ...]:
    return _bars((STATUS_WORDS[status], n, _list(language, status=status)) for status, n in counted.items())


def _findings(summary: Summary, language: str) -> tuple[Bar, ...]:
    """Of the systems with data about people."""
    return _bars((ENTRY_FINDINGS[finding], n, _list(language, test=finding)) for finding, n in summary.findings.items())


def _bars(rows: Iterable[tuple[Message | str, int, str]]) -> tuple[Bar, ...]:
    row_list = list(rows)
    widest = max((count for _, count, _ in row_list), default=0) or 1
    return tuple(
        Bar(words=words, count=count, percent=round(100 * count / widest, 1), address=address)
        for words, count, address in row_list
    )


def _list(language: str, **query: str) -> str:
    return f"/{language}/algorithms?{urlencode(query)}"


def _goals(goals: Iterable[Progress], today: date) -> tuple[GoalBar, ...]:
    return tuple(GoalBar(GOALS[progress.goal], progress, progress.is_late(today)) for progress in goals if progress.of)


routes = [statistics]
