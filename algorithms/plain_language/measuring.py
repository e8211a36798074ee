"""Texts cut into sentences and words, and two formulas for how easy they are. Chooses no words and gives no advice.

One rule: a sentence ends at . ! ? or … when a capital letter follows, and at the end of every paragraph and list item.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

PLAIN: Mapping[str, float] = {"sv": 40, "en": 10}  # up to which a text counts as plain; why 10: ``coleman_liau``
_LONG = 6  # letters; a word with more is long

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_BULLET = re.compile(r"^\s*(?:#{1,6}|[-*+•]|\d+[.)]|>)\s+")
_MARKS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")
_END = re.compile(r"[.!?…][\"”’)\]]*\s+(?=[\"“”‘(\[]*[A-ZÅÄÖÉ])")
_INNER_STOP = re.compile(r"\w\.\w+\.$|(?:^|\s)\w\.$")  # as in e.g. and bl.a., or an initial
_WORD = re.compile(r"\w+(?:[-'’.,:/]\w+)*")


@dataclass(frozen=True, slots=True)
class Ease:
    """A figure and the name of its formula; ``value`` is rounded to whole numbers for people, exact for rules."""

    language: str
    formula: str
    value: float

    @property
    def whole(self) -> int:
        return max(0, round(self.value))

    @property
    def is_plain(self) -> bool:
        return self.value <= PLAIN[self.language]


def plain_text(text: str) -> tuple[str, ...]:
    """Paragraphs, headings and list items without marks of Markdown; of links their words, and no addresses."""
    blocks: list[str] = []
    begins = True  # whether the next line begins a new block
    for line in text.splitlines():
        begins = begins or bool(_BULLET.match(line))
        if content := _bare(line):
            blocks, begins = (
                ([*blocks, content], False) if begins else ([*blocks[:-1], f"{blocks[-1]} {content}"], False)
            )
        if not line.strip() or line.lstrip().startswith("#"):
            begins = True
    return tuple(blocks)


def sentences(text: str) -> tuple[str, ...]:
    """By the rule above. What has no word in it is no sentence."""
    return tuple(sentence for block in plain_text(text) for sentence in _cut(block) if words(sentence))


def words(text: str) -> tuple[str, ...]:
    """Runs of letters and digits; a hyphen, an apostrophe, or a stop between two of them does not part them."""
    return tuple(match[0] for match in _WORD.finditer(text))


def ease(text: str, language: str) -> Ease:
    """LIX for Swedish, Coleman and Liau's index for English. ValueError for a text without words."""
    name, formula = _FORMULAS[language]
    return Ease(language, name, formula(text))


def lix(text: str) -> float:
    """Läsbarhetsindex: W/S + 100·L/W with W words, S sentences and L words of more than six letters or digits.

    Unit: none; below 30 is very easy, 40 ordinary, above 60 hard. Undefined (ValueError) without words.
    Source: Björnsson, Läsbarhet (1968).
    """
    sentence_count, word_list = _counted(text)
    long = sum(_letters(word) > _LONG for word in word_list)
    return len(word_list) / sentence_count + 100 * long / len(word_list)


def coleman_liau(text: str) -> float:
    """0.0588·L − 0.296·S − 15.8 with L letters or digits and S sentences per 100 words.

    Unit: school years in the United States. Undefined (ValueError) without words. It counts letters, as LIX does, where
    Flesch-Kincaid has to guess at syllables. A text is plain up to 10: the last year at which nearly everybody is still
    at school, as LIX 40 is the upper end of what is easy for grown-ups; no formula turns one scale into the other.
    Source: Coleman & Liau, Journal of Applied Psychology 60 (1975) 283-284.
    """
    sentence_count, word_list = _counted(text)
    letters = sum(map(_letters, word_list))
    return 0.0588 * (100 * letters / len(word_list)) - 0.296 * (100 * sentence_count / len(word_list)) - 15.8


_FORMULAS: Mapping[str, tuple[str, Callable[[str], float]]] = {"sv": ("LIX", lix), "en": ("Coleman–Liau", coleman_liau)}


def _counted(text: str) -> tuple[int, tuple[str, ...]]:
    text_sentences = sentences(text)
    word_list = tuple(word for sentence in text_sentences for word in words(sentence))
    if not word_list:
        raise ValueError("a text without words is neither easy nor hard")
    return len(text_sentences), word_list


def _letters(word: str) -> int:
    return sum(char.isalnum() for char in word)


def _bare(line: str) -> str:
    return " ".join(_MARKS.sub("", _ADDRESS.sub("", _LINK.sub(r"\1", _BULLET.sub("", line)))).split())


def _cut(block: str) -> list[str]:
    """The sentences of a paragraph. A stop after an abbreviation with a stop within, or an initial, ends none."""
    cut, start = [], 0
    for match in _END.finditer(block):
        if not _INNER_STOP.search(block[start : match.start() + 1]):
            cut.append(block[start : match.end()].strip())
            start = match.end()
    return [*cut, block[start:].strip()]
