"""Reading people: as values, with their roles. Never their password."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from algorithms.entries.texts import sort_key
from algorithms.log.checking import Records
from algorithms.people import Actor, Membership, Permission, Role
from assessments.storage import rows_of
from assessments.text.message import Message
from register.language import Language
from register.tables import (
    AccountEventRow,
    GroupRoleRow,
    IdentityRow,
    MembershipRow,
    PasswordLinkRow,
    PersonRow,
    SessionRow,
    StandInRow,
    TotpSecretRow,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works with the register, or did."""

    actor: Actor
    email: str
    language: Language
    demo: bool = False
    disabled_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def id(self) -> UUID:
        return self.actor.id


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """What was done to an account; without ``by``: with the command ``insyn``."""

    seq: int
    action: str
    held: Membership | None
    by: str | None  # the name of the person who did it
    at: datetime
    decision: str  # by which they were erased


@dataclass(frozen=True, slots=True)
class Deputy:
    """``deputy`` acts for ``person`` from the first day to the last, both included."""

    id: UUID
    person: UUID
    deputy: UUID
    names: tuple[str, str]  # whose place it is, and who takes it
    first: date
    last: date

    def is_over(self, today: date) -> bool:
        return self.last < today


@dataclass(frozen=True, slots=True)
class Identity:
    """What the provider of single sign-on calls somebody; without ``linked_at`` an administrator has to agree."""

    id: UUID
    subject: str
    requested_at: datetime
    linked_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnSession:
    token_hash: str
    begun_at: datetime
    seen_at: datetime
    by_provider: bool


async def person_by_id(person: UUID) -> Person | None:
    rows = await PersonRow.select().where(PersonRow.id == person)
    return await _with_roles(rows[0]) if rows else None


async def person_by_email(email: str) -> Person | None:
    rows = await PersonRow.select().where(PersonRow.email == folded(email))
    return await _with_roles(rows[0]) if rows else None


async def people() -> tuple[Person, ...]:
    """Everybody with the roles that are their own, in the order of their names."""
    rows = sorted(await PersonRow.select(), key=lambda row: sort_key(row["name"]))
    held = await _held()
    return tuple(_person(row, held.get(row["id"], [])) for row in rows)


async def some_people(*, first: int, most: int) -> tuple[Person, ...]:
    """So many of everybody, in the order of their names; of the others only the names are read."""
    named = await PersonRow.select(PersonRow.id, PersonRow.name)
    named.sort(key=lambda row: (sort_key(row["name"]), str(row["id"])))
    ids = [row["id"] for row in named[first : first + most]]
    rows = {row["id"]: row for row in await PersonRow.select().where(PersonRow.id.is_in(ids))} if ids else {}
    held = await _held(ids)
    return tuple(_person(rows[person_id], held.get(person_id, [])) for person_id in ids)


async def number_of_people() -> int:
    return int(await PersonRow.count())


async def people_on(today: date) -> tuple[Person, ...]:
    """Everybody with all roles that they may act in on this day, also for somebody who is away."""
    lent = await borrowed(today)
    everybody = await people()
    return tuple(replace(person, actor=with_borrowed(person.actor, lent.get(person.id, ()))) for person in everybody)


async def administrators() -> tuple[Person, ...]:
    """Whom to ask about accounts and roles."""
    return tuple(
        person for person in await people() if person.disabled_at is None and person.actor.may(Permission.MANAGE_PEOPLE)
    )


async def account_events(person: UUID) -> tuple[AccountEvent, ...]:
    """What was done to this account, newest first."""
    rows = (
        await AccountEventRow.select(*AccountEventRow.all_columns(), AccountEventRow.done_by.name)
        .where(AccountEventRow.person == person)
        .order_by(AccountEventRow.seq, ascending=False)
    )
    return tuple(
        AccountEvent(
            seq=row["seq"],
            action=row["action"],
            held=Membership(Role(row["role"]), row["department"]) if row["role"] else None,
            by=row["done_by.name"],
            at=row["done_at"],
            decision=row["decision"] or "",
        )
        for row in rows
    )


