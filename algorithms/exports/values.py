"""What an export is made of: an entry and its city, the fields of a standard, and the answer to each. Pure."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from algorithms.entries.texts import Text
from algorithms.published.entry import PublishedEntry
from assessments.text.message import Message, labelled

Translate = Callable[[Message | str], str]  # a sentence in the language of the export


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CityFacts:
    """What every export says of the city, and no entry knows."""

    name: str  # in the language of the export
    base: str  # where the register lives
    organisation_number: str = ""
    postal_address: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
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


class AnswerState(StrEnum):
    """Whether a field is answered."""

    FILLED = "filled"
    CHECK = "check"  # worked out from other answers, or only in part: a person must look at it
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"  # the standard does not ask it of this entry


ANSWER_STATE_WORDS: Mapping[AnswerState, Message] = labelled(
    AnswerState,
    {
        AnswerState.FILLED: Message("Answered"),
        AnswerState.CHECK: Message("Check the answer"),
        AnswerState.MISSING: Message("Missing"),
        AnswerState.NOT_APPLICABLE: Message("Not asked"),
    },
)


@dataclasses.dataclass(frozen=True, slots=True)
class FieldAnswer:
    """``value`` is what is written: text, lines of text, or what JSON has. ``note``: how it was made, or what to do."""

    value: Any = None
    state: AnswerState = AnswerState.FILLED
    note: Message | None = None

    @property
    def is_written(self) -> bool:
        return self.value not in (None, "", (), [])


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExportField:
    """A field of a standard. ``source_fields``: the fields of our records that its answer is made of."""

    name: str
    required: bool
    source_fields: tuple[str, ...]
    answer: Callable[[ExportSubject], FieldAnswer]
    question: Mapping[str, str] = dataclasses.field(default_factory=dict)  # by language, where its name does not say it


@dataclasses.dataclass(frozen=True, slots=True)
class FilledField:
    field: ExportField
    answer: FieldAnswer


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExportStandard:
    """A standard that entries are written by. ``head``: what an export says before its fields, such as which parts."""

    key: str  # in addresses and on the command line
    title: Message
    about: Message
    version: str
    as_of: date  # when our fields were last compared with it
    fields: Callable[[ExportSubject], tuple[ExportField, ...]]
    all_fields: tuple[ExportField, ...]  # of any entry, for the documentation
    document: Callable[["Export", Translate], Mapping[str, Any]]
    cells: Callable[["Export", Translate], tuple[tuple[str, ...], ...]]  # the lines of CSV, without the head
    columns: tuple[str, ...]
    remark: Callable[[ExportSubject], Message | None] = lambda _: (
        None
    )  # what must be known of this entry before all else
    languages: tuple[str, ...] = ()  # left out: all


@dataclasses.dataclass(frozen=True, slots=True)
class Export:
    """An entry by a standard."""

    standard: ExportStandard
    subject: ExportSubject
    fields: tuple[FilledField, ...]

    @property
    def missing(self) -> tuple[FilledField, ...]:
        """What the standard requires and nobody has answered."""
        return tuple(self._with(AnswerState.MISSING, required=True))

    @property
    def left_empty(self) -> tuple[FilledField, ...]:
        """What it may have besides, and is not answered."""
        return tuple(self._with(AnswerState.MISSING, required=False))

    @property
    def to_check(self) -> tuple[FilledField, ...]:
        return tuple(filled for filled in self.fields if filled.answer.state is AnswerState.CHECK)

    def _with(self, state: AnswerState, *, required: bool) -> Iterator[FilledField]:
        for filled in self.fields:
            if filled.answer.state is state and filled.field.required is required:
                yield filled


def export(standard: ExportStandard, subject: ExportSubject) -> Export:
    listed = standard.fields(subject)
    return Export(standard, subject, tuple(FilledField(field, _answered(field, subject)) for field in listed))


def _answered(field: ExportField, subject: ExportSubject) -> FieldAnswer:
    """What nothing is written for is missing, unless it is not asked."""
    answer = field.answer(subject)
    if answer.is_written or answer.state is AnswerState.NOT_APPLICABLE:
        return answer
    return FieldAnswer(answer.value, AnswerState.MISSING, answer.note)
