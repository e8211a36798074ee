"""What is kept in memory of the index while nothing changes in it: the vocabulary, and the traits of each page."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.entry import LANGUAGES
from algorithms.finding import lanes
from algorithms.finding.facets import KINDS
from algorithms.finding.postings import Postings
from algorithms.finding.ranking import NOTHING, Scored, scored
from algorithms.finding.situations import SITUATIONS, Situation
from algorithms.finding.tables import IndexRow, PageRow, WordRow
from algorithms.finding.vocabulary import Known, Vocabulary
from algorithms.finding.weighing import LEAD

_AT_ONCE = 1_000  # words in one question


@dataclass(frozen=True, slots=True)
class Shelf:
    """One state of the index. Each page has a place on it, from 0 on; marks and scores are lanes of all places."""

    stamp: UUID
    vocabulary: Vocabulary
    pages: tuple[int, ...]  # their numbers, by place
    places: Mapping[int, int]  # the other way round
    alphabet: Mapping[str, tuple[int, ...]]  # language → by place, where the page stands in the alphabet
    published: tuple[datetime, ...]
    traits: Mapping[str, Mapping[str, int]]  # kind → value → marks
    situations: Mapping[str, int]  # marks
    common: dict[str, Scored]  # words that stand on many pages are laid out once

    @property
    def size(self) -> int:
        return len(self.pages)

    @property
    def everything(self) -> int:
        return lanes.marked(range(self.size), self.size)

    def scored(self, forms: Mapping[Known, int], found: Mapping[str, Postings]) -> Scored:
        """What one typed word adds to each page, by all its forms."""
        rare: list[tuple[int, int]] = []
        total = NOTHING
        for one, counts in forms.items():
            if one.key in self.common:
                total = total.plus(self.common[one.key], counts)
            elif one.key in found:
                pairs = self._pairs(found[one.key])
                if len(pairs) * _COMMON > self.size:
                    self.common[one.key] = scored(pairs, self.size)
                    total = total.plus(self.common[one.key], counts)
                else:
                    rare += [(place, counts * weight) for place, weight in pairs]
        return total.plus(scored(rare, self.size), 1) if rare else total

    def _pairs(self, found: Postings) -> list[tuple[int, int]]:
        """Pages that came after this shelf was read have no place on it."""
        known = self.places
        each = zip(found.pages, found.weights, strict=True)
        return [(known[page], weight) for page, weight in each if page in known]


_KEPT: deque[Shelf] = deque(maxlen=1)
_COMMON = 8  # a word on more than one in so many pages is common


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
    rows = await PageRow.select(
        *(PageRow.id, PageRow.place_sv, PageRow.place_en, PageRow.topic, PageRow.department, PageRow.risk_class),
        *(PageRow.operational_status, PageRow.tested, PageRow.published_at),
    ).order_by(PageRow.id)
    words = await WordRow.select(WordRow.key, WordRow.folded, WordRow.stem, WordRow.found_on)
    vocabulary, pages = Vocabulary(map(_known, words), len(rows)), tuple(row["id"] for row in rows)
    places, traits = {page: place for place, page in enumerate(pages)}, _traits(rows)
    return Shelf(
        *(stamp, vocabulary, pages, places, {one: _alphabet(rows, one) for one in LANGUAGES}),
        tuple(row["published_at"] for row in rows),
        traits,
        {one.key: await _led_to(one, vocabulary, places, traits["topic"]) for one in SITUATIONS},
        {},
    )


def _known(row: Mapping[str, Any]) -> Known:
    language, _, word = row["key"].partition(":")
    return Known(language, word, row["folded"], row["stem"], row["found_on"])


def _traits(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Marks of the pages with each value of each kind."""
    found: dict[str, dict[str, list[int]]] = {kind: {} for kind in KINDS}
    for place, row in enumerate(rows):
        tested = "yes" if row["tested"] else "no"
        each = row["topic"], row["department"], row["risk_class"], row["operational_status"], tested
        for kind, value in zip(KINDS, each, strict=True):
            found[kind].setdefault(value, []).append(place)
    return {
        kind: {value: lanes.marked(places, len(rows)) for value, places in values.items()}
        for kind, values in found.items()
    }


def _alphabet(rows: Sequence[Mapping[str, Any]], language: str) -> tuple[int, ...]:
    """Sorted here, for each database sorts text in its own way."""
    ordered = sorted(range(len(rows)), key=lambda place: str(rows[place][f"place_{language}"]))
    letters = [0] * len(rows)
    for letter, place in enumerate(ordered):
        letters[place] = letter
    return tuple(letters)


async def _led_to(
    situation: Situation, vocabulary: Vocabulary, places: Mapping[int, int], topics: Mapping[str, int]
) -> int:
    """Only words of titles and leads count: most pages name a telephone somewhere."""
    marks = lanes.marked(range(len(places)), len(places))
    if situation.topics:
        marks = 0
        for topic in situation.topics:
            marks |= topics.get(topic.value, 0)
    if situation.words:
        meant = dict.fromkeys(one.key for word in situation.words for one in vocabulary.meant(word, "sv"))
        found = (await postings(meant)).values()
        leading = {page for one in found for page, weight in zip(one.pages, one.weights, strict=True) if weight >= LEAD}
        marks &= lanes.marked((places[page] for page in leading if page in places), len(places))
    return marks
