"""Writes of what others say of their algorithms: a list replaces the one before, and is taken away as a whole."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from algorithms.log.commands import AT_ONCE
from algorithms.neighbours.rules import Neighbour, NeighbourList, name_key
from algorithms.neighbours.tables import CollectionRow, NeighbourRow
from algorithms.people import Actor, NotFoundError, Permission
from assessments.storage import transaction


async def replace(collection: NeighbourList, neighbours: Iterable[Neighbour], *, by: Actor, at: datetime) -> None:
    """Keep this list in the place of the one from the same source."""
    _check(by)
    rows = [_row(collection.id, neighbour) for neighbour in neighbours]
    async with transaction():
        await CollectionRow.delete().where(CollectionRow.source == collection.source)
        fields: dict[str, Any] = {name: getattr(collection, name) for name in NeighbourList.__slots__}
        await CollectionRow.insert(CollectionRow(**{**fields, "entries": len(rows)}, stored_by=by.id, stored_at=at))
        for start in range(0, len(rows), AT_ONCE):
            await NeighbourRow.insert(*rows[start : start + AT_ONCE])
        await _log("keep-collection", collection.id, by, at)


async def remove(collection: UUID, *, by: Actor, at: datetime) -> None:
    """Nothing of it is left."""
    _check(by)
    async with transaction():
        if not await CollectionRow.delete().where(CollectionRow.id == collection).returning(CollectionRow.id):
            raise NotFoundError
        await _log("remove-collection", collection, by, at)


def _row(collection: UUID, neighbour: Neighbour) -> NeighbourRow:
    words = ("title", "product", "supplier", "organisation", "identifier", "address", "language")
    return NeighbourRow(
        **{name: getattr(neighbour, name) for name in words},
        collection=collection,
        title_key=name_key(neighbour.title),
        product_key=name_key(neighbour.product),
        texts=json.dumps({name.value: text for name, text in neighbour.texts.items()}, ensure_ascii=False),
        risk_class=neighbour.risk_class.value if neighbour.risk_class else None,
    )


def _check(by: Actor) -> None:
    if not by.may(Permission.KEEP_REGISTER):
        raise NotFoundError


async def _log(action: str, collection: UUID, by: Actor, at: datetime) -> None:
    role = by.role_for([Permission.KEEP_REGISTER])
    await log_commands.append(Act(action=action, kind="collection", object=str(collection), at=at, by=by.id, role=role))
