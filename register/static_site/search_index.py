"""The search of the static edition: which words stand in which entries, in pieces by their first two letters.

Pieces are scripts, as a page that was opened from a folder may fetch nothing. Entries have numbers that stay.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from algorithms.published.entry import PublishedEntry
from algorithms.search.index import tokens
from algorithms.search.index.stems import stem
from algorithms.search.index.weights import indexed_texts
from register.language import Language

Pieces = dict[str, dict[str, set[int]]]  # the first two letters → stem → numbers of entries


def numbers(slugs: Iterable[str], before: Mapping[str, int]) -> dict[str, int]:
    """A number for each entry; those of earlier editions stay, and none is used again."""
    given = dict(before)
    for slug in sorted(slugs):
        given.setdefault(slug, max(given.values(), default=0) + 1)
    return given


def add(pieces: Pieces, entry: PublishedEntry, language: Language, number: int) -> None:
    """The words of an entry, in the reader's language and, where that is missing, in any other."""
    texts = indexed_texts(entry)
    languages = [language] if texts[language].title else [*texts]
    for written in languages:
        text = texts[written]
        for word in tokens.significant(f"{text.title} {text.lead} {text.body} {text.number}"):
            stemmed = stem(word, written)
            if len(stemmed) > 1:
                pieces.setdefault(stemmed[:2], defaultdict(set))[stemmed].add(number)


def piece_name(letters: str) -> str:
    """The two letters in the name of a file: others than a to z and digits by their code."""
    return "".join(sign if sign.isascii() and sign.isalnum() else f"_{ord(sign):x}" for sign in letters)


def as_script(letters: str, words: Mapping[str, set[int]]) -> str:
    listed = {word: sorted(words[word]) for word in sorted(words)}
    written = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    return f"insynPiece({json.dumps(letters, ensure_ascii=False)},{written});\n"
