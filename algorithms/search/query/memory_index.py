"""What is kept in memory of the index while nothing changes in it: the vocabulary, and the traits of each page."""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from algorithms.entries.entry import LANGUAGES, OperationalStatus, Topic
from algorithms.search.index import packed
from algorithms.search.index.postings import Postings
from algorithms.search.index.tables import IndexRow, PageRow, PageTextRow, WordRow
from algorithms.search.index.vocabulary import SearchVocabulary, VocabularyTerm
from algorithms.search.index.weights import LEAD
from algorithms.search.query.facets import KINDS
from algorithms.search.query.ranking import NOTHING, Alphabet, Scored, scored
from algorithms.search.query.situations import SITUATIONS, LifeSituation

_AT_ONCE = 1_000  # words in one question


@dataclass(frozen=True, slots=True)
class Rare:
    """A word that stands on few pages: the weight that it has at each place."""

    weights: Mapping[int, int]

    def stands_at(self, place: int) -> bool:
        return place in self.weights


Placed = Rare | Scored  # a word that stands on many pages is laid out in lanes


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """What the list tells of a page in no language."""

    slug: str
    department: str  # its slug
    topic: Topic
    operational_status: OperationalStatus
    published_at: datetime
    tested: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """One state of the index. Each page has a place on it, from 0 on; marks and scores are of all places."""

    stamp: UUID
    vocabulary: SearchVocabulary
    pages: tuple[int, ...]  # their numbers, by place
    places: Mapping[int, int]  # the other way round
    facts: tuple[IndexedPage, ...]  # by place
    alphabet: Mapping[str, Alphabet]  # by language
    traits: Mapping[str, Mapping[str, int]]  # kind → value → marks
    situations: dict[str, int] = field(default_factory=dict)  # marks
    placed: dict[str, Placed] = field(default_factory=dict)  # words that were looked for, by key

    @property
    def size(self) -> int:
        return len(self.pages)

    @property
    def everything(self) -> int:
        return packed.marked(range(self.size), self.size)

    def scored(self, forms: Mapping[str, int], placed: Mapping[str, Placed]) -> Scored:
        """What one typed word adds to each page, by all its forms: their keys with how much they count."""
        rare: list[tuple[int, int]] = []
        total = NOTHING
        for key, counts in forms.items():
            found = placed.get(key)
            if isinstance(found, Scored):
                total = total.plus(found, counts)
            elif found is not None:
                rare += [(place, counts * weight) for place, weight in found.weights.items()]
        return total.plus(scored(rare, self.size), 1) if rare else total

    def put(self, key: str, found: Postings) -> None:
        """Pages that came after this shelf was read have no place on it."""
        known = self.places
        each = zip(found.pages, found.weights, strict=True)
        weights = {known[page]: weight for page, weight in each if page in known}
        common = len(weights) * _COMMON > self.size
        self.placed[key] = scored(weights.items(), self.size) if common else Rare(weights)


_KEPT: deque[Shelf] = deque(maxlen=1)
_READING: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
_COMMON = 8  # a word on more than one in so many pages is common
_PLACED = 5_000  # words that are kept with their places
_AT_HAND = 400  # of these, as many as are laid out before anybody asks


async def current() -> Shelf:
    """As the database is now. One small question tells whether what is kept is still true.

    After a change the first who asks reads the index, and the others wait for that.
    """
    if (kept := await _kept()) is not None:
        return kept
    async with _READING.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        if (kept := await _kept()) is None:
            kept = await _read(await _stamp())
            _KEPT.append(kept)
        return kept


async def _kept() -> Shelf | None:
    """What is kept, if nothing has changed since it was read."""
    stamp = await _stamp()
    return _KEPT[0] if _KEPT and _KEPT[0].stamp == stamp else None


async def _stamp() -> UUID:
    (row,) = await IndexRow.raw("SELECT stamp FROM search_index")  # the migration put it there
    return UUID(str(row["stamp"]))


