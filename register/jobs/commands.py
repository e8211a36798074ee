"""Changing the queue: adding, claiming under a lease, reporting, ending. What the work is: the worker's handlers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from assessments.text.message import Message
from register.jobs.tables import JobRow
from register.storage.database import is_sqlite

LEASE = timedelta(seconds=10)
ATTEMPTS = 3
WAITS = (timedelta(seconds=20), timedelta(minutes=2))  # after the first and the second failure
PATIENCE = timedelta(seconds=20)  # with surroundings that are not in order
AT_ONCE = 3  # interruptions after which the work is taken up again at once
REST = timedelta(minutes=10)  # after each further one, lest a job that takes its worker along holds up all others
INTERRUPTED = Message(
    "The work was interrupted, because the program was stopped or restarted. It is tried again automatically, and "
    "nothing has been lost."
)


class LostError(Exception):
    """The lease ran out and somebody else may have the job: stop, and write nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in a worker's hands."""

    id: UUID
    kind: str
    subject: UUID
    owner: UUID
    attempts: int


async def add(kind: str, subject: UUID, *, at: datetime) -> None:
    """Adding twice is adding once, as long as the first is not finished."""
    row = JobRow(id=uuid4(), kind=kind, subject=subject, state="waiting", not_before=at, created_at=at)
    await JobRow.insert(row).on_conflict(action="DO NOTHING")


async def claim(owner: UUID, kinds: Sequence[str], *, at: datetime) -> Claim | None:
    """The oldest job that waits, also one whose worker has died; one statement, so that no two workers get the same."""
    if not kinds:
        return None
    await _recover(at)
    places = ", ".join("{}" for _ in kinds)
    row_lock = "" if is_sqlite() else "FOR UPDATE SKIP LOCKED"
    rows = await JobRow.raw(
        "UPDATE job SET state = 'running', owner = {}, lease_until = {}, attempts = attempts + 1, progress = 0,"  # noqa: S608  # only places
        " started_at = COALESCE(started_at, {}) WHERE id = (SELECT id FROM job"
        f" WHERE kind IN ({places}) AND state = 'waiting' AND not_before <= {{}}"
        f" ORDER BY created_at LIMIT 1 {row_lock}) RETURNING id, kind, subject, attempts",
        owner,
        at + LEASE,
        at,
        *kinds,
        at,
    )
    if not rows:
        return None
    row = rows[0]
    return Claim(
        id=UUID(str(row["id"])),
        kind=row["kind"],
        subject=UUID(str(row["subject"])),
        owner=owner,
        attempts=row["attempts"],
    )


async def report(job: Claim, *, at: datetime, progress: int | None = None) -> bool:
    """Keep the lease; whether somebody asked to cancel. Raises LostError when the job is no longer ours."""
    updates: dict[Column | str, Any] = {} if progress is None else {JobRow.progress: max(0, min(100, progress))}
    rows = await (
        JobRow.update({JobRow.lease_until: at + LEASE, **updates})
        .where(_where_claimed(job))
        .returning(JobRow.cancel_requested)
    )
    if not rows:
        raise LostError
    return bool(rows[0]["cancel_requested"])


async def finish(job: Claim, *, at: datetime) -> bool:
    """Whether it was still ours to finish."""
    return await _end(job, "done", at, error=None, progress=100)


async def stop(job: Claim, *, at: datetime) -> bool:
    """Ended because somebody asked for it."""
    return await _end(job, "cancelled", at, error=None)


async def fail(job: Claim, error: str, *, at: datetime, again: bool) -> bool:
    """Later once more, up to three times in all; ``error`` is a sentence from the catalogue."""
    if not again or job.attempts >= ATTEMPTS:
        return await _end(job, "failed", at, error=error)
    return await _wait(job, not_before=at + WAITS[job.attempts - 1], attempts=job.attempts, error=error)


async def put_back(job: Claim, *, at: datetime) -> bool:
    """The worker is being stopped: the next one starts over, and nothing counts against the job."""
    return await _wait(job, not_before=at, attempts=job.attempts - 1, error=None)


async def put_off(job: Claim, why: str, *, at: datetime) -> bool:
    """The surroundings are not in order: later again, as often as it takes, and nothing counts against the job."""
    return await _wait(job, not_before=at + PATIENCE, attempts=job.attempts - 1, error=why)


async def cancel(kind: str, subject: UUID, *, at: datetime) -> None:
    """What waits is cancelled at once, what runs as soon as its worker looks up."""
    this = (JobRow.kind == kind) & (JobRow.subject == subject)
    await JobRow.update({JobRow.state: "cancelled", JobRow.finished_at: at}).where(this, JobRow.state == "waiting")
    await JobRow.update({JobRow.cancel_requested: True}).where(this, JobRow.state == "running")


async def _recover(at: datetime) -> None:
    """A lease that ran out says that the worker was ended, not that the work failed: it is never given up for that."""
    freed: dict[Column | str, Any] = {
        JobRow.state: "waiting",
        JobRow.owner: None,
        JobRow.lease_until: None,
        JobRow.attempts: JobRow.attempts - 1,
        JobRow.interruptions: JobRow.interruptions + 1,
        JobRow.error: INTERRUPTED.msgid,
    }
    lost = (JobRow.state == "running") & (JobRow.lease_until < at)
    resting = {**freed, JobRow.not_before: at + REST}
    await JobRow.update(resting).where(lost, JobRow.interruptions >= AT_ONCE)
    await JobRow.update({**freed, JobRow.not_before: at}).where(lost)


async def _end(job: Claim, state: str, at: datetime, *, error: str | None, progress: int | None = None) -> bool:
    updates: dict[Column | str, Any] = {} if progress is None else {JobRow.progress: progress}
    ended = JobRow.update(
        {
            JobRow.state: state,
            JobRow.owner: None,
            JobRow.lease_until: None,
            JobRow.error: error,
            JobRow.finished_at: at,
            **updates,
        }
    )
    return bool(await ended.where(_where_claimed(job)).returning(JobRow.id))


async def _wait(job: Claim, *, not_before: datetime, attempts: int, error: str | None) -> bool:
    waiting = JobRow.update(
        {
            JobRow.state: "waiting",
            JobRow.owner: None,
            JobRow.lease_until: None,
            JobRow.not_before: not_before,
            JobRow.attempts: attempts,
            JobRow.error: error,
        }
    )
    return bool(await waiting.where(_where_claimed(job)).returning(JobRow.id))


def _where_claimed(job: Claim) -> Any:
    return (JobRow.id == job.id) & (JobRow.owner == job.owner) & (JobRow.state == "running")
