"""What waits for the person who signed in, the list of entries, and the beginning of a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms import commands, incident_queries, queries
from algorithms.due import due
from algorithms.entry import Department, OpinionKind, Text, Topic, Version, limit
from algorithms.necessity import LICENCE
from algorithms.necessity_queries import SensitiveWaiting, sensitive_waiting
from algorithms.people import Actor, Permission
from algorithms.queries import NotFoundError, Waiting
from assessments.sentence import Sentence
from register.access import SIGNED_IN
from register.accounts.queries import Person, administrators
from register.inputs import ActorInput, FormInput, NowInput
from register.pages import PageResponse, page
from register.words import ROLES, STATES, STEPS, TOPICS
from register.workspace.overview import DAYS


@dataclass(frozen=True, slots=True)
class Line:
    """One version in a list, with the steps that wait for this person and what stands in their way."""

    id: UUID
    name: str
    department: Department
    state: Sentence
    public: bool
    withheld: bool
    number: int
    changed_at: datetime
    published: int | None = None  # the number of the version that the public reads, where it is another
    has_older: bool = False  # so that one may ask what is different
    steps: tuple[Sentence, ...] = ()
    obstacles: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on the first page, and the list that it counts."""

    number: int
    words: Sentence
    address: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class SensitiveLine:
    """A test with sensitive data that waits for this person, and what for."""

    address: str
    titles: Mapping[str, str]
    entry: str
    department: Department
    told: Sentence


@dataclass(frozen=True, slots=True)
class HomePage:
    figures: tuple[Figure, ...]
    ready: tuple[Line, ...]
    blocked: tuple[Line, ...]
    sensitive: tuple[SensitiveLine, ...]
    may_write: bool
    may_read: bool
    may_manage: bool
    roles: tuple[tuple[Sentence, Department | None], ...]
    open_incidents: int


@dataclass(frozen=True, slots=True)
class NoRolePage:
    """For somebody who may sign in and do nothing: whom to ask."""

    administrators: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class NewEntryPage:
    departments: tuple[Department, ...]
    topics: tuple[tuple[str, Sentence], ...] = tuple((topic.value, words) for topic, words in TOPICS.items())
    action: str = "/workspace/entries/new"
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Sentence] = field(default_factory=dict)


@get("/workspace", access=SIGNED_IN)
async def home(actor: ActorInput, now: NowInput) -> PageResponse:
    if not actor.memberships:
        return page("accounts/no_role.html", NoRolePage(await administrators()))
    return page("workspace/home.html", await _home_page(actor, now))


@get("/workspace/entries/new", access=Permission.WRITE)
async def new_entry(actor: ActorInput) -> PageResponse:
    return page("workspace/new_entry.html", NewEntryPage(await _writable(actor)))


