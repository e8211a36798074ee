"""Published entries as sets: today's, those of any earlier day, every version, and what has changed since a moment.

Nothing of an earlier day is kept: it is read from the versions as they may be read today, so what has been masked,
withheld or withdrawn since is gone from it too. As many statements for ten entries as for five hundred.
"""

from collections.abc import AsyncIterator, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.entries.entry import VersionState
from algorithms.published import queries
from algorithms.published.addresses import masked_at
from algorithms.published.entry import PublishedEntry
from algorithms.records.changes import RecordChange, changed_fields
from algorithms.tables import VersionRow
from assessments.storage import MOST

_SHOWN = [VersionState.PUBLISHED.value, VersionState.REPLACED.value, VersionState.WITHDRAWN.value]


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """A version that may be read, and when it was the one that stood for its entry."""

    id: UUID
    entry: UUID
    slug: str
    number: int
    is_current: bool
    first: datetime
    until: datetime | None
    merged_into: str  # the slug of the entry that this one became a part of

    def stood(self, at: datetime) -> bool:
        return self.first <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class _Entries:
    """Versions by entry that may be read, and of entries that are gone when and for what."""

    readable: dict[str, list[PublicVersion]]
    gone: dict[str, tuple[datetime, datetime]]  # slug → when it was first published, and when it ended


async def versions() -> tuple[PublicVersion, ...]:
    """All that may be read, by slug and number. Of entries that are withheld or withdrawn none."""
    known = await _entries()
    return tuple(version for slug in sorted(known.readable) for version in known.readable[slug])


async def current_at(at: datetime | None = None) -> tuple[PublicVersion, ...]:
    """The version of each entry that stood at this moment; without one, those that stand now."""
    return tuple(version for version in await versions() if (version.is_current if at is None else version.stood(at)))


async def read(chosen: Iterable[PublicVersion]) -> AsyncIterator[tuple[PublishedEntry, ...]]:
    """These versions in their order, some hundreds at a time, so that memory never holds a whole register."""
    listed = tuple(chosen)
    for start in range(0, len(listed), MOST):
        part = listed[start : start + MOST]
        loaded = {(entry.slug, entry.number): entry for entry in await queries.versions(version.id for version in part)}
        yield tuple(entry for version in part if (entry := loaded.get((version.slug, version.number))))


async def changes(since: datetime) -> tuple[RecordChange, ...]:
    """What was added, changed (by field) and ended after this moment; the oldest change first.

    Words that were masked meanwhile, or shown again, are a change of ``masked`` alone: nobody learns which field.
    """
    known, masked = await _entries(), await masked_at()
    pairs = [pair for of_entry in known.readable.values() if (pair := _pair(of_entry, since))]
    fields = await _different([(old, new) for old, new in pairs if old and new])
    listed = [_change(old, new, fields, known.readable) for old, new in pairs]
    same = (of_entry[-1] for of_entry in known.readable.values() if not _pair(of_entry, since))
    listed += [
        RecordChange(slug=version.slug, kind="changed", at=at, version=version.number, fields=("masked",))
        for version in same
        if version.is_current and (at := masked.get(version.entry)) is not None and at > since
    ]
    listed += [
        RecordChange(slug=slug, kind="ended", at=ended)
        for slug, (first, ended) in known.gone.items()
        if first <= since < ended
    ]
    return tuple(sorted(listed, key=lambda change: (change.at, change.slug)))


def _pair(
    of_entry: Iterable[PublicVersion], since: datetime
) -> tuple[PublicVersion | None, PublicVersion | None] | None:
    """The version that stood then and the one that stands now, where they are not the same."""
    listed = tuple(of_entry)
    old = next((version for version in listed if version.stood(since)), None)
    new = next((version for version in listed if version.is_current), None)
    return None if old == new else (old, new)


async def _different(pairs: Iterable[tuple[PublicVersion, PublicVersion]]) -> dict[str, tuple[str, ...]]:
    """The names of the fields that differ, by entry."""
    listed, names = tuple(pairs), {}
    for start in range(0, len(listed), MOST // 2):
        part = listed[start : start + MOST // 2]
        both = [entry async for read_part in read(version for pair in part for version in pair) for entry in read_part]
        by_version = {(entry.slug, entry.number): entry for entry in both}
        for old, new in part:
            first, then = by_version.get((old.slug, old.number)), by_version.get((new.slug, new.number))
            if first and then:
                names[old.slug] = changed_fields(first, then)
    return names


def _change(
    old: PublicVersion | None,
    new: PublicVersion | None,
    fields: Mapping[str, tuple[str, ...]],
    readable: Container[str],
) -> RecordChange:
    if new is None:  # merged into another, and its older versions can still be read
        assert old is not None
        assert old.until is not None
        into = old.merged_into if old.merged_into in readable else ""  # which may be withheld by now
        return RecordChange(slug=old.slug, kind="ended", at=old.until, merged_into=into)
    if old is None:
        return RecordChange(slug=new.slug, kind="added", at=new.first, version=new.number)
    return RecordChange(
        slug=new.slug,
        kind="changed",
        at=new.first,
        version=new.number,
        version_before=old.number,
        fields=fields.get(new.slug, ()),
    )


async def _entries() -> _Entries:
    of: Any = VersionRow.entry
    columns = (VersionRow.id, VersionRow.number, VersionRow.state, VersionRow.published_at, VersionRow.ended_at)
    rows = await VersionRow.select(*columns, of, of.slug, of.merged_into, of.merged_into.slug).where(
        VersionRow.state.is_in(_SHOWN)
    )
    hidden = await queries.hidden()
    by_entry: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["entry.slug"], row["number"])):
        if row["entry"] not in hidden:
            by_entry.setdefault(row["entry.slug"], []).append(row)
    known = _Entries({}, {})
    for slug, of_entry in by_entry.items():
        _sort(known, slug, of_entry)
    return known


def _sort(known: _Entries, slug: str, rows: list[dict[str, Any]]) -> None:
    """An entry with a published version can be read; one that was merged in its older versions; others are gone."""
    states = {row["state"] for row in rows}
    into = rows[-1]["entry.merged_into"]
    if VersionState.PUBLISHED.value in states or into is not None:
        shown = [row for row in rows if row["state"] != VersionState.WITHDRAWN.value]
        known.readable[slug] = [_version(row) for row in shown]
    elif VersionState.WITHDRAWN.value in states:
        ended = max(row["ended_at"] for row in rows)
        known.gone[slug] = (min(row["published_at"] for row in rows), ended)


def _version(row: dict[str, Any]) -> PublicVersion:
    return PublicVersion(
        id=row["id"],
        entry=row["entry"],
        slug=row["entry.slug"],
        number=row["number"],
        is_current=row["state"] == VersionState.PUBLISHED.value,
        first=row["published_at"],
        until=row["ended_at"],
        merged_into=row["entry.merged_into.slug"] or "",
    )
