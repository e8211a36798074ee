"""The first page: what waits for the person who signed in, four numbers, and their roles."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get

from algorithms.entries.entry import Department, Version
from algorithms.incidents import queries as incident_queries
from algorithms.people import ROLE_WORDS, Actor, Permission
from algorithms.statement.queries import newest
from algorithms.statement.rules import is_overdue
from algorithms.storage import queries
from algorithms.storage.deadline_queries import number_due
from algorithms.storage.queries import Waiting
from assessments.text.message import Message
from register.accounts.people import notices
from register.accounts.people import queries as accounts
from register.accounts.people.queries import Person, administrators
from register.guard.access import SIGNED_IN
from register.mail.queries import number_failed
from register.request.request_context import ActorInput, LanguageInput, NowInput
from register.web.labels import STATES, STEPS
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page
from register.workspace.inbox import InboxRequestGroup, Owners, waiting_requests
from register.workspace.overview import DAYS

MOST = 20  # versions that wait, on one page


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One version in a list, with the steps that wait for this person and what stands in their way."""

    version: Version
    department: Department
    state: Message
    public: bool
    published: int | None = None  # the number of the version that the public reads, where it is another
    finding: Message | None = None  # what its tests found, with the shape of a verdict; None where it is not shown
    finding_verdict: str = ""
    has_older: bool = False  # so that one may ask what is different
    steps: tuple[Message, ...] = ()
    obstacles: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeNumber:
    """A number on the first page, and the list that it counts."""

    number: int
    words: Message
    address: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class HomePage:
    figures: tuple[HomeNumber, ...]
    ready: tuple[InboxLine, ...]
    blocked: tuple[InboxLine, ...]
    request_groups: tuple[InboxRequestGroup, ...]
    waiting: int  # versions, on all pages
    pager: Pager
    may_write: bool
    may_read: bool
    may_manage: bool
    roles: tuple[tuple[Message, Department | None, str], ...]  # and for whom, where it is somebody else's
    absence: str  # where one says who acts in one's place
    open_incidents: int
    failed_letters: int  # for those who look after people
    may_keep: bool
    unread_notices: bool  # of what others did to their account
    statement_overdue: bool  # for those who keep the register: of the accessibility statement


@dataclass(frozen=True, slots=True)
class NoRolePage:
    """For somebody who may sign in and do nothing: whom to ask."""

    administrators: tuple[Person, ...]


@get("/workspace", access=SIGNED_IN)
async def home(
    request: Request[Any, Any, Any], actor: ActorInput, now: NowInput, language: LanguageInput
) -> PageResponse:
    if not actor.memberships:
        return page("accounts/no_role.html", NoRolePage(await administrators()))
    return page("workspace/home.html", await _home_page(actor, now, language, request.query_params))


async def _home_page(actor: Actor, now: datetime, language: str, query: Mapping[str, str]) -> HomePage:
    owners = await owners_of_entries()
    pages = pager("/workspace", query, await queries.number_waiting(actor), MOST)
    waiting = await queries.waiting_for(actor, first=pages.first, most=pages.most)
    lines = [(waiting_version.ready, _waiting_line(waiting_version, owners)) for waiting_version in waiting]
    request_groups = await waiting_requests(actor, owners, language)
    steps = sum(ready for ready, _ in lines) if pages.numbers == 1 else pages.count
    ready = steps + sum(group.count for group in request_groups)
    return HomePage(
        figures=await _figures(actor, now, ready) if actor.may(Permission.READ) else (),
        ready=tuple(line for ready, line in lines if ready),
        blocked=tuple(line for ready, line in lines if not ready),
        request_groups=request_groups,
        waiting=steps,
        pager=pages,
        may_write=actor.may(Permission.WRITE),
        may_read=actor.may(Permission.READ),
        may_manage=actor.may(Permission.MANAGE_PEOPLE),
        roles=await _roles(actor, owners),
        absence=f"/workspace/absence/{actor.id}",
        open_incidents=(await incident_queries.number_of_incidents(seen_by=actor))[1],
        failed_letters=await number_failed() if actor.may(Permission.MANAGE_PEOPLE) else 0,
        may_keep=(may_keep := actor.may(Permission.KEEP_REGISTER)),
        unread_notices=bool((await notices.notices(actor.id)).unread),
        statement_overdue=may_keep and is_overdue(await newest(), now.date()),
    )


async def _roles(actor: Actor, owners: Owners) -> tuple[tuple[Message, Department | None, str], ...]:
    names = await accounts.names(held.instead_of for held in actor.memberships if held.instead_of)
    return tuple(
        (ROLE_WORDS[held.role], owners.get(held.department), names.get(held.instead_of, "") if held.instead_of else "")
        for held in actor.memberships
    )


async def _figures(actor: Actor, now: datetime, ready: int) -> tuple[HomeNumber, ...]:
    days = await number_due(now.date(), seen_by=actor)
    untested = await queries.number_untested(seen_by=actor)
    changed = await queries.number_of_events(now - timedelta(days=DAYS), seen_by=actor)
    return (
        HomeNumber(number=ready, words=Message("waiting for you"), address="#waiting"),
        HomeNumber(
            number=days.all,
            words=Message("late or due within ninety days"),
            address="/workspace/due",
            grave=days.late > 0,
        ),
        HomeNumber(
            number=untested,
            words=Message("published and not tested"),
            address="/workspace/entries?test=not-tested&state=published",
        ),
        HomeNumber(number=changed, words=Message("changes in thirty days"), address="/workspace/changes"),
    )


async def owners_of_entries() -> dict[UUID | None, Department]:
    return {department.id: department for department in await queries.departments()}


def version_line(version: Version, owners: Owners) -> InboxLine:
    is_public = version.published_at is not None and version.entry.withheld is None
    return InboxLine(
        version=version, department=owners[version.entry.department], state=STATES[version.state], public=is_public
    )


def _waiting_line(waiting: Waiting, owners: Owners) -> InboxLine:
    line = version_line(waiting.version, owners)
    open_to_me = tuple(STEPS[offer.action].title for offer in waiting.offers if not offer.obstacles)
    obstacles = tuple(sentence for offer in waiting.offers for sentence in offer.obstacles)
    return replace(line, has_older=line.version.number > 1, steps=open_to_me, obstacles=obstacles)


routes = [home]
