"""How a column of a standard is read: into which of our fields, and in which way. The maps are data. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Topic
from algorithms.entries.links import LinkKind
from assessments.text.message import Message


class Way(StrEnum):
    TEXT = "text"  # a paragraph of a text
    WORDS = "words"  # parts of a line, with commas between
    LINKS = "links"  # a line of links for each address; words without any go where ``target`` says, or are kept
    EMAIL = "email"
    MONTH = "month"
    STATUS = "status"
    YES_NO = "yes-no"
    ANSWER = "answer"  # any other field, as its own answers are written
    THEME = "theme"  # the topic; every word becomes a search word too
    ORIGIN = "origin"  # the origin has a field for it
    RETAINED = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Their words, in small letters, and ours for them, as they stood on a day."""

    as_of: date
    status: Mapping[str, Mapping[str, OperationalStatus]]  # language → their word → ours
    topics: Mapping[str, Topic]
    yes_no: Mapping[str, str]

    def status_words(self, language: str) -> Mapping[str, OperationalStatus]:
        """Of one language; of all, where the list is in another."""
        every = {word: status for words in self.status.values() for word, status in words.items()}
        return self.status.get(language, every)


def column_name(written: str) -> str:
    """As standards name their columns: small letters and digits with underscores between."""
    plain = unicodedata.normalize("NFKC", written).casefold()
    return re.sub(r"[^\w.]+", "_", plain).strip("_.")


_MORE = "…"  # an alias that ends so is the beginning of a heading


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardColumn:
    """``name`` is theirs, in small letters with underscores; so are ``aliases``, other headings for the same.

    An alias that ends with “…” is the beginning of a heading.
    """

    name: str
    aliases: tuple[str, ...] = ()
    way: Way
    target: str = ""  # a field of ours, or of the origin
    headings: Mapping[str, str] = field(default_factory=dict)  # by language: before a paragraph that is not the first
    heading: str = ""  # the same in every language, where a person has chosen the field
    kind: LinkKind = LinkKind.MORE
    reason: Message | None = None  # why it is kept

    def is_called(self, heading: str) -> bool:
        return any(
            heading.startswith(alias[:-1]) if alias.endswith(_MORE) else heading == alias for alias in self.aliases
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One that can be read: how its lists are recognised, and what its columns and words mean."""

    key: str
    head: frozenset[str]  # a list with all of these columns is one of theirs
    columns: Sequence[StandardColumn]  # in the order in which the parts of a text follow one another
    vocabulary: Vocabulary
    language: str = ""  # of all lists; empty where each shows its own by its words
    organisation: str = ""  # of all lists

    def named(self, written: str) -> str:
        """What a heading of a list is called here."""
        plain = column_name(written)
        return next((column.name for column in self.columns if column.is_called(plain)), plain)

    def knows(self, names: Iterable[str]) -> int:
        """How many of the headings of a list are columns of this standard."""
        known = {column.name for column in self.columns}
        return len({self.named(name) for name in names} & known)
