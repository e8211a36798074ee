"""What has changed in the register, for everybody to follow: what was published and withdrawn, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from algorithms.entries.entry import Department, Version, VersionState
from algorithms.entries.texts import Text
from algorithms.redaction.masks import covered_localized
from algorithms.storage import rows_to_values
from algorithms.tables import EventRow, VersionRow
from assessments.storage import rows_of
from assessments.text.localized import LocalizedText, read

MOST = 50  # changes in one feed: a year's worth for a large city


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


async def changes(*, department: str = "", slug: str = "", most: int = MOST) -> tuple[PublicChange, ...]:
    """The latest changes, newest first, of one department or one entry if its address is given.

    A withdrawn entry is listed as withdrawn only; one that is withheld or was merged into another is left out.
    """
    public_changes = [*await _load_changes(await _newest(_SHOWN, "published_at", department, slug, most))]
    public_changes += await _load_changes(await _newest(_GONE, "ended_at", department, slug, most))
    return tuple(
        sorted(public_changes, key=lambda change: (change.at, change.slug, change.number), reverse=True)[:most]
    )


_VERSIONS = (
    "SELECT version.id AS id FROM version JOIN entry ON entry.id = version.entry"
    " JOIN department ON department.id = entry.department WHERE entry.merged_into IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM withheld WHERE withheld.entry = entry.id)"
)
_PUBLIC = "EXISTS (SELECT 1 FROM version AS now WHERE now.entry = version.entry AND now.state = 'published')"
_SHOWN = f"version.state IN ('published', 'replaced') AND {_PUBLIC}"
_GONE = f"version.state = 'withdrawn' AND NOT {_PUBLIC}"


async def _newest(which: str, when: str, department: str, slug: str, most: int) -> list[UUID]:
    """The ids of so many versions, of one department or one entry if asked."""
    filters = {"department.slug": department, "entry.slug": slug}
    chosen = "".join(f" AND {column} = {{}}" for column, value in filters.items() if value)
    order = f"ORDER BY version.{when} DESC, entry.slug DESC, version.number DESC LIMIT {{}}"
    statement = f"{_VERSIONS} AND {which}{chosen} {order}"
    rows = await VersionRow.raw(statement, *(value for value in filters.values() if value), most)
    return [UUID(str(row["id"])) for row in rows]


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
    note = covered_localized(reason, version.entry.masks) if withdrawn else description
    return PublicChange(
        slug=version.entry.slug,
        number=version.number,
        withdrawn=withdrawn,
        at=at,
        department=owner,
        name=version.localized(Text.NAME),
        note=note,
    )


async def _reasons(ids: list[UUID]) -> dict[UUID, LocalizedText]:
    """Why it was withdrawn, by version."""
    withdrawal = EventRow.end_state == VersionState.WITHDRAWN.value
    rows = await rows_of(
        EventRow.version, ids, lambda these: EventRow.select(EventRow.version, EventRow.note).where(these, withdrawal)
    )
    return {row["version"]: read(row["note"]) for row in rows}
