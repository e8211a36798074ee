"""All words that stand on published pages, and which of them somebody means by a word that they type. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from algorithms.entries.entry import LANGUAGES
from algorithms.search.index import spelling
from algorithms.search.index.stems import SHORTEST_PART, doing, joins, may_be_part, stem
from algorithms.search.index.tokens import folded

EXACT, FORM, BEGUN, PART = 16, 12, 6, 4  # how much a hit counts: the word, a form of it, its beginning, a part
MOST_FORMS = 120  # of one typed word: those that count most, then those that stand on most pages
_CACHE_SIZE = 2_000  # typed words whose meaning is kept
_SHORTEST_BEGINNING = 3


@dataclass(frozen=True, slots=True, eq=False)
class VocabularyTerm:
    """A word in one language, and on how many pages it stands. Each exists once, so they are compared by identity."""

    language: str
    word: str
    folded: str
    stem: str
    pages: int

    @property
    def key(self) -> str:
        return f"{self.language}:{self.word}"


class SearchVocabulary:
    """The words of the whole register. Rebuilt whenever something is published or taken away."""

    def __init__(self, known: Iterable[VocabularyTerm], pages: int) -> None:
        self._pages = pages
        self._expansions: dict[tuple[str, str, bool], dict[VocabularyTerm, int]] = {}
        self._spellings: dict[str, tuple[frozenset[str], spelling.SpellingIndex]] = {}
        self._known = sorted(known, key=lambda term: (term.folded, term.language, term.word))
        self._folded = [term.folded for term in self._known]
        by_stem: dict[tuple[str, str], list[VocabularyTerm]] = {}
        for term in self._known:
            by_stem.setdefault((term.language, term.stem), []).append(term)
        self._by_stem = by_stem
        self._backwards = sorted((root[::-1], root) for language, root in by_stem if language == "sv")

    def expand(self, word: str, language: str, *, last: bool = False) -> dict[VocabularyTerm, int]:
        """Known words with their weights, twice as high in the reader's language. ``last`` may be half typed."""
        typed = folded(word), language, last
        if typed not in self._expansions:
            if len(self._expansions) >= _CACHE_SIZE:
                self._expansions.clear()
            self._expansions[typed] = self._forms(*typed)
        return self._expansions[typed]

    def _forms(self, plain: str, language: str, last: bool) -> dict[VocabularyTerm, int]:
        """Those that count most: as many as stand on twice as many pages as there are, so that it takes no time."""
        counted: dict[VocabularyTerm, int] = {}
        for term, counts in self._candidates(plain, last=last):
            counted[term] = max(counted.get(term, 0), counts * (2 if term.language == language else 1))
        forms, left = {}, 2 * self._pages
        for term in sorted(
            counted,
            key=lambda candidate: (-counted[candidate], -candidate.pages, candidate.language, candidate.word),
        )[:MOST_FORMS]:
            if left <= 0 and counted[term] <= 2 * BEGUN:
                break
            forms[term], left = counted[term], left - term.pages
        return forms

    def _candidates(self, plain: str, *, last: bool) -> Iterator[tuple[VocabularyTerm, int]]:
        least = 2 if last else _SHORTEST_BEGINNING
        for term in self._beginning(plain) if len(plain) >= least else self._same(plain):
            yield term, EXACT if term.folded == plain else BEGUN if last else PART
        for language in LANGUAGES:
            root = stem(plain, language)
            yield from ((term, FORM) for term in self._by_stem.get((language, root), ()))
            if len(root) >= SHORTEST_PART:
                yield from ((term, PART) for term in self._beginning(root) if term.language == language)
        yield from ((term, PART) for term in self._ending(stem(plain, "sv")))
        if verb := doing(plain):
            yield from ((term, PART) for term in self._by_stem.get(("sv", stem(verb, "sv")), ()))

    def _beginning(self, start: str) -> Iterator[VocabularyTerm]:
        place = bisect_left(self._folded, start)
        while place < len(self._folded) and self._folded[place].startswith(start):
            yield self._known[place]
            place += 1

    def _same(self, plain: str) -> Iterator[VocabularyTerm]:
        return (term for term in self._beginning(plain) if term.folded == plain)

    def _ending(self, part: str) -> Iterator[VocabularyTerm]:
        """Compounds that end with this part."""
        if not may_be_part(part):
            return
        turned = part[::-1]
        place = bisect_left(self._backwards, (turned, ""))
        while place < len(self._backwards) and self._backwards[place][0].startswith(turned):
            compound = self._backwards[place][1]
            if joins(compound, part):
                yield from self._by_stem["sv", compound]
            place += 1

    def knows(self, plain: str) -> bool:
        return any(True for _ in self._same(plain))

    def corrected(self, word: str, language: str, others: Iterable[str] = ()) -> str | None:
        """The known word of this language that somebody most likely misspelled; None where there is none.

        ``others`` are words that may be meant too, and stand on no page.
        """
        plain = folded(word)
        if not spelling.allowed(plain) or self.knows(plain):
            return None
        listed = frozenset(others)
        near = self._spelling(language, listed).near(plain)
        by_word = {other: [term for term in self._same(other) if term.language == language] for _, other in near}
        order = [(far, -term.pages, term.word) for far, other in near for term in by_word[other]]
        order += [(far, 0, other) for far, other in near if other in listed and not by_word[other]]
        return min(order)[2] if order else None

    def _spelling(self, language: str, others: frozenset[str]) -> spelling.SpellingIndex:
        if (known := self._spellings.get(language)) is None or known[0] != others:
            own = (term.folded for term in self._known if term.language == language)
            known = self._spellings[language] = others, spelling.SpellingIndex(dict.fromkeys((*own, *sorted(others))))
        return known[1]
