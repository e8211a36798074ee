"""Reads for the workspace: each takes the actor, and what they may not see does not exist for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.entries.entry import OPEN, PUBLIC, Department, Entry, Version, VersionState
from algorithms.entries.event_details import Particular
from algorithms.law.obligations import ObligationStatus, Status
from algorithms.people import NOBODY, Actor, NotFoundError, Permission
from algorithms.redaction.masks import covered_note
from algorithms.review.workflow import Offer, may_be_next, may_see, next_steps
from algorithms.storage import rows_to_values
from algorithms.tables import DutyRow, EntryRow, EventRow, EvidenceRow, VersionRow
from assessments.text.localized import read

_ENTRY: Any = VersionRow.entry
_EVENTS: Any = EventRow.version
_OF_VERSION, _OF_EVENT = _ENTRY.department, _EVENTS.entry.department


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that somebody can take a step with, and which steps."""

    version: Version
    offers: tuple[Offer, ...]

    @property
    def ready(self) -> bool:
        return any(not offer.obstacles for offer in self.offers)


@dataclass(frozen=True, slots=True)
class PastEvent:
    """One line of an entry's history."""

    action: str
    version: int | None
    start: VersionState | None
    end: VersionState | None
    by: UUID
    at: datetime
    note: Mapping[str, str]
    particulars: Mapping[Particular, str]
    opinion: str | None


async def departments() -> tuple[Department, ...]:
    return await rows_to_values.departments()


async def version(version_id: UUID, *, seen_by: Actor) -> Version:
    """This version, for one who may read in its department; NotFoundError for all others."""
    loaded = await rows_to_values.load_version(version_id)
    if loaded is None or not _reads(seen_by, loaded):
        raise NotFoundError
    return loaded


async def version_at(slug: str, number: int, *, seen_by: Actor) -> UUID:
    """The id of this version of the entry at this address."""
    row = await VersionRow.select(VersionRow.id).where(_ENTRY.slug == slug, VersionRow.number == number).first()
    if row is None:
        raise NotFoundError
    return (await version(row["id"], seen_by=seen_by)).id


async def versions_of(entry: UUID, *, seen_by: Actor) -> tuple[Version, ...]:
    """Every version of an entry, oldest first."""
    versions = await rows_to_values.load(VersionRow.entry == entry)
    return tuple(loaded for loaded in versions if _reads(seen_by, loaded))


async def newest_of(entries: Iterable[UUID], *, seen_by: Actor) -> dict[UUID, Version]:
    """The newest version of each of these entries that the actor may read, discarded ones where there is no other."""
    versions = await rows_to_values.load_these(VersionRow.entry, entries, rows_to_values.LATEST)
    return {loaded.entry.id: loaded for loaded in versions if _reads(seen_by, loaded)}


async def compared_with(version: Version, *, seen_by: Actor) -> Version | None:
    """The version to compare with: the published one, else the last that was public before it; None for the first."""
    others = [other for other in await versions_of(version.entry.id, seen_by=seen_by) if other.number < version.number]
    public = [other for other in others if other.state in PUBLIC]
    return next(
        (version for version in public if version.state is VersionState.PUBLISHED), public[-1] if public else None
    )


async def waiting_for(actor: Actor, *, first: int, most: int) -> tuple[Waiting, ...]:
    """So many of the versions in which the actor may have a step to take, longest waiting first."""
    rows = (
        await VersionRow.select(VersionRow.id)
        .where(await _waiting(actor))
        .order_by(VersionRow.changed_at, VersionRow.id)
        .offset(first)
        .limit(most)
    )
    versions = await rows_to_values.load_these(VersionRow.id, (row["id"] for row in rows))
    lines = [Waiting(loaded, next_steps(loaded, actor)) for loaded in versions if may_see(loaded, actor)]
    return tuple(sorted((line for line in lines if line.offers), key=lambda line: line.version.changed_at))


async def number_waiting(actor: Actor) -> int:
    """How many those are, before it is looked at what stands in the way of each."""
    return int(await VersionRow.count().where(await _waiting(actor)))


async def _waiting(actor: Actor) -> Any:
    """In a state and a department in which a role of theirs includes a step."""
    owners = [department.id for department in await rows_to_values.departments()]
    condition: Any = VersionRow.id == NOBODY
    for state in sorted(OPEN):
        permitted = [owner for owner in owners if may_be_next(state, actor, owner)]
        if permitted:
            condition = condition | ((VersionRow.state == state.value) & _OF_VERSION.is_in(permitted))
    approves = [owner for owner in owners if actor.may(Permission.APPROVE_COORDINATORS, owner)]
    by_coordinator = VersionRow.submitted_by_coordinator.eq(True) | VersionRow.changed_by_coordinator.eq(True)
    in_review = VersionRow.state == VersionState.IN_REVIEW.value
    return condition | (in_review & by_coordinator & _OF_VERSION.is_in(approves or [NOBODY]))


async def events(entry: UUID, *, seen_by: Actor) -> tuple[PastEvent, ...]:
    """The whole history of an entry, newest first."""
    if not (versions := await versions_of(entry, seen_by=seen_by)):
        raise NotFoundError
    rows = (
        await EventRow.select(*EventRow.all_columns(), EventRow.version.number)
        .where(EventRow.entry == entry)
        .order_by(EventRow.done_at, EventRow.seq, ascending=False)
    )
    return tuple(_past(row, versions[0].entry) for row in rows)


