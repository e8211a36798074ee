"""Writes of incidents: recorded by those who write in the department, changed while open, closed with a word."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from algorithms.editing.commands import for_change
from algorithms.entries.entry import Version
from algorithms.incidents.queries import COLUMNS, incident
from algorithms.incidents.rules import Account, as_comment, closing, read
from algorithms.people import Actor, Permission
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Event, RefusedError
from algorithms.storage import save
from algorithms.tables import IncidentRow
from assessments.storage import transaction
from assessments.text.message import Message


async def record_incident(version_id: UUID, typed: Mapping[str, str], *, by: Actor, at: datetime) -> UUID:
    """Something went wrong with the system of this entry; IncidentError says what is missing."""
    new = uuid4()
    async with transaction():
        version = await for_change(version_id, by)
        account = read(typed, at)
        await IncidentRow.insert(
            IncidentRow(id=new, entry=version.entry.id, recorded_by=by.id, recorded_at=at, **_columns(account))
        )
        await _record(version, "record-incident", by, at, as_comment(account))
    return new


async def change_incident(  # what is reported, by whom, when, and what they had seen
    version_id: UUID, incident_id: UUID, typed: Mapping[str, str], *, revision: int, by: Actor, at: datetime
) -> None:
    """Tell more of an open incident. Refused where somebody has changed or closed it since it was opened."""
    async with transaction():
        version = await for_change(version_id, by)
        current = await incident(version_id, incident_id, seen_by=by)
        account = read(typed, at)
        await _update(incident_id, revision, _columns(account))
        if account != current.account:
            await _record(version, "change-incident", by, at, as_comment(account))


async def close_incident(version_id: UUID, incident_id: UUID, outcome: str, *, by: Actor, at: datetime) -> None:
    """End it with a word on what came of it. Then it is changed no more."""
    async with transaction():
        version = await for_change(version_id, by)
        current = await incident(version_id, incident_id, seen_by=by)
        closing_words = closing(outcome)
        await _update(incident_id, current.revision, {"outcome": closing_words, "closed_by": by.id, "closed_at": at})
        await _record(version, "close-incident", by, at, StepComment(typed={"sv": closing_words}))


async def _update(incident_id: UUID, revision: int, columns: dict[Any, Any]) -> None:
    changed = (
        await IncidentRow.update({**columns, "revision": revision + 1})
        .where(IncidentRow.id == incident_id, IncidentRow.revision == revision, IncidentRow.closed_at.is_null())
        .returning(IncidentRow.id)
    )
    if not changed:
        raise RefusedError(
            (Message("Somebody has changed or closed this incident since you opened it. Look at it in another tab."),)
        )


def _columns(account: Account) -> dict[Any, Any]:
    columns = {"happened_on": account.happened_on, "what": account.what, "harmed": account.harmed, "done": account.done}
    return columns | {column._meta.name: account.informed.get(party) for party, column in COLUMNS.items()}


async def _record(version: Version, action: str, by: Actor, at: datetime, words: StepComment) -> None:
    role = by.role_for([Permission.WRITE], version.entry.department)
    await save.record(
        Event(entry=version.entry.id, version=version.id, action=action, by=by.id, at=at, words=words, role=role)
    )
