"""Words that residents type and departments do not write, and where each leads. The lists are data.

Ours is in this folder; a city changes it with ``words.toml`` in its theme folder.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from algorithms.entries.entry import LANGUAGES
from algorithms.search.index.stems import stem
from algorithms.search.index.tokens import folded, words
from algorithms.search.query.situations import SITUATIONS

_KNOWN = {"typed", "begins", "ends", "search", "situation", "lesson"}
_SHORTEST_FIRST, _SHORTEST_LAST = 3, 7  # letters of a compound's parts
_SHORTEST_BASE = 4  # letters before an ending: shorter words are compared whole
_ENDINGS = {  # of folded words, the longest first
    "sv": (
        *("arnas", "ernas", "ornas", "ande", "ende", "arna", "erna", "orna"),
        *("ens", "ets", "en", "et", "ar", "er", "or", "ns", "na", "de", "a", "n", "t", "r", "s"),
    ),
    "en": ("ings", "ing", "ers", "ed", "es", "er", "d", "s"),
}
_CUT = {"sv": ("", "a", "e"), "en": ("", "e")}  # what an ending may have pushed out


class ResidentsWordsError(Exception):
    """What is wrong with a list, for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class WordMeaning:
    """``search`` are words that are looked for in titles and leads instead."""

    search: tuple[str, ...] = ()
    situation: str = ""
    lesson: str = ""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is something that the city has no algorithm about."""
        return not (self.search or self.situation or self.lesson)


@dataclass(frozen=True, slots=True)
class ResidentsWords:
    """By language and word, as ``joined`` writes it."""

    meanings: Mapping[tuple[str, str], WordMeaning] = field(default_factory=dict)
    phrases: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by the stems of their words
    beginnings: Mapping[tuple[str, str], WordMeaning] = field(default_factory=dict)  # of compounds
    ends: Mapping[tuple[str, str], WordMeaning] = field(default_factory=dict)
    spelled: Mapping[tuple[str, str], str] = field(default_factory=dict)  # the word with its letters: förskola

    def meaning(self, word: str, language: str) -> WordMeaning | None:
        """Of the word, of another form of it, or of a compound by how it begins or ends."""
        plain = folded(word)
        if own := self._own_meaning(plain, language):
            return own
        return (self._of_part(plain, language) or self._of_last_part(plain)) if language == "sv" else None

    def phrase(self, listed: Sequence[str], language: str) -> str:
        """Several words as the one that the lists know them by, in any of their forms; empty where they do not."""
        as_typed = folded("".join(listed))
        is_listed = (language, as_typed) in self.meanings
        return as_typed if is_listed else self.phrases.get((language, _stems(listed, language)), "")

    def _own_meaning(self, plain: str, language: str) -> WordMeaning | None:
        """Endings are taken off the typed word only: *rättigheter* is no form of *rätt* here."""
        if listed := self.meanings.get((language, plain)):
            return listed
        for ending in _ENDINGS.get(language, ()):
            base = plain.removesuffix(ending)
            if base == plain or len(base) < _SHORTEST_BASE:
                continue
            for cut in _CUT[language]:
                if meaning := self.meanings.get((language, base + cut)):
                    return meaning
        return None

    def _of_part(self, plain: str, language: str) -> WordMeaning | None:
        """Only by parts that the lists offer: *trottoarservering* is about no snow."""
        for place in range(len(plain) - _SHORTEST_FIRST, _SHORTEST_FIRST, -1):
            first, last = plain[:place], plain[place:]
            meaning = self.beginnings.get((language, first)) or self.beginnings.get((language, first.removesuffix("s")))
            if meaning := meaning or self.ends.get((language, last)):
                return meaning
        return None

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


def parsed(text: str, key: str = "typed") -> dict[tuple[str, str], WordMeaning]:
    """A list as it is written; ResidentsWordsError says what cannot be meant. ``key``: which of its words."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ResidentsWordsError(str(error)) from error
    if unknown := set(written) - set(LANGUAGES):
        raise ResidentsWordsError(", ".join(sorted(unknown)))
    return {
        (language, joined(typed)): meaning
        for language in written
        for line, meaning in _meanings(written[language], language)
        for typed in line.get(key, ())
    }


def _meanings(lines: Any, language: str) -> Iterator[tuple[Mapping[str, Any], WordMeaning]]:
    for line in lines if isinstance(lines, list) else [lines]:
        if not isinstance(line, dict) or set(line) - _KNOWN or not _texts(line.get("typed")):
            raise ResidentsWordsError(f"{language}: {line}")
        search, situation, lesson = line.get("search", []), line.get("situation", ""), line.get("lesson", "")
        is_known = situation in {"", *(offered.key for offered in SITUATIONS)}
        has_parts = all(_texts(line.get(part, ["-a"])) for part in ("begins", "ends"))
        if not (search == [] or _texts(search)) or not is_known or not isinstance(lesson, str) or not has_parts:
            raise ResidentsWordsError(f"{language}: {line}")
        yield line, WordMeaning(tuple(word for text in search for word in words(text)), situation, lesson)


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) and words(text) for text in value)


def joined(text: str) -> str:
    """Its words as one word: *p-bot* is *pbot*."""
    return folded("".join(words(text)))


def _stems(listed: Iterable[str], language: str) -> str:
    return " ".join(stem(folded(word), language) for word in listed)


def with_city(own: str = "") -> ResidentsWords:
    """Our list with a city's own over it."""
    shipped_text = files(__package__).joinpath("residents_words.toml").read_text("utf-8")
    meanings, beginnings, ends = (
        {**parsed(shipped_text, key), **parsed(own, key)} for key in ("typed", "begins", "ends")
    )
    spelled = {**_spelled(shipped_text), **_spelled(own)}
    phrases = {
        (language, _stems(words(typed), language)): key
        for (language, key), typed in spelled.items()
        if len(words(typed)) > 1
    }
    return ResidentsWords(meanings=meanings, phrases=phrases, beginnings=beginnings, ends=ends, spelled=spelled)


def _spelled(text: str) -> dict[tuple[str, str], str]:
    """By the joined word; as one word where both are listed: *chatbot* before *chat bot*."""
    listed = [
        (language, typed)
        for language, lines in tomllib.loads(text).items()
        for line in lines
        for typed in line["typed"]
    ]
    listed.sort(key=lambda row: -len(words(row[1])))
    return {(language, joined(typed)): typed for language, typed in listed}


_INSTALLED: list[ResidentsWords] = []


def install(own: str = "") -> None:
    """From now on the search of this process knows these."""
    _INSTALLED[:] = [with_city(own)]


def installed() -> ResidentsWords:
    if not _INSTALLED:
        install()
    return _INSTALLED[0]
