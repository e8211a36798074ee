"""What has changed in the register, for everybody to follow: what was published and withdrawn, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Department
from algorithms.entries.texts import Text
from algorithms.law.risk import RiskClass
from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry
from algorithms.tables import VersionRow

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
    some = await _load_changes([UUID(str(row["id"])) for row in rows])
    return tuple(sorted(some, key=lambda change: (change.at, change.slug, change.number), reverse=True))


async def _load_changes(ids: list[UUID]) -> list[PublicChange]:
    return [_change(published) for published in await public_queries.versions(ids)]


def _change(published: PublishedEntry) -> PublicChange:
    gone = published.withdrawal
    at = gone.at if gone else published.published_at
    assert at is not None  # both states have their date: a rule of the database
    description = published.localized(Text.CHANGE_NOTE) or published.localized(Text.SUMMARY)
    classified = None if gone else published.classification
    return PublicChange(
        slug=published.slug,
        number=published.number,
        withdrawn=gone is not None,
        at=at,
        department=published.department,
        name=published.localized(Text.NAME),
        note=gone.reason if gone else description,
        status=None if gone else published.operational_status,
        risk_class=classified.risk_class if classified else None,
    )
