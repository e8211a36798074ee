"""Reading what has a day soon: only versions that may have one are loaded, the rules in algorithms.due decide."""

from datetime import date
from typing import Any
from uuid import UUID

from algorithms.due import Due, due, first_candidates
from algorithms.entry import OperationalStatus, State, Version
from algorithms.loading import load_these
from algorithms.people import Actor
from algorithms.queries import in_readable
from algorithms.tables import EvidenceRow, VersionRow

_OF: Any = EvidenceRow.version
_RUN: Any = EvidenceRow.run


async def due_soon(today: date, *, seen_by: Actor) -> tuple[Due, ...]:
    """All that is overdue or due within 90 days in published versions that the actor may read."""
    return due(await _candidates(today, seen_by), today)


async def _candidates(today: date, actor: Actor) -> tuple[Version, ...]:
    soon = first_candidates(today)
    published, readable = VersionRow.state == State.PUBLISHED.value, await in_readable(actor)
    used = VersionRow.operational_status.is_null() | (VersionRow.operational_status != OperationalStatus.ENDED.value)
    said = VersionRow.next_review.is_not_null() & (VersionRow.next_review <= soon.month)
    unsaid = VersionRow.next_review.is_null() | (VersionRow.next_review == "")
    review = said | (unsaid & (VersionRow.published_at < soon.published_before))
    reviewed = await VersionRow.select(VersionRow.id).where(published, readable, used, review)
    ids: list[UUID] = [row["id"] for row in reviewed]
    promised = EvidenceRow.done_at.is_null() & (EvidenceRow.by_when <= soon.month)
    aged = _RUN.finished_at < soon.tested_before
    cited = EvidenceRow.cited.eq(True) & (_OF.state == State.PUBLISHED.value)
    of_evidence = await in_readable(actor, _OF.entry.department)
    ids += [row["version"] for row in await EvidenceRow.select(_OF).where(cited, promised | aged, of_evidence)]
    return await load_these(VersionRow.id, ids)
