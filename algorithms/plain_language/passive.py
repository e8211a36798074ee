"""Verbs that do not say who does it. Guesses from endings, with what they must not take for one; a hint, no grammar."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files

from algorithms.plain_language.measuring import words


def _lists(language: str) -> dict[str, frozenset[str]]:
    read = tomllib.loads((files("algorithms.plain_language") / "passive.toml").read_text("utf-8"))
    return {name: frozenset(listed.split()) for name, listed in read[language].items()}


_SV, _EN = _lists("sv"), _lists("en")
_DOER: Mapping[str, str] = {"sv": "av", "en": "by"}  # comes before who does it
_SUBJECTS: Mapping[str, frozenset[str]] = {
    "sv": frozenset({"jag", "vi", "du", "ni", "hon", "han", "hen", "de"}),
    "en": frozenset({"i", "we", "you", "she", "he", "they"}),
}
_PRESENT_ENDS = tuple(_SV["present"])
_OF_SOMEBODY = ("andes", "endes", "ans", "ens", "ets")  # genitives: den sökandes, stadens, beslutets
_PRESENT = re.compile(r"(?<![aeo]rn)as$")  # beslutas, but not kvinnornas
_PAST = re.compile(r"(?:ades|[bdgklmnprtv]des|[kpst]tes)$")
_SUPINE = re.compile(r"ts$")
_SWEDISH_PARTICIPLE = re.compile(r"(?:[adglmnrtv][dt]|[kp]t)a?$|ade$|(?:ven|vet|vna|gen|gna)$")
_NO_PARTICIPLE = re.compile(r"(?:igt|iga|ligt|ande|ende)$")


def passives(sentence: str, language: str) -> tuple[str, ...]:
    """The verbs, in their order; of two words both. None in a language that we know no verbs of."""
    find = _FIND.get(language)
    return tuple(find([word.casefold() for word in words(sentence)])) if find else ()


def without_a_doer(sentence: str, language: str) -> bool:
    """Whether it has a passive and nobody is named who does it: *läses av en planerare* says who."""
    listed, preposition = [word.casefold() for word in words(sentence)], _DOER.get(language, "")
    verbs = [verb.split()[-1] for verb in passives(sentence, language)]
    return any(preposition not in listed[place + 1 : place + 4] for place in map(listed.index, verbs))


def has_subject(sentence: str, language: str) -> bool:
    """Whether somebody who does something is called by a pronoun."""
    return not _SUBJECTS.get(language, frozenset()).isdisjoint(word.casefold() for word in words(sentence))


def _swedish(word_list: list[str]) -> Iterator[str]:
    for place, word in enumerate(word_list):
        before = word_list[max(0, place - 3) : place]
        if word in _SV["become"]:
            yield from (
                f"{word} {candidate}"
                for candidate in word_list[place + 1 : place + 4]
                if _is_swedish_participle(candidate)
            )
        elif word not in _SV["active"] and not word.endswith(_OF_SOMEBODY) and _is_s_passive(word, before):
            yield word


def _is_s_passive(word: str, before: list[str]) -> bool:
    if _SUPINE.search(word) and _SV["have"].intersection(before):
        return True
    if word.endswith(_PRESENT_ENDS) or _PAST.search(word):
        return True
    return len(word) > 4 and _PRESENT.search(word) is not None


def _is_swedish_participle(word: str) -> bool:
    fits = _SWEDISH_PARTICIPLE.search(word) and not _NO_PARTICIPLE.search(word)
    return bool(fits) and len(word) > 4 and word not in _SV["no_participle"]


def _english(word_list: list[str]) -> Iterator[str]:
    for place, word in enumerate(word_list):
        if word in _EN["be"]:
            following = word_list[place + 1 : place + 3]
            adverbs = [adverb for adverb in following[:1] if adverb in _EN["between"] or adverb.endswith("ly")]
            participles = following[len(adverbs) : len(adverbs) + 1]
            yield from (
                " ".join([word, *adverbs, participle])
                for participle in participles
                if _is_english_participle(participle)
            )


def _is_english_participle(word: str) -> bool:
    return word in _EN["irregular"] or (word.endswith("ed") and len(word) > 4 and word not in _EN["no_participle"])


_FIND: Mapping[str, Callable[[list[str]], Iterator[str]]] = {"sv": _swedish, "en": _english}