@post("/workspace/entries/new", access=Permission.WRITE)
async def create_entry(form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    mine = await _writable(actor)
    typed = {name: form.text(name) for name in ("name", "department", "topic")}
    if errors := _complaints(typed, mine):
        return page("workspace/new_entry.html", NewEntryPage(mine, typed=typed, errors=errors), status=422)
    version = await commands.create_entry(
        name=typed["name"], department=UUID(typed["department"]), topic=Topic(typed["topic"]), by=actor, at=now
    )
    return Redirect(f"/workspace/versions/{version}/answers/about", status_code=303)


@post("/workspace/entries/{entry:uuid}/new-version", access=Permission.WRITE)
async def new_version(entry: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    del form  # nothing is asked: the next version begins as a copy of this one
    try:
        version = await commands.new_version(entry, by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    return Redirect(f"/workspace/versions/{version}", status_code=303)


async def _home_page(actor: Actor, now: datetime) -> HomePage:
    owners = await owners_of_entries()
    lines = [(one.ready, _waiting_line(one, owners)) for one in await queries.waiting_for(actor)]
    sensitive = tuple(_sensitive_line(one, owners) for one in await sensitive_waiting(actor))
    ready = sum(ready for ready, _ in lines) + len(sensitive)
    return HomePage(
        await _figures(actor, now, ready) if actor.may(Permission.READ) else (),
        tuple(line for ready, line in lines if ready),
        tuple(line for ready, line in lines if not ready),
        sensitive,
        actor.may(Permission.WRITE),
        actor.may(Permission.READ),
        actor.may(Permission.MANAGE_PEOPLE),
        tuple((ROLES[held.role], owners.get(held.department)) for held in actor.memberships),
        await incident_queries.count_open(seen_by=actor),
    )


async def _figures(actor: Actor, now: datetime, ready: int) -> tuple[Figure, ...]:
    public = await queries.published(seen_by=actor)
    days = due(public, now.date())
    late = sum(one.overdue for one in days)
    untested = sum(not any(each.cited for each in one.evidence) for one in public)
    changed = await queries.recent_events(now - timedelta(days=DAYS), seen_by=actor)
    return (
        Figure(ready, Sentence("wait for you"), "#waiting"),
        Figure(len(days), Sentence("late or due within ninety days"), "/workspace/due", late > 0),
        Figure(untested, Sentence("published and not tested"), "/workspace/entries?tested=no&state=published"),
        Figure(len(changed), Sentence("changes in thirty days"), "/workspace/changes"),
    )


def _complaints(typed: Mapping[str, str], mine: tuple[Department, ...]) -> dict[str, Sentence]:
    errors: dict[str, Sentence] = {}
    if not typed["name"]:
        errors["name"] = Sentence("Write a name. It can be changed later.")
    elif len(typed["name"]) > limit(Text.NAME):
        errors["name"] = Sentence("Shorten the name to {most} characters.", {"most": limit(Text.NAME)})
    if typed["department"] not in {str(one.id) for one in mine}:
        errors["department"] = Sentence("Choose the department that owns it.")
    if typed["topic"] not in set(Topic):
        errors["topic"] = Sentence("Choose what part of life it belongs to.")
    return errors


async def owners_of_entries() -> dict[UUID | None, Department]:
    return {one.id: one for one in await queries.departments()}


async def _writable(actor: Actor) -> tuple[Department, ...]:
    return tuple(one for one in await queries.departments() if actor.may(Permission.WRITE, one.id))


def version_line(version: Version, owners: Mapping[UUID | None, Department]) -> Line:
    return Line(
        version.id,
        version.name,
        owners[version.entry.department],
        STATES[version.state],
        version.published_at is not None and version.entry.withheld is None,
        version.entry.withheld is not None,
        version.number,
        version.changed_at,
    )


def _sensitive_line(waiting: SensitiveWaiting, owners: Mapping[UUID | None, Department]) -> SensitiveLine:
    version, run = waiting.version, waiting.run
    address = f"/workspace/versions/{version.id}/evidence/{run.id}" + ("" if waiting.opinion else "/opinion")
    owner = owners[version.entry.department]
    return SensitiveLine(address, run.titles, version.name, owner, _what_is_asked(waiting.opinion))


def _what_is_asked(opinion: OpinionKind | None) -> Sentence:
    if opinion is None:
        return Sentence("A test may not begin before you have read what it needs and given your opinion.")
    if opinion in LICENCE:
        return Sentence("The data protection officer has agreed. Upload the same file again to go on.")
    return Sentence("The data protection officer objects. Read why, and change the test.")


def _waiting_line(waiting: Waiting, owners: Mapping[UUID | None, Department]) -> Line:
    line = version_line(waiting.version, owners)
    open_to_me = tuple(STEPS[offer.action].title for offer in waiting.offers if not offer.obstacles)
    obstacles = tuple(sentence for offer in waiting.offers for sentence in offer.obstacles)
    return replace(line, has_older=line.number > 1, steps=open_to_me, obstacles=obstacles)


routes = Router("/", route_handlers=[home, new_entry, create_entry, new_version])
