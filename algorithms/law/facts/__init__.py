"""What the law says, as dated facts with their source, read once from the files in this folder. Draws no conclusions.

A fact that lacks its source or its date stops the program at import: better no register than an undated law.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from itertools import chain
from typing import Any

from assessments.text.languages import FIRST, Language
from assessments.text.localized import in_language

FILES = ("ai_act.toml", "ai_act_duties.toml", "data_protection.toml", "sweden.toml", "secrecy.toml")
_REQUIRED = ("key", "source", "place", "text", "checked", "as_of")
_KNOWN = {*_REQUIRED, "applies_from", "disputed_from", "amended_by", "note"}


class FactSource(StrEnum):
    """How we know it."""

    TEXT = "text"  # the law's own words were read
    SECONDARY = "secondary"  # others who read them say so; the words themselves were not opened
    UNCONFIRMED = "unconfirmed"  # accounts differ, or the text can be read in two ways; the note says how


class LawError(Exception):
    """A file of facts that may not be used as it stands."""


@dataclass(frozen=True, slots=True)
class Source:
    """A law or guideline; ``name`` by language."""

    name: Mapping[str, str]
    address: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the law says. ``says``, ``place`` and ``note`` are by language, Swedish and English."""

    key: str  # "ai-act.26-2"
    source: Source
    place: Mapping[str, str]  # "artikel 26.2"
    text: Mapping[str, str]
    checked: FactSource
    as_of: date  # the day it was last compared with its source
    applies_from: date | None = None
    disputed_from: date | None = None  # an earlier day, from which it applies by another reading
    amended_by: Source | None = None
    note: Mapping[str, str] | None = None  # what is not sure

    def cited(self, language: str) -> str:
        """Law and place, as ``AI-förordningen (EU) 2024/1689, artikel 26.2``."""
        return f"{in_language(self.source.name, language)}, {in_language(self.place, language)}"


def fact(key: str) -> Fact:
    """The fact with this key; KeyError where there is none."""
    return FACTS[key]


def read_sources(text: str) -> dict[str, Source]:
    return {key: _source(key, table) for key, table in tomllib.loads(text).items()}


def read_facts(text: str, file: str, sources: Mapping[str, Source]) -> tuple[Fact, ...]:
    """The facts of one file, in its order; LawError says which fact lacks what."""
    return tuple(_fact(f"{file}: {table.get('key', f'fact {n}')}", table, sources) for n, table in _numbered(text))


def _numbered(text: str) -> Iterable[tuple[int, dict[str, Any]]]:
    return enumerate(tomllib.loads(text).get("fact", ()), 1)


def _source(key: str, table: Mapping[str, Any]) -> Source:
    if not _fit(table.get("name", {})) or not table.get("address"):
        raise LawError(f"sources.toml: {key} lacks its name, or its address")
    return Source(table["name"], table["address"])


def _fact(where: str, table: Mapping[str, Any], sources: Mapping[str, Source]) -> Fact:
    for complaint in chain(_lacking(table), _untranslated(table), _no_day(table), _unknown(table, sources)):
        raise LawError(f"{where} {complaint}")
    amended = sources[table["amended_by"]] if "amended_by" in table else None
    parts = {
        **table,
        "source": sources[table["source"]],
        "checked": FactSource(table["checked"]),
        "amended_by": amended,
    }
    return Fact(**parts)


def _lacking(table: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"lacks {name}" for name in _REQUIRED if not table.get(name))
    if table.get("checked") != FactSource.TEXT and "note" not in table and "amended_by" in table:
        yield "has been amended in words that were not read, and lacks the note that says so"
    if table.get("checked") == FactSource.UNCONFIRMED and "note" not in table:
        yield "is unconfirmed and lacks the note that says what is not sure"
    if "disputed_from" in table and "note" not in table:
        yield "has a disputed day and lacks the note that says why"


def _untranslated(table: Mapping[str, Any]) -> Iterator[str]:
    for name in ("place", "text", "note"):
        if name in table and not _fit(table[name]):
            yield f"has no {name} in the first language, or an empty one"


def _fit(texts: Mapping[str, str]) -> bool:
    """In the first language at least, in none that Insyn does not speak, and nowhere empty."""
    return {FIRST} <= set(texts) <= set(Language) and all(texts.values())


def _no_day(table: Mapping[str, Any]) -> Iterator[str]:
    for name in ("as_of", "applies_from", "disputed_from"):
        if name in table and type(table[name]) is not date:  # a datetime is a date as well, but no day
            yield f"has {name} {table[name]!r}, which is no day"
            return
    if "disputed_from" in table and not table["disputed_from"] < table.get("applies_from", date.min):
        yield "has a disputed day that is not before the day from which it applies"


def _unknown(table: Mapping[str, Any], sources: Mapping[str, Source]) -> Iterator[str]:
    yield from (f"says {name}, which nobody reads" for name in sorted(table.keys() - _KNOWN))
    for name in ("source", "amended_by"):
        if name in table and table[name] not in sources:
            yield f"names {table[name]!r}, which is not in sources.toml"
    if table["checked"] not in set(FactSource):
        yield f"is checked {table['checked']!r}, which is no way of knowing"


def load() -> dict[str, Fact]:
    """All facts by key, from the files of this package."""
    here = files(__name__)
    sources = read_sources((here / "sources.toml").read_text("utf-8"))
    facts: dict[str, Fact] = {}
    for file in FILES:
        for new_fact in read_facts((here / file).read_text("utf-8"), file, sources):
            if new_fact.key in facts:
                raise LawError(f"{file}: {new_fact.key} is said twice")
            facts[new_fact.key] = new_fact
    return facts


FACTS: Mapping[str, Fact] = load()
