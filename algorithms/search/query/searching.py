"""Reads for everybody: the list, searched and narrowed, in pages, with how many each way to narrow it would leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any, NamedTuple

from algorithms.entries.entry import LANGUAGES
from algorithms.search.index import tokens
from algorithms.search.index.tables import PageTextRow
from algorithms.search.query import facets, memory_index
from algorithms.search.query.memory_index import IndexedPage, Placed, Shelf
from algorithms.search.query.ranking import Ranked, ordered, ranked
from algorithms.search.query.snippets import Snippet, marked, passage
from assessments.storage import rows_of

PER_PAGE = 25
_SELECT_TEXTS = "SELECT page, language, title, lead, body FROM search_text WHERE page IN"
_Texts = Mapping[str, Mapping[str, Any]]  # language → row


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What somebody looks for. ``chosen`` is by kind, as in facets.KINDS; ``exact`` leaves misspelled words alone."""

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
    """One line of the list. Title and snippet say themselves in which language they are."""

    facts: IndexedPage
    title: Snippet
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``counts`` is by kind and value; ``corrected`` is the text that was searched for instead, if any."""

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Mapping[str, int]]
    situations: Mapping[str, int]
    corrected: str = ""
    some: bool = False
    number: int = 1
    numbers: int = 1


@dataclass(frozen=True, slots=True)
class _ExpandedTerms:
    """The words as they are understood: for each, the keys of known words and how much they count; and their places."""

    text: str
    forms: tuple[Mapping[str, int], ...]
    words: Mapping[str, str]  # by key
    placed: Mapping[str, Placed]

    def on(self, place: int) -> set[str]:
        """Which known words stand on the page at this place."""
        return {self.words[key] for key, placement in self.placed.items() if placement.stands_at(place)}


async def find(query: SearchQuery) -> SearchResult:
    shelf = await memory_index.current()
    expanded = await _expand(query, shelf)
    fit = _ranked(expanded, query, shelf)
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
        corrected=expanded.text if expanded.text != query.text else "",
        some=fit.some,
        number=number,
        numbers=numbers,
    )


async def slugs(query: SearchQuery) -> tuple[str, ...]:
    """The addresses of all that ``find`` would show on its pages, in their order."""
    shelf = await memory_index.current()
    fit = _ranked(await _expand(query, shelf), query, shelf)
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
    """What is typed, each word that nobody has written replaced by the nearest that somebody has."""
    typed, text, forms = tokens.search_terms(query.text), query.text, []
    for place, word in enumerate(typed):
        last = place == len(typed) - 1 and tokens.words(query.text)[-1:] == [word]
        expansion = shelf.vocabulary.expand(word, query.language, last=last)
        if not expansion and not query.exact and (other := shelf.vocabulary.corrected(word, query.language)):
            expansion = shelf.vocabulary.expand(other, query.language)
            text = _replaced(text, word, other)
        forms.append(expansion)
    known = {term.key: term.word for terms in forms for term in terms}
    counted = tuple({term.key: counts for term, counts in form.items()} for form in forms)
    return _ExpandedTerms(text=text, forms=counted, words=known, placed=await memory_index.placed(shelf, known))


def _replaced(text: str, word: str, other: str) -> str:
    """The text as it was typed, but for one word."""
    text = tokens.composed(text)
    small = tokens.lowered(text)
    for start, end in tokens.places(text):
        if small[start:end][: tokens.LONGEST_WORD] == word:
            return text[:start] + other + text[end:]
    return text


def _ranked(expanded: _ExpandedTerms, query: SearchQuery, shelf: Shelf) -> Ranked:
    if not query.text.strip():
        return Ranked(0, shelf.everything)
    return ranked([shelf.scored(forms, expanded.placed) for forms in expanded.forms], shelf.size)


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
    return Hit(facts, title, _snippet(texts, spoken, words, title, lead))


def _snippet(texts: _Texts, spoken: str, words: set[str], title: Snippet, lead: Snippet) -> Snippet:
    """The lead where it or the title tells why this was found; else a passage, in the reader's language first."""
    if not words or any(piece.is_match for part in (title, lead) for piece in part.pieces):
        return lead
    for language in (spoken, *(other for other in LANGUAGES if other != spoken and other in texts)):
        full_text = "\n".join(texts[language][kind] for kind in ("title", "lead", "body"))
        if snippet := passage(full_text, words, language):
            return snippet
    return lead