async def erased_by_decision() -> tuple[Message, ...]:
    """Who was erased, by their id, and by which decision."""
    rows = await AccountEventRow.select().where(AccountEventRow.decision.is_not_null()).order_by(AccountEventRow.seq)
    named = Message("Name and address of the person {person} were erased by the decision: {decision}")
    return tuple(Message(named.msgid, {"person": str(row["person"]), "decision": row["decision"]}) for row in rows)


ACCOUNT_EVENTS = Records(name="account_event", row=AccountEventRow, key=AccountEventRow.seq)  # as the log seals them


async def names(people: Iterable[UUID]) -> dict[UUID, str]:
    """What to call those who did something."""
    rows = await rows_of(
        PersonRow.id, people, lambda these: PersonRow.select(PersonRow.id, PersonRow.name).where(these)
    )
    return {row["id"]: row["name"] for row in rows}


async def person_in_session(
    token_hash: str, now: datetime, today: date, idle: timedelta, life: timedelta
) -> Person | None:
    """Who is signed in with this token, unless it is too old, unused for too long, or the person is disabled.

    ``today`` is the city's: roles that they hold for somebody who is away are theirs on that day.
    """
    rows = await SessionRow.select(SessionRow.person).where(
        SessionRow.token_hash == token_hash,
        SessionRow.created_at > now - life,
        SessionRow.seen_at > now - idle,
    )
    person = await person_by_id(rows[0]["person"]) if rows else None
    if person is None or person.disabled_at is not None:
        return None
    lent = (await borrowed(today)).get(person.id, ())
    return replace(person, actor=with_borrowed(person.actor, lent))


async def stand_ins(person: UUID) -> tuple[Deputy, ...]:
    """Where this person is away, or acts for somebody; the newest first."""
    condition = (StandInRow.person == person) | (StandInRow.deputy == person)
    names: Any = (StandInRow.person.name, StandInRow.deputy.name)
    rows = await StandInRow.select(*StandInRow.all_columns(), *names).where(condition)
    rows.sort(key=lambda row: row["first"], reverse=True)
    return tuple(
        Deputy(
            id=row["id"],
            person=row["person"],
            deputy=row["deputy"],
            names=(row["person.name"], row["deputy.name"]),
            first=row["first"],
            last=row["last"],
        )
        for row in rows
    )


async def borrowed(today: date) -> dict[UUID, tuple[Membership, ...]]:
    """The roles that deputies hold today for others, by deputy. A disabled person lends none."""
    rows = await StandInRow.select(StandInRow.person, StandInRow.deputy).where(
        StandInRow.first <= today, StandInRow.last >= today, StandInRow.person.disabled_at.is_null()
    )
    if not rows:
        return {}
    held, by_deputy = await _held(), dict[UUID, tuple[Membership, ...]]()
    for row in rows:
        lent = (replace(membership, instead_of=row["person"]) for membership in held.get(row["person"], ()))
        by_deputy[row["deputy"]] = (*by_deputy.get(row["deputy"], ()), *lent)
    return by_deputy


def with_borrowed(actor: Actor, lent: Iterable[Membership]) -> Actor:
    """The actor with what they hold for others; what they hold themselves needs no loan."""
    own = {(held.role, held.department) for held in actor.memberships}
    more = (membership for membership in lent if (membership.role, membership.department) not in own)
    return replace(actor, memberships=(*actor.memberships, *more))


async def _with_roles(row: dict[str, Any]) -> Person:
    return _person(row, (await _held([row["id"]])).get(row["id"], []))


async def _held(people: list[UUID] | None = None) -> dict[UUID, list[Membership]]:
    """The roles of these people, or of everybody, given by hand or by a group."""
    if people == []:
        return {}
    by_person: dict[UUID, list[Membership]] = {}
    for table in (MembershipRow, GroupRoleRow):
        rows = table.select(table.person, table.role, table.department)
        for row in await (rows if people is None else rows.where(table.person.is_in(people))):
            held = Membership(Role(row["role"]), row["department"])
            if held not in by_person.setdefault(row["person"], []):
                by_person[row["person"]].append(held)
    return by_person


