"""The report to the steering group: the register today, and what was done in a period. Made for paper as well."""

import calendar
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from litestar import Request, Response, get

from algorithms.entries.dates import month_of
from algorithms.entries.entry import Department
from algorithms.entries.kinds import is_month
from algorithms.law.labels import CLASSES
from algorithms.people import Actor, Permission
from algorithms.published.findings import ENTRY_FINDINGS
from algorithms.questions import queries as question_queries
from algorithms.questions.answer_times import Figures
from algorithms.reporting.counts import counted_for
from algorithms.reporting.steering import Summary, in_period
from algorithms.review.deadlines import DeadlineKind
from algorithms.storage import queries
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.papers.pdf import PDFError, is_installed, to_pdf
from register.request.request_context import ActorInput, LanguageInput, NowInput
from register.settings import Settings
from register.web.forms import FormPage, errors_at, errors_by_control
from register.web.labels import DUE, NO_PDF
from register.web.pages import PageResponse, page
from register.workspace.city.targets import GoalLine, goal_lines


@dataclass(frozen=True, slots=True)
class Period:
    first: str  # "2026-01"
    last: str


@dataclass(frozen=True, slots=True)
class SteeringPage(FormPage):
    today: datetime
    period: Period
    summary: Summary
    classes: tuple[tuple[Message, int], ...]
    findings: tuple[tuple[Message, int], ...]  # of published systems with data about people
    departments: tuple[tuple[Department, int, int], ...]
    done: Mapping[str, int]
    questions: Figures
    goals: tuple[GoalLine, ...]
    may_set_targets: bool
    has_pdf: bool = field(default_factory=is_installed)
    kinds: Mapping[DeadlineKind, Message] = field(default_factory=lambda: DUE)


_NOT_CLASSIFIED = Message("Not classified")
Asking = Request[Any, Any, Any]
log = logging.getLogger("insyn.web")


@get("/workspace/report", access=Permission.READ)
async def report(request: Asking, actor: ActorInput, now: NowInput, language: LanguageInput) -> PageResponse:
    shown = await _page(request, actor, now, language)
    return page("workspace/city/report.html", shown, status=422 if shown.errors else 200)


@get("/workspace/report.pdf", access=Permission.READ)
async def report_as_pdf(request: Asking, actor: ActorInput, now: NowInput, language: LanguageInput) -> Response[Any]:
    """The same page on paper. Where it cannot be made, the page itself says so."""
    shown, templates = await _page(request, actor, now, language), request.app.state.templates
    if shown.errors:
        return page("workspace/city/report.html", shown, status=422)
    try:
        made = await to_pdf(templates.render("workspace/city/report.html", shown, templates.frame(request)))
    except PDFError:
        log.exception("The report could not be made into a PDF")
        return page("workspace/city/report.html", replace(shown, errors=errors_at("", NO_PDF)), status=503)
    name = f"report-{shown.period.first}-{shown.period.last}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type="application/pdf", headers=headers)


async def _page(request: Asking, actor: Actor, now: datetime, language: str) -> SteeringPage:
    settings: Settings = request.app.state.settings
    period, errors = _period(request.query_params, now)
    counted = await counted_for(actor, now.date())
    since, until = (datetime.combine(day, time(), settings.zone) for day in _days(period))
    owners = {department.id: department for department in await queries.departments()}
    today = now.astimezone(settings.zone).date()
    return SteeringPage(
        today=now,
        period=period,
        summary=counted.summary,
        classes=_classes(counted.summary),
        findings=tuple((ENTRY_FINDINGS[finding], number) for finding, number in counted.summary.findings.items()),
        departments=_departments(counted.summary, owners, language),
        done=in_period(await queries.actions_between(since, until, seen_by=actor)),
        questions=await question_queries.counted(since, until, today, settings.zone, actor),
        goals=goal_lines(counted.goals, now),
        may_set_targets=actor.may(Permission.KEEP_REGISTER),
        errors=errors_by_control(errors),
    )


def _classes(summary: Summary) -> tuple[tuple[Message, int], ...]:
    return tuple(
        (CLASSES[risk_class] if risk_class else _NOT_CLASSIFIED, number)
        for risk_class, number in summary.classes.items()
    )


def _period(query: Mapping[str, str], now: datetime) -> tuple[Period, dict[str, Message]]:
    """The months that were asked for; this year so far where none were."""
    usual = Period(f"{now.year}-01", f"{now:%Y-%m}")
    first, last = (
        month_of(query.get(name, "")) or query.get(name, "").strip() or month
        for name, month in (("from", usual.first), ("to", usual.last))
    )
    wrong = {name: month for name, month in (("from", first), ("to", last)) if not is_month(month)}
    if wrong:
        message = Message("Write year and month with a hyphen, for example 2026-03.")
        return usual, dict.fromkeys(wrong, message)
    if first > last:
        return usual, {"to": Message("The last month comes before the first.")}
    return Period(first, last), {}


def _days(period: Period) -> tuple[date, date]:
    """The first day, and the day after the last."""
    year, month = (int(part) for part in period.last.split("-"))
    last = date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(f"{period.first}-01"), date.fromordinal(last.toordinal() + 1)


def _departments(
    summary: Summary, owners: Mapping[UUID, Department], language: str
) -> tuple[tuple[Department, int, int], ...]:
    lines = ((owners[owner], *numbers) for owner, numbers in summary.departments.items())
    return tuple(sorted(lines, key=lambda line: in_language(line[0].names, language)))


routes = [report, report_as_pdf]
