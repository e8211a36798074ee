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
_SAID = "SELECT page, language, title, lead, body FROM search_text WHERE page IN"
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
        return {self.words[key] for key, one in self.placed.items() if one.stands_at(place)}


async def find(asked: SearchQuery) -> SearchResult:
    shelf = await memory_index.current()
    meant = await _meant(asked, shelf)
    fit = _ranked(meant, asked, shelf)
    within = shelf.situations.get(asked.situation, 0) if asked.situation else fit.marks
    left = facets.fitting(fit.marks, shelf.traits, asked.chosen)
    shown = left & within
    total = shown.bit_count()
    numbers = max(1, -(-total // PER_PAGE))
    number = min(max(asked.number, 1), numbers)
    first = ordered(fit.scores, shown, shelf.alphabet[asked.language], number * PER_PAGE)[(number - 1) * PER_PAGE :]
    return SearchResult(
        total,
        await _hits(shelf, {place: meant.on(place) for place in first}, asked.language),
        facets.counted(fit.marks & within, shelf.traits, asked.chosen),
        {key: (marks & left).bit_count() for key, marks in shelf.situations.items()},
        meant.text if meant.text != asked.text else "",
        fit.some,
        number,
        numbers,
    )


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


async def _meant(asked: SearchQuery, shelf: Shelf) -> _ExpandedTerms:
    """What is typed, each word that nobody has written replaced by the nearest that somebody has."""
    typed, text, forms = tokens.asked(asked.text), asked.text, []
    for place, word in enumerate(typed):
        last = place == len(typed) - 1 and tokens.words(asked.text)[-1:] == [word]
        found = shelf.vocabulary.meant(word, asked.language, last=last)
        if not found and not asked.exact and (other := shelf.vocabulary.corrected(word, asked.language)):
            found = shelf.vocabulary.meant(other, asked.language)
            text = _replaced(text, word, other)
        forms.append(found)
    known = {one.key: one.word for each in forms for one in each}
    counted = tuple({one.key: counts for one, counts in each.items()} for each in forms)
    return _ExpandedTerms(text, counted, known, await memory_index.placed(shelf, known))


def _replaced(text: str, word: str, other: str) -> str:
    """The text as it was typed, but for one word."""
    text = tokens.composed(text)
    small = tokens.lowered(text)
    for start, end in tokens.places(text):
        if small[start:end][: tokens.LONGEST_WORD] == word:
            return text[:start] + other + text[end:]
    return text


def _ranked(meant: _ExpandedTerms, asked: SearchQuery, shelf: Shelf) -> Ranked:
    if not asked.text.strip():
        return Ranked(0, shelf.everything)
    return ranked([shelf.scored(forms, meant.placed) for forms in meant.forms], shelf.size)


async def _hits(shelf: Shelf, places: Mapping[int, set[str]], language: str) -> tuple[Hit, ...]:
    """In this order; each with the words on it that were looked for. One that has gone meanwhile is left out."""
    if not places:
        return ()
    texts: dict[int, dict[str, Mapping[str, Any]]] = {shelf.pages[place]: {} for place in places}
    for row in await PageTextRow.raw(f"{_SAID} ({', '.join(['{}'] * len(texts))})", *texts):
        texts[row["page"]][row["language"]] = row
    said = ((place, texts[shelf.pages[place]], wanted) for place, wanted in places.items())
    return tuple(_hit(shelf.facts[place], each, language, wanted) for place, each, wanted in said if each)


def _hit(facts: IndexedPage, texts: _Texts, language: str, wanted: set[str]) -> Hit:
    said = texts.get(language)
    spoken = language if said and said["title"] and said["lead"] else LANGUAGES[0]
    row = texts[spoken]
    title, lead = (marked(row[kind], wanted, spoken) for kind in ("title", "lead"))
    return Hit(facts, title, _snippet(texts, spoken, wanted, title, lead))


def _snippet(texts: _Texts, spoken: str, wanted: set[str], title: Snippet, lead: Snippet) -> Snippet:
    """The lead where it or the title tells why this was found; else a passage, in the reader's language first."""
    if not wanted or any(piece.found for one in (title, lead) for piece in one.pieces):
        return lead
    for language in (spoken, *(one for one in LANGUAGES if one != spoken and one in texts)):
        said = "\n".join(texts[language][kind] for kind in ("title", "lead", "body"))
        if found := passage(said, wanted, language):
            return found
    return lead
