"""The log, for those who look at who did what: its newest lines with names, and how often strangers were refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get

from algorithms.log import queries as log_queries
from algorithms.log.chain import ChainLine, Head
from algorithms.log.queries import LogFilter
from algorithms.people import Actor, Permission, Role
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.request.request_context import ActorInput, NowInput
from register.web.event_labels import LOG_ACTIONS, LOG_KINDS, REFUSED_STRANGERS
from register.web.labels import ROLES
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page

DAY = timedelta(days=1)
Choice = tuple[str, Message | str]


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line with names in place of ids, where somebody of that id still has one."""

    line: ChainLine
    who: str | Message
    role: Message | None
    said: str | Message
    kind: str | Message
    about: str


@dataclass(frozen=True, slots=True)
class LogPage:
    lines: tuple[LogLine, ...]
    head: Head
    strangers: tuple[tuple[datetime, str | Message, int], ...]
    people: tuple[Choice, ...]
    by: str
    kind: str
    only_refused: bool
    pager: Pager
    kinds: tuple[Choice, ...] = tuple(LOG_KINDS.items())


@get("/workspace/log", access=Permission.READ_LOG)
async def show_log(request: Request[Any, Any, Any], actor: ActorInput, now: NowInput) -> PageResponse:
    asked = request.query_params
    wanted = LogFilter(_identity(asked.get("by", "")), asked.get("kind", ""), "refused" in asked)
    pages, found = await _of_page(asked, wanted, actor)
    await request.app.state.strangers.write()
    strangers = await log_queries.refused_strangers(now - DAY, seen_by=actor)
    names = {one.id: one.actor.name for one in await accounts.people()}
    shown = LogPage(
        tuple(_lines(found, names)),
        (await log_queries.head())[0],
        tuple((one.hour, REFUSED_STRANGERS.get(one.kind, one.kind), one.times) for one in strangers),
        tuple((str(one), name) for one, name in names.items()),
        *(str(wanted.by or ""), wanted.kind, wanted.only_refused),
        pages,
    )
    return page("workspace/city/log.html", shown)


async def _of_page(asked: Mapping[str, str], wanted: LogFilter, actor: Actor) -> tuple[Pager, tuple[ChainLine, ...]]:
    pages = pager("/workspace/log", asked, await log_queries.number_of_lines(wanted, seen_by=actor))
    return pages, await log_queries.lines(wanted, seen_by=actor, first=pages.first, most=pages.most)


def _lines(found: Iterable[ChainLine], names: Mapping[UUID, str]) -> Iterable[LogLine]:
    for line in found:
        about = names.get(identity, line.object) if (identity := _identity(line.object)) else line.object
        nobody = Message("Insyn itself")
        yield LogLine(
            line,
            nobody if line.person is None else names.get(line.person, str(line.person)),
            ROLES[Role(line.role)] if line.role else None,
            LOG_ACTIONS.get(line.action, line.action),
            LOG_KINDS.get(line.kind, line.kind),
            about,
        )


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


routes = [show_log]
