"""Reading what is masked in an entry, what somebody proposes to mask, and what waits for whom."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from algorithms.city_tables import MaskRow
from algorithms.entries.entry import Masked, Version
from algorithms.law.facts import FACTS
from algorithms.people import Actor
from algorithms.redaction.masks import Mask, MaskStatus, covered, may_decide
from algorithms.storage import rows_to_values
from algorithms.storage.queries import version
from algorithms.tables import VersionRow


async def masks_of(version_id: UUID, *, seen_by: Actor) -> tuple[Mask, ...]:
    """Those of the entry of this version, newest first. Words that are masked, or were, are shown to nobody."""
    entry = (await version(version_id, seen_by=seen_by)).entry.id
    rows = await MaskRow.select().where(MaskRow.entry == entry).order_by(MaskRow.proposed_at, ascending=False)
    return tuple(_mask(row) for row in rows)


async def waiting_masks(actor: Actor) -> tuple[tuple[Mask, Version], ...]:
    """What was proposed and this person may decide, each with the newest version of its entry, oldest first."""
    rows = await MaskRow.select().where(MaskRow.state == MaskStatus.PROPOSED.value).order_by(MaskRow.proposed_at)
    newest = {
        loaded.entry.id: loaded
        for loaded in await rows_to_values.load_these(VersionRow.entry, (row["entry"] for row in rows))
    }
    proposals = ((_mask(row), newest[row["entry"]]) for row in rows)
    return tuple((mask, of) for mask, of in proposals if may_decide(of, actor, mask.by))


def _mask(row: Mapping[str, Any]) -> Mask:
    status = MaskStatus(row["state"])
    hidden = [Masked(row["words"], row["ground"], row["proposed_at"])] if status is not MaskStatus.PROPOSED else []
    return Mask(
        id=row["id"],
        words=row["words"] if status is MaskStatus.PROPOSED else "",
        ground=FACTS.get(row["ground"]),
        reason=covered(row["reason"], hidden, "sv"),
        status=status,
        by=row["proposed_by"],
        at=row["proposed_at"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
    )
