"""Writes of drafts that begin from what another register says, and that say whose words they are."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from algorithms.editing import commands
from algorithms.entries.texts import Text
from algorithms.people import Actor
from algorithms.standards.origin import Origin
from algorithms.storage.origin_queries import origin_row
from algorithms.tables import OriginRow
from assessments.storage import transaction


async def begin_from(
    version_id: UUID, texts: Mapping[Text, str], language: str, origin: Origin, *, by: Actor, at: datetime
) -> None:
    """These words in every answer that has none in this language. Nothing is written over."""
    async with transaction():
        version = await commands.for_change(version_id, by)
        empty = {(name, language): words for name, words in texts.items() if not version.text(name, language)}
        if not empty:
            return
        if not await OriginRow.exists().where(OriginRow.entry == version.entry.id):
            await OriginRow.insert(origin_row(version.entry.id, origin, brought_at=at))  # before it is sealed
        await commands.save(version_id, revision=version.revision, texts=empty, by=by, at=at)
