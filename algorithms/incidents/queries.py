"""Reads of incidents: each takes the actor, and those of other departments do not exist for them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from algorithms.incidents.rules import Account, Incident, Party
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.queries import Latest, every_entry, version
from algorithms.tables import IncidentRow

COLUMNS: Mapping[Party, Any] = {
    Party.PROVIDER: IncidentRow.provider_on,
    Party.MARKET_SURVEILLANCE: IncidentRow.market_surveillance_on,
    Party.DATA_PROTECTION: IncidentRow.data_protection_on,
}


async def incidents_of(version_id: UUID, *, seen_by: Actor) -> tuple[Incident, ...]:
    """Those of the entry of this version: the open ones first, then the newest first."""
    entry = (await version(version_id, seen_by=seen_by)).entry.id
    return await _incidents(IncidentRow.entry == entry)


async def incident(version_id: UUID, incident_id: UUID, *, seen_by: Actor) -> Incident:
    found = await incidents_of(version_id, seen_by=seen_by)
    for one in found:
        if one.id == incident_id:
            return one
    raise NotFoundError


async def all_incidents(*, seen_by: Actor) -> tuple[tuple[Incident, Latest], ...]:
    """Every incident the actor may read, with the newest version of its entry."""
    entries = {one.version.entry.id: one for one in await every_entry(seen_by=seen_by)}
    return tuple((one, entries[one.entry]) for one in await _incidents() if one.entry in entries)


async def count_open(*, seen_by: Actor) -> int:
    """How many open incidents the actor may read."""
    owner = IncidentRow.entry.department
    rows = await IncidentRow.select(owner).where(IncidentRow.closed_at.is_null())
    return sum(seen_by.may(Permission.READ, row["entry.department"]) for row in rows)


async def _incidents(*where: Any) -> tuple[Incident, ...]:
    rows = await IncidentRow.select().where(*where)
    found = [_incident(row) for row in rows]
    found.sort(key=lambda one: (one.account.happened_on, one.at), reverse=True)
    return tuple(sorted(found, key=lambda one: not one.is_open))


def _incident(row: Mapping[str, Any]) -> Incident:
    informed = {party: row[column._meta.name] for party, column in COLUMNS.items() if row[column._meta.name]}
    account = Account(row["happened_on"], row["what"], row["harmed"], row["done"], informed)
    who_and_when = (row["recorded_by"], row["recorded_at"])
    closed = (row["outcome"], row["closed_by"], row["closed_at"])
    return Incident(row["id"], row["entry"], account, row["revision"], *who_and_when, *closed)