async def group_roles(person: UUID) -> frozenset[Membership]:
    """The roles that the provider of single sign-on gives this person."""
    return frozenset(await _roles(GroupRoleRow, person))


async def roles_by_hand(person: UUID) -> tuple[Membership, ...]:
    """The roles that an administrator gave this person."""
    return tuple(sorted(await _roles(MembershipRow, person), key=str))


async def _roles(table: type[MembershipRow] | type[GroupRoleRow], person: UUID) -> list[Membership]:
    rows = await table.select(table.role, table.department).where(table.person == person)
    return [Membership(Role(row["role"]), row["department"]) for row in rows]


async def identities(person: UUID) -> tuple[Identity, ...]:
    """How the provider knows this person, oldest first."""
    rows = await IdentityRow.select().where(IdentityRow.person == person).order_by(IdentityRow.requested_at)
    return tuple(
        Identity(id=row["id"], subject=row["subject"], requested_at=row["requested_at"], linked_at=row["linked_at"])
        for row in rows
    )


async def has_codes(person: UUID) -> bool:
    """Whether this person's password needs a one-time code besides."""
    set_up = (TotpSecretRow.person == person) & TotpSecretRow.confirmed_at.is_not_null()
    return bool(await TotpSecretRow.exists().where(set_up))


async def invited_until(person: UUID, now: datetime) -> datetime | None:
    """When the link of their invitation ends; None where there is none that still opens."""
    link = await PasswordLinkRow.select(PasswordLinkRow.ends_at).where(
        PasswordLinkRow.person == person, PasswordLinkRow.purpose == "invitation", PasswordLinkRow.ends_at > now
    )
    return link[0]["ends_at"] if link else None


async def has_password(person: UUID) -> bool:
    return bool(await PersonRow.exists().where((PersonRow.id == person) & PersonRow.password_hash.is_not_null()))


async def is_linked(person: UUID) -> bool:
    """Whether the city's sign-in opens this account."""
    linked = (IdentityRow.person == person) & IdentityRow.linked_at.is_not_null()
    return bool(await IdentityRow.exists().where(linked))


async def needs_codes(token_hash: str) -> bool:
    """Whether this session was begun with a password alone: where the city asks for codes, they come first."""
    rows = await SessionRow.select(SessionRow.person).where(
        SessionRow.token_hash == token_hash, SessionRow.by_provider.eq(False)
    )
    return bool(rows) and not await has_codes(rows[0]["person"])


async def person_of_session(token_hash: str) -> UUID | None:
    """Whose session this is, however old."""
    row = await SessionRow.select(SessionRow.person).where(SessionRow.token_hash == token_hash).first()
    return row["person"] if row else None


async def own_sessions(person: UUID, now: datetime, idle: timedelta, life: timedelta) -> tuple[OwnSession, ...]:
    """Where this person is signed in, the latest first."""
    rows = await SessionRow.select().where(
        SessionRow.person == person, SessionRow.created_at > now - life, SessionRow.seen_at > now - idle
    )
    listed = (
        OwnSession(
            token_hash=row["token_hash"],
            begun_at=row["created_at"],
            seen_at=row["seen_at"],
            by_provider=row["by_provider"],
        )
        for row in rows
    )
    return tuple(sorted(listed, key=lambda session: session.begun_at, reverse=True))


def _person(row: dict[str, Any], held: Iterable[Membership]) -> Person:
    return Person(
        actor=Actor(row["id"], row["name"], tuple(sorted(held, key=str))),
        email=row["email"],
        language=Language(row["language"]),
        demo=row["demo"],
        disabled_at=row["disabled_at"],
        erased_at=row["erased_at"],
    )


def folded(email: str) -> str:
    """Two spellings of one address are one account."""
    return email.strip().casefold()
