"""What an export is made of: an entry and its city, the fields of a standard, and the answer to each. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from algorithms.entries.texts import Text
from algorithms.published.entry import PublishedEntry
from assessments.text.message import Message, labelled

Say = Callable[[Message | str], str]  # a sentence in the language of the export


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFacts:
    """What every export says of the city, and no entry knows."""

    name: str  # in the language of the export
    base: str  # where the register lives
    organisation_number: str = ""
    postal_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An entry that is written by a standard, in one language. ``submitter`` is who registers it, where known."""

    entry: PublishedEntry
    city: CityFacts
    language: str
    first_published: datetime | None = None  # of its first version
    submitter: str = ""

    def text(self, name: Text) -> str:
        return self.entry.localized(name)[self.language].strip()

    def in_other_languages(self, names: tuple[Text, ...]) -> bool:
        return any(words for name in names for words in self.entry.localized(name).values())

    @property
    def page(self) -> str:
        return f"{self.city.base}/{self.language}/algorithms/{self.entry.slug}"


class Standing(StrEnum):
    """Whether a field is answered."""

    FILLED = "filled"
    CHECK = "check"  # worked out from other answers, or only in part: a person must look at it
    MISSING = "missing"
    NOT_ASKED = "not-asked"  # the standard does not ask it of this entry


STANDING_WORDS: Mapping[Standing, Message] = labelled(
    Standing,
    {
        Standing.FILLED: Message("Answered"),
        Standing.CHECK: Message("Check the answer"),
        Standing.MISSING: Message("Missing"),
        Standing.NOT_ASKED: Message("Not asked"),
    },
)


@dataclass(frozen=True, slots=True)
class Answer:
    """``value`` is what is written: text, lines of text, or what JSON has. ``note``: how it was made, or what to do."""

    value: Any = None
    standing: Standing = Standing.FILLED
    note: Message | None = None

    @property
    def is_written(self) -> bool:
        return self.value not in (None, "", (), [])


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportField:
    """A field of a standard. ``ours``: the fields of our records that its answer is made of."""

    name: str
    required: bool
    ours: tuple[str, ...]
    answer: Callable[[Subject], Answer]
    asks: Mapping[str, str] = field(default_factory=dict)  # what it asks, by language, where its name does not say it


@dataclass(frozen=True, slots=True)
class FilledField:
    field: ExportField
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportStandard:
    """A standard that entries are written by. ``head``: what an export says before its fields, such as which parts."""

    key: str  # in addresses and on the command line
    title: Message
    about: Message
    version: str
    as_of: date  # when our fields were last compared with it
    fields: Callable[[Subject], tuple[ExportField, ...]]
    all_fields: tuple[ExportField, ...]  # of any entry, for the documentation
    document: Callable[["Export", Say], Mapping[str, Any]]
    cells: Callable[["Export", Say], tuple[tuple[str, ...], ...]]  # the lines of CSV, without the head
    columns: tuple[str, ...]
    remark: Callable[[Subject], Message | None] = lambda _: None  # what must be known of this entry before all else
    languages: tuple[str, ...] = ()  # left out: all


@dataclass(frozen=True, slots=True)
class Export:
    """An entry by a standard."""

    standard: ExportStandard
    subject: Subject
    fields: tuple[FilledField, ...]

    @property
    def missing(self) -> tuple[FilledField, ...]:
        """What the standard requires and nobody has answered."""
        return tuple(self._with(Standing.MISSING, required=True))

    @property
    def left_empty(self) -> tuple[FilledField, ...]:
        """What it may have besides, and is not answered."""
        return tuple(self._with(Standing.MISSING, required=False))

    @property
    def to_check(self) -> tuple[FilledField, ...]:
        return tuple(filled for filled in self.fields if filled.answer.standing is Standing.CHECK)

    def _with(self, standing: Standing, *, required: bool) -> Iterator[FilledField]:
        for filled in self.fields:
            if filled.answer.standing is standing and filled.field.required is required:
                yield filled


def export(standard: ExportStandard, subject: Subject) -> Export:
    listed = standard.fields(subject)
    return Export(standard, subject, tuple(FilledField(asked, _answered(asked, subject)) for asked in listed))


def _answered(asked: ExportField, subject: Subject) -> Answer:
    """What nothing is written for is missing, unless it is not asked."""
    answer = asked.answer(subject)
    if answer.is_written or answer.standing is Standing.NOT_ASKED:
        return answer
    return Answer(answer.value, Standing.MISSING, answer.note)
