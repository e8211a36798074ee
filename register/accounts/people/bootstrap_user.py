"""Adding and erasing people from the command line: names become roles and departments, answers are sentences."""

from datetime import datetime

from algorithms.people import CITY_WIDE, Membership, Role
from algorithms.storage import queries as algorithms
from assessments.text.message import Message
from register.accounts.people.commands import OPERATOR, AccountError, add_person
from register.accounts.people.erasing import erase_person
from register.accounts.people.queries import person_by_email, person_by_id
from register.accounts.sign_in.passwords import remember_city
from register.settings import Settings
from register.storage.database import forget_written, opened
from register.storage.migrate import made_ready


async def add(
    settings: Settings, email: str, name: str, roles: tuple[str, ...], department: str, password: str, *, at: datetime
) -> Message:
    """What was done. Raises AccountError with what to do instead."""
    await made_ready(settings)
    remember_city(settings.city, *settings.city_names.values(), settings.host)
    async with opened(settings):
        memberships = tuple([await _membership(role, department) for role in roles])
        await add_person(email, name, password, by=OPERATOR, at=at, memberships=memberships)
    held = ", ".join(f"{held.role} ({department})" if held.department else held.role for held in memberships)
    values = {"name": name, "email": email, "roles": held}
    if not held:
        return Message("{name} can now sign in as {email}, without any role.", values)
    return Message(
        "{name} can now sign in as {email}, with the role {roles}.",
        values,
        plural="{name} can now sign in as {email}, with the roles {roles}.",
        count=len(memberships),
    )


async def erase(settings: Settings, email: str, decision: str, *, at: datetime) -> Message:
    """What was done. Raises AccountError with what to do instead."""
    await made_ready(settings)
    async with opened(settings):
        person = await person_by_email(email)
        if person is None:
            raise AccountError({"email": Message("Nobody has an account with the address {email}.", {"email": email})})
        await erase_person(person.id, decision, by=OPERATOR, at=at)
        await forget_written()
        erased = await person_by_id(person.id)
    assert erased is not None
    instead = {"name": erased.actor.name}
    return Message("{name} is shown where this person was named. Backups still hold the name.", instead)


async def _membership(role: str, department: str) -> Membership:
    if role not in set(Role):
        known = ", ".join(Role)
        unknown = Message("There is no role {role}. Choose from: {known}.", {"role": role, "known": known})
        raise AccountError({"role": unknown})
    if Role(role) in CITY_WIDE:
        return Membership(Role(role))
    department_ids = {owner.slug: owner.id for owner in await algorithms.departments()}
    if department not in department_ids:
        known = ", ".join(sorted(department_ids)) or "–"
        homeless = Message(
            "The role {role} is held in a department. Give --department with one of: {known}.",
            {"role": role, "known": known},
        )
        raise AccountError({"department": homeless})
    return Membership(Role(role), department_ids[department])
