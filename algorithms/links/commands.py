"""Writes of how addresses answered when they were tried. The command ``insyn`` on the machine tries them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from algorithms.city_tables import LinkRow
from algorithms.links.rules import Trouble
from assessments.storage import transaction


async def keep(tried: Mapping[str, Trouble | None], *, at: datetime) -> None:
    """Each address that was tried, with its trouble or None; those that nobody links to any more are forgotten."""
    async with transaction():
        since = {row["address"]: row["since"] for row in await LinkRow.select()}
        await LinkRow.delete(force=True)
        for address, trouble in tried.items():
            if trouble is not None:
                row: dict[str, Any] = {"trouble": trouble.value, "since": since.get(address, at), "tried_at": at}
                await LinkRow.insert(LinkRow(address=address, **row))
