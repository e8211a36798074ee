"""The register in numbers, for everybody: of what is public, how much is under way, and no word of what is withheld."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from algorithms import loading
from algorithms.entry import OPEN, OperationalStatus, State, Version, latest
from algorithms.reporting.queries import targets
from algorithms.reporting.steering import Summary, summary
from algorithms.reporting.targets import Progress, progress
from algorithms.tables import VersionRow


@dataclass(frozen=True, slots=True)
class Assessed:
    """Published assessments, and what became of those that show a *difference*; one gap has one standing."""

    tests: int
    differences: int
    done: int
    promised: int  # a measure with a month that has not passed
    late: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Counted:
    summary: Summary
    statuses: Mapping[OperationalStatus, int]  # of the published systems, in their order
    assessed: Assessed
    goals: tuple[Progress, ...]


async def counted(today: date) -> Counted:
    """All that the page of statistics tells. Withheld entries are counted by ``cards.queries.withheld``."""
    states = [state.value for state in (*OPEN, State.PUBLISHED)]
    found = await loading.load(VersionRow.state.is_in(states))
    shown = [one for one in found if one.entry.withheld is None and one.entry.merged_into is None]
    public = tuple(one for one in shown if one.state is State.PUBLISHED)
    owners = [one.id for one in await loading.departments()]
    told = summary(_newest(shown), public, today)
    goals = progress(_newest(shown), public, owners, await targets(), today)
    return Counted(told, _statuses(public), assessed(told), goals)


def assessed(told: Summary) -> Assessed:
    """The standing of every gap: carried out, promised, late, or accepted with a reason."""
    measures = [(gap.evidence.measure, gap.overdue) for gap in told.gaps]
    done = sum(one is not None and one.done_at is not None for one, _ in measures)
    late = sum(overdue for _, overdue in measures)
    promised = sum(one is not None and not one.done_at and bool(one.by_when) and not late for one, late in measures)
    return Assessed(told.tests, len(measures), done, promised, late, len(measures) - done - promised - late)


def _newest(versions: Iterable[Version]) -> tuple[Version, ...]:
    by_entry: dict[UUID, list[Version]] = {}
    for one in versions:
        by_entry.setdefault(one.entry.id, []).append(one)
    return tuple(latest(found) for found in by_entry.values())


def _statuses(public: Iterable[Version]) -> dict[OperationalStatus, int]:
    found = Counter(one.answers.operational_status for one in public)
    return {one: found[one] for one in OperationalStatus if found[one]}
