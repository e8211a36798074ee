"""Situations of life as ways in: which topics and words each leads to. The list itself is data, in this folder."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from algorithms.entries.entry import LANGUAGES, Topic


@dataclass(frozen=True, slots=True)
class LifeSituation:
    """Leads to entries of any of its topics (all, without one) that speak of any of its words (all, without one)."""

    key: str
    names: Mapping[str, str]  # language → what somebody would say
    topics: frozenset[Topic]
    words: tuple[str, ...]


def _read() -> tuple[LifeSituation, ...]:
    listed = tomllib.loads(files(__package__).joinpath("situations.toml").read_text("utf-8"))["situation"]
    return tuple(
        LifeSituation(
            key=table["key"],
            names={language: table[language] for language in LANGUAGES if language in table},
            topics=frozenset(map(Topic, table.get("topics", ()))),
            words=tuple(table.get("words", ())),
        )
        for table in listed
    )


SITUATIONS = _read()
