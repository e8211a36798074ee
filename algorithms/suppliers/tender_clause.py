"""The clause that a city pastes into a tender, so that what the register asks can be answered. Its words: the file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from algorithms.entries.entry import LANGUAGES


@dataclass(frozen=True, slots=True)
class ClausePart:
    """One thing that the supplier undertakes. Title and text are by language."""

    title: Mapping[str, str]
    text: Mapping[str, str]


def parts(city: Mapping[str, str]) -> tuple[ClausePart, ...]:
    """Each part of the clause with this city's name, by language, in it."""
    return tuple(
        ClausePart(
            part.title, {language: words.replace("{city}", city[language]) for language, words in part.text.items()}
        )
        for part in _PARTS
    )


def as_text(city: Mapping[str, str], language: str) -> str:
    """The whole clause as plain text with numbers, to paste."""
    paragraphs = (f"{n}. {part.title[language]}\n\n{part.text[language]}\n" for n, part in enumerate(parts(city), 1))
    return "\n".join(paragraphs)


def written_in() -> tuple[str, ...]:
    """The languages that every part stands in."""
    return tuple(language for language in LANGUAGES if all(language in part.title for part in _PARTS))


_PARTS: tuple[ClausePart, ...] = tuple(
    ClausePart(part["title"], part["text"])
    for part in tomllib.loads((files(__package__) / "tender_clause.toml").read_text("utf-8"))["part"]
)
