"""What the steering group reads: the register in numbers on one day, and what was done in a period. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from algorithms.entries.entry import Evidence, Version
from algorithms.law.risk import RiskClass
from algorithms.published.findings import EntryFinding
from algorithms.review.deadlines import Due


@dataclass(frozen=True, slots=True)
class Gap:
    """A *difference* that a published version cites, and what is done about it."""

    version: Version
    evidence: Evidence
    overdue: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """``departments`` are (published, under way) by id. ``classes`` count what is published; None is not classified.

    The first gaps and the first things that are late are listed one by one, with the number of each.
    """

    published: int
    withheld: int  # published or under way, and not shown to the public
    under_way: int
    used: int  # published systems that are in use or on trial
    about_people: int  # published systems that use data about people
    findings: Mapping[EntryFinding, int]  # of those: what tests found
    resolved: int  # of those: no difference that matters, or its measure has been carried out
    tests: int  # assessments that published versions cite
    classes: Mapping[RiskClass | None, int]
    departments: Mapping[UUID, tuple[int, int]]
    number_of_gaps: int
    gaps: tuple[Gap, ...]
    number_late: int
    late: tuple[Due, ...]


COUNTED = {  # what is counted in a period, by the action of its event
    "create": "begun",
    "give-opinion": "opinions",
    "return": "returned",
    "publish": "published",
    "withdraw": "withdrawn",
    "record-measure": "measures",
}


def in_period(actions: Mapping[str, int]) -> dict[str, int]:
    """How often each of the counted things was done, of how often anything was."""
    return {name: actions.get(action, 0) for action, name in COUNTED.items()}
