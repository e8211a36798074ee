"""Ways on from a search other than the algorithms that fit: situations, lessons and words of the glossary."""

from collections.abc import Iterator
from dataclasses import dataclass

from algorithms.search.index import tokens
from algorithms.search.index.stems import stem
from algorithms.search.query.searching import SearchQuery, SearchResult, find
from assessments.text.message import Message
from register.language import Language
from register.public.learning.lessons import RESIDENTS, lesson, lessons
from register.public.lists.filters import Filter, situation_links, topic_links
from register.web.glossary import terms

_MOST = 4  # more of them help nobody to choose


@dataclass(frozen=True, slots=True)
class SearchLead:
    kind: Message
    words: str
    address: str
    language: str


_SITUATION, _LESSON, _TERM = Message("Situation"), Message("Lesson"), Message("Explained")


async def ways(query: SearchQuery, result: SearchResult) -> tuple[SearchLead, ...]:
    """Those that the typed words lead to, what residents' words mean first."""
    if not query.text.strip():
        return ()
    language = Language(query.language)
    listed = [*await _situations(query, result), *_lessons(query, result, language), *_terms(query, language)]
    return tuple({way.address: way for way in listed}.values())[:_MOST]


async def beginnings(query: SearchQuery, result: SearchResult) -> tuple[tuple[Filter, ...], tuple[Filter, ...]]:
    """Where nothing fits: the situations of life and the topics that lead to something, each by itself."""
    if result.total:
        return (), ()
    afresh = SearchQuery(language=query.language)
    everything = await find(afresh)
    return situation_links(afresh, everything.situations), topic_links(afresh, everything.counts)


async def _situations(query: SearchQuery, result: SearchResult) -> list[SearchLead]:
    keys = {meaning.situation for meaning in result.meanings if meaning.situation}
    if not keys:
        return []
    afresh = SearchQuery(language=query.language)
    counts = {key: count for key, count in (await find(afresh)).situations.items() if key in keys}
    return [
        SearchLead(kind=_SITUATION, words=str(link.words), address=link.address, language=query.language)
        for link in situation_links(afresh, counts)
    ]


def _lessons(query: SearchQuery, result: SearchResult, language: Language) -> Iterator[SearchLead]:
    """Those of a meaning, and those whose title or headings have all the words."""
    query_stems = _stems(query.text, language)
    slugs = [meaning.lesson for meaning in result.meanings if meaning.lesson]
    for offered in lessons(RESIDENTS, language):
        headings = " ".join((offered.title, *(section.heading for section in offered.sections)))
        if query_stems and query_stems <= _stems(headings, offered.language, like=query.text):
            slugs.append(offered.slug)
    for slug in slugs:
        if shown := lesson(slug, language):
            yield SearchLead(
                kind=_LESSON, words=shown.title, address=f"/{language}/learn/{slug}", language=shown.language
            )


def _terms(query: SearchQuery, language: Language) -> Iterator[SearchLead]:
    query_stems = _stems(query.text, language)
    for term in terms(language):
        if query_stems and any(query_stems == _stems(form, term.language, like=query.text) for form in term.searched):
            yield SearchLead(
                kind=_TERM, words=term.word, address=f"/{language}/learn/glossary#{term.slug}", language=term.language
            )


def _stems(text: str, language: str, *, like: str = "") -> set[str]:
    """Of the words that say something; with their accents where ``like``, or the text itself, was typed with them."""
    as_typed = not (like or text).isascii()
    listed = [word for word in tokens.search_terms(text) if not tokens.is_weak(word)]
    return {stem(word if as_typed else tokens.folded(word), language) for word in listed}
