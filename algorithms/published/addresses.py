"""Which pages of entries are public, for all entries at once, by the same rules as the pages themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.city_tables import MaskRow
from algorithms.entries.entry import VersionState
from algorithms.storage import rows_to_values
from algorithms.tables import EvidenceRow, VersionRow
from assessments.runs import queries as runs

_SHOWN = [VersionState.PUBLISHED.value, VersionState.REPLACED.value]


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """``changed`` is when its card last changed, and None where only older versions are left to read."""

    slug: str
    changed: datetime | None
    replaced: tuple[tuple[int, datetime], ...]  # numbers of older versions, and when each last changed
    assessments: tuple[int, ...]


async def public_entries() -> tuple[PublicEntry, ...]:
    """In the order of their addresses. Not those that are withheld or withdrawn; of merged ones the older versions."""
    versions = await _versions()
    cited = await _assessments()
    masked = await masked_at()
    return tuple(_entry(rows, cited, masked.get(rows[0]["entry"])) for rows in versions)


async def _versions() -> list[list[Mapping[str, Any]]]:
    """Rows of versions that may be read, by entry."""
    of: Any = VersionRow.entry
    columns = (VersionRow.number, VersionRow.state, VersionRow.published_at, VersionRow.ended_at)
    rows = (
        await VersionRow.select(VersionRow.id, of, of.slug, of.merged_into, *columns)
        .where(VersionRow.state.is_in(_SHOWN))
        .order_by(of.slug, VersionRow.number)
    )
    hidden = await rows_to_values.withheld()
    by_entry: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["entry"] not in hidden:
            by_entry[row["entry"]].append(row)
    return [versions for versions in by_entry.values() if _is_public(versions[-1])]


def _is_public(newest: Mapping[str, Any]) -> bool:
    """Older versions of a withdrawn entry are not shown again; those of a merged one are."""
    return newest["state"] == VersionState.PUBLISHED.value or newest["entry.merged_into"] is not None


async def _assessments() -> dict[UUID, list[int]]:
    """Numbers of what a published version cites and has a page, by version."""
    of: Any = EvidenceRow.version
    published = (EvidenceRow.cited.eq(True), of.state == VersionState.PUBLISHED.value)
    rows = await EvidenceRow.select(EvidenceRow.version, EvidenceRow.run, EvidenceRow.number).where(*published)
    finished = await runs.shown(row["run"] for row in rows)
    numbers: dict[UUID, list[int]] = defaultdict(list)
    for row in rows:
        if row["run"] in finished:
            numbers[row["version"]].append(row["number"])
    return numbers


async def masked_at() -> dict[UUID, datetime]:
    """When words of an entry were last hidden, or shown again."""
    rows = await MaskRow.select(MaskRow.entry, MaskRow.decided_at).where(MaskRow.decided_at.is_not_null())
    newest: dict[UUID, datetime] = {}
    for row in rows:
        newest[row["entry"]] = max(row["decided_at"], newest.get(row["entry"], row["decided_at"]))
    return newest


def _entry(rows: Iterable[Mapping[str, Any]], cited: Mapping[UUID, list[int]], masked: datetime | None) -> PublicEntry:
    *_, newest = older = list(rows)
    is_published = newest["state"] == VersionState.PUBLISHED.value
    if is_published:
        older.pop()
    return PublicEntry(
        slug=newest["entry.slug"],
        changed=_latest(newest["published_at"], masked) if is_published else None,
        replaced=tuple((row["number"], _latest(row["ended_at"] or row["published_at"], masked)) for row in older),
        assessments=tuple(sorted(cited.get(newest["id"], ()))) if is_published else (),
    )


def _latest(at: datetime, masked: datetime | None) -> datetime:
    return max(at, masked) if masked else at
