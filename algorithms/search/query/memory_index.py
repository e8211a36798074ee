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

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import LANGUAGES
from algorithms.published.filters import FILTERS
from algorithms.published.findings import EntryFinding
from algorithms.search.index import packed
from algorithms.search.index.postings import Postings
from algorithms.search.index.tables import IndexRow, PageRow, PageTextRow, WordRow
from algorithms.search.index.vocabulary import SearchVocabulary, VocabularyTerm
from algorithms.search.index.weights import LEAD
from algorithms.search.query.ranking import NOTHING, Alphabet, Scored, scored
from algorithms.search.query.situations import SITUATIONS, LifeSituation
from algorithms.search.query.understanding import LEADING

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
    published_at: datetime
    traits: Mapping[str, str]  # filter → value

    @property
    def department(self) -> str:
        """Its slug."""
        return self.traits["department"]

    @property
    def operational_status(self) -> OperationalStatus:
        return OperationalStatus(self.traits.get("status", OperationalStatus.PLANNED))

    @property
    def finding(self) -> EntryFinding:
        """What its tests found."""
        return EntryFinding(self.traits["test"])


@dataclass(frozen=True, slots=True)
class Shelf:
    """One state of the index. Each page has a place on it, from 0 on; marks and scores are of all places."""

    stamp: UUID
    vocabulary: SearchVocabulary
    pages: tuple[int, ...]  # their numbers, by place
    places: Mapping[int, int]  # the other way round
    facts: tuple[IndexedPage, ...]  # by place
    alphabet: Mapping[str, Alphabet]  # by language
    traits: Mapping[str, Mapping[str, int]]  # filter → value → marks
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
            placement = placed.get(key)
            if isinstance(placement, Scored):
                total = total.plus(placement, counts)
            elif placement is not None:
                rare += [(place, counts * weight) for place, weight in placement.weights.items()]
        return total.plus(scored(rare, self.size), 1) if rare else total

    def put(self, key: str, word_postings: Postings, least: int = 1) -> None:
        """Pages that came after this shelf was read have no place on it, nor those where it weighs less."""
        known = self.places
        pairs = zip(word_postings.pages, word_postings.weights, strict=True)
        weights = {known[page]: weight for page, weight in pairs if weight >= least and page in known}
        common = len(weights) * _COMMON > self.size
        self.placed[key] = scored(weights.items(), self.size) if common else Rare(weights)


_CACHE: deque[Shelf] = deque(maxlen=1)
_READING: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
_COMMON = 8  # a word on more than one in so many pages is common
_PLACED = 5_000  # words that are kept with their places
_AT_HAND = 400  # of these, as many as are laid out before anybody asks


async def current() -> Shelf:
    """As the database is now. One small question tells whether what is kept is still true.

    After a change the first who asks reads the index, and the others wait for that.
    """
    if (cached := await _cached()) is not None:
        return cached
    async with _READING.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        if (cached := await _cached()) is None:
            cached = await _read(await stamp())
            _CACHE.append(cached)
        return cached


async def _cached() -> Shelf | None:
    """What is kept, if nothing has changed since it was read."""
    now = await stamp()
    return _CACHE[0] if _CACHE and _CACHE[0].stamp == now else None


async def stamp() -> UUID:
    """Another one after every change of what can be found."""
    (row,) = await IndexRow.raw("SELECT stamp FROM search_index")  # the migration put it there
    return UUID(str(row["stamp"]))


async def placed(shelf: Shelf, keys: Iterable[str]) -> dict[str, Placed]:
    """Where these words stand, or stand in titles and leads. Words that were looked for before are at hand."""
    known = {key: shelf.placed.get(key) for key in keys}
    missing = [key for key, placement in known.items() if placement is None]
    stored = await postings({key.removesuffix(LEADING) for key in missing})
    for key in missing:
        if (word_postings := stored.get(key.removesuffix(LEADING))) is None:
            continue
        if len(shelf.placed) >= _PLACED:
            shelf.placed.clear()
        shelf.put(key, word_postings, LEAD if key.endswith(LEADING) else 1)
        known[key] = shelf.placed[key]
    return {key: placement for key, placement in known.items() if placement is not None}


