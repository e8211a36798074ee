"""Writing the log: a line in the transaction of what it tells of, and counts of refused strangers. Changes nothing."""

from datetime import UTC, datetime

from algorithms.log import Act, Head, written
from algorithms.log_tables import LogHeadRow, LogRow, RefusedHourRow


async def append(act: Act) -> None:
    """Add a line, in the transaction that is open: what is rolled back was never logged, and numbers have no gaps.

    Whoever holds the head's row writes; others wait, so two lines never follow the same one.
    """
    async with LogRow._meta.db.transaction():
        (taken,) = await LogHeadRow.raw("UPDATE log_head SET seq = seq + 1 RETURNING seq, hash")
        line = written(act, Head(taken["seq"] - 1, taken["hash"]))
        await LogRow.insert(LogRow(**{name: getattr(line, name) for name in line.__slots__}))
        await LogHeadRow.update({LogHeadRow.hash: line.hash}).where(LogHeadRow.seq == line.seq)


async def count_refused(kind: str, *, at: datetime) -> None:
    """One more request of somebody who is not signed in was refused, for this kind of reason."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    await RefusedHourRow.raw(
        "INSERT INTO refused_hour (hour, kind, times) VALUES ({}, {}, 1)"
        " ON CONFLICT (hour, kind) DO UPDATE SET times = refused_hour.times + 1",
        hour,
        kind,
    )