async def placed(shelf: Shelf, keys: Iterable[str]) -> dict[str, Placed]:
    """Where these words stand. Words that were looked for before are at hand."""
    known = {key: shelf.placed.get(key) for key in keys}
    for key, found in (await postings(key for key, found in known.items() if found is None)).items():
        if len(shelf.placed) >= _PLACED:
            shelf.placed.clear()
        shelf.put(key, found)
        known[key] = shelf.placed[key]
    return {key: found for key, found in known.items() if found is not None}


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
        *(PageRow.id, PageRow.slug, PageRow.topic, PageRow.department, PageRow.risk_class),
        *(PageRow.operational_status, PageRow.tested, PageRow.published_at),
    ).order_by(PageRow.id)
    texts = await PageTextRow.select(PageTextRow.page, PageTextRow.language, PageTextRow.place)
    letters = {(row["page"], row["language"]): row["place"] for row in texts}
    words = await WordRow.select(WordRow.key, WordRow.folded, WordRow.stem, WordRow.found_on)
    shelf = await asyncio.to_thread(
        _filled, stamp, rows, letters, words
    )  # takes a second, in which others are answered
    await asyncio.to_thread(_put_all, shelf, await postings(_commonest(words, shelf.size)))
    for one in SITUATIONS:
        shelf.situations[one.key] = await _led_to(one, shelf)
    return shelf


def _filled(
    stamp: UUID,
    rows: Sequence[Mapping[str, Any]],
    letters: Mapping[tuple[int, str], str],
    words: Sequence[Mapping[str, Any]],
) -> Shelf:
    """All but the situations; ``letters`` is by page and language."""
    vocabulary, pages = SearchVocabulary(map(_known, words), len(rows)), tuple(row["id"] for row in rows)
    return Shelf(
        stamp,
        vocabulary,
        pages,
        places={page: place for place, page in enumerate(pages)},
        facts=tuple(map(_facts, rows)),
        alphabet={one: _alphabet(pages, letters, one) for one in LANGUAGES},
        traits=_traits(rows),
    )


def _commonest(words: Sequence[Mapping[str, Any]], size: int) -> list[str]:
    """Words that take longest to lay out, which should not happen while somebody waits for an answer."""
    common = (row for row in words if row["found_on"] * _COMMON > size)
    return [row["key"] for row in nlargest(_AT_HAND, common, key=lambda row: (row["found_on"], row["key"]))]


def _put_all(shelf: Shelf, found: Mapping[str, Postings]) -> None:
    for key, one in found.items():
        shelf.put(key, one)


def _known(row: Mapping[str, Any]) -> VocabularyTerm:
    language, _, word = row["key"].partition(":")
    return VocabularyTerm(language, word, row["folded"], row["stem"], row["found_on"])


def _traits(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Marks of the pages with each value of each kind."""
    found: dict[str, dict[str, list[int]]] = {kind: {} for kind in KINDS}
    for place, row in enumerate(rows):
        tested = "yes" if row["tested"] else "no"
        each = row["topic"], row["department"], row["risk_class"], row["operational_status"], tested
        for kind, value in zip(KINDS, each, strict=True):
            found[kind].setdefault(value, []).append(place)
    return {
        kind: {value: packed.marked(places, len(rows)) for value, places in values.items()}
        for kind, values in found.items()
    }


def _facts(row: Mapping[str, Any]) -> IndexedPage:
    topic, status = Topic(row["topic"]), OperationalStatus(row["operational_status"])
    return IndexedPage(row["slug"], row["department"], topic, status, row["published_at"], row["tested"])


def _alphabet(pages: Sequence[int], letters: Mapping[tuple[int, str], str], language: str) -> Alphabet:
    """A page from before a language has its Swedish place."""
    return Alphabet.of([letters.get((page, language)) or letters.get((page, LANGUAGES[0]), "") for page in pages])


async def _led_to(situation: LifeSituation, shelf: Shelf) -> int:
    """Only words of titles and leads count: most pages name a telephone somewhere."""
    marks, places, topics = shelf.everything, shelf.places, shelf.traits["topic"]
    if situation.topics:
        marks = 0
        for topic in situation.topics:
            marks |= topics.get(topic.value, 0)
    if situation.words:
        meant = dict.fromkeys(one.key for word in situation.words for one in shelf.vocabulary.meant(word, "sv"))
        found = (await postings(meant)).values()
        leading = {page for one in found for page, weight in zip(one.pages, one.weights, strict=True) if weight >= LEAD}
        marks &= packed.marked((places[page] for page in leading if page in places), len(places))
    return marks
