"""What stands beside a version about its entry: case number, and the ground on which it is withheld."""

from dataclasses import dataclass

from algorithms import withholding
from algorithms.entry import Version
from algorithms.law import Fact
from algorithms.people import Actor, Permission


@dataclass(frozen=True, slots=True)
class Beside:
    case_number: str
    ground: Fact | None  # while it is withheld
    may_change: bool


async def beside(version: Version, actor: Actor) -> Beside:
    entry = version.entry
    ground = withholding.ground(entry.withheld.ground) if entry.withheld else None
    return Beside(entry.case_number, ground, actor.may(Permission.WRITE, entry.department))
