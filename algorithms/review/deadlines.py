"""What has a day in an entry's life: reviews, measures that were promised, tests that age. Pure; today is an argument.

How often a system is reviewed follows from its class, unless the department has said a month itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from algorithms.entries.entry import Version, VersionState
from algorithms.law.given_answers import classification
from algorithms.law.risk import RiskClass
from assessments.text.message import Message

SOON = 90  # days
REVIEW_MONTHS: Mapping[RiskClass | None, int] = {RiskClass.PROHIBITED: 6, RiskClass.HIGH_RISK: 12, RiskClass.EXEMPT: 12}
USUAL_MONTHS = 24  # between two reviews, of every other class
TEST_MONTHS = 24  # after which a test speaks of what was


class DeadlineKind(StrEnum):
    REVIEW = "review"
    MEASURE = "measure"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that has to be done by the last day of a month."""

    version: Version
    kind: DeadlineKind
    by: date
    what: Message
    overdue: bool
    days: int  # until it is due; below 0 when it is overdue
    run: UUID | None = None  # of a measure or a test


def last_month(until: date) -> str:
    """The last month whose last day has come by then: what is due by its end is due on this day or before."""
    following = date.fromordinal(until.toordinal() + 1)
    return _month(following.year * 12 + following.month - 2)


def due(versions: Iterable[Version], today: date) -> tuple[Due, ...]:
    """Of published versions all that is overdue or due within 90 days, the longest overdue first."""
    deadlines = [
        deadline for version in versions if version.state is VersionState.PUBLISHED for deadline in _of(version, today)
    ]
    return tuple(
        sorted(
            (deadline for deadline in deadlines if deadline.days <= SOON),
            key=lambda deadline: (deadline.by, deadline.version.name),
        )
    )


def review_by(version: Version) -> date | None:
    """The last day for the next review; None for a system that is no longer used, or was never published."""
    month = review_month(version)
    return _last_day(month) if month else None


def review_month(version: Version) -> str | None:
    """The month by whose end it is reviewed; None as above."""
    status = version.answers.operational_status
    if status is not None and status.has_ended:
        return None
    if version.answers.next_review:
        return version.answers.next_review
    if version.published_at is None:
        return None
    classified = classification(version)
    months = REVIEW_MONTHS.get(classified.risk_class if classified else None, USUAL_MONTHS)
    return _month_after(version.published_at, months)


def _of(version: Version, today: date) -> Iterator[Due]:
    if day := review_by(version):
        yield _due(version, DeadlineKind.REVIEW, day, Message("The entry is to be reviewed."), today)
    for evidence in version.evidence:
        if not evidence.cited:
            continue
        measure = evidence.measure
        if measure and measure.by_when and measure.what.get("sv") and not measure.done_at:
            message = Message("Measure: {what}", {"what": measure.what["sv"]})
            yield _due(version, DeadlineKind.MEASURE, _last_day(measure.by_when), message, today, evidence.run)
        if evidence.finished_at:
            message = Message("The test “{title}” is to be made again.", {"title": evidence.titles["sv"]})
            yield _due(
                version,
                DeadlineKind.TEST,
                _last_day(_month_after(evidence.finished_at, TEST_MONTHS)),
                message,
                today,
                evidence.run,
            )


def _due(version: Version, kind: DeadlineKind, by: date, what: Message, today: date, run: UUID | None = None) -> Due:
    return Due(version=version, kind=kind, by=by, what=what, overdue=by < today, days=(by - today).days, run=run)


def _last_day(month: str) -> date:
    """Of a month as ``2027-03``."""
    year, number = (int(part) for part in month.split("-"))
    following = date(year + number // 12, number % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _month_after(start: datetime, months: int) -> str:
    return _month(start.year * 12 + start.month - 1 + months)


def _month(place: int) -> str:
    return f"{place // 12:04}-{place % 12 + 1:02}"
