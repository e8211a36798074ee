"""The glossary, and where its terms stand in our own sentences. Never looks into what departments have written."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from algorithms.entries.texts import sort_key
from assessments.text.languages import FIRST
from register.language import Language


@dataclass(frozen=True, slots=True)
class Term:
    """``slug`` is the anchor of its explanation, a public address; ``forms`` are what it looks like in a sentence.

    ``also`` is what others call it, by which it is searched for.
    """

    slug: str
    word: str
    explanation: str
    forms: tuple[str, ...]
    language: Language
    also: tuple[str, ...] = ()

    @property
    def searched(self) -> tuple[str, ...]:
        return (*self.forms, *self.also)


@dataclass(frozen=True, slots=True)
class GlossaryPiece:
    """A part of a sentence; with ``slug`` it is a term that is explained there."""

    words: str
    slug: str = ""


def terms(language: Language) -> tuple[Term, ...]:
    """In the order of that language's alphabet."""
    return _TERMS[language]


def linked(sentence: str, language: Language) -> tuple[GlossaryPiece, ...]:
    """The sentence in pieces: the first place of each term by itself, the longest term where several begin together."""
    pieces, start, linked_slugs = [], 0, set()
    for match in _PATTERNS[language].finditer(sentence):
        slug = _SLUGS[language][match[0].casefold()]
        if slug in linked_slugs:
            continue
        linked_slugs.add(slug)
        pieces += [GlossaryPiece(sentence[start : match.start()]), GlossaryPiece(match[0], slug)]
        start = match.end()
    return tuple(piece for piece in (*pieces, GlossaryPiece(sentence[start:])) if piece.words)


def _read() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = tomllib.loads((files(__package__) / "glossary.toml").read_text("utf-8"))["term"]
    return listed


def _term(row: Mapping[str, Any], language: Language) -> Term:
    spoken = language if language in row else FIRST
    here = row[spoken]
    forms = (here["word"], *here.get("forms", ()))
    return Term(
        slug=row["slug"],
        word=here["word"],
        explanation=here["says"],
        forms=forms,
        language=spoken,
        also=tuple(here.get("also", ())),
    )


_TERMS: Mapping[Language, tuple[Term, ...]] = {
    language: tuple(sorted((_term(row, language) for row in _read()), key=lambda term: sort_key(term.word)))
    for language in Language
}
_SLUGS: Mapping[Language, Mapping[str, str]] = {
    language: {form.casefold(): term.slug for term in known_terms if term.language == language for form in term.forms}
    for language, known_terms in _TERMS.items()
}
_PATTERNS: Mapping[Language, re.Pattern[str]] = {
    language: re.compile(
        r"(?<![\w-])(?:" + "|".join(map(re.escape, sorted(forms, key=len, reverse=True)) or "(?!)") + r")(?![\w-])",
        re.IGNORECASE,
    )
    for language, forms in _SLUGS.items()
}
