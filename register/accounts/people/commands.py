"""Changing people: adding them, their roles and passwords, shutting them out. Signing in has its own module.

Each command asks whether this person may, and records what was done in the same transaction.
"""

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from algorithms.people import GRANTS, NOBODY, Actor, Membership, NotFoundError, Permission, Role
from algorithms.storage import queries as algorithms
from assessments.storage import transaction
from assessments.text.complaints import FieldError
from assessments.text.languages import FIRST
from assessments.text.message import Message
from register.accounts.people.account_log import record
from register.accounts.people.notices import record_and_notify
from register.accounts.people.queries import folded
from register.accounts.sign_in.passwords import complaint, hashed
from register.language import Language
from register.storage.database import DuplicateError
from register.tables import MembershipRow, PasswordLinkRow, PersonRow, SessionRow

# A person who runs the command ``insyn`` on the machine itself. In the record they are nobody.
OPERATOR = Actor(NOBODY, "insyn", (Membership(Role.ADMINISTRATOR),))
KEEPER = Actor(NOBODY, "insyn", (Membership(Role.COORDINATOR),))  # the same, where the register itself is changed
LONGEST_NAME, LONGEST_EMAIL = 120, 254  # characters; the columns are as wide
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class AccountError(FieldError):
    """Why a person could not be added or changed: a sentence for each field that is wrong, "" for none of them."""


async def add_person(
    email: str,
    name: str,
    password: str | None,
    *,
    by: Actor,
    at: datetime,
    memberships: tuple[Membership, ...] = (),
    language: Language = FIRST,
    demo: bool = False,
) -> UUID:
    """Somebody new, who can sign in at once if there is a password."""
    _check(by)
    why_not = await weakness(password, email, name) if password is not None else None
    if errors := complaints(email, name) | ({"password": why_not} if why_not else {}):
        raise AccountError(errors)
    stored = await hashed(password) if password is not None else None
    known: dict[str, Any] = {"email": folded(email), "name": name.strip(), "language": str(language), "demo": demo}
    person = PersonRow(id=uuid4(), password_hash=stored, created_at=at, **known)
    try:
        async with transaction():
            await PersonRow.insert(person)
            await record("person-added", person.id, by, at)
            for membership in memberships:
                await give_role(person.id, membership, by=by, at=at)
    except DuplicateError:
        taken = Message("{email} has an account already.", {"email": folded(email)})
        raise AccountError({"email": taken}) from None
    return person.id


async def give_role(person: UUID, membership: Membership, *, by: Actor, at: datetime) -> None:
    """A role they have already stays as it is. Nobody gives roles to themselves."""
    _check(by)
    if person == by.id:
        raise AccountError({"": Message("You cannot give yourself a role. Ask another administrator to do it.")})
    row = MembershipRow(id=uuid4(), person=person, role=str(membership.role), department=membership.department)
    async with transaction():
        given = MembershipRow.insert(row).on_conflict(action="DO NOTHING")
        if await given.returning(MembershipRow.id):
            await record("role-given", person, by, at, membership)


async def take_role(person: UUID, membership: Membership, *, by: Actor, at: datetime) -> None:
    """From now on they may no longer do what only this role allowed. One that they do not have: nothing happens."""
    _check(by)
    if person == by.id and Permission.MANAGE_PEOPLE in GRANTS[membership.role]:
        own = Message("You cannot take your own role as administrator away. Ask another administrator to do it.")
        raise AccountError({"": own})
    home = MembershipRow.department
    same = home.is_null() if membership.department is None else home == membership.department
    async with transaction():
        taken = MembershipRow.delete().where(
            MembershipRow.person == person, MembershipRow.role == str(membership.role), same
        )
        if await taken.returning(MembershipRow.id):
            await record("role-taken", person, by, at, membership)


async def set_password(person: UUID, password: str, *, by: Actor, at: datetime) -> None:
    """The new one counts from now; sessions that were opened with the old one end. One's own: own."""
    _check(by)
    if person == by.id:
        raise AccountError({"password": Message("Change your own password on the page of your account.")})
    rows = await PersonRow.select(PersonRow.email, PersonRow.name).where(PersonRow.id == person)
    if not rows:
        raise NotFoundError
    if (why_not := await weakness(password, rows[0]["email"], rows[0]["name"])) is not None:
        raise AccountError({"password": why_not})
    stored = await hashed(password)
    async with transaction():
        await PersonRow.update({PersonRow.password_hash: stored}).where(PersonRow.id == person)
        await SessionRow.delete().where(SessionRow.person == person)
        await PasswordLinkRow.delete().where(PasswordLinkRow.person == person)
        await record_and_notify("password-set", person, by, at)


async def set_language(person: UUID, language: Language) -> None:
    await PersonRow.update({PersonRow.language: str(language)}).where(PersonRow.id == person)


async def disable_person(person: UUID, *, by: Actor, at: datetime) -> None:
    """They keep their name on what they did, and are signed out everywhere from this moment."""
    _check(by)
    if person == by.id:
        own = Message("You cannot disable your own account. Ask another administrator to do it.")
        raise AccountError({"": own})
    async with transaction():
        open_still = (PersonRow.id == person) & PersonRow.disabled_at.is_null()
        if await PersonRow.update({PersonRow.disabled_at: at}).where(open_still).returning(PersonRow.id):
            await SessionRow.delete().where(SessionRow.person == person)
            await PasswordLinkRow.delete().where(PasswordLinkRow.person == person)
            await record("disabled", person, by, at)


async def enable_person(person: UUID, *, by: Actor, at: datetime) -> None:
    """They can sign in again, with the roles and the password they had. One who was erased cannot."""
    _check(by)
    async with transaction():
        shut_out = (PersonRow.id == person) & PersonRow.disabled_at.is_not_null() & PersonRow.erased_at.is_null()
        if await PersonRow.update({PersonRow.disabled_at: None}).where(shut_out).returning(PersonRow.id):
            await record("enabled", person, by, at)


def complaints(email: str, name: str) -> dict[str, Message]:
    """What is wrong with these words, by field."""
    errors: dict[str, Message] = {}
    if not name.strip():
        errors["name"] = Message("Write the person’s name.")
    elif len(name.strip()) > LONGEST_NAME:
        errors["name"] = Message("Shorten the name to {most} characters.", {"most": LONGEST_NAME})
    if not _EMAIL.fullmatch(folded(email)) or len(folded(email)) > LONGEST_EMAIL:
        errors["email"] = Message("Write an e-mail address such as anna@staden.se.")
    return errors


async def weakness(password: str, email: str, name: str) -> Message | None:
    """Why it will not do for this person, who works in one of these departments."""
    offices = [
        called
        for department in await algorithms.departments()
        for called in (*department.names.values(), *department.boards.values())
    ]
    return complaint(password, email, name, *offices)


def _check(by: Actor) -> None:
    if not by.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError
