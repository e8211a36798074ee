"""What a description of a field is: its kind, how a typed answer is read, and how a stored one is written. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from re import fullmatch
from typing import Any

from algorithms.entries.kinds import FILTERED_BY, WRONG, YEAR, YES_NO, FilterBy, Kind, read_answer
from algorithms.entries.record_list import RecordList
from algorithms.entries.texts import Text
from assessments.text.message import Message

LONGEST = 4000  # characters, for every text that has no limit of its own
LONGEST_CODE = 40  # characters, of an answer that is chosen


class Required(StrEnum):
    """When a version cannot be submitted without it. A text is required in Swedish."""

    NEVER = "never"
    ALWAYS = "always"
    FROM_SECOND_VERSION = "from-second-version"


class Audience(StrEnum):
    """Who may read it once the version is published."""

    PUBLIC = "public"
    STAFF = "staff"  # everybody who signs in
    INNER = "inner"  # the owning department and those who review for it; masks and exports never reach it


class Place(StrEnum):
    """Where on the card it stands."""

    HEAD = "head"
    FIRST_ANSWERS = "first-answers"  # what a resident reads before anything else
    CONCERNED = "concerned"  # what those whom it concerns want to know next, in a line or two each
    PASSAGES = "passages"  # with a heading each
    LAW = "law"
    RIGHTS = "rights"  # folded under the law: what it means for people's rights
    WORKINGS = "workings"  # folded: how it works, for those who want to know more
    PURCHASE = "purchase"  # folded with the workings: what was bought, and how to leave
    TECHNICAL = "technical"  # folded: the nine sections of a model card


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an entry, described once: form, check, difference, search, import, card and tables follow from it.

    ``name`` is what it is called in forms, files, addresses and the database. ``in_column``: it is a typed column of
    the version, since lists are sorted or counted by it; otherwise it is a row. ``filter_name``: lists are narrowed by
    it, under this name in their addresses; then it is a column as well. ``markdown``: what is written may have
    paragraphs and lists. ``card_title``: what stands over it on the card, where the form asks in other words. ``term``:
    what others call it, as a prefix of ``algorithms.records.terms`` and a name; left out: a word of our own.
    """

    name: str
    kind: Kind
    section: str
    label: Message
    hint: Message | None = None
    limit: int = LONGEST  # characters, of a text
    required: Required = Required.NEVER
    audience: Audience = Audience.PUBLIC
    term: str = ""
    place: Place | None = None
    read_first: bool = False  # a text that residents read before anything else: together they have to be short
    card_title: Message | None = None
    markdown: bool = False
    in_column: bool = False
    records: RecordList | None = None  # of a list of records: what each has, and how a line is written
    filter_name: str = ""
    choices: Mapping[Any, Message] | None = None  # of an enum, with its words
    aliases: tuple[str, ...] = ()  # what columns of other systems' lists are called; of a text, the Swedish one
    likely: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # answer → what other lists may call it

    def __post_init__(self) -> None:
        if self.filter_name and (self.kind not in FILTERED_BY or self.audience is Audience.INNER):
            raise ValueError(f"lists cannot be narrowed by {self.name}: {self.kind}, for {self.audience} readers")
        if (self.kind is Kind.RECORDS) != (self.records is not None):
            raise ValueError(f"{self.name} says what its records have if it is a list of them, and only then")
        if any(len(code) > LONGEST_CODE for code, _ in self.options):
            raise ValueError(f"an answer to {self.name} has more than {LONGEST_CODE} characters")

    @property
    def has_column(self) -> bool:
        return self.in_column or bool(self.filter_name)

    @property
    def text(self) -> Text | None:
        """Which text it is, where it is one."""
        return Text(self.name) if self.kind.is_text else None

    @property
    def has_html(self) -> bool:
        """Whether what is written is rendered: paragraphs and lists, and every list of records."""
        return self.markdown or self.records is not None

    @property
    def is_long(self) -> bool:
        """Whether it is written on several lines."""
        return self.kind in (Kind.PROSE, Kind.RECORDS)

    @property
    def title(self) -> Message:
        return self.card_title or self.label

    @property
    def options(self) -> tuple[tuple[str, Message], ...]:
        """The answers that may be chosen, with their words; none where people write themselves."""
        if self.kind is Kind.YES_NO:
            return tuple(YES_NO.items())
        return tuple((key.value, words) for key, words in (self.choices or {}).items())

    def read(self, typed: str) -> tuple[object, Message | None]:
        """One typed answer, or what is wrong with it; an empty one is "not answered yet", None."""
        if not typed:
            return None, None
        if self.kind.is_text:
            return typed, self.complaint(typed)
        if self.kind is not Kind.CHOICE:
            return read_answer(self.kind, typed)
        answer = next((key for key in self.choices or {} if key.value == typed), None)
        return answer, WRONG[self.kind] if answer is None else None

    def too_long(self, words: str) -> Message | None:
        """What is wrong with a text that is longer than its limit."""
        over = len(words) - self.limit
        if over <= 0:
            return None
        return Message("Shorten this by {over} characters. It may have {most}.", {"over": over, "most": self.limit})

    def complaint(self, words: str) -> Message | None:
        """What is wrong with a text."""
        return self.too_long(words) or (self.records.complaint(words) if self.records else None)

    def stored(self, written: str) -> object:
        """The answer that was stored as ``plain`` wrote it. ValueError for anything else."""
        answer, wrong = self.read(written)
        if wrong is not None:
            raise ValueError(f"{self.name} cannot be {written!r}")
        return answer

    def filter_value(self, answer: str) -> str:
        """By what of a plain answer lists are narrowed: a choice as it is, of a month or a date the year."""
        return answer[:4] if FILTERED_BY[self.kind] is FilterBy.YEAR else answer

    def filters_by(self, value: str) -> bool:
        """Whether a list can be narrowed to this value."""
        if FILTERED_BY[self.kind] is FilterBy.YEAR:
            return fullmatch(YEAR, value) is not None
        return value in dict(self.options)

    def in_words(self, answer: str) -> str | Message:
        """A plain answer as it is read: the words of the choice, or what was written."""
        return dict(self.options).get(answer, answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One page of the guided form. ``apart``: it is not one of the steps, but asked of those whom it concerns."""

    slug: str
    title: Message
    lead: Message
    fields: tuple[Field, ...]
    apart: bool = False
