"""How long answers take: in working days, against the ten that the city promises. Pure; now is an argument."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from algorithms.questions import working_days
from algorithms.questions.rules import ResidentQuestion

PROMISED = 10  # working days


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a period: asked and answered. Of now: open and late. ``median_days`` is of what was answered in the period."""

    received: int
    answered: int
    open: int
    late: int
    median_days: float | None  # None where nothing was answered

    @property
    def typical_days(self) -> int | None:
        """The median as a whole number, halves upwards."""
        return None if self.median_days is None else int(self.median_days + 0.5)


def received_on(question: ResidentQuestion, zone: tzinfo) -> date:
    return question.received_hour.astimezone(zone).date()


def days_taken(question: ResidentQuestion, zone: tzinfo) -> int | None:
    """Working days until the answer was given; None while there is none."""
    if question.published_at is None:
        return None
    return days_between(question.received_hour, question.published_at, zone)


def days_between(received: datetime, answered: datetime, zone: tzinfo) -> int:
    """In working days."""
    return working_days.between(received.astimezone(zone).date(), answered.astimezone(zone).date())


def due_on(question: ResidentQuestion, zone: tzinfo) -> date:
    """The last day on which the answer is in time."""
    return working_days.after(received_on(question, zone), PROMISED)


def is_late(question: ResidentQuestion, today: date, zone: tzinfo) -> bool:
    return question.is_open and today > due_on(question, zone)


def late_before(today: date, zone: tzinfo) -> datetime:
    """An open question that was asked before this moment is late today."""
    day = today
    while working_days.after(day, PROMISED) >= today:
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), zone)
