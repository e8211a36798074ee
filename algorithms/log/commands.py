"""Writing the log: a line in the transaction of what it tells of, and counts of refused strangers. Changes nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime

from algorithms.log.chain import Act, Head, written
from algorithms.log.key import bound
from algorithms.log.tables import LogHeadRow, LogRow, RefusedHourRow
from assessments.storage import transaction

AT_ONCE = 200  # rows in one statement


async def append(act: Act) -> None:
    """Add a line, in the transaction that is open: what is rolled back was never logged, and numbers have no gaps.

    The holder of the head's row writes; others wait, so two lines never follow the same one.
    """
    await append_all((act,))


async def append_all(acts: Sequence[Act]) -> None:
    """The same for many acts, one line after the other."""
    key = bound()
    async with transaction():
        (taken,) = await LogHeadRow.raw("UPDATE log_head SET seq = seq + {} RETURNING seq, hash", len(acts))
        head, lines = Head(taken["seq"] - len(acts), taken["hash"]), []
        for act in acts:
            lines.append(line := written(act, head, key))
            head = Head(line.seq, line.hash)
        rows = [LogRow(**{name: getattr(line, name) for name in line.__slots__}) for line in lines]
        for start in range(0, len(rows), AT_ONCE):
            await LogRow.insert(*rows[start : start + AT_ONCE])
        await LogHeadRow.update({LogHeadRow.hash: head.hash}).where(LogHeadRow.seq == head.seq)


async def next_line() -> int:
    """The number that the next line will have: until the transaction ends, nobody else can write one."""
    (head,) = await LogHeadRow.raw("UPDATE log_head SET seq = seq RETURNING seq")
    return int(head["seq"]) + 1


async def count_refused(kind: str, times: int, *, at: datetime) -> None:
    """So many more requests of people who are not signed in were refused, for this kind of reason."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    await RefusedHourRow.raw(
        "INSERT INTO refused_hour (hour, kind, times) VALUES ({}, {}, {})"
        " ON CONFLICT (hour, kind) DO UPDATE SET times = refused_hour.times + excluded.times",
        hour,
        kind,
        times,
    )
