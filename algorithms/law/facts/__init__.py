"""What the law says, as dated facts with their source, read once from the files beside this one. Draws no conclusions.

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

FILES = ("ai_act.toml", "ai_act_duties.toml", "data_protection.toml", "sweden.toml", "secrecy.toml")
_LANGUAGES = {"sv", "en"}
_REQUIRED = ("key", "source", "place", "says", "checked", "as_of")
_KNOWN = {*_REQUIRED, "applies_from", "amended_by", "note"}


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
    says: Mapping[str, str]
    checked: FactSource
    as_of: date  # the day it was last compared with its source
    applies_from: date | None = None
    amended_by: Source | None = None
    note: Mapping[str, str] | None = None  # what is not sure

    def cited(self, language: str) -> str:
        """Law and place, as ``AI-förordningen (EU) 2024/1689, artikel 26.2``."""
        return f"{self.source.name[language]}, {self.place[language]}"


def fact(key: str) -> Fact:
    """The fact with this key; KeyError where there is none."""
    return FACTS[key]


def read_sources(text: str) -> dict[str, Source]:
    return {key: _source(key, said) for key, said in tomllib.loads(text).items()}


def read_facts(text: str, file: str, sources: Mapping[str, Source]) -> tuple[Fact, ...]:
    """The facts of one file, in its order; LawError says which fact lacks what."""
    return tuple(_fact(f"{file}: {said.get('key', f'fact {n}')}", said, sources) for n, said in _numbered(text))


def _numbered(text: str) -> Iterable[tuple[int, dict[str, Any]]]:
    return enumerate(tomllib.loads(text).get("fact", ()), 1)


def _source(key: str, said: Mapping[str, Any]) -> Source:
    if set(said.get("name", ())) != _LANGUAGES or not said.get("address"):
        raise LawError(f"sources.toml: {key} lacks its name in Swedish and English, or its address")
    return Source(said["name"], said["address"])


def _fact(where: str, said: Mapping[str, Any], sources: Mapping[str, Source]) -> Fact:
    for complaint in chain(_lacking(said), _untranslated(said), _no_day(said), _unknown(said, sources)):
        raise LawError(f"{where} {complaint}")
    amended = sources[said["amended_by"]] if "amended_by" in said else None
    parts = {**said, "source": sources[said["source"]], "checked": FactSource(said["checked"]), "amended_by": amended}
    return Fact(**parts)


def _lacking(said: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"lacks {name}" for name in _REQUIRED if not said.get(name))
    if said.get("checked") != FactSource.TEXT and "note" not in said and "amended_by" in said:
        yield "has been amended in words that were not read, and lacks the note that says so"
    if said.get("checked") == FactSource.UNCONFIRMED and "note" not in said:
        yield "is unconfirmed and lacks the note that says what is not sure"


def _untranslated(said: Mapping[str, Any]) -> Iterator[str]:
    for name in ("place", "says", "note"):
        if name in said and (set(said[name]) != _LANGUAGES or not all(said[name].values())):
            yield f"has no {name} in both Swedish and English"


def _no_day(said: Mapping[str, Any]) -> Iterator[str]:
    for name in ("as_of", "applies_from"):
        if name in said and type(said[name]) is not date:  # a datetime is a date as well, but no day
            yield f"has {name} {said[name]!r}, which is no day"


def _unknown(said: Mapping[str, Any], sources: Mapping[str, Source]) -> Iterator[str]:
    yield from (f"says {name}, which nobody reads" for name in sorted(said.keys() - _KNOWN))
    for name in ("source", "amended_by"):
        if name in said and said[name] not in sources:
            yield f"names {said[name]!r}, which is not in sources.toml"
    if said["checked"] not in set(FactSource):
        yield f"is checked {said['checked']!r}, which is no way of knowing"


def load() -> dict[str, Fact]:
    """All facts by key, from the files of this package."""
    here = files(__name__)
    sources = read_sources((here / "sources.toml").read_text("utf-8"))
    found: dict[str, Fact] = {}
    for file in FILES:
        for one in read_facts((here / file).read_text("utf-8"), file, sources):
            if one.key in found:
                raise LawError(f"{file}: {one.key} is said twice")
            found[one.key] = one
    return found


FACTS: Mapping[str, Fact] = load()
