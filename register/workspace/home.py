"""What waits for the person who signed in, the list of entries, and the beginning of a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms import commands, queries
from algorithms.entry import Department, Text, Topic, Version, limit
from algorithms.necessity_queries import OpinionWanted, opinions_wanted
from algorithms.people import Actor, Permission
from algorithms.queries import Latest, NotFoundError, Waiting
from assessments.sentence import Sentence
from register.access import SIGNED_IN
from register.inputs import ActorInput, FormInput, NowInput
from register.pages import PageResponse, page
from register.words import ROLES, STATES, STEPS, TOPICS


@dataclass(frozen=True, slots=True)
class Line:
    """One version in a list, with the steps that wait for this person and what stands in their way."""

    id: UUID
    name: str
    department: Department
    state: Sentence
    public: bool
    number: int
    changed_at: datetime
    published: int | None = None  # the number of the version that the public reads, where it is another
    has_older: bool = False  # so that one may ask what is different
    steps: tuple[Sentence, ...] = ()
    obstacles: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """A test with sensitive data that waits for this officer."""

    address: str
    titles: Mapping[str, str]
    entry: str
    department: Department


@dataclass(frozen=True, slots=True)
class HomePage:
    ready: tuple[Line, ...]
    blocked: tuple[Line, ...]
    opinions: tuple[OpinionLine, ...]
    may_write: bool
    may_read: bool
    may_manage: bool
    roles: tuple[tuple[Sentence, Department | None], ...]


@dataclass(frozen=True, slots=True)
class EntriesPage:
    lines: tuple[Line, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class NewEntryPage:
    departments: tuple[Department, ...]
    topics: tuple[tuple[str, Sentence], ...] = tuple((topic.value, words) for topic, words in TOPICS.items())
    action: str = "/workspace/entries/new"
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Sentence] = field(default_factory=dict)


@get("/workspace", access=SIGNED_IN)
async def home(actor: ActorInput) -> PageResponse:
    owners = await _owners()
    lines = [(one.ready, _waiting_line(one, owners)) for one in await queries.waiting_for(actor)]
    return page(
        "workspace/home.html",
        HomePage(
            tuple(line for ready, line in lines if ready),
            tuple(line for ready, line in lines if not ready),
            tuple(_opinion_line(one, owners) for one in await opinions_wanted(actor)),
            actor.may(Permission.WRITE),
            actor.may(Permission.READ),
            actor.may(Permission.MANAGE_PEOPLE),
            tuple((ROLES[held.role], owners.get(held.department)) for held in actor.memberships),
        ),
    )


@get("/workspace/entries", access=Permission.READ)
async def entries(actor: ActorInput) -> PageResponse:
    owners = await _owners()
    lines = tuple(_latest_line(one, owners) for one in await queries.newest(seen_by=actor))
    return page("workspace/entries.html", EntriesPage(lines, actor.may(Permission.WRITE)))


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


async def _owners() -> dict[UUID | None, Department]:
    return {one.id: one for one in await queries.departments()}


async def _writable(actor: Actor) -> tuple[Department, ...]:
    return tuple(one for one in await queries.departments() if actor.may(Permission.WRITE, one.id))


def _line(version: Version, owners: Mapping[UUID | None, Department]) -> Line:
    return Line(
        version.id,
        version.name,
        owners[version.entry.department],
        STATES[version.state],
        version.published_at is not None,
        version.number,
        version.changed_at,
    )


def _latest_line(latest: Latest, owners: Mapping[UUID | None, Department]) -> Line:
    published = latest.published.number if latest.published else None
    return replace(_line(latest.version, owners), published=published)


def _opinion_line(wanted: OpinionWanted, owners: Mapping[UUID | None, Department]) -> OpinionLine:
    version, run = wanted.version, wanted.run
    address = f"/workspace/versions/{version.id}/evidence/{run.id}/opinion"
    return OpinionLine(address, run.titles, version.name, owners[version.entry.department])


def _waiting_line(waiting: Waiting, owners: Mapping[UUID | None, Department]) -> Line:
    line = _line(waiting.version, owners)
    open_to_me = tuple(STEPS[offer.action].title for offer in waiting.offers if not offer.obstacles)
    obstacles = tuple(sentence for offer in waiting.offers for sentence in offer.obstacles)
    return replace(line, has_older=line.number > 1, steps=open_to_me, obstacles=obstacles)


routes = Router("/", route_handlers=[home, entries, new_entry, create_entry, new_version])
