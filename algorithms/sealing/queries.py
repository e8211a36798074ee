"""Whether what is public is what was sealed: every part of every version and entry, a page of them at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from algorithms.log.chain import ChainFault
from algorithms.log.checking import UNREADABLE, last_recorded
from algorithms.log.key import bound
from algorithms.log.tables import LogRow
from algorithms.sealing import collecting
from algorithms.sealing.collecting import subject_of
from algorithms.sealing.erasures import erasures
from algorithms.sealing.parts import Sealed, SealedPart, Subject, faults
from algorithms.sealing.tables import SealedPartRow
from algorithms.tables import EntryRow, VersionRow
from assessments.text.message import Message

_AT_A_TIME = 100  # versions in memory


async def stored_parts(subjects: Iterable[str]) -> dict[str, dict[str, Sealed]]:
    """The parts of each subject as they were sealed last, by their names."""
    by_subject: dict[str, dict[str, Sealed]] = {}
    for row in await SealedPartRow.select().where(SealedPartRow.subject.is_in(list(subjects))):
        part = Sealed(name=row["name"], salt=row["salt"], hash=row["hash"], code=row["code"], erased=row["erased"])
        by_subject.setdefault(row["subject"], {})[part.name] = part
    return by_subject


async def seal_faults() -> list[ChainFault]:
    """Every part of what is public that is not what was sealed, is gone, or was added."""
    try:
        return [*await _of_all(), *await _never_public(), *await _gone()]
    except UNREADABLE:
        return [ChainFault("sealed", Message("A row of what is public cannot be read: it was changed."))]


async def _of_all() -> list[ChainFault]:
    wrong: list[ChainFault] = []
    rows = await _page()
    while rows:
        of_versions = await collecting.of_versions(rows)
        entries = {row["entry"] for row in rows}
        of_entries = await collecting.of_entries(entries, entries)
        slugs = {row["entry"]: row["entry.slug"] for row in rows}
        parts_by_subject = {Subject(subject_of("entry", key), slugs[key]): parts for key, parts in of_entries.items()}
        for row in rows:
            subject = Subject(subject_of("version", row["id"]), row["entry.slug"], row["number"])
            parts_by_subject[subject] = of_versions[row["id"]]
        wrong += await _of(parts_by_subject)
        rows = await _page(rows[-1]["id"])
    once = {
        (fault.place, fault.message.msgid): fault for fault in wrong
    }  # an entry is met with each page that has its versions
    return list(once.values())


async def _never_public() -> list[ChainFault]:
    """Entries of which something is sealed although they have never been public."""
    public = {row["entry"] for row in await VersionRow.select(VersionRow.entry).where(collecting.EVER_PUBLIC)}
    entries = sorted((await collecting.sealed_as_drafts() | await _sealed_entries()) - public)
    wrong: list[ChainFault] = []
    for start in range(0, len(entries), _AT_A_TIME):
        some = entries[start : start + _AT_A_TIME]
        rows = await EntryRow.select(EntryRow.id, EntryRow.slug).where(EntryRow.id.is_in(some))
        slugs = {row["id"]: row["slug"] for row in rows}
        parts = await collecting.of_entries(some, ())
        wrong += await _of({Subject(subject_of("entry", key), slugs[key]): parts[key] for key in parts})
    return wrong


async def _sealed_entries() -> set[UUID]:
    """Entries that lines of the log sealed, whatever is stored of them now."""
    entries, reached = set(), 0
    while lines := await _seals_after(reached):
        reached = lines[-1]["seq"]
        entries |= {UUID(line["object"][6:]) for line in lines if line["object"].startswith("entry/")}
    return entries


async def _page(after: UUID | None = None) -> Sequence[Mapping[str, Any]]:
    following = () if after is None else (VersionRow.id > after,)
    return await collecting.public_versions(*following, most=_AT_A_TIME)


async def _of(parts_by_subject: Mapping[Subject, list[SealedPart]]) -> list[ChainFault]:
    names, key = [subject.name for subject in parts_by_subject], bound()
    stored, recorded = await stored_parts(names), await last_recorded(names)
    wrong: list[ChainFault] = []
    for subject, parts in parts_by_subject.items():
        before = list(stored.get(subject.name, {}).values())
        erased = await erasures([part.erased for part in before if part.erased is not None])
        wrong += faults(subject, parts, before, recorded.get(subject.name), key, erased)
    return wrong


async def _gone() -> list[ChainFault]:
    """What was sealed once, and is no longer there as something that is or was public."""
    wrong, reached = [], 0
    while lines := await _seals_after(reached):
        reached = lines[-1]["seq"]
        there = await _there({row["object"] for row in lines})
        for row in lines:
            if row["object"] not in there:
                where = {"row": row["object"], "line": str(row["seq"])}
                gone = Message("{row} is missing. It was sealed by line {line} of the log.", where)
                wrong.append(ChainFault(row["object"], gone))
    return list({fault.place: fault for fault in wrong}.values())


async def _seals_after(number: int) -> list[dict[str, Any]]:
    lines = LogRow.select(LogRow.seq, LogRow.object).order_by(LogRow.seq).limit(_AT_A_TIME * 5)
    kind = LogRow.record.like("version/%") | LogRow.record.like("entry/%")
    return await lines.where(LogRow.kind == "seal", LogRow.seq > number, kind)


async def _there(subjects: set[str]) -> set[str]:
    ids: dict[str, list[UUID]] = {"version": [], "entry": []}
    for subject in subjects:
        kind, _, identity = subject.partition("/")
        ids[kind].append(UUID(identity))
    versions = await collecting.public_versions(VersionRow.id.is_in(ids["version"])) if ids["version"] else []
    entries = await EntryRow.select(EntryRow.id).where(EntryRow.id.is_in(ids["entry"])) if ids["entry"] else []
    return {subject_of("version", row["id"]) for row in versions} | {subject_of("entry", row["id"]) for row in entries}
