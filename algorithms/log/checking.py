"""Whether the log, and the rows that its lines tell of, are what was written: in batches, and every fault by name."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from algorithms.log.chain import (
    START,
    ChainFault,
    ChainLine,
    Head,
    digest,
    ending,
    follow,
    missing,
    noted_faults,
    unlike,
)
from algorithms.log.key import bound
from algorithms.log.tables import LogHeadRow, LogRow
from assessments.text.message import Message

_AT_A_TIME = 2_000  # lines in memory
_ROWS = 500  # rows in memory, and names in one question to the database
UNREADABLE = (ValueError, ArithmeticError)  # SQLite keeps letters in a column of numbers or times


@dataclass(frozen=True, slots=True)
class Records:
    """Rows that lines of the log tell of: how lines call them, where they stand, and by which column they are found.

    ``may_wait`` says of a row without a line whether its line is still to be written. A line without a digest says that
    the row was taken away.
    """

    name: str
    row: Any
    key: Any
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = int
    may_wait: Callable[[Mapping[str, Any]], bool] = lambda _row: False
    whole: Callable[[list[dict[str, Any]]], Awaitable[list[dict[str, Any]]]] | None = (
        None  # with rows that belong to it
    )

    def called(self, key: object) -> str:
        return f"{self.name}/{self.write(key)}"


async def chain_faults(noted: Collection[Head] = ()) -> list[ChainFault]:
    """Everything that is wrong with the lines; ``noted`` are heads that somebody outside has kept."""
    ended = await LogHeadRow.select(LogHeadRow.seq, LogHeadRow.hash).first()
    if ended is None:
        return [ChainFault("head", Message("The head of the log is gone."))]
    key, reached, faults = bound(), START, []
    try:
        lines = await lines_after()
        while lines:
            reached, wrong = follow(lines, key, reached)
            faults += wrong
            lines = await lines_after(lines[-1].seq)
    except UNREADABLE:
        return [*faults, await _unreadable(reached.seq + 1)]
    faults += ending(reached, Head(ended["seq"], ended["hash"]))
    return [*faults, *noted_faults([(head, await _hash_of(head.seq)) for head in noted if head != START], reached.seq)]


async def _hash_of(line: int) -> str | None:
    row = await LogRow.select(LogRow.hash).where(LogRow.seq == line).first()
    return row["hash"] if row else None


async def record_faults(records: Records) -> list[ChainFault]:
    """Every row of this kind that is not what the log last said of it, is gone, or stands in no line."""
    faults: list[ChainFault] = []
    try:
        async for rows in _pages(records):
            names = {records.called(row[records.key._meta.name]): row for row in rows}
            recorded = await last_recorded(names)
            waiting = {name for name, row in names.items() if name not in recorded and records.may_wait(row)}
            faults += unlike(recorded, {name: digest(row) for name, row in names.items() if name not in waiting})
    except UNREADABLE:
        unread = Message("A row of the table {table} cannot be read: it was changed.", {"table": records.name})
        return [*faults, ChainFault(records.name, unread)]
    return [*faults, *await _gone(records)]


async def last_recorded(names: Iterable[str]) -> dict[str, tuple[int, str | None]]:
    """By the name of a row: the last line that tells of it, and the digest that stands there."""
    listed, recorded = list(names), {}
    for start in range(0, len(listed), _ROWS):
        rows = LogRow.select(LogRow.seq, LogRow.record, LogRow.after).order_by(LogRow.seq)
        for row in await rows.where(LogRow.record.is_in(listed[start : start + _ROWS])):
            recorded[row["record"]] = (row["seq"], row["after"])
    return recorded


async def lines_after(number: int | None = None) -> list[ChainLine]:
    """The next lines; at the start whatever is there, also what somebody put before the first line."""
    rows = LogRow.select().order_by(LogRow.seq).limit(_AT_A_TIME)
    if number is not None:
        rows = rows.where(LogRow.seq > number)
    return [ChainLine(**row) for row in await rows]


async def _pages(records: Records) -> AsyncIterator[list[dict[str, Any]]]:
    rows = records.row.select().order_by(records.key).limit(_ROWS)
    page = await rows
    while page:
        yield page if records.whole is None else await records.whole(page)
        after = page[-1][records.key._meta.name]
        page = await records.row.select().where(records.key > after).order_by(records.key).limit(_ROWS)


async def _gone(records: Records) -> list[ChainFault]:
    faults, reached = [], 0
    while lines := await _lines_about(records.name, reached):
        reached = lines[-1]["seq"]
        keys = {row["record"]: records.read(row["record"].partition("/")[2]) for row in lines}
        rows = await records.row.select(records.key).where(records.key.is_in(list(set(keys.values()))))
        there = {row[records.key._meta.name] for row in rows}
        recorded = {row["record"]: (row["seq"], row["after"]) for row in lines if keys[row["record"]] not in there}
        faults += unlike(recorded, {})
    return faults


async def _lines_about(name: str, after: int) -> list[dict[str, Any]]:
    lines = LogRow.select(LogRow.seq, LogRow.record, LogRow.after).order_by(LogRow.seq).limit(_ROWS)
    return await lines.where(LogRow.seq > after, LogRow.record.like(f"{name}/%"))


async def _unreadable(number: int) -> ChainFault:
    """The first line from this one on that cannot be read, or is not there."""
    while True:
        try:
            if await LogRow.select().where(LogRow.seq == number).first() is None:
                return missing(number, number)
        except UNREADABLE:
            unread = Message("Line {number} of the log cannot be read: it was changed.", {"number": str(number)})
            return ChainFault(str(number), unread)
        number += 1
