"""How the same words can be spelled in a text: exactly, though set otherwise, and nearly, as in a genitive. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from algorithms.entries.texts import fold

_UNSEEN = r"(?:[\u00ad\u200b-\u200d\u2060\ufeff*_\\`]|&shy;|&zwn?j;)*"  # soft hyphens and marks, also within a word
_BETWEEN = r"(?:[\s.\-_/*\u2010-\u2015]|&nbsp;|&shy;|[\u00ad\u200b-\u200d\u2060\ufeff\\])+"
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_SPLIT = re.compile(r"[\s.\-_/\u00a0\u2010-\u2015]+")
_ENDINGS = (  # of a Swedish or English noun or name: genitive, definite, plural, and these together
    "s|n|en|et|t|ns|ens|ets|ts|ar|or|er|r|a|e|na|arna|orna|erna|arnas|ornas|ernas|nas|ars|ers|ors|rs|an|ans"
    "|es|ies|inna|innan"
)
_MOST_LINES = 20


def lines(words: str) -> tuple[str, ...]:
    """Each spelling that a mask covers: the words themselves, and near ones that somebody has chosen besides."""
    return tuple(" ".join(line.split()) for line in words.splitlines() if line.strip())[:_MOST_LINES]


def normal(text: str) -> str:
    """One code point for each letter, so that two ways to write é are one."""
    return unicodedata.normalize("NFC", text)


def is_searchable(words: str) -> bool:
    return all(len("".join(_tokens(line))) >= 2 for line in lines(words)) and bool(lines(words))


@lru_cache(maxsize=512)
def exact(words: str) -> re.Pattern[str]:
    """Whole words only: *Ann* is not in *Anna*. Blanks, hyphens, dots and emphasis between words are equal."""
    patterns = sorted((_spelled(_tokens(line)) for line in lines(words) if _tokens(line)), key=len, reverse=True)
    return re.compile(rf"{_START}(?:{'|'.join(patterns)}){_END}" if patterns else r"(?!)", re.IGNORECASE)


def near(text: str, words: str) -> tuple[str, ...]:
    """Spellings in the text that may be the same words, without those that are masked as it is."""
    spellings: dict[str, str] = {}
    for line in lines(words):
        for hit in _near(line).finditer(normal(text)):
            plain = " ".join(re.sub(r"[\u00ad\u200b-\u200d\u2060\ufeff*`\\]", "", hit.group()).strip("_.").split())
            whole = exact(words).fullmatch(plain)
            if plain and whole is None:
                spellings.setdefault(plain.casefold(), plain)
    return tuple(spellings.values())


def in_address(slug: str, words: str) -> bool:
    """Whether an address was made of these words."""
    inside = f"-{slug}-"
    return any(f"-{'-'.join(_plain(token) for token in _tokens(line))}-" in inside for line in lines(words))


@lru_cache(maxsize=512)
def _near(line: str) -> re.Pattern[str]:
    tokens = _tokens(line)
    if not tokens:
        return re.compile(r"(?!)")
    stem = [*tokens[:-1], tokens[-1].rstrip("aeAE") or tokens[-1]]  # *flicka*, of which *flickor* is more than one
    inflected = rf"(?:{_spelled(tokens)}(?:['’]s|:s|{_ENDINGS})|{_spelled(stem)}(?:{_ENDINGS}))"
    run_together = "".join(map(_letters, tokens))
    mail = rf"[\w.+\-]*(?:{_spelled(tokens)}|{run_together})[\w.+\-]*@[\w.\-]*\w"
    kinds = [mail, inflected]
    if len(tokens) > 1:
        turned = rf"{_letters(tokens[-1])}s?\s*,\s*{_spelled(tokens[:-1])}"
        initial = rf"{re.escape(tokens[0][0])}{_BETWEEN}{_letters(tokens[-1])}s?"
        kinds += [turned, f"{run_together}s?", initial]
    return re.compile(rf"{_START}(?:{'|'.join(kinds)}){_END}", re.IGNORECASE)


def _tokens(line: str) -> list[str]:
    return [token for token in _SPLIT.split(normal(line)) if token]


def _spelled(tokens: Iterable[str]) -> str:
    return _BETWEEN.join(map(_letters, tokens))


def _letters(token: str) -> str:
    return _UNSEEN.join(map(re.escape, token))


def _plain(token: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(token)).strip("-")