def _past(row: Mapping[str, Any], entry: Entry) -> PastEvent:
    note, particulars = covered_note(read(row["note"]), entry.masks)
    return PastEvent(
        action=row["action"],
        version=row["version.number"],
        start=VersionState(row["start_state"]) if row["start_state"] else None,
        end=VersionState(row["end_state"]) if row["end_state"] else None,
        by=row["done_by"],
        at=row["done_at"],
        note=note,
        particulars=particulars,
        opinion=row["opinion"],
    )


async def duties(entry: UUID, *, seen_by: Actor) -> dict[str, Status]:
    """Where the entry's obligations stand, by key; those without are open."""
    if not await versions_of(entry, seen_by=seen_by):
        raise NotFoundError
    rows = await DutyRow.select().where(DutyRow.entry == entry)
    return {row["key"]: Status(ObligationStatus(row["state"]), row["words"], row["link"]) for row in rows}


async def other_runs(run: UUID) -> tuple[UUID, ...]:
    """Every other run that a version of the same entry has brought, for a reader may put them side by side."""
    versions = await EvidenceRow.select(EvidenceRow.version).where(EvidenceRow.run == run)
    entries = await VersionRow.select(VersionRow.entry).where(VersionRow.id.is_in([row["version"] for row in versions]))
    of_entry = await VersionRow.select(VersionRow.id).where(VersionRow.entry.is_in([row["entry"] for row in entries]))
    brought = await EvidenceRow.select(EvidenceRow.run).where(
        EvidenceRow.version.is_in([row["id"] for row in of_entry])
    )
    return tuple(dict.fromkeys(row["run"] for row in brought if row["run"] != run))


async def recent_events(
    since: datetime, *, seen_by: Actor, first: int, most: int
) -> tuple[tuple[PastEvent, Version], ...]:
    """So much of what has happened since then to entries the actor may read, newest first, with its version."""
    rows = (
        await EventRow.select(*EventRow.all_columns(), EventRow.version.number)
        .where(EventRow.done_at >= since, EventRow.version.is_not_null(), await in_readable(seen_by, _OF_EVENT))
        .order_by(EventRow.done_at, EventRow.seq, ascending=False)
        .offset(first)
        .limit(most)
    )
    read = {
        loaded.id: loaded for loaded in await rows_to_values.load_these(VersionRow.id, (row["version"] for row in rows))
    }
    return tuple((_past(row, read[row["version"]].entry), read[row["version"]]) for row in rows)


async def actions_between(since: datetime, until: datetime, *, seen_by: Actor) -> dict[str, int]:
    """How often each thing was done in a period to versions the actor may read."""
    owners = await departments_read(seen_by)
    rows = await EventRow.raw(
        "SELECT action, COUNT(*) AS many FROM event JOIN version ON version.id = event.version"  # noqa: S608  # only places
        " JOIN entry ON entry.id = version.entry WHERE done_at >= {} AND done_at < {} AND entry.department IN"
        f" ({', '.join(['{}'] * len(owners)) or 'NULL'}) GROUP BY action",
        since,
        until,
        *owners,
    )
    return {row["action"]: int(row["many"]) for row in rows}


async def number_of_events(since: datetime, *, seen_by: Actor) -> int:
    """How much has happened since then to entries the actor may read."""
    number: int = await EventRow.count().where(
        EventRow.done_at >= since, EventRow.version.is_not_null(), await in_readable(seen_by, _OF_EVENT)
    )
    return number


async def number_untested(*, seen_by: Actor) -> int:
    """How many published versions the actor may read cite no assessment."""
    untested = VersionRow.id.not_in(EvidenceRow.select(EvidenceRow.version).where(EvidenceRow.cited.eq(True)))
    public = VersionRow.state == VersionState.PUBLISHED.value
    number: int = await VersionRow.count().where(public, untested, await in_readable(seen_by))
    return number


async def in_readable(actor: Actor, department: Any = None) -> Any:
    """The condition that an entry belongs to a department in which the actor may read."""
    return (department or _OF_VERSION).is_in(await departments_read(actor) or [NOBODY])


async def departments_read(actor: Actor) -> list[UUID]:
    """The departments in which the actor may read."""
    return [
        department.id for department in await rows_to_values.departments() if actor.may(Permission.READ, department.id)
    ]


async def published(*, seen_by: Actor) -> tuple[Version, ...]:
    """Published versions the actor may read."""
    return await rows_to_values.load(VersionRow.state == VersionState.PUBLISHED.value, await in_readable(seen_by))


async def merged_with(version: Version, *, seen_by: Actor) -> tuple[Version, ...]:
    """The entry that this one was merged into, or those that were merged into it, each by its newest version."""
    this = version.entry
    other = EntryRow.id == this.merged_into if this.merged_into else EntryRow.merged_into == this.id
    entries = [row["id"] for row in await EntryRow.select(EntryRow.id).where(other)]
    versions = await rows_to_values.load_these(VersionRow.entry, entries)
    return tuple({loaded.entry.id: loaded for loaded in versions if _reads(seen_by, loaded)}.values())


def _reads(actor: Actor, loaded: Version) -> bool:
    return actor.may(Permission.READ, loaded.entry.department)
