"""How long answers take: in working days, against the ten that the city promises. Pure; now is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from statistics import median

from algorithms.questions import working_days
from algorithms.questions.rules import Question

PROMISED = 10  # working days


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a period: asked and answered. Of now: open and late. ``median_days`` is of what was answered in the period."""

    asked: int
    answered: int
    open: int
    late: int
    median_days: float | None  # None where nothing was answered

    @property
    def typical_days(self) -> int | None:
        """The median as a whole number, halves upwards."""
        return None if self.median_days is None else int(self.median_days + 0.5)


def asked_on(question: Question, zone: tzinfo) -> date:
    return question.asked_hour.astimezone(zone).date()


def days_taken(question: Question, zone: tzinfo) -> int | None:
    """Working days until the answer was given; None while there is none."""
    if question.published_at is None:
        return None
    return working_days.between(asked_on(question, zone), question.published_at.astimezone(zone).date())


def due_on(question: Question, zone: tzinfo) -> date:
    """The last day on which the answer is in time."""
    return working_days.after(asked_on(question, zone), PROMISED)


def is_late(question: Question, today: date, zone: tzinfo) -> bool:
    return question.is_open and today > due_on(question, zone)


def figures(questions: Iterable[Question], first: datetime, until: datetime, today: date, zone: tzinfo) -> Figures:
    """From ``first`` up to, but not with, ``until``."""
    every = tuple(questions)
    given = [one for one in every if one.published_at is not None and first <= one.published_at < until]
    taken = [days for one in given if (days := days_taken(one, zone)) is not None]
    return Figures(
        asked=sum(first <= one.asked_hour < until for one in every),
        answered=len(given),
        open=sum(one.is_open for one in every),
        late=sum(is_late(one, today, zone) for one in every),
        median_days=median(taken) if taken else None,
    )
