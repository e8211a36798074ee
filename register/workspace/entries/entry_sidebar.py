"""The facts of an entry next to its version: case number, the ground on which it is withheld, and its incidents."""

from dataclasses import dataclass

from algorithms.entries.entry import Version
from algorithms.incidents import queries as incident_queries
from algorithms.incidents.rules import Incident
from algorithms.law.facts import Fact
from algorithms.people import Actor, Permission
from algorithms.redaction import withholding
from algorithms.standards.origin import Origin
from algorithms.storage.origin_queries import origins


@dataclass(frozen=True, slots=True)
class EntrySidebar:
    case_number: str
    ground: Fact | None  # while it is withheld
    incidents: tuple[Incident, ...]
    may_change: bool
    origin: Origin | None


async def sidebar_of(version: Version, actor: Actor) -> EntrySidebar:
    entry = version.entry
    ground = withholding.ground(entry.withheld.ground) if entry.withheld else None
    incidents = await incident_queries.incidents_of(version.id, seen_by=actor)
    return EntrySidebar(
        case_number=entry.case_number,
        ground=ground,
        incidents=incidents,
        may_change=actor.may(Permission.WRITE, entry.department),
        origin=(await origins([entry], whole=True)).get(entry.id),
    )
