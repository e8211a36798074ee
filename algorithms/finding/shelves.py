"""What is kept in memory of the index while nothing changes in it: the vocabulary, and the traits of each page."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.entry import LANGUAGES
from algorithms.finding.facets import Traits
from algorithms.finding.postings import Postings
from algorithms.finding.situations import SITUATIONS, Situation
from algorithms.finding.tables import IndexRow, PageRow, WordRow
from algorithms.finding.vocabulary import Known, Vocabulary
from algorithms.finding.weighing import LEAD

_AT_ONCE = 1_000  # words in one question


@dataclass(frozen=True, slots=True)
class Shelf:
    """One state of the index. Pages are known by their number."""

    stamp: UUID
    vocabulary: Vocabulary
    traits: Mapping[int, Traits]
    places: Mapping[str, Mapping[int, int]]  # language → page → place in the alphabet
    published: Mapping[int, datetime]
    situations: Mapping[str, frozenset[int]]


_KEPT: deque[Shelf] = deque(maxlen=1)


async def current() -> Shelf:
    """As the database is now. One small question tells whether what is kept is still true."""
    row = await IndexRow.select(IndexRow.stamp).first()
    assert row is not None  # the migration put it there
    if not _KEPT or _KEPT[0].stamp != row["stamp"]:
        _KEPT.append(await _read(row["stamp"]))
    return _KEPT[0]


async def postings(keys: Iterable[str]) -> dict[str, Postings]:
    """Of each word that still stands somewhere."""
    wanted, found = list(keys), {}
    for start in range(0, len(wanted), _AT_ONCE):
        for row in await WordRow.select(WordRow.key, WordRow.pages, WordRow.weights).where(
            WordRow.key.is_in(wanted[start : start + _AT_ONCE])
        ):
            found[row["key"]] = Postings.read(row["pages"], row["weights"])
    return found


async def _read(stamp: UUID) -> Shelf:
    words = await WordRow.select(WordRow.key, WordRow.folded, WordRow.stem, WordRow.found_on)
    vocabulary = Vocabulary(map(_known, words))
    rows = await PageRow.select(
        *(PageRow.id, PageRow.place_sv, PageRow.place_en, PageRow.topic, PageRow.department, PageRow.risk_class),
        *(PageRow.operational_status, PageRow.tested, PageRow.published_at),
    )
    traits = {row["id"]: _traits(row) for row in rows}
    return Shelf(
        stamp,
        vocabulary,
        traits,
        {one: _places(rows, one) for one in LANGUAGES},
        {row["id"]: row["published_at"] for row in rows},
        {one.key: await _led_to(one, vocabulary, traits) for one in SITUATIONS},
    )


def _known(row: Mapping[str, Any]) -> Known:
    language, _, word = row["key"].partition(":")
    return Known(language, word, row["folded"], row["stem"], row["found_on"])


def _traits(row: Mapping[str, Any]) -> Traits:
    """In the order of facets.KINDS."""
    tested = "yes" if row["tested"] else "no"
    return row["topic"], row["department"], row["risk_class"], row["operational_status"], tested


def _places(rows: list[dict[str, Any]], language: str) -> dict[int, int]:
    """Sorted here, for each database sorts text in its own way."""
    ordered = sorted(rows, key=lambda row: str(row[f"place_{language}"]))
    return {row["id"]: place for place, row in enumerate(ordered)}


async def _led_to(situation: Situation, vocabulary: Vocabulary, traits: Mapping[int, Traits]) -> frozenset[int]:
    """Only words of titles and leads count: most pages name a telephone somewhere."""
    pages = set(traits)
    if situation.topics:
        pages = {page for page, one in traits.items() if one[0] in situation.topics}
    if situation.words:
        meant = [one.key for word in situation.words for part in word.split() for one in vocabulary.meant(part, "sv")]
        found = (await postings(dict.fromkeys(meant))).values()
        pages &= {page for one in found for page, weight in zip(one.pages, one.weights, strict=True) if weight >= LEAD}
    return frozenset(pages)
