"""What is due, and what has changed: the lists behind the numbers of the first page."""

from dataclasses import dataclass
from datetime import timedelta

from litestar import get

from algorithms import queries
from algorithms.due import Due
from algorithms.due_queries import due_soon
from algorithms.entry import Department, Version
from algorithms.links.queries import stale
from algorithms.links.rules import Stale
from algorithms.people import Actor, Permission
from algorithms.queries import PastEvent
from assessments.sentence import Sentence
from register.accounts import queries as accounts
from register.history_words import EVENTS
from register.inputs import ActorInput, NowInput
from register.pages import PageResponse, page
from register.words import DUE, TROUBLES

DAYS = 30  # of changes


@dataclass(frozen=True, slots=True)
class DueLine:
    due: Due
    kind: Sentence
    department: Department


@dataclass(frozen=True, slots=True)
class StaleLine:
    stale: Stale
    trouble: Sentence
    department: Department


@dataclass(frozen=True, slots=True)
class DuePage:
    overdue: tuple[DueLine, ...]
    coming: tuple[DueLine, ...]
    stale: tuple[StaleLine, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    event: PastEvent
    what: Sentence
    version: Version
    by: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    lines: tuple[ChangeLine, ...]
    days: int


@get("/workspace/due", access=Permission.READ)
async def show_due(actor: ActorInput, now: NowInput) -> PageResponse:
    owners = {one.id: one for one in await queries.departments()}
    found = await due_soon(now.date(), seen_by=actor)
    lines = [DueLine(one, DUE[one.kind], owners[one.version.entry.department]) for one in found]
    late, coming = ([line for line in lines if line.due.overdue is overdue] for overdue in (True, False))
    dead = [
        StaleLine(one, TROUBLES[one.trouble], owners[one.version.entry.department])
        for one in await stale(seen_by=actor)
    ]
    return page("workspace/due.html", DuePage(tuple(late), tuple(coming), tuple(dead)))


@get("/workspace/changes", access=Permission.READ)
async def show_changes(actor: ActorInput, now: NowInput) -> PageResponse:
    return page("workspace/changes.html", ChangesPage(await changes(actor, now), DAYS))


async def changes(actor: Actor, now: NowInput) -> tuple[ChangeLine, ...]:
    found = await queries.recent_events(now - timedelta(days=DAYS), seen_by=actor)
    names = await accounts.names(event.by for event, _ in found)
    return tuple(ChangeLine(event, EVENTS[event.action], version, names.get(event.by, "")) for event, version in found)


routes = [show_due, show_changes]
