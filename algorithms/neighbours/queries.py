"""Reads of what others say of their algorithms, for everybody who signs in."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from algorithms.entries.entry import Version
from algorithms.entries.texts import Text
from algorithms.law.risk import RiskClass
from algorithms.neighbours.rules import Neighbour, NeighbourList, SameName, keys
from algorithms.neighbours.tables import CollectionRow, NeighbourRow

MOST = 50  # of one name
_COLLECTION = [getattr(CollectionRow, name) for name in NeighbourList.__slots__]


async def collections() -> tuple[NeighbourList, ...]:
    rows = await CollectionRow.select(*_COLLECTION).order_by(CollectionRow.source)
    return tuple(NeighbourList(**row) for row in rows)


async def same_name(version: Version) -> tuple[SameName, ...]:
    """By product, else by title; so many at most, and those of one organisation next to each other."""
    listed = keys(words for (name, _), words in version.texts.items() if name is Text.PRODUCT)
    rows = await _called(listed) if listed else []
    if not rows:
        rows = await _called(keys(words for (name, _), words in version.texts.items() if name is Text.NAME))
    known = {collection.id: collection for collection in await collections()} if rows else {}
    return tuple(SameName(_neighbour(row), known[row["collection"]]) for row in rows)


async def called(number: int) -> SameName | None:
    """The one with this number."""
    row = await NeighbourRow.select().where(NeighbourRow.id == number).first()
    known = {collection.id: collection for collection in await collections()}
    return SameName(_neighbour(row), known[row["collection"]]) if row else None


async def classed() -> tuple[SameName, ...]:
    """Every one with a product and a class that is known."""
    rows = await NeighbourRow.select().where(NeighbourRow.risk_class.is_not_null(), NeighbourRow.product_key != "")
    known = {collection.id: collection for collection in await collections()}
    return tuple(SameName(_neighbour(row), known[row["collection"]]) for row in rows)


async def _called(names: Iterable[str]) -> list[dict[str, Any]]:
    listed = sorted(names)
    if not listed:
        return []
    same = NeighbourRow.product_key.is_in(listed) | NeighbourRow.title_key.is_in(listed)
    rows: list[dict[str, Any]] = (
        await NeighbourRow.select().where(same).order_by(NeighbourRow.organisation, NeighbourRow.id).limit(MOST)
    )
    return rows


def _neighbour(row: Mapping[str, Any]) -> Neighbour:
    words = ("title", "product", "supplier", "organisation", "identifier", "address", "language")
    return Neighbour(
        **{name: row[name] for name in words},
        number=row["id"],
        texts={Text(name): text for name, text in json.loads(row["texts"]).items()},
        risk_class=RiskClass(row["risk_class"]) if row["risk_class"] else None,
    )


async def collection_of(collection: UUID) -> NeighbourList | None:
    return next((known for known in await collections() if known.id == collection), None)
