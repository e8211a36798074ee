"""How far the register has come with the AI plan's goals, and how far the coordinator wants to come by when. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from algorithms.entries.dates import month_of
from assessments.text.message import Message


class Goal(StrEnum):
    PUBLISHED = "published"
    CLASSIFIED = "classified"
    EQUAL_TREATMENT = "equal-treatment"  # what tests found and what was done, and not how many there are
    REVIEWED = "reviewed"
    BILINGUAL = "bilingual"
    DEPARTMENTS = "departments"


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """At least so many of 100, by the last day of a month."""

    percent: int
    by_month: str  # "2027-06"


@dataclass(frozen=True, slots=True)
class Progress:
    """``reached`` of ``of``; without any, there is nothing to reach, and no share."""

    goal: Goal
    reached: int
    of: int
    target: PlanTarget | None = None

    @property
    def percent(self) -> int | None:
        """Whole per 100, rounded down: a target is not met before it is."""
        return self.reached * 100 // self.of if self.of else None

    @property
    def met(self) -> bool | None:
        """None where there is no target, or nothing to count."""
        if self.target is None or not self.of:
            return None
        return self.reached * 100 >= self.target.percent * self.of

    def is_late(self, today: date) -> bool:
        """The month has passed and the target is not met."""
        return self.target is not None and self.met is False and f"{today:%Y-%m}" > self.target.by_month


def progress(reached: Mapping[Goal, tuple[int, int]], targets: Mapping[Goal, PlanTarget]) -> tuple[Progress, ...]:
    """Each goal with its target. ``reached`` says of each how many have reached it, and of how many."""
    return tuple(
        Progress(goal=goal, reached=reached[goal][0], of=reached[goal][1], target=targets.get(goal)) for goal in Goal
    )


def read(typed: Mapping[str, str]) -> tuple[dict[Goal, PlanTarget | None], dict[str, Message]]:
    """The targets as they were written, none where both fields are empty; and what is wrong, by control."""
    targets: dict[Goal, PlanTarget | None] = {}
    errors: dict[str, Message] = {}
    for goal in Goal:
        percent, month = typed.get(f"{goal}-percent", "").strip(), typed.get(f"{goal}-month", "").strip()
        if not percent and not month:
            targets[goal] = None
            continue
        if not (percent.isascii() and percent.isdigit() and 0 < int(percent) <= 100):
            errors[f"{goal}-percent"] = Message("Write a whole number from 1 to 100.")
        if (by_month := month_of(month)) is None:
            errors[f"{goal}-month"] = Message("Write year and month with a hyphen, for example 2026-03.")
        if by_month and not errors:
            targets[goal] = PlanTarget(int(percent), by_month)
    return targets, errors
