"""Reading the log: its head for everybody, its lines for those who may, and whether it and the history are intact."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.log.chain import START, Fault, Head, Line, digest, follow, kept, unlike, verify
from algorithms.log.tables import LogHeadRow, LogRow, RefusedHourRow
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.tables import EventRow
from assessments.said import read
from assessments.sentence import Sentence

NEWEST = 100
_AT_A_TIME = 2_000  # lines in memory
_UNREADABLE = (ValueError, ArithmeticError)  # SQLite keeps letters in a column of numbers or times


@dataclass(frozen=True, slots=True)
class Wanted:
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
    found = await LogHeadRow.select(LogHeadRow.seq, LogHeadRow.hash).first()
    if found is None:
        return START, None
    last = await LogRow.select(LogRow.at).where(LogRow.seq == found["seq"]).first()
    return Head(found["seq"], found["hash"]), last["at"] if last else None


async def written_at(line: int) -> datetime:
    """When this line was written."""
    row = await LogRow.select(LogRow.at).where(LogRow.seq == line).first()
    if row is None:
        raise NotFoundError
    return datetime.fromisoformat(row["at"])


async def newest(wanted: Wanted, *, seen_by: Actor) -> tuple[Line, ...]:
    """The last hundred lines of that kind, newest first."""
    if not seen_by.may(Permission.READ_LOG):
        raise NotFoundError
    found = LogRow.select().order_by(LogRow.seq, ascending=False).limit(NEWEST)
    if wanted.by:
        found = found.where(LogRow.by == str(wanted.by))
    if wanted.kind:
        found = found.where(LogRow.kind == wanted.kind)
    if wanted.only_refused:
        found = found.where(LogRow.status.is_not_null())
    return tuple(Line(**row) for row in await found)


async def refused_strangers(since: datetime, *, seen_by: Actor) -> tuple[RefusedHour, ...]:
    """How often people who were not signed in were refused, newest hour first."""
    if not seen_by.may(Permission.READ_LOG):
        raise NotFoundError
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

    Lines become visible in the order of their numbers, so whoever has reached one has missed none before it.
    """
    lines = await (
        LogRow.select(LogRow.seq, LogRow.kind, LogRow.object, LogRow.record)
        .where(LogRow.seq > line)
        .order_by(LogRow.seq)
        .limit(most)
    )
    told = {int(row["record"][6:]): row for row in lines if (row["record"] or "").startswith("event/")}
    events = await EventRow.select().where(EventRow.seq.is_in(list(told))).order_by(EventRow.seq) if told else []
    found = tuple(_happened(row, told[row["seq"]]) for row in events if row["version"])
    return (lines[-1]["seq"] if lines else line), found


def _happened(event: Mapping[str, Any], line: Mapping[str, Any]) -> Happened:
    return Happened(
        event["seq"],
        event["action"],
        event["version"],
        UUID(line["object"]) if line["kind"] == "run" else None,
        event["done_by"],
        event["opinion"],
        read(event["note"])["sv"],
    )


async def fault_in_chain(noted: Head | None = None) -> Fault | None:
    """The first thing that is wrong with the log; ``noted`` is a head that somebody outside has kept."""
    ended = await LogHeadRow.select(LogHeadRow.seq, LogHeadRow.hash).first()
    if ended is None:
        return Fault("head", Sentence("The head of the log is gone."))
    reached = START
    while lines := await _lines_after(reached):
        step = lines if isinstance(lines, Fault) else follow(lines, reached)
        if isinstance(step, Fault):
            return step
        reached = step
    wrong = verify((), Head(ended["seq"], ended["hash"]), reached)
    if wrong or noted is None or noted == START:
        return wrong
    there = await LogRow.select(LogRow.hash).where(LogRow.seq == noted.seq).first()
    return kept(noted, there["hash"] if there else None)


async def fault_in_history() -> Fault | None:
    """The first event that is not what the log says of it."""
    return await fault_in_records("event", _event_digests)


async def fault_in_records(table: str, digests: Callable[[], Awaitable[Mapping[Any, str]]]) -> Fault | None:
    """The first row of this table that is not what the log last said of it. ``digests``: its number or id → digest."""
    try:
        rows = await digests()
    except _UNREADABLE:
        unread = Sentence("A row of the table {table} cannot be read: it was changed.", {"table": table})
        return Fault(table, unread)
    told = (
        await LogRow.select(LogRow.seq, LogRow.record, LogRow.after)
        .where(LogRow.record.like(f"{table}/%"))
        .order_by(LogRow.seq)
    )
    return unlike(
        {row["record"]: (row["seq"], row["after"]) for row in told},
        {f"{table}/{number}": sealed for number, sealed in sorted(rows.items())},
    )


async def _event_digests() -> dict[int, str]:
    return {row["seq"]: digest(row) for row in await EventRow.select()}


async def _lines_after(reached: Head) -> tuple[Line, ...] | Fault:
    rows = LogRow.select().order_by(LogRow.seq).limit(_AT_A_TIME)
    if reached != START:  # at the start whatever is there, also what somebody put before the first line
        rows = rows.where(LogRow.seq > reached.seq)
    try:
        return tuple(Line(**row) for row in await rows)
    except _UNREADABLE:
        return await _unreadable(reached.seq + 1)


async def _unreadable(number: int) -> Fault:
    """The first line from this one on that cannot be read, or is not there."""
    while True:
        try:
            if await LogRow.select().where(LogRow.seq == number).first() is None:
                return Fault(str(number), Sentence("Line {number} of the log is missing.", {"number": str(number)}))
        except _UNREADABLE:
            unread = Sentence("Line {number} of the log cannot be read: it was changed.", {"number": str(number)})
            return Fault(str(number), unread)
        number += 1
