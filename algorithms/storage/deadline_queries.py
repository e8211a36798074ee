"""What is due: counted, sorted and cut into pages by the database; what is said of each is decided in due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from algorithms.people import Actor
from algorithms.review.deadlines import SOON, TEST_MONTHS, DeadlineKind, Due, due, last_month
from algorithms.storage.queries import departments_read
from algorithms.storage.rows_to_values import load_these
from algorithms.tables import VersionRow

_TEST_MONTH = {  # by the end of which a test is made again, as each database can say it
    "sqlite": f"strftime('%Y-%m', run.finished_at, 'start of month', '+{TEST_MONTHS} months')",
    "postgres": (
        f"to_char(date_trunc('month', run.finished_at AT TIME ZONE 'UTC') + INTERVAL '{TEST_MONTHS} months', 'YYYY-MM')"
    ),
}
_NAME = (
    "(SELECT sort_key FROM version_text WHERE version_text.version = item.version"
    " AND version_text.name = 'name' AND version_text.language = 'sv')"
)
_SHOWN = " AND NOT EXISTS (SELECT 1 FROM withheld WHERE withheld.entry = entry.id)"
_CITED = (
    " FROM evidence JOIN version ON version.id = evidence.version AND version.state = 'published' AND evidence.cited"
)
_REVIEWS = (
    "SELECT id AS version, entry, review_month AS month, 'review' AS kind, NULL AS run FROM version"
    " WHERE state = 'published' AND review_month IS NOT NULL"
)
_MEASURES = (
    f"SELECT version.id, version.entry, evidence.by_when, 'measure', evidence.run{_CITED}"
    " WHERE evidence.measured_at IS NOT NULL AND evidence.what <> '' AND evidence.done_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class NumberDue:
    """How much is late or due within 90 days, and how much of it is late."""

    all: int
    late: int

    @property
    def coming(self) -> int:
        return self.all - self.late


async def number_due(today: date, *, seen_by: Actor) -> NumberDue:
    """Of published versions that the actor may read."""
    items, values = _items(_soon(today), await departments_read(seen_by))
    statement = f"SELECT COUNT(*) AS soon, COALESCE(SUM(CASE WHEN month <= {{}} THEN 1 ELSE 0 END), 0) AS late {items}"
    (row,) = await VersionRow.raw(statement, last_late_month(today), *values)
    return NumberDue(int(row["soon"]), int(row["late"]))


async def due_soon(today: date, *, seen_by: Actor, first: int, most: int) -> tuple[Due, ...]:
    """So many of them from the ``first`` on, what has been late for the longest time before all else."""
    return await _due(_items(_soon(today), await departments_read(seen_by)), today, first, most)


async def shown_late(today: date, departments: Sequence[UUID], *, most: int) -> tuple[int, tuple[Due, ...]]:
    """How much is late in what the public reads of these departments, and so much of it, the longest overdue first."""
    items, values = _items(last_late_month(today), departments, _SHOWN)
    (row,) = await VersionRow.raw(f"SELECT COUNT(*) AS late {items}", *values)
    return int(row["late"]), await _due((items, values), today, 0, most)


def last_late_month(today: date) -> str:
    """What should have been done by the end of this month or an earlier one is late today."""
    return last_month(today - timedelta(days=1))


def _soon(today: date) -> str:
    return last_month(today + timedelta(days=SOON))


async def _due(what: tuple[str, tuple[Any, ...]], today: date, first: int, most: int) -> tuple[Due, ...]:
    items, values = what
    order = f"ORDER BY month, COALESCE({_NAME}, ''), item.version, kind, run LIMIT {{}} OFFSET {{}}"
    statement = f"SELECT item.version AS version, kind, run {items} {order}"
    rows = await VersionRow.raw(statement, *values, most, first)
    keys = [
        (UUID(str(row["version"])), DeadlineKind(row["kind"]), row["run"] and UUID(str(row["run"]))) for row in rows
    ]
    versions = await load_these(VersionRow.id, (version for version, _, _ in keys))
    by_key = {(deadline.version.id, deadline.kind, deadline.run): deadline for deadline in due(versions, today)}
    return tuple(by_key[key] for key in keys if key in by_key)


def _items(month: str, owners: Sequence[UUID], more: str = "") -> tuple[str, tuple[Any, ...]]:
    """FROM and WHERE of everything that has this month or an earlier one, each with version, kind and run."""
    of_test = _TEST_MONTH[VersionRow._meta.db.engine_type]
    tests = (
        f"SELECT version.id, version.entry, {of_test}, 'test', evidence.run{_CITED} JOIN run ON run.id = evidence.run"
    )
    inside = f"entry.department IN ({', '.join(['{}'] * len(owners))})" if owners else "1 = 0"
    clause = (
        f"FROM ({_REVIEWS} UNION ALL {_MEASURES} UNION ALL {tests}) AS item"
        f" JOIN entry ON entry.id = item.entry WHERE month <= {{}} AND {inside}{more}"
    )
    return clause, (month, *owners)
