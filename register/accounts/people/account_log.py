"""Writing down what was done to an account: the event, and its line in the log, in the transaction that is open."""

from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.log import commands as log_commands
from algorithms.log.chain import Act, digest
from algorithms.people import NOBODY, Actor, Membership, Permission
from assessments.storage import transaction
from register.tables import AccountEventRow


async def record(  # what was done to whom, by whom and when; the role, or the decision, that it was about
    action: str,
    person: UUID,
    by: Actor | None,
    at: datetime,
    held: Membership | None = None,
    decision: str | None = None,
) -> int:
    """The event’s number. Its table refuses changes and deletions. Without ``by``: nobody who was signed in."""
    who = by.id if by and by.id != NOBODY else None
    role = by.role_for([Permission.MANAGE_PEOPLE]) if by and who else None
    about: dict[str, Any] = {"role": str(held.role), "department": held.department} if held else {}
    row = AccountEventRow(action=action, person=person, done_by=who, done_at=at, decision=decision, **about)
    async with transaction():
        (inserted,) = await AccountEventRow.insert(row)
        stored = await AccountEventRow.select().where(AccountEventRow.seq == inserted["seq"]).first()
        assert stored is not None  # it was inserted a moment ago
        named = f"account_event/{inserted['seq']}"
        await log_commands.append(
            Act(
                action=action,
                kind="person",
                object=str(person),
                at=at,
                by=who,
                role=role,
                record=named,
                after=digest(stored),
            )
        )
    return int(inserted["seq"])
