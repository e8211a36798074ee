"""Reading people: as values, with their roles. Never their password."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from algorithms.people import Actor, Membership, Role
from register.accounts.tables import MembershipRow, PersonRow, SessionRow
from register.language import Language


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works with the register, or did."""

    actor: Actor
    email: str
    language: Language
    demo: bool = False
    disabled_at: datetime | None = None

    @property
    def id(self) -> UUID:
        return self.actor.id


async def person_by_id(person: UUID) -> Person | None:
    rows = await PersonRow.select().where(PersonRow.id == person)
    return await _person(rows[0]) if rows else None


async def person_by_email(email: str) -> Person | None:
    rows = await PersonRow.select().where(PersonRow.email == folded(email))
    return await _person(rows[0]) if rows else None


async def people() -> tuple[Person, ...]:
    """Everybody, in the order of their names."""
    rows = await PersonRow.select().order_by(PersonRow.name)
    return tuple([await _person(row) for row in rows])


async def names(people: Iterable[UUID]) -> dict[UUID, str]:
    """What to call those who did something."""
    if not (wanted := list(set(people))):
        return {}
    rows = await PersonRow.select(PersonRow.id, PersonRow.name).where(PersonRow.id.is_in(wanted))
    return {row["id"]: row["name"] for row in rows}


async def person_in_session(token_hash: str, now: datetime, idle: timedelta, life: timedelta) -> Person | None:
    """Who is signed in with this token, unless it is too old, unused for too long, or the person is disabled."""
    rows = await SessionRow.select(SessionRow.person).where(
        SessionRow.token_hash == token_hash,
        SessionRow.created_at > now - life,
        SessionRow.seen_at > now - idle,
    )
    person = await person_by_id(rows[0]["person"]) if rows else None
    return None if person is None or person.disabled_at is not None else person


async def _person(row: dict[str, Any]) -> Person:
    held = await MembershipRow.select(MembershipRow.role, MembershipRow.department).where(
        MembershipRow.person == row["id"]
    )
    memberships = tuple(sorted((Membership(Role(each["role"]), each["department"]) for each in held), key=str))
    return Person(
        actor=Actor(row["id"], row["name"], memberships),
        email=row["email"],
        language=Language(row["language"]),
        demo=row["demo"],
        disabled_at=row["disabled_at"],
    )


def folded(email: str) -> str:
    """Two spellings of one address are one account."""
    return email.strip().casefold()
