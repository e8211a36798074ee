"""The report to the steering group: the register today, and what was done in a period. Made for paper as well."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from litestar import Request, Router, get

from algorithms import queries
from algorithms.due import Kind
from algorithms.entry import Department, is_month
from algorithms.legal_words import CLASSES
from algorithms.people import Permission
from algorithms.steering import Summary, in_period, summary
from assessments.sentence import Sentence
from register.inputs import ActorInput, LanguageInput, NowInput
from register.pages import PageResponse, page
from register.settings import Settings
from register.words import DUE
from register.workspace.targets import GoalLine, goals


@dataclass(frozen=True, slots=True)
class Period:
    first: str  # "2026-01"
    last: str


@dataclass(frozen=True, slots=True)
class SteeringPage:
    today: datetime
    period: Period
    found: Summary
    classes: tuple[tuple[Sentence, int], ...]
    departments: tuple[tuple[Department, int, int], ...]
    done: Mapping[str, int]
    goals: tuple[GoalLine, ...]
    may_set_targets: bool
    kinds: Mapping[Kind, Sentence] = field(default_factory=lambda: DUE)
    errors: Mapping[str, Sentence] = field(default_factory=dict)


_NOT_CLASSIFIED = Sentence("Not classified")


@get("/workspace/report", access=Permission.READ)
async def report(
    request: Request[Any, Any, Any], actor: ActorInput, now: NowInput, language: LanguageInput
) -> PageResponse:
    settings: Settings = request.app.state.settings
    period, errors = _period(request.query_params, now)
    latest = [one.version for one in await queries.newest(seen_by=actor)]
    found = summary(latest, await queries.published(seen_by=actor), now.date())
    since, until = (datetime.combine(day, time(), settings.zone) for day in _days(period))
    events = await queries.recent_events(since, seen_by=actor, most=100_000, until=until)
    owners = {one.id: one for one in await queries.departments()}
    done = in_period(event.action for event, _ in events)
    told = (now, period, found, _classes(found), _departments(found, owners, language), done)
    shown = SteeringPage(*told, await goals(actor, now), actor.may(Permission.KEEP_REGISTER), errors=errors)
    return page("workspace/report.html", shown, status=422 if errors else 200)


def _classes(found: Summary) -> tuple[tuple[Sentence, int], ...]:
    return tuple((CLASSES[one] if one else _NOT_CLASSIFIED, number) for one, number in found.classes.items())


def _period(asked: Mapping[str, str], now: datetime) -> tuple[Period, dict[str, Sentence]]:
    """The months that were asked for; this year so far where none were."""
    usual = Period(f"{now.year}-01", f"{now:%Y-%m}")
    first, last = asked.get("from", "").strip() or usual.first, asked.get("to", "").strip() or usual.last
    wrong = {name: month for name, month in (("from", first), ("to", last)) if not is_month(month)}
    if wrong:
        said = Sentence("Write year and month with a hyphen, for example 2026-03.")
        return usual, dict.fromkeys(wrong, said)
    if first > last:
        return usual, {"to": Sentence("The last month comes before the first.")}
    return Period(first, last), {}


def _days(period: Period) -> tuple[date, date]:
    """The first day, and the day after the last."""
    year, month = (int(part) for part in period.last.split("-"))
    last = date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(f"{period.first}-01"), date.fromordinal(last.toordinal() + 1)


def _departments(
    found: Summary, owners: Mapping[UUID, Department], language: str
) -> tuple[tuple[Department, int, int], ...]:
    lines = ((owners[owner], *numbers) for owner, numbers in found.departments.items())
    return tuple(sorted(lines, key=lambda line: line[0].names[language]))


routes = Router("/", route_handlers=[report])
