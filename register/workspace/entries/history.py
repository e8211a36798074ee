"""Everything that has happened to an entry: what, by whom and when, with the words and details of each event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from algorithms.entries.entry import OpinionKind, Version
from algorithms.entries.event_details import Particular
from algorithms.law.authorities import Authority, AuthorityTask, authority
from algorithms.law.facts import FACTS, Fact
from algorithms.law.obligations import TABLE, ObligationStatus
from algorithms.people import Permission
from algorithms.storage import queries
from algorithms.storage.queries import PastEvent
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.request.request_context import ActorInput
from register.web.event_labels import EVENTS, ON_THE_MACHINE, PARTICULARS
from register.web.labels import OPINIONS, STANDINGS
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen

_DAYS = {name for name in Particular if name.endswith("-on")}
_INFORMED = {
    Particular.MARKET_SURVEILLANCE_ON: AuthorityTask.MARKET_SURVEILLANCE,
    Particular.DATA_PROTECTION_ON: AuthorityTask.DATA_PROTECTION,
}
_NAMES = {Particular.DUPLICATE, Particular.MERGED_INTO}
_DUTIES = {obligation.key: obligation.title for obligation in TABLE}


@dataclass(frozen=True, slots=True)
class EventDetailLine:
    """One detail of an event: its name, and its value as one of five kinds."""

    name: Message
    words: str = ""  # as somebody typed it
    swedish: str = ""  # the same, where it is the Swedish name of an entry
    message: Message | None = None
    day: date | None = None
    law: Fact | None = None
    authority: Authority | None = None  # of the day, where a day is that on which an authority was informed


@dataclass(frozen=True, slots=True)
class HistoryLine:
    what: Message
    event: PastEvent
    by: str | Message
    opinion: Message | None
    details: tuple[EventDetailLine, ...]


@dataclass(frozen=True, slots=True)
class EntryHistoryPage:
    version: Version
    lines: tuple[HistoryLine, ...]


@get("/workspace/versions/{version_id:uuid}/history", access=Permission.READ)
async def show_history(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    version = await seen(version_id, actor)
    events = await queries.events(version.entry.id, seen_by=actor)
    names = await accounts.names(event.by for event in events)
    lines = tuple(_line(event, names) for event in events)
    return page("workspace/entries/history.html", EntryHistoryPage(version, lines))


def _line(event: PastEvent, names: Mapping[UUID, str]) -> HistoryLine:
    opinion = OPINIONS[OpinionKind(event.opinion)] if event.opinion else None
    details = tuple(_detail_line(name, value) for name, value in event.particulars.items())
    return HistoryLine(
        what=EVENTS[event.action], event=event, by=names.get(event.by, ON_THE_MACHINE), opinion=opinion, details=details
    )


def _detail_line(name: Particular, value: str) -> EventDetailLine:
    """A key that the program no longer knows is shown as it was kept."""
    called = PARTICULARS[name]
    if name in _DAYS:
        day, task = date.fromisoformat(value), _INFORMED.get(name)
        return EventDetailLine(name=called, day=day, authority=authority(task, day) if task else None)
    if name is Particular.LAW and value in FACTS:
        return EventDetailLine(name=called, law=FACTS[value])
    if name is Particular.DUTY and value in _DUTIES:
        return EventDetailLine(name=called, message=_DUTIES[value])
    if name is Particular.STATE and value in set(ObligationStatus):
        return EventDetailLine(name=called, message=STANDINGS[ObligationStatus(value)])
    return EventDetailLine(name=called, swedish=value) if name in _NAMES else EventDetailLine(name=called, words=value)


routes = [show_history]