async def postings(keys: Iterable[str]) -> dict[str, Postings]:
    """Of each word that still stands somewhere."""
    listed, by_key = list(keys), {}
    for start in range(0, len(listed), _AT_ONCE):
        for row in await WordRow.select(WordRow.key, WordRow.pages, WordRow.weights).where(
            WordRow.key.is_in(listed[start : start + _AT_ONCE])
        ):
            by_key[row["key"]] = Postings.read(row["pages"], row["weights"])
    return by_key


async def _read(stamp: UUID) -> Shelf:
    rows = await PageRow.select(
        PageRow.id,
        PageRow.slug,
        PageRow.traits,
        PageRow.published_at,
    ).order_by(PageRow.id)
    texts = await PageTextRow.select(PageTextRow.page, PageTextRow.language, PageTextRow.place)
    letters = {(row["page"], row["language"]): row["place"] for row in texts}
    words = await WordRow.select(WordRow.key, WordRow.folded, WordRow.stem, WordRow.page_count)
    shelf = await asyncio.to_thread(
        _filled, stamp, rows, letters, words
    )  # takes a second, in which others are answered
    await asyncio.to_thread(_put_all, shelf, await postings(_commonest(words, shelf.size)))
    for situation in SITUATIONS:
        shelf.situations[situation.key] = await _led_to(situation, shelf)
    return shelf


def _filled(
    stamp: UUID,
    rows: Sequence[Mapping[str, Any]],
    letters: Mapping[tuple[int, str], str],
    words: Sequence[Mapping[str, Any]],
) -> Shelf:
    """All but the situations; ``letters`` is by page and language."""
    vocabulary, pages = SearchVocabulary(map(_known, words), len(rows)), tuple(row["id"] for row in rows)
    facts = tuple(map(_facts, rows))
    return Shelf(
        stamp=stamp,
        vocabulary=vocabulary,
        pages=pages,
        places={page: place for place, page in enumerate(pages)},
        facts=facts,
        alphabet={language: _alphabet(pages, letters, language) for language in LANGUAGES},
        traits=_traits(facts),
    )


def _commonest(words: Sequence[Mapping[str, Any]], size: int) -> list[str]:
    """Words that take longest to lay out, which should not happen while somebody waits for an answer."""
    common = (row for row in words if row["page_count"] * _COMMON > size)
    return [row["key"] for row in nlargest(_AT_HAND, common, key=lambda row: (row["page_count"], row["key"]))]


def _put_all(shelf: Shelf, by_key: Mapping[str, Postings]) -> None:
    for key, word_postings in by_key.items():
        shelf.put(key, word_postings)


def _known(row: Mapping[str, Any]) -> VocabularyTerm:
    language, _, word = row["key"].partition(":")
    return VocabularyTerm(language=language, word=word, folded=row["folded"], stem=row["stem"], pages=row["page_count"])


def _traits(facts: Sequence[IndexedPage]) -> dict[str, dict[str, int]]:
    """Marks of the pages with each value of each filter."""
    by_filter: dict[str, dict[str, list[int]]] = {name: {} for name in FILTERS}
    for place, page in enumerate(facts):
        for name, value in page.traits.items():
            by_filter[name].setdefault(value, []).append(place)
    return {
        name: {value: packed.marked(places, len(facts)) for value, places in values.items()}
        for name, values in by_filter.items()
    }


def _facts(row: Mapping[str, Any]) -> IndexedPage:
    traits = dict(trait.split(":", 1) for trait in row["traits"].split())
    return IndexedPage(slug=row["slug"], published_at=row["published_at"], traits=traits)


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
        keys = dict.fromkeys(term.key for word in situation.words for term in shelf.vocabulary.expand(word, "sv"))
        all_postings = (await postings(keys)).values()
        leading = {
            page
            for word_postings in all_postings
            for page, weight in zip(word_postings.pages, word_postings.weights, strict=True)
            if weight >= LEAD
        }
        marks &= packed.marked((places[page] for page in leading if page in places), len(places))
    return marks
