"""Which authority has which task on a day: dated data, as names and tasks change. No name of one stands in code."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from importlib.resources import files
from typing import Any

from assessments.text.languages import FIRST


class AuthorityTask(StrEnum):
    """What people, or the city, turn to an authority for."""

    ACCESSIBILITY = "accessibility"  # the act on accessibility to digital public services
    DATA_PROTECTION = "data-protection"  # the GDPR
    MARKET_SURVEILLANCE = "market-surveillance"  # the AI Act
    DISCRIMINATION = "discrimination"  # the Discrimination Act
    PARLIAMENT = "parliament"  # how authorities do their work


class Certainty(StrEnum):
    DECIDED = "decided"
    REPORTED = "reported"  # decided, but only accounts of the decision were read
    PROPOSED = "proposed"


class AuthorityError(Exception):
    """A row that may not be used as it stands."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One with a name and a task, from one day to another. ``name`` and ``note`` are by language."""

    task: AuthorityTask
    name: Mapping[str, str]
    address: str
    report: str  # where people report or complain; a city may set another
    certainty: Certainty
    source: str
    as_of: date  # when this was last looked up
    starts_on: date = date.min
    ends_on: date = date.max
    note: Mapping[str, str] | None = None

    @property
    def is_proposed(self) -> bool:
        return self.certainty is Certainty.PROPOSED

    def has_task_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def authority(task: AuthorityTask, day: date) -> Authority:
    """The one that has the task on this day; where nobody has, the one that is proposed, which says so itself."""
    rows = [row for row in AUTHORITIES if row.task is task and row.has_task_on(day)]
    return min(rows, key=lambda row: row.is_proposed)


def next_authority(task: AuthorityTask, day: date) -> Authority | None:
    """The change that comes next, decided or proposed; None where none is known."""
    later = [row for row in AUTHORITIES if row.task is task and row.starts_on > day]
    return min(later, key=lambda row: row.starts_on, default=None)


def read_authorities(text: str) -> tuple[Authority, ...]:
    """The rows of a file, in its order; AuthorityError says which row is wrong and why."""
    rows = tuple(_authority(table) for table in tomllib.loads(text).get("authority", ()))
    for complaint in _gaps(rows):
        raise AuthorityError(complaint)
    return rows


def _authority(table: Mapping[str, Any]) -> Authority:
    where = f"{table.get('task')}, {table.get('name', {}).get(FIRST)}"
    if lacking := {"task", "name", "address", "report", "certainty", "source", "as_of"} - set(table):
        raise AuthorityError(f"{where} lacks {', '.join(sorted(lacking))}")
    if table["certainty"] != Certainty.DECIDED and "note" not in table:
        raise AuthorityError(f"{where} is not decided and lacks the note that says what is known")
    return Authority(
        task=AuthorityTask(table["task"]),
        name=table["name"],
        address=table["address"],
        report=table["report"],
        certainty=Certainty(table["certainty"]),
        source=table["source"],
        as_of=table["as_of"],
        starts_on=table.get("from", date.min),
        ends_on=table.get("until", date.max),
        note=table.get("note"),
    )


def _gaps(rows: tuple[Authority, ...]) -> Iterator[str]:
    """A task that nobody has on some day, or that two have."""
    turns = {row.starts_on for row in rows} | {row.ends_on for row in rows}
    turns |= {day + timedelta(days=1) for day in turns if day < date.max}
    for task in AuthorityTask:
        for day in sorted(turns):
            here = [row for row in rows if row.task is task and row.has_task_on(day)]
            if not here:
                yield f"{task} is nobody’s on {day}"
            if sum(not row.is_proposed for row in here) > 1:
                yield f"{task} is given to two on {day}"


AUTHORITIES = read_authorities((files(__name__) / "authorities.toml").read_text("utf-8"))
