"""Reads for everybody: the list, searched and narrowed, in pages, with how many each way to narrow it would leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import compress
from typing import Any, NamedTuple

from algorithms.entries.entry import LANGUAGES
from algorithms.search.index import packed
from algorithms.search.index.tables import PageTextRow
from algorithms.search.query import facets, memory_index
from algorithms.search.query.memory_index import IndexedPage, Placed, Shelf
from algorithms.search.query.ranking import Ranked, Scored, ordered, ranked, scored
from algorithms.search.query.residents_words import WordMeaning, installed
from algorithms.search.query.snippets import Snippet, marked, passage
from algorithms.search.query.understanding import LEADING, Reader, Understanding, UnderstoodWord
from assessments.storage import rows_of

PER_PAGE = 25
_SELECT_TEXTS = "SELECT page, language, title, lead, body FROM search_text WHERE page IN"
_Texts = Mapping[str, Mapping[str, Any]]  # language → row


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What somebody looks for. ``chosen`` is by filter; ``exact`` leaves misspelled words alone."""

    language: str
    text: str = ""
    situation: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    exact: bool = False
    number: int = 1  # of the page of results


class Called(NamedTuple):
    """A name, and the language that it is in."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the list. Its parts say themselves in which language they are; ``snippet`` is the summary."""

    facts: IndexedPage
    title: Snippet
    snippet: Snippet
    passage: Snippet | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``counts`` is by filter and value; ``corrected`` is the text that was searched for instead, if any.

    ``meanings`` is what residents' words lead to apart from entries.
    """

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Mapping[str, int]]
    situations: Mapping[str, int]
    corrected: str = ""
    meanings: tuple[WordMeaning, ...] = ()
    some: bool = False
    number: int = 1
    numbers: int = 1


@dataclass(frozen=True, slots=True)
class _ExpandedTerms:
    """The words as they are understood, and where each stands that may be meant."""

    understood: Understanding
    placed: Mapping[str, Placed]

    def on(self, place: int) -> set[str]:
        """Which known words stand on the page at this place."""
        return {_word(key) for key, placement in self.placed.items() if placement.stands_at(place)}


async def find(query: SearchQuery) -> SearchResult:
    shelf = await memory_index.current()
    expanded, fit = await _ranked(query, shelf)
    understood = expanded.understood
    within = shelf.situations.get(query.situation, 0) if query.situation else fit.marks
    left = facets.fitting(fit.marks, shelf.traits, query.chosen)
    shown = left & within
    total = shown.bit_count()
    numbers = max(1, -(-total // PER_PAGE))
    number = min(max(query.number, 1), numbers)
    first = ordered(fit.scores, shown, shelf.alphabet[query.language], number * PER_PAGE)[(number - 1) * PER_PAGE :]
    return SearchResult(
        total=total,
        hits=await _hits(shelf, {place: expanded.on(place) for place in first}, query.language),
        counts=facets.counted(fit.marks & within, shelf.traits, query.chosen),
        situations={key: (marks & left).bit_count() for key, marks in shelf.situations.items()},
        corrected=understood.text if understood.text != query.text else "",
        meanings=understood.meanings,
        some=fit.some,
        number=number,
        numbers=numbers,
    )


async def slugs(query: SearchQuery) -> tuple[str, ...]:
    """The addresses of all that ``find`` would show on its pages, in their order."""
    shelf = await memory_index.current()
    _, fit = await _ranked(query, shelf)
    within = shelf.situations.get(query.situation, 0) if query.situation else fit.marks
    shown = facets.fitting(fit.marks, shelf.traits, query.chosen) & within
    places = ordered(fit.scores, shown, shelf.alphabet[query.language], shown.bit_count())
    return tuple(shelf.facts[place].slug for place in places)


async def newest(language: str, most: int) -> tuple[Hit, ...]:
    """What was published last, in order of time."""
    shelf = await memory_index.current()
    letters, facts = shelf.alphabet[language].numbers, shelf.facts
    places = nlargest(most, range(shelf.size), key=lambda place: (facts[place].published_at, -letters[place]))
    return await _hits(shelf, {place: set() for place in places}, language)


async def names(language: str, slugs: Iterable[str]) -> dict[str, Called]:
    """What these public entries are called, by their address: in Swedish where one has no name in this language."""
    page: Any = PageTextRow.page
    spoken = PageTextRow.language.is_in([LANGUAGES[0], language])

    async def select(these: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = await PageTextRow.select(page.slug, PageTextRow.language, PageTextRow.title).where(
            these, spoken, PageTextRow.title != ""
        )
        return rows

    rows = await rows_of(page.slug, (slug for slug in slugs if slug), select)
    ordered = sorted(rows, key=lambda row: row["language"] == language)  # what comes last stays
    return {row["page.slug"]: Called(row["title"], row["language"]) for row in ordered}


async def _expand(query: SearchQuery, shelf: Shelf) -> _ExpandedTerms:
    reader = Reader(shelf.vocabulary, installed(), query.language)
    understood = reader.understand(query.text, exact=query.exact)
    return _ExpandedTerms(understood, await memory_index.placed(shelf, understood.keys))


def _word(key: str) -> str:
    return key.partition(":")[2].removesuffix(LEADING)


async def _ranked(query: SearchQuery, shelf: Shelf) -> tuple[_ExpandedTerms, Ranked]:
    """Where no page has all the words, only what a page is about counts: a far guess helps nobody."""
    expanded = await _expand(query, shelf)
    if not query.text.strip():
        return expanded, Ranked(0, shelf.everything)
    fit = _fitting(expanded, shelf)
    if not fit.some:
        return expanded, fit
    if expanded.understood.whole:
        return expanded, Ranked(0, 0)
    understood = expanded.understood.leading()
    expanded = _ExpandedTerms(understood, await memory_index.placed(shelf, understood.keys))
    fit = _fitting(expanded, shelf)
    return expanded, replace(fit, some=bool(fit.marks))


def _fitting(expanded: _ExpandedTerms, shelf: Shelf) -> Ranked:
    return ranked([_scored(word, expanded.placed, shelf) for word in expanded.understood.words], shelf.size)


def _scored(word: UnderstoodWord, placed: Mapping[str, Placed], shelf: Shelf) -> Scored:
    total = shelf.scored(word.forms, placed)
    for pair in word.pairs:
        first, last = (shelf.scored(part, placed) for part in pair)
        if both := first.marks & last.marks:
            sums = packed.read(first.scores + last.scores, shelf.size)
            places = compress(range(shelf.size), packed.selected(both, shelf.size))
            total = total.plus(scored(((place, sums[place]) for place in places), shelf.size), 1)
    return total


async def _hits(shelf: Shelf, places: Mapping[int, set[str]], language: str) -> tuple[Hit, ...]:
    """In this order; each with the words on it that were looked for. One that has gone meanwhile is left out."""
    if not places:
        return ()
    texts: dict[int, dict[str, Mapping[str, Any]]] = {shelf.pages[place]: {} for place in places}
    for row in await PageTextRow.raw(f"{_SELECT_TEXTS} ({', '.join(['{}'] * len(texts))})", *texts):
        texts[row["page"]][row["language"]] = row
    lines = ((place, texts[shelf.pages[place]], words) for place, words in places.items())
    return tuple(
        _hit(shelf.facts[place], page_texts, language, query_words)
        for place, page_texts, query_words in lines
        if page_texts
    )


def _hit(facts: IndexedPage, texts: _Texts, language: str, words: set[str]) -> Hit:
    preferred = texts.get(language)
    spoken = language if preferred and preferred["title"] and preferred["lead"] else LANGUAGES[0]
    row = texts[spoken]
    title, lead = (marked(row[kind], words, spoken) for kind in ("title", "lead"))
    return Hit(facts=facts, title=title, snippet=lead, passage=_passage(texts, spoken, words, title, lead))


def _passage(texts: _Texts, spoken: str, words: set[str], title: Snippet, lead: Snippet) -> Snippet | None:
    """Where neither the title nor the lead tells why this was found: a passage, in the reader's language first."""
    if not words or any(piece.is_match for part in (title, lead) for piece in part.pieces):
        return None
    for language in (spoken, *(other for other in LANGUAGES if other != spoken and other in texts)):
        full_text = "\n".join(texts[language][kind] for kind in ("title", "lead", "body"))
        if snippet := passage(full_text, words, language):
            return snippet
    return None
