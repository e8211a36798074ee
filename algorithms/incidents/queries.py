"""Reads of incidents: each takes the actor, and those of other departments do not exist for them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from algorithms.entries.entry import Version
from algorithms.incidents.rules import Account, Incident, Party
from algorithms.people import Actor, NotFoundError
from algorithms.storage.queries import departments_read, newest_of, version
from algorithms.tables import IncidentRow
from assessments.text.message import labelled

COLUMNS: Mapping[Party, Any] = labelled(
    Party,
    {
        Party.PROVIDER: IncidentRow.provider_on,
        Party.MARKET_SURVEILLANCE: IncidentRow.market_surveillance_on,
        Party.DATA_PROTECTION: IncidentRow.data_protection_on,
    },
)


async def incidents_of(version_id: UUID, *, seen_by: Actor) -> tuple[Incident, ...]:
    """Those of the entry of this version: the open ones first, then the newest first."""
    entry = (await version(version_id, seen_by=seen_by)).entry.id
    return await _incidents(IncidentRow.entry == entry)


async def incident(version_id: UUID, incident_id: UUID, *, seen_by: Actor) -> Incident:
    incidents = await incidents_of(version_id, seen_by=seen_by)
    for candidate in incidents:
        if candidate.id == incident_id:
            return candidate
    raise NotFoundError


async def all_incidents(*, seen_by: Actor, first: int, most: int) -> tuple[tuple[Incident, Version], ...]:
    """So many of those the actor may read, the open ones first and then the newest, with the entry's newest version."""
    where, owners = await _readable(seen_by)
    order = "ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, happened_on DESC, recorded_at DESC, incident.id"
    rows = await IncidentRow.raw(
        f"SELECT incident.id {_FROM} WHERE {where} {order} LIMIT {{}} OFFSET {{}}", *owners, most, first
    )
    ids = [UUID(str(row["id"])) for row in rows]
    incidents = await _incidents(IncidentRow.id.is_in(ids)) if ids else ()
    newest = await newest_of((reported.entry for reported in incidents), seen_by=seen_by)
    return tuple((incident, newest[incident.entry]) for incident in incidents)


async def number_of_incidents(*, seen_by: Actor) -> tuple[int, int]:
    """How many incidents the actor may read, and how many of them are open."""
    where, owners = await _readable(seen_by)
    (row,) = await IncidentRow.raw(
        "SELECT COUNT(*) AS every, COALESCE(SUM(CASE WHEN closed_at IS NULL THEN 1 ELSE 0 END), 0) AS open"
        f" {_FROM} WHERE {where}",
        *owners,
    )
    return int(row["every"]), int(row["open"])


_FROM = "FROM incident JOIN entry ON entry.id = incident.entry"


async def _readable(actor: Actor) -> tuple[str, list[UUID]]:
    """Of entries that the actor may read, except duplicates."""
    owners = await departments_read(actor)
    inside = f"entry.department IN ({', '.join(['{}'] * len(owners))})" if owners else "1 = 0"
    return f"entry.merged_into IS NULL AND {inside}", owners


async def _incidents(*where: Any) -> tuple[Incident, ...]:
    rows = await IncidentRow.select().where(*where)
    incidents = [_incident(row) for row in rows]
    incidents.sort(key=lambda reported: (reported.account.happened_on, reported.at), reverse=True)
    return tuple(sorted(incidents, key=lambda incident: not incident.is_open))


def _incident(row: Mapping[str, Any]) -> Incident:
    informed = {party: row[column._meta.name] for party, column in COLUMNS.items() if row[column._meta.name]}
    account = Account(
        happened_on=row["happened_on"], what=row["what"], harmed=row["harmed"], done=row["done"], informed=informed
    )
    return Incident(
        id=row["id"],
        entry=row["entry"],
        account=account,
        revision=row["revision"],
        by=row["recorded_by"],
        at=row["recorded_at"],
        outcome=row["outcome"],
        closed_by=row["closed_by"],
        closed_at=row["closed_at"],
    )
