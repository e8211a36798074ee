"""The lessons, read once from their Markdown: title, lead, and sections of safe HTML. Draws no pages.

A section may end with a line such as ``[[verdicts]]``: there the page puts something that is no text. The days of law
stand in its facts and not in lessons: ``{day ai-act.86}`` is the day from which it applies, ``{disputed ai-act.86}``
the day from which it does by another reading.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from algorithms.cards.model_card import Passage
from algorithms.entries import markdown
from algorithms.law.facts import Fact, fact
from assessments.text.languages import FIRST
from register.language import Language, day

RESIDENTS = ("what-is-an-algorithm", "read-a-card", "fairness-test", "your-rights", "object")
STAFF = ("write-plainly", "plan-a-test", "test-a-chatbot")
SLUGS = (*RESIDENTS, *STAFF)
VERDICTS, FIGURES, LAW, AUTHORITIES = PARTS = ("verdicts", "figures", "facts", "authorities")
_DAY = re.compile(r"\{(day|disputed) ([\w.-]+)\}")
_PART = re.compile(r"^\[\[(\w+)\]\]$", re.MULTILINE)
FACT_KEYS = (
    "gdpr.15",
    "gdpr.22",
    "ai-act.26-11",
    "ai-act.86",
    "administration.25",
    "administration.32",
    "administration.37",
    "administration.40",
    "administration.44",
    "discrimination.1-4",
)


@dataclass(frozen=True, slots=True)
class LessonSection:
    """``part`` is what the page puts after the words, or empty."""

    heading: str
    body: Passage
    part: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """``language`` is the reader's, or the first where it is not translated."""

    slug: str
    language: Language
    title: str
    lead: str
    sections: tuple[LessonSection, ...]
    number: int  # among those for the same readers
    for_staff: bool
    following: str  # the slug of the next one for the same readers; empty after the last


class LessonError(Exception):
    """A text of a lesson that cannot be shown as it stands."""


def text_of(slug: str, language: Language) -> str:
    """The Markdown, with the days of law filled in; KeyError where a fact does not exist."""
    return _DAY.sub(lambda place: _day(place[1], fact(place[2]), language), _file(slug, language).read_text("utf-8"))


def _day(which: str, law_fact: Fact, language: Language) -> str:
    value = law_fact.applies_from if which == "day" else law_fact.disputed_from
    if value is None:
        raise LessonError(f"{law_fact.key} has no day of that kind")
    return day(value, language)


def _file(slug: str, language: Language) -> Traversable:
    return files(__package__) / "texts" / f"{slug}.{language}.md"


@cache
def lesson(slug: str, language: Language) -> Lesson | None:
    """None where there is no lesson of that name."""
    if slug not in SLUGS:
        return None
    language = language if _file(slug, language).is_file() else FIRST
    series = STAFF if slug in STAFF else RESIDENTS
    head, *rest = re.split(r"^## ", text_of(slug, language), flags=re.MULTILINE)
    title, _, lead = head.strip().partition("\n")
    if not title.startswith("# ") or not lead.strip():
        raise LessonError(f"{slug}.{language}.md must begin with its title and a lead")
    place = series.index(slug)
    following = series[place + 1] if place + 1 < len(series) else ""
    sections = tuple(_section(part, language) for part in rest)
    return Lesson(
        slug=slug,
        language=language,
        title=title[2:],
        lead=lead.strip(),
        sections=sections,
        number=place + 1,
        for_staff=slug in STAFF,
        following=following,
    )


def lessons(slugs: tuple[str, ...], language: Language) -> Iterator[Lesson]:
    return (available for slug in slugs if (available := lesson(slug, language)))


def facts() -> tuple[Fact, ...]:
    """What the lesson on rights rests on, each with its source and day."""
    return tuple(fact(key) for key in FACT_KEYS)


def _section(written: str, language: Language) -> LessonSection:
    heading, _, text = written.partition("\n")
    part = match[1] if (match := _PART.search(text)) else ""
    if part and part not in PARTS:
        raise LessonError(f"{heading}: nobody knows the part [[{part}]]")
    words = _PART.sub("", text).strip()
    return LessonSection(heading.strip(), Passage(words, language, markdown.to_html(words)), part)


TITLES: Mapping[str, Mapping[Language, str]] = {
    slug: {titled.language: titled.title for titled in (lesson(slug, language) for language in Language) if titled}
    for slug in SLUGS
}
