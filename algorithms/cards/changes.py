"""What has changed in the register, for everybody to follow: what was published and withdrawn, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from algorithms.entries.entry import Department
from algorithms.entries.texts import Text
from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry
from algorithms.tables import VersionRow

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

    Of a withdrawn entry only that is told, and of what is withheld or was merged into another entry nothing.
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
    return [_change(published) for published in await public_queries.versions(ids)]


def _change(published: PublishedEntry) -> PublicChange:
    gone = published.withdrawal
    at = gone.at if gone else published.published_at
    assert at is not None  # both states have their date: a rule of the database
    description = published.localized(Text.CHANGE_NOTE) or published.localized(Text.SUMMARY)
    return PublicChange(
        slug=published.slug,
        number=published.number,
        withdrawn=gone is not None,
        at=at,
        department=published.department,
        name=published.localized(Text.NAME),
        note=gone.reason if gone else description,
    )
