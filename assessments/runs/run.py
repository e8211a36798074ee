"""What a run is while it lives: its states and what may follow which. Frozen values, no storage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from assessments.text.message import Message, labelled


class RunState(StrEnum):
    RECEIVED = "received"  # the file lies encrypted, its inventory is being made
    INVENTORIED = (
        "inventoried"  # also once more, when a second file has come or gone, or the plan asks too much: it is revised
    )
    PLANNED = "planned"  # the test plan is stored; no group has been counted yet
    SET_ASIDE = "set-aside"  # planned, but nothing is kept of the file until the same one is uploaded again
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RunJob(StrEnum):
    """What a worker does for a run."""

    INVENTORY = "inventory"
    SECOND_FILE = "second-file"
    ASSESSMENT = "assessment"


# In which states a worker has something to do for a run, and what.
WORK: Mapping[RunState, RunJob] = {
    RunState.RECEIVED: RunJob.INVENTORY,
    RunState.QUEUED: RunJob.ASSESSMENT,
    RunState.RUNNING: RunJob.ASSESSMENT,
}
NEXT: Mapping[RunState, frozenset[RunState]] = labelled(
    RunState,
    {
        RunState.RECEIVED: frozenset({RunState.INVENTORIED, RunState.FAILED, RunState.CANCELLED}),
        RunState.INVENTORIED: frozenset({RunState.INVENTORIED, RunState.PLANNED, RunState.CANCELLED}),
        RunState.PLANNED: frozenset(
            {RunState.INVENTORIED, RunState.PLANNED, RunState.SET_ASIDE, RunState.QUEUED, RunState.CANCELLED}
        ),
        RunState.SET_ASIDE: frozenset({RunState.SET_ASIDE, RunState.PLANNED, RunState.CANCELLED}),
        RunState.QUEUED: frozenset({RunState.RUNNING, RunState.CANCELLED}),
        RunState.RUNNING: frozenset(
            {RunState.RUNNING, RunState.INVENTORIED, RunState.DONE, RunState.FAILED, RunState.CANCELLED}
        ),
        RunState.DONE: frozenset(),
        RunState.FAILED: frozenset(),
        RunState.CANCELLED: frozenset(),
    },
)
ENDED = frozenset(state for state, following in NEXT.items() if not following)
TAKES_SECOND_FILE = frozenset({RunState.INVENTORIED, RunState.PLANNED})


class RunStateError(Exception):
    """The run is in another state than this step asks for; somebody may have taken it before."""


@dataclass(frozen=True, slots=True)
class Run:
    """One assessment as its pages show it. Plan, inventory and results are read apart, when they are needed."""

    id: UUID
    state: RunState
    titles: Mapping[str, str]
    file_name: str
    file_sha256: str | None
    file_bytes: int | None
    complaints: tuple[Message, ...]
    received_at: datetime
    planned_at: datetime | None
    finished_at: datetime | None
    destroyed_at: datetime | None
    shows_difference: bool
    stored_as: UUID  # the id under which the file lies, or lay

    @property
    def waiting(self) -> bool:
        """Whether the computer is at work, so that a page has something to wait for."""
        return self.state in WORK


@dataclass(frozen=True, slots=True)
class RunFile:
    """One file of a run, its own or a second one, as far as it is known by its hash."""

    id: UUID  # the run's, or the second file's own
    name: str
    sha256: str
    stored_as: UUID  # the id under which it lies, or lay
    is_stored: bool


@dataclass(frozen=True, slots=True)
class SecondFile:
    """A second file with the groups of a run's cases. It is read on its own, and destroyed with the run's own file."""

    id: UUID
    run: UUID
    file_name: str
    file_sha256: str
    file_bytes: int
    complaints: tuple[Message, ...]
    read_at: datetime | None
    destroyed_at: datetime | None

    @property
    def stored_as(self) -> UUID:
        """The id under which the file lies, or lay."""
        return self.id

    @property
    def waiting(self) -> bool:
        """Whether the computer is about to read it."""
        return self.read_at is None and self.destroyed_at is None
