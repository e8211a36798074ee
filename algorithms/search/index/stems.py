"""What is left of a word without its ending, in Swedish and English, and where Swedish compounds join. Pure."""

from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.swedish_stemmer import SwedishStemmer

SHORTEST_PART = 4  # letters of a word that may be looked for inside longer ones
_DEFINITE = ("ans", "ets", "an", "et")  # skolan, barnet: Snowball leaves them
_ENDINGS = frozenset(  # words of every kind end like this, so what looks like one is no part of a compound
    ("ande", "arna", "else", "ende", "erna", "ling", "mass", "ning", "orna", "ring", "sion", "skap", "tion")
)
_ACTS = ("ningarna", "ningar", "ningen", "ning")
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Of a folded word; the same for all its forms, though not always a word itself. In other languages the word."""
    if language == "en":
        stemmed: str = EnglishStemmer().stemWord(word)
        return stemmed
    if language != "sv":
        return word
    stemmed = SwedishStemmer().stemWord(word)
    ending = next((suffix for suffix in _DEFINITE if stemmed.endswith(suffix)), "")
    return stemmed[: -len(ending)] if ending and len(stemmed) - len(ending) >= SHORTEST_PART else stemmed


def doing(word: str) -> str:
    """The verb of a Swedish noun in -ning: *plogning* is what is done where it is *plogat*; empty for others."""
    root = next((word[: -len(ending)] for ending in _ACTS if word.endswith(ending)), "")
    return f"{root}a" if len(root) >= SHORTEST_PART else ""


def may_be_part(part: str) -> bool:
    """Whether this stem is looked for at the end of compounds."""
    return len(part) >= SHORTEST_PART and part not in _ENDINGS


def joins(compound: str, last: str) -> bool:
    """Whether a stem is a Swedish compound whose last part is this one: *försörjnings-stöd*."""
    first = compound[: -len(last)]
    return len(first) >= 3 and not _VOWELS.isdisjoint(first) and compound.endswith(last)
