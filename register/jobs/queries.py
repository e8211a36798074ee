"""Reading the queue: how far a piece of work has come, and how much there is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from register.jobs.tables import JobRow


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job:
    """``error`` is a sentence from the catalogue; ``ahead`` is how many wait before this one."""

    kind: str
    subject: UUID
    state: JobState
    attempts: int
    interruptions: int
    progress: int
    cancel_requested: bool
    error: str | None
    created_at: datetime
    finished_at: datetime | None
    ahead: int = 0


async def latest(kind: str, subject: UUID) -> Job | None:
    """The newest job of this kind for this subject, finished or not."""
    rows = await (
        JobRow.select()
        .where(JobRow.kind == kind, JobRow.subject == subject)
        .order_by(JobRow.created_at, ascending=False)
        .limit(1)
    )
    if not rows:
        return None
    ahead = 0
    if rows[0]["state"] == JobState.WAITING:
        ahead = await JobRow.count().where(JobRow.state == "waiting", JobRow.created_at < rows[0]["created_at"])
    return _job(rows[0], ahead)


async def numbers() -> dict[JobState, int]:
    """How many jobs are in each state, for those who keep watch."""
    rows = await JobRow.raw("SELECT state, COUNT(*) AS jobs FROM job GROUP BY state")
    return {JobState(row["state"]): row["jobs"] for row in rows}


def _job(row: dict[str, Any], ahead: int) -> Job:
    return Job(
        kind=row["kind"],
        subject=row["subject"],
        state=JobState(row["state"]),
        attempts=row["attempts"],
        interruptions=row["interruptions"],
        progress=row["progress"],
        cancel_requested=row["cancel_requested"],
        error=row["error"],
        created_at=row["created_at"],
        finished_at=row["finished_at"],
        ahead=ahead,
    )
