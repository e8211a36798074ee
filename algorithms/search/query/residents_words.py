"""Words that residents type and departments do not write, and where each leads. The lists are data.

Ours is in this folder; a city changes it with ``words.toml`` in its theme folder.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from algorithms.entries.entry import LANGUAGES
from algorithms.search.index.stems import stem
from algorithms.search.index.tokens import folded, words
from algorithms.search.query.situations import SITUATIONS

_KNOWN = {"typed", "search", "situation", "lesson"}
_SHORTEST_FIRST, _SHORTEST_LAST = 3, 7  # letters of a compound's parts
_SHORTEST_STEM = 4  # letters: shorter words are compared whole


class ResidentsWordsError(Exception):
    """What is wrong with a list, for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class WordMeaning:
    """``search`` are words that are looked for in titles and leads instead."""

    search: tuple[str, ...] = ()
    situation: str = ""
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class ResidentsWords:
    """By language and word, as ``joined`` writes it."""

    meanings: Mapping[tuple[str, str], WordMeaning] = field(default_factory=dict)
    stems: Mapping[tuple[str, str], WordMeaning] = field(default_factory=dict)
    spelled: Mapping[tuple[str, str], str] = field(default_factory=dict)  # the word with its letters: förskola

    def meaning(self, word: str, language: str) -> WordMeaning | None:
        """Of the word, of another form of it, or of a compound that ends with a word that leads to a lesson."""
        plain = folded(word)
        return self._own_meaning(plain, language) or (self._of_last_part(plain) if language == "sv" else None)

    def _own_meaning(self, plain: str, language: str) -> WordMeaning | None:
        return self.meanings.get((language, plain)) or self.stems.get((language, stem(plain, language)))

    def _of_last_part(self, plain: str) -> WordMeaning | None:
        """*Könsdiskriminering* is a kind of discrimination. What a compound is about may be far from any card."""
        for place in range(_SHORTEST_FIRST, len(plain) - _SHORTEST_LAST + 1):
            meaning = self._own_meaning(plain[place:], "sv")
            if meaning and meaning.lesson:
                return meaning
        return None

    def written(self, word: str, language: str) -> str:
        """As people write it, where the lists have it: of *forskola*, *förskola*."""
        return self.spelled.get((language, word), word)

    def typed(self, language: str) -> tuple[str, ...]:
        return tuple(word for spoken, word in self.meanings if spoken == language)


def parsed(text: str) -> dict[tuple[str, str], WordMeaning]:
    """A list as it is written; ResidentsWordsError says what cannot be meant."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ResidentsWordsError(str(error)) from error
    if unknown := set(written) - set(LANGUAGES):
        raise ResidentsWordsError(", ".join(sorted(unknown)))
    return {key: meaning for language in written for key, meaning in _meanings(written[language], language)}


def _meanings(lines: Any, language: str) -> Iterator[tuple[tuple[str, str], WordMeaning]]:
    for line in lines if isinstance(lines, list) else [lines]:
        if not isinstance(line, dict) or set(line) - _KNOWN or not _texts(line.get("typed")):
            raise ResidentsWordsError(f"{language}: {line}")
        search, situation, lesson = line.get("search", []), line.get("situation", ""), line.get("lesson", "")
        is_known = situation in {"", *(offered.key for offered in SITUATIONS)}
        if not (search == [] or _texts(search)) or not is_known or not isinstance(lesson, str):
            raise ResidentsWordsError(f"{language}: {line}")
        meaning = WordMeaning(tuple(word for text in search for word in words(text)), situation, lesson)
        for typed in line["typed"]:
            yield (language, joined(typed)), meaning


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) and words(text) for text in value)


def joined(text: str) -> str:
    """Its words as one word: *p-bot* is *pbot*."""
    return folded("".join(words(text)))


def with_city(own: str = "") -> ResidentsWords:
    """Our list with a city's own over it."""
    shipped_text = files(__package__).joinpath("residents_words.toml").read_text("utf-8")
    meanings = {**parsed(shipped_text), **parsed(own)}
    stems: dict[tuple[str, str], WordMeaning] = {}
    for (language, word), meaning in meanings.items():
        if len(root := stem(word, language)) >= _SHORTEST_STEM:
            stems.setdefault((language, root), meaning)
    return ResidentsWords(meanings, stems, {**_spelled(shipped_text), **_spelled(own)})


def _spelled(text: str) -> dict[tuple[str, str], str]:
    return {
        (language, joined(typed)): typed
        for language, lines in tomllib.loads(text).items()
        for line in lines
        for typed in line["typed"]
        if len(words(typed)) == 1
    }


_INSTALLED: list[ResidentsWords] = []


def install(own: str = "") -> None:
    """From now on the search of this process knows these."""
    _INSTALLED[:] = [with_city(own)]


def installed() -> ResidentsWords:
    if not _INSTALLED:
        install()
    return _INSTALLED[0]
