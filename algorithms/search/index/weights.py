"""How much each word of a published entry weighs: most in its title, then in its lead, least in its text. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from algorithms.entries.entry import LANGUAGES
from algorithms.entries.fields import MARKDOWN
from algorithms.entries.markdown import to_plain
from algorithms.entries.texts import Text
from algorithms.published.entry import PublishedEntry
from algorithms.published.filters import FILTERS
from algorithms.search.index.tokens import LONGEST_WORD, composed, words

_FORM = 4  # raise it when words, stems, weights or what is kept change: then every index is rebuilt
FORM = crc32(" ".join((str(_FORM), *FILTERS)).encode()) >> 1  # also when lists are narrowed by something else
TITLE, LEAD, BODY, MOST_TIMES = 64, 24, 3, 5  # together below 256, and a word of the text alone below LEAD


@dataclass(frozen=True, slots=True)
class IndexedText:
    """What an entry says in one language, as plain words: name, lead, and a line for each other part."""

    title: str
    lead: str
    body: str
    number: str = ""  # the case number, as one word

    def weights(self) -> dict[str, int]:
        counted = Counter({word: BODY * min(times, MOST_TIMES) for word, times in Counter(words(self.body)).items()})
        for weight, text in ((LEAD, self.lead), (TITLE, self.title)):
            counted.update(dict.fromkeys(words(text), weight))
        if self.number:
            counted[self.number] = LEAD
        return dict(counted)


def indexed_texts(published: PublishedEntry) -> Mapping[str, IndexedText]:
    """In each language, and only what is written in it. Who owns it belongs to the text."""
    return {language: _indexed_text(published, language) for language in LANGUAGES}


def _indexed_text(published: PublishedEntry, language: str) -> IndexedText:
    lead = (Text.NAME, Text.SUMMARY)
    title, summary = (" ".join(composed(published.text(name, language)).split()) for name in lead)
    body = (name for name in published.texts if name not in lead)
    lines = [line for name in body for line in _lines(name, published.text(name, language))]
    tests = (composed(assessment.titles.get(language, "")) for assessment in published.assessments)
    lines += [" ".join(title.split()) for title in tests if title]
    lines += [written for written in (composed(published.case_number),) if written]
    number = "".join(words(published.case_number))[:LONGEST_WORD]
    body_text = "\n".join((*lines, published.department.names.get(language, "")))
    return IndexedText(title=title, lead=summary, body=body_text, number=number)


def _lines(name: Text, words: str) -> list[str]:
    plain = (to_plain(line) if name in MARKDOWN else line for line in composed(words).splitlines())
    return [stripped for line in plain if (stripped := " ".join(line.split()))]
