"""From whom the provider signed in to a person here: known by issuer and subject, never by an address alone.

The roles that groups give are put right at every sign-in; those given by hand are left alone.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from algorithms.people import Actor, Membership, NotFoundError, Permission
from algorithms.storage import queries as algorithms
from assessments.storage import transaction
from assessments.text.message import Message
from register.accounts.people.account_log import record
from register.accounts.people.commands import complaints
from register.accounts.people.notices import record_and_notify
from register.accounts.people.queries import folded, group_roles
from register.accounts.sign_in.signing_in import RequestOrigin, begin_session
from register.accounts.single_sign_on import groups
from register.accounts.single_sign_on.groups import GroupRule
from register.accounts.single_sign_on.provider import Identified
from register.storage.database import DuplicateError, is_sqlite
from register.tables import GroupRoleRow, IdentityRow, PasswordLinkRow, PersonRow

NAMELESS = Message(
    "The city’s sign-in did not tell your name and e-mail address, so no account could be made. Tell your "
    "administrator."
)
UNVERIFIED = Message(
    "The city’s sign-in does not vouch for your e-mail address, so no account was made or linked. Tell your "
    "administrator."
)
CLOSED = Message("Your account in Insyn is closed. If you need it, ask your administrator.")
TAKEN = Message(
    "There is an account with your e-mail address already, with a password of its own. It was not taken over. Ask your "
    "administrator to link it, or sign in with its password."
)


class NotLetInError(Exception):
    """The provider knows them, but they may not come in: why, and whom to ask."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(sentence.msgid)
        self.sentence, self.status = sentence, 403


async def sign_in(
    who: Identified, rules: tuple[GroupRule, ...], place: RequestOrigin, *, at: datetime, life: timedelta
) -> str:
    """The token of a new session. Raises NotLetInError."""
    try:
        person = await _known_or_new(who, at)
    except DuplicateError:  # the same person signs in twice in this very moment: the other one was added
        person = await _known_or_new(who, at)
    if person is None:
        raise NotLetInError(TAKEN)
    async with transaction():
        if not is_sqlite():
            await PersonRow.raw("SELECT id FROM person WHERE id = {} FOR UPDATE", person)
        rows = await PersonRow.select().where(PersonRow.id == person)
        if not rows or rows[0]["disabled_at"] is not None or rows[0]["demo"]:
            raise NotLetInError(CLOSED)
        await _put_roles_right(person, rules, who.groups, at)
        return await begin_session(person, place, at=at, life=life, by_provider=True)


async def link(identity: UUID, person: UUID, *, by: Actor, at: datetime) -> None:
    """From now on this account is also opened by the provider, for the very person who asked."""
    _check(by)
    async with transaction():
        waiting = (IdentityRow.id == identity) & (IdentityRow.person == person) & IdentityRow.linked_at.is_null()
        if await IdentityRow.update({IdentityRow.linked_at: at}).where(waiting).returning(IdentityRow.id):
            invitation = (PasswordLinkRow.person == person) & (PasswordLinkRow.purpose == "invitation")
            await PasswordLinkRow.delete().where(invitation)
            await record_and_notify("linked", person, by, at)


async def unlink(identity: UUID, person: UUID, *, by: Actor, at: datetime) -> None:
    """The provider no longer opens this account, and gives it no roles. It can be asked for again at a sign-in."""
    _check(by)
    async with transaction():
        own_identity = (IdentityRow.id == identity) & (IdentityRow.person == person)
        if await IdentityRow.delete().where(own_identity).returning(IdentityRow.id):
            await record("unlinked", person, by, at)
            await _put_roles_right(person, (), frozenset(), at)


async def _known_or_new(who: Identified, at: datetime) -> UUID | None:
    """Whose account this is. None: the address is somebody's already, and it waits for an administrator's word."""
    async with transaction():
        same = (IdentityRow.issuer == who.issuer) & (IdentityRow.subject == who.subject)
        if rows := await IdentityRow.select().where(same):
            person: UUID = rows[0]["person"]
            return person if rows[0]["linked_at"] is not None else None
        if complaints(who.email, who.name):
            raise NotLetInError(NAMELESS)
        if not who.owns_address:  # it may be a colleague's
            raise NotLetInError(UNVERIFIED)
        named: dict[str, Any] = {"issuer": who.issuer, "subject": who.subject, "requested_at": at}
        if taken := await PersonRow.select(PersonRow.id).where(PersonRow.email == folded(who.email)):
            await IdentityRow.insert(IdentityRow(id=uuid4(), person=taken[0]["id"], **named))
            await record("link-asked", taken[0]["id"], None, at)
            return None
        new = PersonRow(id=uuid4(), email=folded(who.email), name=who.name.strip(), created_at=at)
        await PersonRow.insert(new)
        await IdentityRow.insert(IdentityRow(id=uuid4(), person=new.id, linked_at=at, **named))
        await record("provider-added", new.id, None, at)
        return UUID(str(new.id))


async def _put_roles_right(
    person: UUID, rules: tuple[GroupRule, ...], claimed_groups: frozenset[str], at: datetime
) -> None:
    homes = {department.slug: department.id for department in await algorithms.departments()}
    granted, held = groups.given(rules, claimed_groups, homes), await group_roles(person)
    for membership in sorted(held - granted, key=str):
        home = GroupRoleRow.department
        same = home.is_null() if membership.department is None else home == membership.department
        await GroupRoleRow.delete().where(
            GroupRoleRow.person == person, GroupRoleRow.role == str(membership.role), same
        )
        await record("provider-took-role", person, None, at, membership)
    for membership in sorted(granted - held, key=str):
        await GroupRoleRow.insert(_row(person, membership))
        await record("provider-gave-role", person, None, at, membership)


def _row(person: UUID, held: Membership) -> GroupRoleRow:
    return GroupRoleRow(id=uuid4(), person=person, role=str(held.role), department=held.department)


def _check(by: Actor) -> None:
    if not by.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError
