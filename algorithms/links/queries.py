"""Reading which addresses there are to try, and which of them lead nowhere."""

from uuid import UUID

from algorithms.city_tables import LinkRow
from algorithms.entries.entry import Version, VersionState
from algorithms.law.obligations import ObligationStatus, Status
from algorithms.links.rules import Stale, Trouble, addresses
from algorithms.people import Actor, Permission
from algorithms.storage.rows_to_values import load
from algorithms.tables import DutyRow, VersionRow
from assessments.storage import rows_of


async def to_try() -> tuple[str, ...]:
    """Every address that the public is sent to."""
    found = {one for _, listed in await _published() for one in listed}
    return tuple(sorted(found))


async def stale(*, seen_by: Actor) -> tuple[Stale, ...]:
    """Those that led nowhere when they were last tried, in published entries the actor may read; the oldest first."""
    rows = {row["address"]: row for row in await LinkRow.select()}
    if not rows:
        return ()
    found = [
        Stale(version, one, Trouble(rows[one]["trouble"]), rows[one]["since"], rows[one]["tried_at"])
        for version, listed in await _published()
        if seen_by.may(Permission.READ, version.entry.department)
        for one in listed
        if one in rows
    ]
    return tuple(sorted(found, key=lambda one: one.since))


async def _published() -> list[tuple[Version, tuple[str, ...]]]:
    versions = [
        one for one in await load(VersionRow.state == VersionState.PUBLISHED.value) if one.entry.withheld is None
    ]
    duties: dict[UUID, dict[str, Status]] = {}
    entries = (one.entry.id for one in versions)
    for row in await rows_of(DutyRow.entry, entries, lambda these: DutyRow.select().where(these)):
        standing = Status(ObligationStatus(row["standing"]), row["words"], row["link"])
        duties.setdefault(row["entry"], {})[row["key"]] = standing
    return [(one, addresses(one, duties.get(one.entry.id, {}))) for one in versions]
