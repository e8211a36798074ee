"""Erasing somebody who has left, by a decision on records: name and address go, roles and departments stay."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.erasing import LONGEST_DECISION, tidy
from assessments.storage import transaction
from assessments.text.message import Message
from register.accounts.people.account_log import record
from register.accounts.people.commands import AccountError
from register.outbox.letters import forget_letters_to
from register.tables import (
    IdentityRow,
    KnownPlaceRow,
    PasswordLinkRow,
    PersonRow,
    RecoveryCodeRow,
    SessionRow,
    StandInRow,
    TotpSecretRow,
)

_SIGN_IN: Any = (SessionRow, PasswordLinkRow, IdentityRow, TotpSecretRow, RecoveryCodeRow, KnownPlaceRow)


async def erase_person(person: UUID, decision: str, *, by: Actor, at: datetime) -> None:
    """A made-up reference stands where they were named, for good. What they did, and in which role, is kept.

    Only of a disabled account, which then can never be used again.
    """
    if not by.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError
    row = await PersonRow.select(PersonRow.disabled_at, PersonRow.erased_at).where(PersonRow.id == person).first()
    if row is None:
        raise NotFoundError
    if wrong := _complaints(decision, row):
        raise AccountError(wrong)
    reference = secrets.token_hex(4)  # by chance, so that it points to nobody
    async with transaction():
        columns: dict[Any, Any] = {
            PersonRow.name: f"Tidigare medarbetare {reference}",
            PersonRow.email: f"{reference}@erased.invalid",
            PersonRow.password_hash: None,
            PersonRow.erased_at: at,
        }
        disabled = (PersonRow.id == person) & PersonRow.disabled_at.is_not_null() & PersonRow.erased_at.is_null()
        if not await PersonRow.update(columns).where(disabled).returning(PersonRow.id):
            raise AccountError({"": _NOT_NOW})
        for table in _SIGN_IN:
            await table.delete().where(table.person == person)
        await StandInRow.delete().where((StandInRow.person == person) | (StandInRow.deputy == person))
        await forget_letters_to(person)
        await record("person-erased", person, by, at, decision=tidy(decision))


_NOT_NOW = Message("Somebody else took a step at the same moment. Look at the page again.")


def _complaints(decision: str, row: dict[str, Any]) -> dict[str, Message]:
    if row["erased_at"] is not None:
        return {"": Message("This person has been erased already.")}
    if row["disabled_at"] is None:
        return {"": Message("Disable the account first. Only somebody who has left is erased.")}
    if not 0 < len(tidy(decision)) <= LONGEST_DECISION:
        most = {"most": LONGEST_DECISION}
        return {
            "decision": Message("Write the decision under which they are erased, in at most {most} characters.", most)
        }
    return {}
