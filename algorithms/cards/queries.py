"""Reads for everybody: only what has been published and is not withheld, and nothing that says who did what."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from algorithms.entries.entry import PUBLIC, Department, Version, VersionState, Withheld
from algorithms.entries.fields import MARKDOWN
from algorithms.entries.markdown import to_html
from algorithms.entries.texts import Text
from algorithms.redaction.masks import covered_localized, covered_result
from algorithms.storage import rows_to_values
from algorithms.tables import DepartmentRow, EntryRow, EventRow, EvidenceRow, TextRow, VersionRow, WithheldRow
from assessments.gate.public_result import PublicResult
from assessments.runs import queries as runs
from assessments.text.localized import read


@dataclass(frozen=True, slots=True)
class Published:
    """A version that is or was public, with all that its card needs."""

    version: Version
    department: Department
    html: Mapping[tuple[Text, str], str]
    results: Mapping[UUID, PublicResult]
    altered: frozenset[UUID] = frozenset()  # cited runs of which something else is stored than what was published
    withdrawn_note: Mapping[str, str] | None = None
    others: tuple[PublicResult, ...] = ()  # what other public versions of the entry cite


@dataclass(frozen=True, slots=True)
class WithheldCount:
    """How many entries of a department are withheld on one ground, a key of the facts of the law. Never which."""

    department: Department
    ground: str
    count: int


async def addresses() -> tuple[str, ...]:
    """The last part of the address of every card."""
    of: Any = VersionRow.entry
    rows = await VersionRow.select(VersionRow.entry, of.slug).where(VersionRow.state == VersionState.PUBLISHED.value)
    hidden = await rows_to_values.withheld()
    return tuple(sorted(row["entry.slug"] for row in rows if row["entry"] not in hidden))


async def departments() -> tuple[tuple[Department, int], ...]:
    """Every department with the number of its published entries."""
    rows = await VersionRow.raw(
        "SELECT entry.department AS department, COUNT(*) AS many FROM version JOIN entry ON entry.id = version.entry"
        " WHERE version.state = 'published' AND NOT EXISTS (SELECT 1 FROM withheld WHERE withheld.entry = entry.id)"
        " GROUP BY entry.department"
    )
    counts = {UUID(str(row["department"])): int(row["many"]) for row in rows}
    return tuple((department, counts.get(department.id, 0)) for department in await rows_to_values.departments())


async def withheld() -> tuple[WithheldCount, ...]:
    """How many entries are withheld, by department and ground."""
    rows = await WithheldRow.select(WithheldRow.ground, WithheldRow.entry.department)
    counted = Counter((row["entry.department"], row["ground"]) for row in rows)
    owners = {department.id: (place, department) for place, department in enumerate(await rows_to_values.departments())}
    ordered = sorted(counted.items(), key=lambda pair: (owners[pair[0][0]][0], pair[0][1]))
    return tuple(WithheldCount(owners[owner][1], ground, count) for (owner, ground), count in ordered)


async def withheld_address(slug: str) -> Withheld | None:
    """Why an address that has been public is withheld now. Others are unknown, so that nobody finds one by guessing."""
    entry = await EntryRow.select(EntryRow.id).where(EntryRow.slug == slug).first()
    if entry is None or (why := (await rows_to_values.withheld()).get(entry["id"])) is None:
        return None
    return why if await _was_public(entry["id"]) else None


async def _was_public(entry: UUID) -> bool:
    states = [state.value for state in PUBLIC]
    return bool(await VersionRow.exists().where(VersionRow.entry == entry, VersionRow.state.is_in(states)))


async def card(slug: str) -> Published | None:
    """The published version of this entry; else the withdrawn one, with the reason; else None."""
    versions = await _versions(slug, VersionState.PUBLISHED) or await _versions(slug, VersionState.WITHDRAWN)
    if not versions:
        return None
    newest = versions[-1]
    note = await _withdrawn_note(newest) if newest.state is VersionState.WITHDRAWN else None
    return await as_published(newest, note)


async def leads_to(slug: str) -> str | None:
    """Where an address leads that has been public and whose entry was merged into another."""
    into: Any = EntryRow.merged_into
    row = await EntryRow.select(EntryRow.id, into, into.slug).where(EntryRow.slug == slug, into.is_not_null()).first()
    if row is None or not await _was_public(row["id"]):
        return None
    return await leads_to(row["merged_into.slug"]) or row["merged_into.slug"]


async def old_version(slug: str, number: int) -> Published | None:
    """A version that is or was public, by its number; withdrawn ones are not shown again."""
    for version in await _versions(slug, VersionState.PUBLISHED, VersionState.REPLACED):
        if version.number == number:
            return await as_published(version)
    return None


async def history(slug: str) -> tuple[Version, ...]:
    """All versions that are or were public, newest first."""
    return tuple(reversed(await _versions(slug, VersionState.PUBLISHED, VersionState.REPLACED, VersionState.WITHDRAWN)))


async def _versions(slug: str, *states: VersionState) -> tuple[Version, ...]:
    entry = await EntryRow.select(EntryRow.id).where(EntryRow.slug == slug).first()
    if entry is None or entry["id"] in await rows_to_values.withheld():
        return ()
    return await rows_to_values.load(
        VersionRow.entry == entry["id"], VersionRow.state.is_in([state.value for state in states])
    )


async def as_published(version: Version, note: Mapping[str, str] | None = None) -> Published:
    """A version with all that its card needs; also how a draft is previewed."""
    row = await DepartmentRow.select().where(DepartmentRow.id == version.entry.department).first()
    assert row is not None  # guaranteed by the foreign key
    html = await _html(version)
    results = await runs.public_results(evidence.run for evidence in version.evidence if evidence.cited)
    others = await runs.public_results(await _cited_elsewhere(version))
    masks = version.entry.masks
    return Published(
        version=version,
        department=rows_to_values.department(row),
        html=html,
        results={run: covered_result(result, masks) for run, result in results.intact.items()},
        altered=results.altered,
        withdrawn_note=note,
        others=tuple(covered_result(result, masks) for result in others.intact.values()),
    )


async def _html(version: Version) -> dict[tuple[Text, str], str]:
    """As it was rendered when it was saved; with masked words, rendered again without them."""
    if version.entry.masks:
        return {key: to_html(words) if key[0] in MARKDOWN else "" for key, words in version.texts.items()}
    rows = await TextRow.select(TextRow.name, TextRow.language, TextRow.html).where(TextRow.version == version.id)
    return {(Text(row["name"]), row["language"]): row["html"] for row in rows}


async def _cited_elsewhere(version: Version) -> list[UUID]:
    states = [state.value for state in (VersionState.PUBLISHED, VersionState.REPLACED)]
    of: Any = EvidenceRow.version
    rows = await EvidenceRow.select(EvidenceRow.run).where(
        of.entry == version.entry.id, of.id != version.id, of.state.is_in(states), EvidenceRow.cited.eq(True)
    )
    return sorted({row["run"] for row in rows} - {evidence.run for evidence in version.evidence}, key=str)


async def _withdrawn_note(version: Version) -> Mapping[str, str]:
    row = (
        await EventRow.select(EventRow.note)
        .where(EventRow.version == version.id, EventRow.end_state == VersionState.WITHDRAWN.value)
        .first()
    )
    return covered_localized(read(row["note"] if row else ""), version.entry.masks)
