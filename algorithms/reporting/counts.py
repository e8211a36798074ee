"""The register in numbers, counted by the database: of what is public, and for staff of all that they may read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from algorithms.entries.choices import IN_OPERATION, OperationalStatus
from algorithms.entries.entry import OPEN, VersionState
from algorithms.entries.fields import REQUIRED
from algorithms.law.risk import RiskClass
from algorithms.people import Actor
from algorithms.published import queries as published
from algorithms.published.findings import EntryFinding, finding_of, is_resolved
from algorithms.reporting.queries import targets
from algorithms.reporting.steering import Gap, Summary
from algorithms.reporting.targets import Goal, Progress, progress
from algorithms.storage import rows_to_values
from algorithms.storage.deadline_queries import last_late_month, shown_late
from algorithms.storage.queries import departments_read
from algorithms.tables import VersionRow
from assessments.runs.queries import SHOWS_DIFFERENCE

MOST = 100  # gaps, and things that are late, that are listed one by one


@dataclass(frozen=True, slots=True)
class PublishedTests:
    """Published assessments, and what became of those that show a *difference*; one gap has one standing."""

    tests: int
    differences: int
    done: int
    promised: int  # a measure with a month that has not passed
    late: int
    accepted: int


@dataclass(frozen=True, slots=True)
class _TestsOfPeople:
    """What was found in published systems with data about people, and in how many of them it is resolved."""

    findings: Mapping[EntryFinding, int]
    resolved: int


@dataclass(frozen=True, slots=True)
class RegisterStatistics:
    summary: Summary
    statuses: Mapping[OperationalStatus, int]  # of the published systems, in their order
    assessed: PublishedTests
    goals: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which departments are counted, and the states of what may become public in them."""

    departments: Sequence[UUID]
    states: Iterable[VersionState]
    includes_withheld: bool

    @property
    def condition(self) -> str:
        places = ", ".join(["{}"] * len(self.departments))
        return f"entry.merged_into IS NULL AND {f'entry.department IN ({places})' if places else '1 = 0'}"


async def counted(today: date) -> RegisterStatistics:
    """All that the page of statistics tells. Withheld entries are counted by ``published.queries.withheld``."""
    owners = [department.id for department in await rows_to_values.departments()]
    return await _counted(_Scope(owners, (*OPEN, VersionState.PUBLISHED), includes_withheld=False), today)


async def counted_for(actor: Actor, today: date) -> RegisterStatistics:
    """The same of all that this person may read, with what is withheld and what has been withdrawn."""
    states = [state for state in VersionState if state is not VersionState.DISCARDED]
    return await _counted(_Scope(await departments_read(actor), states, includes_withheld=True), today)


async def _counted(scope: _Scope, today: date) -> RegisterStatistics:
    totals, assessed = await _totals(scope, today), await _assessed(scope, today)
    public, begun = await _by("entry.department", _PUBLIC, scope), await _by("entry.department", _begun(scope), scope)
    tests_of_people = await _tests_of_people(scope, totals["people"])
    late, first_late = await shown_late(today, scope.departments, most=MOST)
    classes = await _by("version.risk_class", _PUBLIC, scope)
    owners = {
        UUID(str(department)): (public.get(department, 0), begun.get(department, 0))
        for department in {**public, **begun}
    }
    summary = Summary(
        published=totals["published"],
        withheld=await _number(_WITHHELD, scope) if scope.includes_withheld else 0,
        under_way=sum(begun.values()),
        used=totals["used"],
        about_people=totals["people"],
        findings=tests_of_people.findings,
        resolved=tests_of_people.resolved,
        tests=assessed.tests,
        classes={risk_class: classes[risk_class] for risk_class in (*RiskClass, None) if risk_class in classes},
        departments=owners,
        number_of_gaps=assessed.differences,
        gaps=await _gaps(scope, today),
        number_late=late,
        late=first_late,
    )
    statuses = await _by("version.operational_status", _PUBLIC, scope)
    reached = await _reached(
        scope, totals, sum(department in owners and owners[department][0] > 0 for department in scope.departments)
    )
    reached[Goal.EQUAL_TREATMENT] = (tests_of_people.resolved, totals["people"])
    shares = progress(reached, await targets())
    return RegisterStatistics(
        summary=summary,
        statuses={status: statuses[status] for status in OperationalStatus if status in statuses},
        assessed=assessed,
        goals=shares,
    )


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


_SHOWN = "NOT EXISTS (SELECT 1 FROM withheld WHERE withheld.entry = entry.id)"
_PUBLIC = f"FROM version JOIN entry ON entry.id = version.entry WHERE version.state = 'published' AND {_SHOWN}"
_WITHHELD = (
    "FROM withheld JOIN entry ON entry.id = withheld.entry WHERE EXISTS"
    " (SELECT 1 FROM version WHERE version.entry = entry.id AND version.state <> 'discarded')"
)
_EVIDENCE = (
    "FROM evidence JOIN version ON version.id = evidence.version JOIN entry ON entry.id = version.entry"
    f" WHERE evidence.cited AND version.state = 'published' AND {_SHOWN}"
)
_TESTED = "EXISTS (SELECT 1 FROM evidence WHERE evidence.version = version.id AND evidence.cited)"
_WRITTEN = f"own.version = version.id AND own.language = 'sv' AND own.name IN ({_quoted(REQUIRED)})"
_IN_ENGLISH = "other.version = own.version AND other.name = own.name AND other.language = 'en'"
_NOT_IN_ENGLISH = (
    f"EXISTS (SELECT 1 FROM version_text AS own WHERE {_WRITTEN} AND NOT EXISTS"  # noqa: S608  # our own words
    f" (SELECT 1 FROM version_text AS other WHERE {_IN_ENGLISH}))"
)
_SUMS = {  # of what is published
    "used": f"version.operational_status IN ({_quoted(IN_OPERATION)})",
    "people": "version.personal_data",
    "classified": "version.risk_class IS NOT NULL",
    "bilingual": f"NOT {_NOT_IN_ENGLISH}",
    "late": "version.review_month <= {}",
}
_DONE = "evidence.done_at IS NOT NULL"
_PROMISED = "evidence.measured_at IS NOT NULL AND evidence.done_at IS NULL AND evidence.by_when <> ''"
_LATE = f"{_PROMISED} AND evidence.what <> '' AND evidence.by_when <= {{}}"


