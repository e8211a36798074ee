"""What is due, and what has changed: the lists behind the numbers of the first page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get

from algorithms.entries.entry import Department, Version
from algorithms.links.queries import stale
from algorithms.links.rules import Stale
from algorithms.people import Permission
from algorithms.review.deadlines import Due
from algorithms.storage import queries
from algorithms.storage.deadline_queries import NumberDue, due_soon, number_due
from algorithms.storage.queries import PastEvent
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.request.request_context import ActorInput, NowInput
from register.web.event_labels import EVENTS
from register.web.labels import DUE, TROUBLES
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page

DAYS = 30  # of changes


@dataclass(frozen=True, slots=True)
class DueLine:
    due: Due
    kind: Message
    department: Department


@dataclass(frozen=True, slots=True)
class StaleLine:
    stale: Stale
    trouble: Message
    department: Department


@dataclass(frozen=True, slots=True)
class DuePage:
    overdue: tuple[DueLine, ...]
    coming: tuple[DueLine, ...]
    stale: tuple[StaleLine, ...]
    number: NumberDue  # on all pages
    pager: Pager
    stale_pager: Pager


@dataclass(frozen=True, slots=True)
class ChangeLine:
    event: PastEvent
    what: Message
    version: Version
    by: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    lines: tuple[ChangeLine, ...]
    days: int
    pager: Pager


@get("/workspace/due", access=Permission.READ)
async def show_due(request: Request[Any, Any, Any], actor: ActorInput, now: NowInput) -> PageResponse:
    owners, today = {department.id: department for department in await queries.departments()}, now.date()
    number, dead = await number_due(today, seen_by=actor), await stale(seen_by=actor)
    pages = pager("/workspace/due", request.query_params, number.all)
    deadlines = await due_soon(today, seen_by=actor, first=pages.first, most=pages.most)
    lines = [DueLine(deadline, DUE[deadline.kind], owners[deadline.version.entry.department]) for deadline in deadlines]
    late, coming = (tuple(line for line in lines if line.due.overdue is overdue) for overdue in (True, False))
    stale_pages = pager("/workspace/due", request.query_params, len(dead), name="links")
    stale_lines = _stale_lines(dead[stale_pages.first :][: stale_pages.most], owners)
    return page(
        "workspace/due.html",
        DuePage(overdue=late, coming=coming, stale=stale_lines, number=number, pager=pages, stale_pager=stale_pages),
    )


def _stale_lines(stale_links: Iterable[Stale], owners: Mapping[UUID, Department]) -> tuple[StaleLine, ...]:
    return tuple(StaleLine(link, TROUBLES[link.trouble], owners[link.version.entry.department]) for link in stale_links)


@get("/workspace/changes", access=Permission.READ)
async def show_changes(request: Request[Any, Any, Any], actor: ActorInput, now: NowInput) -> PageResponse:
    since = now - timedelta(days=DAYS)
    pages = pager("/workspace/changes", request.query_params, await queries.number_of_events(since, seen_by=actor))
    events = await queries.recent_events(since, seen_by=actor, first=pages.first, most=pages.most)
    names = await accounts.names(event.by for event, _ in events)
    lines = (
        ChangeLine(event=event, what=EVENTS[event.action], version=version, by=names.get(event.by, ""))
        for event, version in events
    )
    return page("workspace/changes.html", ChangesPage(tuple(lines), DAYS, pages))


routes = [show_due, show_changes]
