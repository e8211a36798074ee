"""Which days of an entry somebody is reminded of, and in which words. Pure; what is due: review.deadlines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from algorithms.entries.entry import Version
from algorithms.review.deadlines import DeadlineKind, Due
from assessments.text.message import Message
from register.language import Language

BEFORE: Mapping[DeadlineKind, tuple[int, ...]] = {
    DeadlineKind.REVIEW: (90, 30, 0),
    DeadlineKind.MEASURE: (30, 0),
}  # days
AGAIN = 30  # days between two reminders of what is overdue

_REVIEW = Message("“{name}” is to be reviewed by {day}")
_LATE_REVIEW = Message("“{name}” should have been reviewed by {day}")
_MEASURE = Message("A measure for “{name}” is to be done by {day}")
_LATE_MEASURE = Message("A measure for “{name}” should have been done by {day}")
_HOW_TO_REVIEW = Message(
    "Read the entry as the public reads it. Then begin a new version, with what has changed and the month of the next "
    "review."
)
_HOW_TO_END = Message("Say on the page of the assessment when it has been carried out.")


@dataclass(frozen=True, slots=True)
class Reminder:
    """One day of one entry, at one step before it or after. ``key`` is the same whenever it is asked for."""

    version: Version
    kind: DeadlineKind
    by: date
    step: str
    whats: tuple[Message, ...]
    overdue: bool

    @property
    def key(self) -> str:
        return f"{self.version.entry.id}/{self.kind}/{self.by}/{self.step}"

    def subject(self, language: Language) -> Message:
        late = {DeadlineKind.REVIEW: _LATE_REVIEW, DeadlineKind.MEASURE: _LATE_MEASURE}
        words = (late if self.overdue else {DeadlineKind.REVIEW: _REVIEW, DeadlineKind.MEASURE: _MEASURE})[self.kind]
        return Message(words.msgid, {"name": self.version.called(language), "day": self.by})

    @property
    def paragraphs(self) -> tuple[Message, ...]:
        return (*self.whats, _HOW_TO_REVIEW if self.kind is DeadlineKind.REVIEW else _HOW_TO_END)


def reminders(deadlines: Iterable[Due]) -> tuple[Reminder, ...]:
    """What is to be sent today. A step that was missed is sent as soon as the next day comes, until the next step."""

    def of(due: Due) -> tuple[str, str, date]:
        return str(due.version.entry.id), str(due.kind), due.by

    pending = sorted(
        (deadline for deadline in deadlines if deadline.kind in BEFORE and step(deadline) is not None), key=of
    )
    grouped = (tuple(same) for _, same in groupby(pending, key=of))
    return tuple(
        Reminder(
            version=first.version,
            kind=first.kind,
            by=first.by,
            step=step(first) or "",
            whats=tuple(deadline.what for deadline in same),
            overdue=first.overdue,
        )
        for same in grouped
        for first in same[:1]
    )


def step(due: Due) -> str | None:
    """The last step that has been reached: days before, or which time after; None while none has."""
    if due.days < 0:
        return f"late-{(-due.days - 1) // AGAIN}"
    reached = [days for days in BEFORE[due.kind] if due.days <= days]
    return str(min(reached)) if reached else None
