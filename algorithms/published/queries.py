"""Reads for everybody: only what has been published and is not withheld, and nothing that says who did what.

Many entries are read with as many statements as one; each 500 of them are a portion.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from algorithms.entries.entry import PUBLIC, Department, Version, VersionState
from algorithms.entries.fields import MARKDOWN
from algorithms.entries.markdown import rendered
from algorithms.entries.texts import Text
from algorithms.published.entry import (
    PublishedAssessment,
    PublishedEntry,
    RelatedData,
    WithheldNotice,
    current,
    published_entry,
    without_content,
)
from algorithms.storage import rows_to_values
from algorithms.storage.origin_queries import origins
from algorithms.tables import EntryRow, EventRow, EvidenceRow, TextRow, VersionRow, WithheldRow
from assessments.gate.public_result import PublicResult
from assessments.runs import queries as runs
from assessments.storage import MOST, portions, rows_of
from assessments.text.localized import read

_SHOWN = VersionRow.state == VersionState.PUBLISHED.value
_EVER_PUBLIC = VersionRow.state.is_in([state.value for state in sorted(PUBLIC)])
_Html = dict[tuple[Text, str], str]


@dataclass(frozen=True, slots=True)
class WithheldCount:
    """How many entries of a department are withheld on one ground, a key of the facts of the law. Never which."""

    department: Department
    ground: str
    count: int


@dataclass(slots=True)
class _LastRead:
    slug: str = ""
    history: tuple[PublishedEntry, ...] = ()
    by_id: Mapping[UUID, PublishedEntry] = field(default_factory=dict)  # by the ids of the versions


_LAST_READ: ContextVar[_LastRead | None] = ContextVar("last_read", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """While it lasts, the entry that was read last is not read again: for those who make all of its pages."""
    before = _LAST_READ.set(_LastRead())
    try:
        yield
    finally:
        _LAST_READ.reset(before)


async def entry(slug: str) -> PublishedEntry | None:
    """What stands for the entry with this address: the published version; else the withdrawn one; else None."""
    return current(await history(slug))


async def history(slug: str) -> tuple[PublishedEntry, ...]:
    """All versions of an entry that are or were public, newest first; of one that has been withdrawn only that."""
    last_read = _LAST_READ.get() or _LastRead()
    if not slug or last_read.slug != slug:
        last_read.by_id = await _versions_of(slug)
        newest_first = tuple(last_read.by_id.values())[::-1]
        published = current(newest_first)
        is_gone = published is not None and published.is_withdrawn
        last_read.history = (published,) if published and is_gone else newest_first
        last_read.slug = slug
    return last_read.history


async def _versions_of(slug: str) -> dict[UUID, PublishedEntry]:
    """By their ids, oldest first."""
    row = await EntryRow.select(EntryRow.id).where(EntryRow.slug == slug).first()
    if row is None:
        return {}
    loaded = await rows_to_values.load(VersionRow.entry == row["id"], _EVER_PUBLIC)
    shown = [version for version in loaded if version.entry.withheld is None]
    return dict(zip((version.id for version in shown), await _public(shown), strict=True))


async def entries(slugs: Iterable[str]) -> tuple[PublishedEntry, ...]:
    """The published entries with these addresses, in no order; of what is not published, nothing."""
    of: Any = VersionRow.entry
    return await _public(await rows_to_values.load_these(of.slug, slugs, _SHOWN))


async def entries_by_id(ids: Iterable[UUID]) -> tuple[PublishedEntry, ...]:
    """The same, of the entries with these ids."""
    return await _public(await rows_to_values.load_these(VersionRow.entry, ids, _SHOWN))


async def versions(ids: Iterable[UUID]) -> tuple[PublishedEntry, ...]:
    """Versions that are or were public, by their ids; of those that were withdrawn only that."""
    ids, last_read = list(ids), _LAST_READ.get() or _LastRead()
    if last_read.by_id.keys() >= set(ids):
        return tuple(_shown(last_read.by_id[version]) for version in sorted(ids, key=list(last_read.by_id).index))
    published = await _public(await rows_to_values.load_these(VersionRow.id, ids, _EVER_PUBLIC))
    return tuple(map(_shown, published))


def _shown(version: PublishedEntry) -> PublishedEntry:
    return without_content(version) if version.is_withdrawn else version


async def all_entries(at_once: int = MOST) -> AsyncIterator[tuple[PublishedEntry, ...]]:
    """Every published entry, so many at a time, so that memory holds no whole register."""
    rows = await VersionRow.select(VersionRow.id).where(_SHOWN).order_by(VersionRow.id)
    for start in range(0, len(rows), at_once):
        yield await versions(row["id"] for row in rows[start : start + at_once])


async def preview(version: Version) -> PublishedEntry:
    """A version as it would be read once it is published, whatever its state: for staff, who may see it."""
    (published,) = await _published([version])
    return published


async def assessments_of(version_ids: Iterable[UUID]) -> dict[UUID, tuple[PublishedAssessment, ...]]:
    """What each of these versions cites, as a card shows it, whatever their state; of those without a test nothing."""
    cited: Any = EvidenceRow.cited.eq(True)
    rows = await rows_of(
        EvidenceRow.version, version_ids, lambda these: EvidenceRow.select(EvidenceRow.version).where(these, cited)
    )
    versions = await rows_to_values.load_these(VersionRow.id, {row["version"] for row in rows})
    known = await _published(list(versions))
    return {version.id: entry.assessments for version, entry in zip(versions, known, strict=True)}


async def addresses() -> tuple[str, ...]:
    """The last part of the address of every card."""
    of: Any = VersionRow.entry
    rows = await VersionRow.select(VersionRow.entry, of.slug).where(_SHOWN)
    hidden = await rows_to_values.withheld()
    return tuple(sorted(row["entry.slug"] for row in rows if row["entry"] not in hidden))


async def addresses_of(version_ids: Iterable[UUID]) -> frozenset[str]:
    """Addresses of the entries that these versions belong to, whether anything of them is public or not."""
    of: Any = VersionRow.entry
    rows = await rows_of(VersionRow.id, version_ids, lambda these: VersionRow.select(of.slug).where(these))
    return frozenset(row["entry.slug"] for row in rows)


async def addresses_of_entries(ids: Iterable[UUID]) -> frozenset[str]:
    """The same, by the ids of the entries."""
    rows = await rows_of(EntryRow.id, ids, lambda these: EntryRow.select(EntryRow.slug).where(these))
    return frozenset(row["slug"] for row in rows)


async def addresses_of_runs(ids: Iterable[UUID]) -> frozenset[str]:
    """The same, of the entries with a version that has one of these runs."""
    of: Any = EvidenceRow.version.entry
    rows = await rows_of(EvidenceRow.run, ids, lambda these: EvidenceRow.select(of.slug).where(these))
    return frozenset(row["version.entry.slug"] for row in rows)


async def departments() -> tuple[Department, ...]:
    """All departments in the order of their Swedish names."""
    return await rows_to_values.departments()


async def department_counts() -> tuple[tuple[Department, int], ...]:
    """Every department with the number of its published entries."""
    rows = await VersionRow.raw(
        "SELECT entry.department AS department, COUNT(*) AS many FROM version JOIN entry ON entry.id = version.entry"
        " WHERE version.state = 'published' AND NOT EXISTS (SELECT 1 FROM withheld WHERE withheld.entry = entry.id)"
        " GROUP BY entry.department"
    )
    counts = {UUID(str(row["department"])): int(row["many"]) for row in rows}
    return tuple((department, counts.get(department.id, 0)) for department in await departments())


async def withheld() -> tuple[WithheldCount, ...]:
    """How many entries are withheld, by department and ground."""
    rows = await WithheldRow.select(WithheldRow.ground, WithheldRow.entry.department)
    counted = Counter((row["entry.department"], row["ground"]) for row in rows)
    owners = {department.id: (place, department) for place, department in enumerate(await departments())}
    ordered = sorted(counted.items(), key=lambda pair: (owners[pair[0][0]][0], pair[0][1]))
    return tuple(WithheldCount(owners[owner][1], ground, count) for (owner, ground), count in ordered)


async def hidden() -> frozenset[UUID]:
    """The entries that are withheld, for those who leave them out."""
    return frozenset(await rows_to_values.withheld())


async def withheld_address(slug: str) -> WithheldNotice | None:
    """Why an address that has been public is withheld now. Others are unknown, so that nobody finds one by guessing."""
    row = await EntryRow.select(EntryRow.id).where(EntryRow.slug == slug).first()
    if row is None or (why := (await rows_to_values.withheld()).get(row["id"])) is None:
        return None
    return WithheldNotice(why.ground, why.at) if await _was_public(row["id"]) else None


async def leads_to(slug: str) -> str | None:
    """Where an address leads that has been public and whose entry was merged into another."""
    into: Any = EntryRow.merged_into
    row = await EntryRow.select(EntryRow.id, into, into.slug).where(EntryRow.slug == slug, into.is_not_null()).first()
    if row is None or not await _was_public(row["id"]):
        return None
    return await leads_to(row["merged_into.slug"]) or row["merged_into.slug"]


async def merged_of(slugs: Iterable[str]) -> frozenset[str]:
    """Those of these addresses whose entries were merged into others, in as few statements as there are portions."""
    is_merged: Any = EntryRow.merged_into.is_not_null()
    rows = await rows_of(EntryRow.slug, slugs, lambda these: EntryRow.select(EntryRow.slug).where(these, is_merged))
    return frozenset(row["slug"] for row in rows)


async def _was_public(entry_id: UUID) -> bool:
    return bool(await VersionRow.exists().where(VersionRow.entry == entry_id, _EVER_PUBLIC))


async def _public(loaded: Iterable[Version]) -> tuple[PublishedEntry, ...]:
    """What may be read of these: the one place where it is decided that what is withheld is not given."""
    return await _published([version for version in loaded if version.entry.withheld is None])


async def _published(loaded: list[Version]) -> tuple[PublishedEntry, ...]:
    if not loaded:
        return ()
    owners = {department.id: department for department in await departments()}
    html, reasons, cited = await _html(loaded), await _reasons(loaded), await _cited(loaded)
    came_from = await origins(version.entry for version in loaded)
    own = (evidence.run for version in loaded for evidence in version.evidence if evidence.cited)
    results = await runs.public_results([*own, *(run for pairs in cited.values() for _, run in pairs)])
    return tuple(
        published_entry(
            version,
            owners[version.entry.department],
            RelatedData(
                html=html.get(version.id, {}),
                results={**results.intact, **dict.fromkeys(results.altered)},
                other_results=_other_results(version, cited.get(version.entry.id, ()), results.intact),
                reason=reasons.get(version.id, {}),
                origin=came_from.get(version.entry.id),
            ),
        )
        for version in loaded
    )


async def _html(loaded: Iterable[Version]) -> dict[UUID, _Html]:
    """By version, as it was rendered when it was saved; with masked words, rendered again without them."""
    by_version: dict[UUID, _Html] = {}
    plain_ids = []
    for version in loaded:
        if version.entry.masks:
            by_version[version.id] = {
                key: rendered(key[0], words) for key, words in version.texts.items() if key[0] in MARKDOWN
            }
        else:
            plain_ids.append(version.id)
    columns = (TextRow.version, TextRow.name, TextRow.language, TextRow.html)
    for row in await rows_of(
        TextRow.version, plain_ids, lambda these: TextRow.select(*columns).where(these, _HAS_HTML)
    ):
        by_version.setdefault(row["version"], {})[Text(row["name"]), row["language"]] = row["html"]
    return by_version


_HAS_HTML = TextRow.name.is_in([text.value for text in sorted(MARKDOWN)])


async def _reasons(loaded: Iterable[Version]) -> dict[UUID, Mapping[str, str]]:
    """Why those that are withdrawn were, by version."""
    ended = [version.id for version in loaded if version.state is VersionState.WITHDRAWN]
    withdrawal = EventRow.end_state == VersionState.WITHDRAWN.value
    rows = await rows_of(
        EventRow.version, ended, lambda these: EventRow.select(EventRow.version, EventRow.note).where(these, withdrawal)
    )
    return {row["version"]: read(row["note"]) for row in rows}


async def _cited(loaded: Iterable[Version]) -> dict[UUID, list[tuple[UUID, UUID]]]:
    """What public versions of these entries cite, by entry: pairs of version and run."""
    of: Any = EvidenceRow.version
    states = [state.value for state in (VersionState.PUBLISHED, VersionState.REPLACED)]
    by_entry: dict[UUID, list[tuple[UUID, UUID]]] = {}
    for part in portions(version.entry.id for version in loaded):
        rows = await EvidenceRow.select(EvidenceRow.run, EvidenceRow.version, of.entry).where(
            of.entry.is_in(part), of.state.is_in(states), EvidenceRow.cited.eq(True)
        )
        for row in rows:
            by_entry.setdefault(row["version.entry"], []).append((row["version"], row["run"]))
    return by_entry


def _other_results(
    version: Version, cited: Iterable[tuple[UUID, UUID]], intact: Mapping[UUID, PublicResult]
) -> tuple[PublicResult, ...]:
    brought = {evidence.run for evidence in version.evidence}
    elsewhere = {run for of, run in cited if of != version.id} - brought
    return tuple(intact[run] for run in sorted(elsewhere, key=str) if run in intact)
