"""Lists of records in a text, a line each: what a record has, how a line is read, checked and shown. Pure.

A list has its own way of writing a line, as links have, or its parts stand in order with semicolons between.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from algorithms.entries.kinds import WRONG, Kind, plain, read_answer
from assessments.text.message import Message

Record = Mapping[str, object]  # part → typed answer; what is not written is left out
_MARKS = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPart:
    """What each record of a list has. ``likely``: how a choice may be written, by its code, in small letters."""

    name: str
    label: Message
    kind: Kind = Kind.LINE
    choices: Mapping[Any, Message] = field(default_factory=dict)  # of an enum, with its words
    likely: Mapping[Any, tuple[str, ...]] = field(default_factory=dict)
    term: str = ""

    def read(self, typed: str) -> tuple[object | None, Message | None]:
        """The answer, or what is wrong with it."""
        if self.kind is Kind.LINE:
            return typed, None
        if self.kind is not Kind.CHOICE:
            return read_answer(self.kind, typed)
        written = typed.casefold()
        for key in self.choices:
            if written == key.value or written in self.likely.get(key.value, ()):
                return key, None
        return None, WRONG[Kind.CHOICE]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordList:
    """A kind of list. ``key``: the part by which a record is the same one in every language.

    ``record`` is what a line says, None where it is none; ``wrong`` what is wrong with the line of this number;
    ``markdown`` how it is shown.
    """

    parts: tuple[RecordPart, ...]
    key: str
    record: Callable[[str], Record | None]
    wrong: Callable[[str, int], Message | None]
    markdown: Callable[[str], str]

    def is_by_language(self, part: RecordPart) -> bool:
        """Words are written in each language; the key is the same in all."""
        return part.kind is Kind.LINE and part.name != self.key

    def read(self, text: str) -> tuple[Record, ...]:
        """Of every line that is a record."""
        return tuple(record for line in _lines(text) if (record := self.record(line)) is not None)

    def complaint(self, text: str) -> Message | None:
        """What is wrong with the first line that is no record."""
        numbered = ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())
        return next((wrong for number, line in numbered if (wrong := self.wrong(line.strip(), number))), None)

    def to_markdown(self, text: str) -> str:
        """All lines as a list."""
        return "\n".join(f"- {self.markdown(line)}" for line in _lines(text))


def with_semicolons(*parts: RecordPart) -> RecordList:
    """Records whose parts stand in order with semicolons between; the first has to be there, and is the key."""
    return RecordList(
        parts=parts,
        key=parts[0].name,
        record=lambda line: _read(parts, line)[0],
        wrong=partial(_wrong, parts),
        markdown=partial(_shown, parts),
    )


def escaped(words: str) -> str:
    """Words in which no mark means anything."""
    return words.translate(_MARKS)


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(";")]


def _read(parts: tuple[RecordPart, ...], line: str) -> tuple[Record | None, Message | None]:
    cells, record = _cells(line), dict[str, object]()
    if len(cells) > len(parts):
        return None, Message("It has more than {count} parts between semicolons.", {"count": len(parts)})
    for part, cell in zip(parts, cells, strict=False):
        answer, wrong = part.read(cell) if cell else (None, None)
        if wrong or (part is parts[0] and answer is None):
            return None, wrong or Message("Begin with this: {part}.", {"part": part.label})
        if answer is not None:
            record[part.name] = answer
    return record, None


def _wrong(parts: tuple[RecordPart, ...], line: str, number: int) -> Message | None:
    _, wrong = _read(parts, line)
    return Message("Line {line}: {wrong}", {"line": number, "wrong": wrong}) if wrong else None


def _shown(parts: tuple[RecordPart, ...], line: str) -> str:
    record, _ = _read(parts, line)
    if record is None:
        return escaped(line)
    return " · ".join(_cell(part, cell) for part, cell in zip(parts, _cells(line), strict=False) if cell)


def _cell(part: RecordPart, cell: str) -> str:
    """As it was written: the words of a choice are in the language of the text."""
    return f"<{plain(cell)}>" if part.kind is Kind.ADDRESS else escaped(cell)
