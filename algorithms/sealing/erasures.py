"""What the log tells of words that were erased: which part of what, by which decision. Whether it is so: queries."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from algorithms.entries.event_details import Particular, apart
from algorithms.log.tables import LogRow
from algorithms.sealing.collecting import public_versions, subject_of
from algorithms.sealing.parts import Erasure
from algorithms.tables import EventRow, VersionRow
from assessments.text.localized import read
from assessments.text.message import Message

ERASE = "erase-words"  # the action of lines that tell of it


async def erasures(lines: Collection[int] | None = None) -> list[Erasure]:
    """What these lines of the log tell of words that were erased; left out: what any line does."""
    if lines is not None and not lines:
        return []
    where = () if lines is None else (LogRow.seq.is_in(list(lines)),)
    return await _erasures(*where)


async def erasures_of(subject: str) -> list[Erasure]:
    """The same, of one subject."""
    kind, _, identity = subject.partition("/")
    return await _erasures(LogRow.kind == kind, LogRow.object == str(UUID(identity)))


async def _erasures(*where: Any) -> list[Erasure]:
    columns = (LogRow.seq, LogRow.kind, LogRow.object, LogRow.before, LogRow.record)
    query = LogRow.select(*columns).where(LogRow.action == ERASE, LogRow.record.like("event/%"), *where)
    rows = {row["record"]: row for row in await query.order_by(LogRow.seq)}
    numbers = [int(record.removeprefix("event/")) for record in rows]
    events = await EventRow.select(EventRow.seq, EventRow.note).where(EventRow.seq.is_in(numbers)) if numbers else []
    return [_erasure(rows[f"event/{event['seq']}"], event["note"]) for event in events]


def _erasure(line: Mapping[str, Any], note: str) -> Erasure:
    words, details = apart(read(note))
    return Erasure(
        line=line["seq"],
        subject=subject_of(line["kind"], UUID(line["object"])),
        part=details.get(Particular.PART, ""),
        decision=next(iter(words.values()), ""),
        before=line["before"],
        after=details.get(Particular.SHA256, ""),
    )


async def erased_by_decision() -> tuple[Message, ...]:
    """Everything public that was erased, and by which decision, in the order in which it was done."""
    listed = sorted(await erasures(), key=lambda erasure: erasure.line)
    called = await _called([erasure.subject for erasure in listed])
    return tuple(
        Message(
            "The part {part} of {of} was erased, as line {line} says, by the decision: {decision}",
            {
                "part": erasure.part,
                "of": called.get(erasure.subject, erasure.subject),
                "line": str(erasure.line),
                "decision": erasure.decision,
            },
        )
        for erasure in listed
        if erasure.before is not None  # else it was a draft, which has no seal
    )


async def _called(subjects: Collection[str]) -> dict[str, str]:
    """Versions by address and number, as the other faults call them."""
    ids = [UUID(subject.partition("/")[2]) for subject in subjects if subject.startswith("version/")]
    rows = await public_versions(VersionRow.id.is_in(ids)) if ids else ()
    return {subject_of("version", row["id"]): f"{row['entry.slug']}/{row['number']}" for row in rows}
