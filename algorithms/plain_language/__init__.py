"""How easy a text is to read, and what would make it easier: hints for a writer, never a gate. Pure.

How texts are cut into sentences and words: measuring. Who does what in them: passive, nouns. Heavy words: words.toml.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from algorithms.plain_language.measuring import Ease, ease, sentences, words
from algorithms.plain_language.nouns import INSTEAD, nouns_for_verbs
from algorithms.plain_language.passive import has_subject, without_a_doer
from assessments.text.message import Message

LONG_SENTENCE = 25  # words; longer ones are quoted
MOST_QUOTED = 3
FEWEST_WORDS = 15  # fewer say nothing of how a text reads


@dataclass(frozen=True, slots=True)
class Heavy:
    """A word that officials write and few others, and what says the same."""

    word: str
    plain: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What a writer may look at in one text, from the whole to the single word. ``words`` counts those of the text."""

    language: str
    words: int
    ease: Ease | None  # None for a text that is too short to say
    level: Message | None
    long: tuple[str, ...] = ()
    heavy: tuple[Heavy, ...] = ()
    passive: tuple[str, ...] = ()  # sentences in which nobody does anything

    @property
    def count(self) -> int:
        """How many things there are to look at."""
        return len(self.long) + len(self.heavy) + bool(self.passive) + bool(self.ease and not self.ease.is_plain)


def hints(text: str, language: str) -> Hints:
    """Of one text as it was written, Markdown and all. In other languages only sentences are looked at."""
    text_sentences = sentences(text)
    number = sum(len(words(sentence)) for sentence in text_sentences)
    readability = ease(text, language) if number >= FEWEST_WORDS and language in _LEVELS else None
    return Hints(
        language=language,
        words=number,
        ease=readability,
        level=level(readability) if readability else None,
        long=_longest(text_sentences),
        heavy=heavy(" ".join(text_sentences), language),
        passive=_without_a_doer(text_sentences, language),
    )


def level(readability: Ease) -> Message:
    """What the number means."""
    return next(meaning for most, meaning in _LEVELS[readability.language] if readability.value <= most)


def heavy(text: str, language: str) -> tuple[Heavy, ...]:
    """Heavy words and phrases in the order of the text, each once, the longer phrase before a word within it."""
    heavy_words: dict[str, Heavy] = {}
    for match in _PATTERNS[language].finditer(text) if language in _PATTERNS else ():
        form = match[0].casefold()
        heavy_words.setdefault(form, Heavy(match[0], WORDS[language][form]))
    for phrase in nouns_for_verbs(text, language):
        heavy_words.setdefault(phrase.casefold(), Heavy(phrase, INSTEAD[language]))
    return tuple(heavy_words.values())


def _longest(text_sentences: tuple[str, ...]) -> tuple[str, ...]:
    long = sorted(
        (sentence for sentence in text_sentences if len(words(sentence)) > LONG_SENTENCE),
        key=lambda sentence: -len(words(sentence)),
    )
    return tuple(long[:MOST_QUOTED])


def _without_a_doer(text_sentences: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Sentences with a passive that does not say who, where they are a third of all: one now and then is no fault, but
    it is all of a text of a single sentence without a *vi* or a *du*.
    """
    passive_sentences = [sentence for sentence in text_sentences if without_a_doer(sentence, language)]
    alone = len(text_sentences) == 1 and not has_subject(text_sentences[0], language)
    are_several = len(passive_sentences) > 1 or alone
    return (
        tuple(passive_sentences[:MOST_QUOTED])
        if passive_sentences and are_several and len(passive_sentences) * 3 >= len(text_sentences)
        else ()
    )


def _read() -> dict[str, dict[str, str]]:
    """Language → form → what says the same. A line of the file has all forms of a word, with commas between."""
    read = tomllib.loads((files(__name__) / "words.toml").read_text("utf-8"))
    return {
        language: {form.strip(): plain for forms, plain in lines.items() for form in forms.split(",")}
        for language, lines in read.items()
    }


WORDS: Mapping[str, Mapping[str, str]] = _read()
_PATTERNS = {
    language: re.compile(
        r"(?<![\w-])(?:" + "|".join(map(re.escape, sorted(forms, key=len, reverse=True))) + r")(?![\w-])", re.IGNORECASE
    )
    for language, forms in WORDS.items()
}
_VERY_EASY = Message("Very easy to read.")
_EASY = Message("Easy to read.")
_AS_NEWS = Message("About as hard as a newspaper. Shorter sentences and words would help more people.")
_OFFICIAL = Message("About as hard as official documents. Many will not read to the end.")
_HARD = Message("Very hard to read.")
_LEVELS: Mapping[str, tuple[tuple[float, Message], ...]] = {
    # The bands of Björnsson's scale as they are commonly given: 30, 40, 50 and 60.
    "sv": ((30, _VERY_EASY), (40, _EASY), (50, _AS_NEWS), (60, _OFFICIAL), (float("inf"), _HARD)),
    # School years in the United States; year 10 is the first after what everybody has to go to.
    "en": ((6, _VERY_EASY), (10, _EASY), (12, _AS_NEWS), (15, _OFFICIAL), (float("inf"), _HARD)),
}
