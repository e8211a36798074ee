"""What the steering group reads: the register in numbers on one day, and what was done in a period. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from algorithms.due import Due, Kind, due
from algorithms.entry import OPEN, Evidence, OperationalStatus, Version
from algorithms.law.answers import classification
from algorithms.law.risk import RiskClass


@dataclass(frozen=True, slots=True)
class Gap:
    """A *difference* that a published version cites, and what is done about it."""

    version: Version
    evidence: Evidence
    overdue: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """``departments`` are (published, under way) by id. ``classes`` count what is published; None is not classified."""

    published: int
    withheld: int  # published or under way, and not shown to the public
    under_way: int
    used: int  # published systems that are in use or on trial
    about_people: int  # published systems that use data about people
    tested: int  # of those
    tests: int  # assessments that published versions cite
    classes: Mapping[RiskClass | None, int]
    departments: Mapping[UUID, tuple[int, int]]
    gaps: tuple[Gap, ...]
    late: tuple[Due, ...]

    @property
    def untested(self) -> int:
        return self.about_people - self.tested


def summary(newest: Iterable[Version], published: Iterable[Version], today: date) -> Summary:
    """``newest`` is the newest version of each entry, ``published`` what the public reads."""
    latest = list(newest)
    public = [one for one in published if one.entry.withheld is None]
    under_way = [one for one in latest if one.state in OPEN]
    people = [one for one in public if one.answers.personal_data]
    owners = Counter(one.entry.department for one in public)
    begun = Counter(one.entry.department for one in under_way)
    late = tuple(one for one in due(public, today) if one.overdue)
    late_measures = {one.version.id for one in late if one.kind is Kind.MEASURE}
    return Summary(
        published=len(public),
        withheld=sum(one.entry.withheld is not None for one in latest),
        under_way=len(under_way),
        used=sum(one.answers.operational_status in _USED for one in public),
        about_people=len(people),
        tested=sum(any(each.cited for each in one.evidence) for one in people),
        tests=sum(each.cited for one in public for each in one.evidence),
        classes=_classes(public),
        departments={owner: (owners[owner], begun[owner]) for owner in {**owners, **begun}},
        gaps=tuple(
            Gap(one, each, one.id in late_measures)
            for one in public
            for each in one.evidence
            if each.cited and each.shows_difference
        ),
        late=late,
    )


_USED = (OperationalStatus.IN_USE, OperationalStatus.PILOT)


def _classes(public: Iterable[Version]) -> dict[RiskClass | None, int]:
    """In the order of the classes, with those that nobody has classified last; classes without entries left out."""
    found = Counter(each.risk_class if (each := classification(one)) else None for one in public)
    return {one: found[one] for one in (*RiskClass, None) if found[one]}


COUNTED = {  # what is counted in a period, by the action of its event
    "create": "begun",
    "give-opinion": "opinions",
    "return": "returned",
    "publish": "published",
    "withdraw": "withdrawn",
    "record-measure": "measures",
}


def in_period(actions: Iterable[str]) -> dict[str, int]:
    """How often each of the counted things was done."""
    found = Counter(COUNTED[action] for action in actions if action in COUNTED)
    return {name: found[name] for name in COUNTED.values()}
