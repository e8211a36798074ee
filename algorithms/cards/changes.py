"""What has changed in the register, for everybody to follow: what was published and withdrawn, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Department, Version, VersionState
from algorithms.entries.texts import Text
from algorithms.law.given_answers import classification
from algorithms.law.risk import RiskClass
from algorithms.redaction.masks import covered_localized
from algorithms.storage import rows_to_values
from algorithms.tables import EventRow, VersionRow
from assessments.storage import rows_of
from assessments.text.localized import LocalizedText, read

MOST = 50  # changes in one feed or archive


@dataclass(frozen=True, slots=True)
class PublicChange:
    """Texts by language. ``note`` says what is new or why it is gone; of a first version it is the summary."""

    slug: str
    number: int
    withdrawn: bool
    at: datetime
    department: Department
    name: Mapping[str, str]
    note: Mapping[str, str]
    status: OperationalStatus | None  # as the class, of what is shown
    risk_class: RiskClass | None


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Some changes, newest first, and how many archives of older ones there are. Archive 1 has the oldest."""

    changes: tuple[PublicChange, ...]
    archives: int


async def newest(*, department: str = "", slug: str = "") -> ChangePage:
    """The latest changes of all entries, of one department, or of one entry if its address is given.

    A withdrawn entry is listed as withdrawn only; one that is withheld or was merged into another is left out.
    """
    number = await _count(department, slug)
    return ChangePage(await _some(department, slug, 0), _archives(number))


async def archived(archive: int, *, department: str = "", slug: str = "") -> ChangePage | None:
    """What an archive holds: always as many, counted from the oldest, so that newer changes do not move them."""
    number = await _count(department, slug)
    if not 1 <= archive <= _archives(number):
        return None
    return ChangePage(await _some(department, slug, number - archive * MOST), _archives(number))


def _archives(number: int) -> int:
    """Full ones, as long as there is more than they hold."""
    return max(0, number - 1) // MOST


_VERSIONS = (
    " AS at, version.id AS id, entry.slug AS slug, version.number AS number FROM version"
    " JOIN entry ON entry.id = version.entry"
    " JOIN department ON department.id = entry.department WHERE entry.merged_into IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM withheld WHERE withheld.entry = entry.id)"
)
_PUBLIC = "EXISTS (SELECT 1 FROM version AS now WHERE now.entry = version.entry AND now.state = 'published')"
_SHOWN = f"SELECT version.published_at{_VERSIONS} AND version.state IN ('published', 'replaced') AND {_PUBLIC}"
_GONE = f"SELECT version.ended_at{_VERSIONS} AND version.state = 'withdrawn' AND NOT {_PUBLIC}"


def _listed(department: str, slug: str) -> tuple[str, list[str]]:
    """All changes of one department or one entry if asked, as a table, and the values in it."""
    filters = {"department.slug": department, "entry.slug": slug}
    chosen = "".join(f" AND {column} = {{}}" for column, value in filters.items() if value)
    values = [value for value in filters.values() if value]
    return f"FROM ({_SHOWN}{chosen} UNION ALL {_GONE}{chosen}) AS listed", [*values, *values]


async def _count(department: str, slug: str) -> int:
    listed, values = _listed(department, slug)
    rows = await VersionRow.raw(f"SELECT COUNT(*) AS many {listed}", *values)
    return int(rows[0]["many"])


async def _some(department: str, slug: str, first: int) -> tuple[PublicChange, ...]:
    """One feed full, from the ``first`` newest on."""
    listed, values = _listed(department, slug)
    order = "ORDER BY at DESC, slug DESC, number DESC LIMIT {} OFFSET {}"
    rows = await VersionRow.raw(f"SELECT id {listed} {order}", *values, MOST, first)
    found = await _load_changes([UUID(str(row["id"])) for row in rows])
    return tuple(sorted(found, key=lambda change: (change.at, change.slug, change.number), reverse=True))


async def _load_changes(ids: list[UUID]) -> list[PublicChange]:
    owners = {department.id: department for department in await rows_to_values.departments()}
    notes = await _reasons(ids)
    versions = await rows_to_values.load_these(VersionRow.id, ids)
    return [_change(version, owners[version.entry.department], notes.get(version.id, {})) for version in versions]


def _change(version: Version, owner: Department, reason: Mapping[str, str]) -> PublicChange:
    withdrawn = version.state is VersionState.WITHDRAWN
    at = version.ended_at if withdrawn else version.published_at
    assert at is not None  # both states have their date: a rule of the database
    description = version.localized(Text.CHANGE_NOTE) or version.localized(Text.SUMMARY)
    classified = None if withdrawn else classification(version)
    note = covered_localized(reason, version.entry.masks) if withdrawn else description
    return PublicChange(
        slug=version.entry.slug,
        number=version.number,
        withdrawn=withdrawn,
        at=at,
        department=owner,
        name=version.localized(Text.NAME),
        note=note,
        status=None if withdrawn else version.answers.operational_status,
        risk_class=classified.risk_class if classified else None,
    )


async def _reasons(ids: list[UUID]) -> dict[UUID, LocalizedText]:
    """Why it was withdrawn, by version."""
    withdrawal = EventRow.end_state == VersionState.WITHDRAWN.value
    rows = await rows_of(
        EventRow.version, ids, lambda these: EventRow.select(EventRow.version, EventRow.note).where(these, withdrawal)
    )
    return {row["version"]: read(row["note"]) for row in rows}
