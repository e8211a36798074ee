"""Reading the log: its end, its lines for those who may, what they tell of versions. Whether it is intact: checking."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.log.chain import ERASE_NOTE, START, ChainLine, Head
from algorithms.log.checking import Records
from algorithms.log.tables import LogHeadRow, LogRow, RefusedHourRow
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.tables import EventRow
from assessments.text.localized import read


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines: of one person, of one kind, only what was refused. Left out: all."""

    by: UUID | None = None
    kind: str = ""
    only_refused: bool = False


@dataclass(frozen=True, slots=True)
class RefusedHour:
    hour: datetime
    kind: str
    times: int


async def head() -> tuple[Head, str | None]:
    """The end of the log and when its last line was written, for everybody: who notes it can check the past later."""
    row = await LogHeadRow.select(LogHeadRow.seq, LogHeadRow.hash).first()
    if row is None:
        return START, None
    last = await LogRow.select(LogRow.at).where(LogRow.seq == row["seq"]).first()
    return Head(row["seq"], row["hash"]), last["at"] if last else None


async def last_line_of(kinds: Iterable[str], actions: Iterable[str]) -> int:
    """The number of the last line of one of these kinds or actions; 0 where there is none."""
    newest = LogRow.select(LogRow.seq).order_by(LogRow.seq, ascending=False)
    row = await newest.where(LogRow.kind.is_in(sorted(kinds)) | LogRow.action.is_in(sorted(actions))).first()
    return int(row["seq"]) if row else 0


@dataclass(frozen=True, slots=True)
class LineSubject:
    """What a line of the log is about. ``object`` is an id; of a seal it has its kind before it, ``version/…``."""

    kind: str
    object: str
    action: str


async def subjects_after(line: int, most: int) -> tuple[int, tuple[LineSubject, ...]]:
    """What the next lines are about, oldest first, but for what was refused, and the line that was reached."""
    columns = (LogRow.seq, LogRow.kind, LogRow.object, LogRow.action, LogRow.status)
    rows = await LogRow.select(*columns).where(LogRow.seq > line).order_by(LogRow.seq).limit(most)
    allowed = (row for row in rows if row["status"] is None)
    subjects = tuple(LineSubject(row["kind"], row["object"], row["action"]) for row in allowed)
    return (rows[-1]["seq"] if rows else line), subjects


async def written_at(line: int) -> datetime:
    """When this line was written."""
    row = await LogRow.select(LogRow.at).where(LogRow.seq == line).first()
    if row is None:
        raise NotFoundError
    return datetime.fromisoformat(row["at"])


async def lines(log_filter: LogFilter, *, seen_by: Actor, first: int, most: int) -> tuple[ChainLine, ...]:
    """So many lines of that kind, newest first."""
    _check(seen_by)
    query = LogRow.select().order_by(LogRow.seq, ascending=False).offset(first).limit(most)
    return tuple(ChainLine(**row) for row in await query.where(*_conditions(log_filter)))


async def number_of_lines(log_filter: LogFilter, *, seen_by: Actor) -> int:
    _check(seen_by)
    return int(await LogRow.count().where(*_conditions(log_filter)))


def _check(actor: Actor) -> None:
    if not actor.may(Permission.READ_LOG):
        raise NotFoundError


def _conditions(log_filter: LogFilter) -> Iterator[Any]:
    if log_filter.by:
        yield LogRow.by == str(log_filter.by)
    if log_filter.kind:
        yield LogRow.kind == log_filter.kind
    if log_filter.only_refused:
        yield LogRow.status.is_not_null()


async def refused_strangers(since: datetime, *, seen_by: Actor) -> tuple[RefusedHour, ...]:
    """How often people who were not signed in were refused, newest hour first."""
    _check(seen_by)
    rows = await RefusedHourRow.select().where(RefusedHourRow.hour >= since).order_by(RefusedHourRow.hour)
    return tuple(RefusedHour(row["hour"], row["kind"], row["times"]) for row in reversed(rows))


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of an entry's history, for those who tell others of it."""

    seq: int  # of the event
    action: str
    version: UUID
    run: UUID | None
    by: UUID
    opinion: str | None
    note: str


async def happened_after(line: int, most: int) -> tuple[int, tuple[Happened, ...]]:
    """What the next lines of the log tell of versions, oldest first, and the line that was reached.

    Lines become visible in the order of their numbers, so a reader at one of them has missed none before it.
    """
    lines = await (
        LogRow.select(LogRow.seq, LogRow.action, LogRow.kind, LogRow.object, LogRow.record)
        .where(LogRow.seq > line)
        .order_by(LogRow.seq)
        .limit(most)
    )
    event_lines = {
        int(row["record"][6:]): row
        for row in lines
        if (row["record"] or "").startswith("event/") and row["action"] != ERASE_NOTE
    }
    events = (
        await EventRow.select().where(EventRow.seq.is_in(list(event_lines))).order_by(EventRow.seq)
        if event_lines
        else []
    )
    happened = tuple(_happened(row, event_lines[row["seq"]]) for row in events if row["version"])
    return (lines[-1]["seq"] if lines else line), happened


def _happened(event: Mapping[str, Any], line: Mapping[str, Any]) -> Happened:
    return Happened(
        seq=event["seq"],
        action=event["action"],
        version=event["version"],
        run=UUID(line["object"]) if line["kind"] == "run" else None,
        by=event["done_by"],
        opinion=event["opinion"],
        note=read(event["note"])["sv"],
    )


EVENTS = Records(name="event", row=EventRow, key=EventRow.seq)
