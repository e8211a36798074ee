"""What lists are searched in and sorted by: each text of a version folded, and no word of it that is masked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from algorithms.city_tables import MaskRow
from algorithms.entries.entry import Masked
from algorithms.entries.texts import Text, fold, sort_key
from algorithms.redaction.masks import MaskStatus, covered
from algorithms.tables import TextRow, VersionRow

Masks = tuple[Masked, ...]


async def masks_of_version(version: UUID) -> Masks:
    """The words that nobody may read in the entry of this version."""
    entry = VersionRow.select(VersionRow.entry).where(VersionRow.id == version)
    return await _masks(MaskRow.entry.is_in(entry))


def folded_columns(name: Text, language: str, words: str, masks: Masks = ()) -> dict[Any, str]:
    """The derived columns of a text in its row."""
    readable = covered(words, masks, language)
    return {TextRow.folded: fold(readable), TextRow.sort_key: sort_key(readable) if name is Text.NAME else ""}


async def fold_again(entry: UUID) -> None:
    """After a mask of the entry was set or lifted."""
    of: Any = TextRow.version
    masks = await _masks(MaskRow.entry == entry)
    for row in await TextRow.select(TextRow.id, TextRow.name, TextRow.language, TextRow.words).where(of.entry == entry):
        await TextRow.update(_again(row, masks)).where(TextRow.id == row["id"])


def _again(row: Mapping[str, Any], masks: Masks) -> dict[Any, str]:
    return folded_columns(Text(row["name"]), row["language"], row["words"], masks)


async def _masks(of: Any) -> Masks:
    active = MaskRow.state == MaskStatus.ACTIVE.value
    rows = await MaskRow.select().where(of, active).order_by(MaskRow.decided_at)
    return tuple(Masked(row["words"], row["ground"], row["decided_at"]) for row in rows)
