"""The pages that only the static edition has: the languages, every entry from A to Z with its search, and its day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from algorithms.cards.model_card import chosen
from algorithms.entries.texts import Text, sort_key
from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry
from register.language import Language
from register.static_site import search_index
from register.static_site.search_index import Pieces, as_script, piece_name
from register.web.pages import STYLE_ADDRESS, Templates


@dataclass(frozen=True, slots=True)
class EntryLine:
    slug: str
    name: str
    language: str
    number: int


@dataclass(frozen=True, slots=True)
class LetterGroup:
    letter: str
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class AtoZPage:
    groups: tuple[LetterGroup, ...]
    letters: str  # the pieces that there are, by their two letters, with blanks between


@dataclass(frozen=True, slots=True)
class AboutCopyPage:
    at: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class LanguagesPage:
    """Nothing but links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFiles:
    pages: Mapping[str, str]  # address → HTML
    others: Mapping[str, str]  # address → text
    numbers: Mapping[str, int]


async def own_files(templates: Templates, at: datetime, before: Mapping[str, int]) -> OwnFiles:
    """``before``: the numbers of entries in the search of the last edition."""
    numbers = search_index.numbers(await public_queries.addresses(), before)
    pieces: dict[Language, Pieces] = {language: {} for language in Language}
    lines: dict[Language, list[EntryLine]] = {language: [] for language in Language}
    async for part in public_queries.all_entries():
        for entry in part:
            for language in Language:
                search_index.add(pieces[language], entry, language, numbers[entry.slug])
                lines[language].append(_line(entry, language, numbers[entry.slug]))
    first = templates.of_copy("/", next(iter(Language)))
    pages = {"/": templates.render("copy/languages.html", LanguagesPage(), first)}
    others = {STYLE_ADDRESS: templates.style.text}
    for language in Language:
        shown = AtoZPage(tuple(_grouped(lines[language])), " ".join(sorted(pieces[language])))
        about = AboutCopyPage(at, len(lines[language]))
        for address, template, page in (("a-z", "a_to_z", shown), ("copy", "about_copy", about)):
            path = f"/{language}/{address}"
            pages[path] = templates.render(f"copy/{template}.html", page, templates.of_copy(path, language))
        for letters, words in pieces[language].items():
            others[f"/{language}/search/{piece_name(letters)}.js"] = as_script(letters, words)
    return OwnFiles(pages=pages, others=others, numbers=numbers)


def _line(entry: PublishedEntry, language: Language, number: int) -> EntryLine:
    name = chosen(entry.localized(Text.NAME), language)
    return EntryLine(
        slug=entry.slug, name=name.words if name else "", language=name.language if name else language, number=number
    )


def _grouped(lines: Iterable[EntryLine]) -> Iterator[LetterGroup]:
    """By the first letter, as it is written; signs and digits stand by themselves."""
    ordered = sorted(lines, key=lambda line: (sort_key(line.name), line.slug))
    for letter, group in groupby(ordered, key=lambda line: line.name[:1].upper() or "–"):
        yield LetterGroup(letter, tuple(group))