def _sum(condition: str, name: str) -> str:
    return f"COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS {name}"


async def _totals(scope: _Scope, today: date) -> dict[str, int]:
    sums = ", ".join(_sum(condition, name) for name, condition in _SUMS.items())
    (row,) = await VersionRow.raw(
        f"SELECT COUNT(*) AS published, {sums} {_PUBLIC} AND {scope.condition}",
        last_late_month(today),
        *scope.departments,
    )
    return {name: int(number) for name, number in row.items()}


async def _assessed(scope: _Scope, today: date) -> PublishedTests:
    sums = {
        "differences": SHOWS_DIFFERENCE,
        "done": f"{SHOWS_DIFFERENCE} AND {_DONE}",
        "promised": f"{SHOWS_DIFFERENCE} AND {_PROMISED}",
        "late": f"{SHOWS_DIFFERENCE} AND {_LATE}",
    }
    counts = ", ".join(_sum(condition, name) for name, condition in sums.items())
    month = last_late_month(today)
    statement = f"SELECT COUNT(*) AS tests, {counts} {_EVIDENCE} AND {scope.condition}"
    (row,) = await VersionRow.raw(statement, month, *scope.departments)
    totals = {name: int(number) for name, number in row.items()}
    accepted = totals["differences"] - totals["done"] - totals["promised"]
    return PublishedTests(**{**totals, "promised": totals["promised"] - totals["late"]}, accepted=accepted)


async def _tests_of_people(scope: _Scope, about_people: int) -> _TestsOfPeople:
    rows = await VersionRow.raw(
        f"SELECT version.id AS id {_PUBLIC} AND version.personal_data AND {_TESTED} AND {scope.condition}",
        *scope.departments,
    )
    cited = await published.assessments_of(UUID(str(row["id"])) for row in rows)
    numbers = Counter(finding_of(assessments) for assessments in cited.values())
    numbers[EntryFinding.NOT_TESTED] += about_people - len(cited)
    resolved = sum(is_resolved(assessments) for assessments in cited.values())
    return _TestsOfPeople({finding: numbers[finding] for finding in EntryFinding}, resolved)


async def _gaps(scope: _Scope, today: date) -> tuple[Gap, ...]:
    """The first of them."""
    rows = await VersionRow.raw(
        f"SELECT version.id AS version, evidence.run AS run, CASE WHEN {_LATE} THEN 1 ELSE 0 END AS late {_EVIDENCE}"
        f" AND {SHOWS_DIFFERENCE} AND {scope.condition} ORDER BY version.entry, evidence.number LIMIT {{}}",
        last_late_month(today),
        *scope.departments,
        MOST,
    )
    keys = [(UUID(str(row["version"])), UUID(str(row["run"])), bool(row["late"])) for row in rows]
    versions = {
        loaded.id: loaded
        for loaded in await rows_to_values.load_these(VersionRow.id, (version for version, _, _ in keys))
    }
    evidence = {(version.id, piece.run): piece for version in versions.values() for piece in version.evidence}
    return tuple(Gap(versions[version], evidence[version, run], late) for version, run, late in keys)


async def _reached(scope: _Scope, totals: Mapping[str, int], departments: int) -> dict[Goal, tuple[int, int]]:
    begun = f"(SELECT 1 FROM version WHERE version.entry = entry.id AND version.state IN ({_quoted(scope.states)}))"  # noqa: S608  # our own words
    entries = await _number(f"FROM entry WHERE {_SHOWN} AND EXISTS {begun}", scope)
    published = totals["published"]
    return {
        Goal.PUBLISHED: (published, entries),
        Goal.CLASSIFIED: (totals["classified"], published),
        Goal.REVIEWED: (published - totals["late"], published),
        Goal.BILINGUAL: (totals["bilingual"], published),
        Goal.DEPARTMENTS: (departments, len(scope.departments)),
    }


def _begun(scope: _Scope) -> str:
    shown = "" if scope.includes_withheld else f" AND {_SHOWN}"
    return f"FROM version JOIN entry ON entry.id = version.entry WHERE version.state IN ({_quoted(OPEN)}){shown}"


async def _number(what: str, scope: _Scope) -> int:
    (row,) = await VersionRow.raw(f"SELECT COUNT(*) AS many {what} AND {scope.condition}", *scope.departments)
    return int(row["many"])


async def _by(column: str, what: str, scope: _Scope) -> dict[Any, int]:
    rows = await VersionRow.raw(
        f"SELECT {column} AS one, COUNT(*) AS many {what} AND {scope.condition} GROUP BY {column}",
        *scope.departments,
    )
    return {row["one"]: int(row["many"]) for row in rows}
