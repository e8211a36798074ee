"""Changing people: adding them, their roles and passwords, shutting them out. Signing in has its own module."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from algorithms.people import Membership
from assessments.sentence import Sentence
from register.accounts.passwords import complaint, hashed
from register.accounts.queries import folded
from register.accounts.tables import MembershipRow, PersonRow, SessionRow
from register.database import DuplicateError, transaction
from register.language import Language

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class AccountError(Exception):
    """Why a person could not be added or changed, as a sentence for whoever tried."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.msgid)
        self.sentence = sentence


async def add_person(
    email: str,
    name: str,
    password: str | None,
    *,
    at: datetime,
    memberships: tuple[Membership, ...] = (),
    language: Language = Language.SWEDISH,
    demo: bool = False,
) -> UUID:
    """Somebody new, who can sign in at once if there is a password."""
    if not _EMAIL.fullmatch(folded(email)) or not name.strip():
        raise AccountError(Sentence("Give a name, and an address such as anna@staden.se."))
    stored = await _accepted(password, email, name) if password is not None else None
    known: dict[str, Any] = {"email": folded(email), "name": name.strip(), "language": str(language), "demo": demo}
    person = PersonRow(id=uuid4(), password_hash=stored, created_at=at, **known)
    try:
        async with transaction():
            await PersonRow.insert(person)
            for membership in memberships:
                await give_role(person.id, membership)
    except DuplicateError:
        raise AccountError(Sentence("{email} has an account already.", {"email": folded(email)})) from None
    return person.id


async def give_role(person: UUID, membership: Membership) -> None:
    """A role they have already stays as it is."""
    row = MembershipRow(id=uuid4(), person=person, role=str(membership.role), department=membership.department)
    await MembershipRow.insert(row).on_conflict(action="DO NOTHING")


async def set_password(person: UUID, password: str) -> None:
    """The new one counts from now; whoever is signed in with the old one is signed out."""
    rows = await PersonRow.select(PersonRow.email, PersonRow.name).where(PersonRow.id == person)
    if not rows:
        raise AccountError(Sentence("There is no such person."))
    stored = await _accepted(password, rows[0]["email"], rows[0]["name"])
    async with transaction():
        await PersonRow.update({PersonRow.password_hash: stored}).where(PersonRow.id == person)
        await SessionRow.delete().where(SessionRow.person == person)


async def set_language(person: UUID, language: Language) -> None:
    await PersonRow.update({PersonRow.language: str(language)}).where(PersonRow.id == person)


async def disable_person(person: UUID, *, at: datetime) -> None:
    """They keep their name on what they did, and are signed out everywhere from this moment."""
    async with transaction():
        await PersonRow.update({PersonRow.disabled_at: at}).where(PersonRow.id == person)
        await SessionRow.delete().where(SessionRow.person == person)


async def _accepted(password: str, email: str, name: str) -> str:
    if (why_not := complaint(password, email, name)) is not None:
        raise AccountError(why_not)
    return await hashed(password)
