"""The loss report of an export: what became of each filled field of ours. None is left out. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from algorithms.exports.values import Export, FilledField
from algorithms.records.documents import RECORD, cells
from algorithms.records.documents import record as record_of
from algorithms.records.record_fields import RecordField, Shape
from assessments.text.message import Message, labelled


class ExportOutcome(StrEnum):
    WRITTEN = "written"  # it stands in the export as we have it
    TURNED = "turned"  # in another form, shortened, or together with other answers
    LEFT_OUT = "left-out"  # the standard has no place for it


OUTCOME_WORDS: Mapping[ExportOutcome, Message] = labelled(
    ExportOutcome,
    {
        ExportOutcome.WRITTEN: Message("Written as it stands"),
        ExportOutcome.TURNED: Message("Written in another form"),
        ExportOutcome.LEFT_OUT: Message("Left out"),
    },
)
_NO_PLACE = Message("The standard has no field for it.")
_OTHER_LANGUAGE = Message("The export is written in one language.")
_NO_ROOM = Message("The standard has no room for it.")
_BEGINNING = 40  # characters of a text that tell it from others


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOutcome:
    """``column`` is ours, with the language where there are several; ``fields`` are those of the standard."""

    column: str
    label: Message
    outcome: ExportOutcome
    fields: tuple[str, ...] = ()
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class ExportLosses:
    lines: tuple[FieldOutcome, ...]

    @property
    def counts(self) -> Mapping[ExportOutcome, int]:
        counted = Counter(line.outcome for line in self.lines)
        return {outcome: counted[outcome] for outcome in ExportOutcome}


def losses(export: Export) -> ExportLosses:
    """A line for each of our columns that says something, for each link, and for what is public besides."""
    values = record_of(export.subject.entry, export.subject.city.base)
    lines = [line for field in RECORD for line in _of_field(export, field, values[field.name])]
    return ExportLosses((*lines, *_besides(export)))


def _of_field(export: Export, field: RecordField, value: Any) -> Iterator[FieldOutcome]:
    filled = [used for used in export.fields if field.name in used.field.source_fields and used.answer.is_written]
    if field.shape is Shape.RECORDS:
        for place, item in enumerate(value, 1):
            yield _line(f"{field.name}.{place}", field, str(item[field.key]), filled)
        return
    for column, cell in zip(field.columns, cells({field.name: value}, (field,)), strict=True):
        if not cell:
            continue
        if filled and field.shape.by_language and column != f"{field.name}_{export.subject.language}":
            yield FieldOutcome(column=column, label=field.label, outcome=ExportOutcome.LEFT_OUT, note=_OTHER_LANGUAGE)
        else:
            yield _line(column, field, cell, filled)


def _line(column: str, field: RecordField, cell: str, filled: Sequence[FilledField]) -> FieldOutcome:
    """What is found word for word is written; what is said to be another form of it is turned."""
    whole = [used for used in filled if cell in _all_words(used.answer.value)]
    turned = [used for used in filled if used.answer.note and _begins_there(field, cell, used)]
    names = tuple(used.field.name for used in whole or turned)
    if whole:
        return FieldOutcome(column=column, label=field.label, outcome=ExportOutcome.WRITTEN, fields=names)
    if turned:
        note = turned[0].answer.note
        return FieldOutcome(column=column, label=field.label, outcome=ExportOutcome.TURNED, fields=names, note=note)
    note = _NO_ROOM if filled else _NO_PLACE
    return FieldOutcome(column=column, label=field.label, outcome=ExportOutcome.LEFT_OUT, note=note)


def _begins_there(field: RecordField, cell: str, used: FilledField) -> bool:
    """Of a text that was shortened at least the beginning must be there; a code is another word there."""
    if field.shape is Shape.RECORDS:
        return False
    return field.shape is not Shape.WORDS or cell[:_BEGINNING] in _all_words(used.answer.value)


def _all_words(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(map(_all_words, value.values()))
    return "\n".join(map(_all_words, value)) if isinstance(value, list | tuple) else ""


def _besides(export: Export) -> Iterator[FieldOutcome]:
    """What the page of an entry shows that is no field of its record."""
    entry = export.subject.entry
    if entry.opinion is not None:
        label = Message("The data protection officer’s opinion")
        yield FieldOutcome(column="opinion", label=label, outcome=ExportOutcome.LEFT_OUT, note=_NO_PLACE)
    for tested in entry.assessments:
        label, column = Message("Result of an assessment"), f"assessments.{tested.number}"
        yield FieldOutcome(column=column, label=label, outcome=ExportOutcome.LEFT_OUT, note=_NO_PLACE)
