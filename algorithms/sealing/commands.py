"""Sealing: in the transaction of whatever changes what is public, so that nothing public is ever without its seal."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from algorithms.log.checking import last_recorded
from algorithms.log.commands import AT_ONCE
from algorithms.log.heads import SEAL
from algorithms.log.key import bound
from algorithms.sealing import collecting
from algorithms.sealing.collecting import subject_of
from algorithms.sealing.parts import Sealed, SealedPart, part_code, root, sealed
from algorithms.sealing.queries import stored_parts
from algorithms.sealing.tables import SealedPartRow
from algorithms.tables import EvidenceRow, VersionRow
from assessments.runs.queries import signed_hashes


async def follow(entries: Collection[UUID], *, at: datetime) -> None:
    """Seal what has become public of these entries, or has changed of what is. Texts of drafts need no seal."""
    versions = await collecting.public_versions(VersionRow.entry.is_in(list(entries))) if entries else []
    public = {row["entry"] for row in versions}
    whole = public | await _sealed_as_drafts(set(entries) - public)
    if not whole:
        return
    parts_by_subject = {
        subject_of("version", key): parts for key, parts in (await collecting.of_versions(versions)).items()
    }
    of_entries = await collecting.of_entries(whole, public)
    parts_by_subject |= {subject_of("entry", key): parts for key, parts in of_entries.items()}
    before = await stored_parts(parts_by_subject)
    acts = []
    for subject, parts in parts_by_subject.items():
        after = _after(subject, parts, before.get(subject, {}))
        if after != before.get(subject):
            await _store(subject, before.get(subject, {}), after)
            acts.append(Act(action=SEAL, kind=SEAL, object=subject, at=at, record=subject, after=root(after.values())))
    acts += await _of_runs([row["id"] for row in versions], at) if versions else []
    await log_commands.append_all(acts)


async def _sealed_as_drafts(entries: set[UUID]) -> set[UUID]:
    """Those that are sealed although they have never been public, and those that were sealed once."""
    if not entries:
        return set()
    sealed_once = await stored_parts(subject_of("entry", entry) for entry in entries)
    return await collecting.sealed_as_drafts(entries) | {
        entry for entry in entries if subject_of("entry", entry) in sealed_once
    }


async def erase(subject: str, name: str, instead: tuple[str, ...]) -> tuple[str | None, str]:
    """Forget the salt of these words: nobody can find out any more what they were, and their hash still proves.

    The next line of the log has to tell of it, with both hashes: of the words, if they were sealed, and of what stands
    in their place now.
    """
    stored = (await stored_parts([subject])).get(subject, {}).get(name)
    after = SealedPart(name, instead).hash(None)
    if stored is None:
        return None, after
    code = part_code(bound(), subject, name, stored.hash, line := await log_commands.next_line())
    erased = Sealed(name=name, salt=None, hash=stored.hash, code=code, erased=line)
    await _store(subject, {name: stored}, {name: erased})
    return stored.hash, after


async def _of_runs(versions: list[UUID], at: datetime) -> list[Act]:
    """What was signed of each run that they cite is published with the first of them that does."""
    rows = await EvidenceRow.select(EvidenceRow.run).where(
        EvidenceRow.version.is_in(versions), EvidenceRow.cited.eq(True)
    )
    hashes = {
        subject_of("run", key): run_hash
        for key, run_hash in (await signed_hashes({row["run"] for row in rows})).items()
    }
    new = hashes.keys() - (await last_recorded(hashes)).keys()
    return [
        Act(action=SEAL, kind=SEAL, object=subject, at=at, record=subject, after=hashes[subject])
        for subject in sorted(new)
    ]


def _after(subject: str, parts: Iterable[SealedPart], before: dict[str, Sealed]) -> dict[str, Sealed]:
    """What has not changed keeps its salt and its hash; what was erased stays erased."""
    key, after = bound(), {name: sealed_part for name, sealed_part in before.items() if sealed_part.erased is not None}
    for part in parts:
        known = before.get(part.name)
        if known is not None and (known.erased is not None or known.hash == part.hash(known.salt)):
            after[part.name] = known
        else:
            after[part.name] = sealed(subject, part, secrets.token_hex(16) if part.is_words else None, key)
    return after


async def _store(subject: str, before: dict[str, Sealed], after: dict[str, Sealed]) -> None:
    new = [sealed_part for name, sealed_part in after.items() if before.get(name) != sealed_part]
    going = [*(before.keys() - after.keys()), *(part.name for part in new if part.name in before)]
    if going:
        await SealedPartRow.delete().where(SealedPartRow.subject == subject, SealedPartRow.name.is_in(going))
    rows = [
        SealedPartRow(
            subject=subject, name=part.name, salt=part.salt, hash=part.hash, code=part.code, erased=part.erased
        )
        for part in new
    ]
    for start in range(0, len(rows), AT_ONCE):
        await SealedPartRow.insert(*rows[start : start + AT_ONCE])
