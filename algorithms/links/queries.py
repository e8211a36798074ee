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
    unique = {address for _, listed in await _published() for address in listed}
    return tuple(sorted(unique))


async def stale(*, seen_by: Actor) -> tuple[Stale, ...]:
    """Those that led nowhere when they were last tried, in published entries the actor may read; the oldest first."""
    rows = {row["address"]: row for row in await LinkRow.select()}
    if not rows:
        return ()
    stale_links = [
        Stale(
            version=version,
            address=address,
            trouble=Trouble(rows[address]["trouble"]),
            since=rows[address]["since"],
            tried=rows[address]["tried_at"],
        )
        for version, listed in await _published()
        if seen_by.may(Permission.READ, version.entry.department)
        for address in listed
        if address in rows
    ]
    return tuple(sorted(stale_links, key=lambda stale_link: stale_link.since))


async def _published() -> list[tuple[Version, tuple[str, ...]]]:
    versions = [
        version
        for version in await load(VersionRow.state == VersionState.PUBLISHED.value)
        if version.entry.withheld is None
    ]
    duties: dict[UUID, dict[str, Status]] = {}
    entries = (version.entry.id for version in versions)
    for row in await rows_of(DutyRow.entry, entries, lambda these: DutyRow.select().where(these)):
        status = Status(ObligationStatus(row["state"]), row["words"], row["link"])
        duties.setdefault(row["entry"], {})[row["key"]] = status
    return [(version, addresses(version, duties.get(version.entry.id, {}))) for version in versions]
