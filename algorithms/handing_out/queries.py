"""Reading what is handed out of an entry: its versions, without the masks that a person has lifted, and its log."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from algorithms.entries.entry import PUBLIC, Version
from algorithms.handing_out.rules import HandOut
from algorithms.log import heads
from algorithms.log.tables import LogRow
from algorithms.people import Actor
from algorithms.sealing.collecting import subject_of
from algorithms.storage import queries, rows_to_values
from algorithms.tables import EventRow, VersionRow
from assessments.storage import rows_of

_LINE = (  # without the code, which the secret makes
    *(LogRow.seq, LogRow.at, LogRow.by, LogRow.role, LogRow.action, LogRow.kind, LogRow.object, LogRow.record),
    *(LogRow.before, LogRow.after, LogRow.previous, LogRow.hash),
)


async def public_versions(version_id: UUID, chosen: HandOut, *, seen_by: Actor) -> tuple[Version, ...]:
    """Every version of the entry that is or was public, oldest first. A draft is no public record yet."""
    entry = (await queries.version(version_id, seen_by=seen_by)).entry.id
    states = VersionRow.state.is_in([state.value for state in sorted(PUBLIC)])
    return await rows_to_values.load(VersionRow.entry == entry, states, unmasked=chosen.unmasked)


async def number_of_drafts(version_id: UUID, *, seen_by: Actor) -> int:
    version = await queries.version(version_id, seen_by=seen_by)
    return sum(other.state not in PUBLIC for other in await queries.versions_of(version.entry.id, seen_by=seen_by))


async def log_lines(entry: UUID) -> tuple[Mapping[str, Any], ...]:
    """The lines that seal what was done to the entry: ids and hashes, and no words."""
    rows = await EventRow.select(EventRow.seq).where(EventRow.entry == entry).order_by(EventRow.seq)
    records = [f"event/{row['seq']}" for row in rows]
    lines = await rows_of(LogRow.record, records, lambda these: LogRow.select(*_LINE).where(these))
    return tuple(sorted(({**line} for line in lines), key=lambda line: line["seq"]))


async def proofs(versions: tuple[Version, ...]) -> tuple[Mapping[str, Any], ...]:
    """For each version the way from its seal to the newest published head; without one where it came later."""
    head = await heads.published()
    proven = []
    for version in versions:
        subject = subject_of("version", version.id)
        line = (
            await LogRow.select(LogRow.seq, LogRow.after)
            .where(LogRow.kind == heads.SEAL, LogRow.object == subject)
            .order_by(LogRow.seq, ascending=False)
            .first()
        )
        inclusion = await heads.inclusion(subject, line["after"], head) if line and head else None
        proven.append(
            {
                "version": version.number,
                "subject": subject,
                "line": line["seq"] if line else None,
                "hash": line["after"] if line else None,
                "head": {**head.content, "signature": head.signature} if head else None,
                "inclusion": asdict(inclusion) if inclusion else None,
            }
        )
    return tuple(proven)
