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
from algorithms.people import ROLE_WORDS, Actor, Permission, Role
from algorithms.search.query import missed_words
from algorithms.search.query.missed_words import MissedWord
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.request.request_context import ActorInput, NowInput
from register.web.event_labels import LOG_ACTIONS, LOG_KINDS, REFUSED_STRANGERS
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
    action: str | Message
    kind: str | Message
    about: str


@dataclass(frozen=True, slots=True)
class LogPage:
    lines: tuple[LogLine, ...]
    head: Head
    strangers: tuple[tuple[datetime, str | Message, int], ...]
    missed: tuple[MissedWord, ...]
    people: tuple[Choice, ...]
    by: str
    kind: str
    only_refused: bool
    pager: Pager
    kinds: tuple[Choice, ...] = tuple(LOG_KINDS.items())


@get("/workspace/log", access=Permission.READ_LOG)
async def show_log(request: Request[Any, Any, Any], actor: ActorInput, now: NowInput) -> PageResponse:
    query = request.query_params
    log_filter = LogFilter(_identity(query.get("by", "")), query.get("kind", ""), "refused" in query)
    pages, lines = await _of_page(query, log_filter, actor)
    for waiting in (request.app.state.strangers, request.app.state.missed):
        await waiting.write()
    names = {person.id: person.actor.name for person in await accounts.people()}
    shown = LogPage(
        missed=await missed_words.listed(now.date(), seen_by=actor),
        lines=tuple(_lines(lines, names)),
        head=(await log_queries.head())[0],
        strangers=await _strangers(now, actor),
        people=tuple((str(identity), name) for identity, name in names.items()),
        by=str(log_filter.by or ""),
        kind=log_filter.kind,
        only_refused=log_filter.only_refused,
        pager=pages,
    )
    return page("workspace/city/log.html", shown)


async def _strangers(now: datetime, actor: Actor) -> tuple[tuple[datetime, str | Message, int], ...]:
    strangers = await log_queries.refused_strangers(now - DAY, seen_by=actor)
    return tuple((hour.hour, REFUSED_STRANGERS.get(hour.kind, hour.kind), hour.times) for hour in strangers)


async def _of_page(
    query: Mapping[str, str], log_filter: LogFilter, actor: Actor
) -> tuple[Pager, tuple[ChainLine, ...]]:
    pages = pager("/workspace/log", query, await log_queries.number_of_lines(log_filter, seen_by=actor))
    return pages, await log_queries.lines(log_filter, seen_by=actor, first=pages.first, most=pages.most)


def _lines(lines: Iterable[ChainLine], names: Mapping[UUID, str]) -> Iterable[LogLine]:
    for line in lines:
        about = names.get(identity, line.object) if (identity := _identity(line.object)) else line.object
        nobody = Message("Insyn itself")
        yield LogLine(
            line=line,
            who=nobody if line.person is None else names.get(line.person, str(line.person)),
            role=ROLE_WORDS[Role(line.role)] if line.role else None,
            action=LOG_ACTIONS.get(line.action, line.action),
            kind=LOG_KINDS.get(line.kind, line.kind),
            about=about,
        )


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


routes = [show_log]
