"""What two versions say differently, question by question and word by word. Pure; draws nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Protocol

from algorithms.entries.entry import LANGUAGES
from algorithms.entries.field import Field
from algorithms.entries.kinds import plain
from algorithms.entries.sections import SECTIONS
from algorithms.entries.texts import Text
from assessments.text.message import Message

_TOKENS = re.compile(r"\s+|\w+|[^\s\w]")
_BRIDGE = 3  # tokens that two texts share between two changes, below which the changes are shown as one


class Answered(Protocol):
    """What has texts and answers: a version, or what is public of one."""

    def text(self, name: Text, language: str) -> str: ...

    def answer(self, name: str) -> object: ...


class PieceKind(StrEnum):
    UNCHANGED = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DifferencePiece:
    kind: PieceKind
    words: str | Message


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that is answered differently. ``language`` is empty where one answer serves both."""

    question: Field
    language: str
    pieces: tuple[DifferencePiece, ...]


def differences(older: Answered | None, newer: Answered) -> tuple[Difference, ...]:
    """Every changed answer in the order of the form; with nothing older, all that is answered."""
    return tuple(
        difference for section in SECTIONS for question in section.fields for difference in _of(question, older, newer)
    )


def _of(question: Field, older: Answered | None, newer: Answered) -> Iterator[Difference]:
    if question.text is not None:
        for language in LANGUAGES:
            before = older.text(question.text, language) if older else ""
            after = newer.text(question.text, language)
            if before != after:
                yield Difference(question, language, word_by_word(before, after))
        return
    answers = (plain(version.answer(question.name)) if version else "" for version in (older, newer))
    before, after = answers
    if before != after:
        kinds = ((PieceKind.REMOVED, before), (PieceKind.ADDED, after))
        yield Difference(
            question, "", tuple(DifferencePiece(kind, question.in_words(answer)) for kind, answer in kinds if answer)
        )


def word_by_word(before: str, after: str) -> tuple[DifferencePiece, ...]:
    """Both texts in one: what is kept or added is the new one, what is kept or removed the old one."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[DifferencePiece] = []
    for a, b, c, d, same in _blocks(old, new):
        if same:
            pieces.append(DifferencePiece(PieceKind.UNCHANGED, "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(DifferencePiece(PieceKind.REMOVED, "".join(old[a:b])))
        if d > c:
            pieces.append(DifferencePiece(PieceKind.ADDED, "".join(new[c:d])))
    return tuple(pieces)


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int, bool]]:
    """From where to where in both, and whether it is the same. Single words between changes do not break them up."""
    matches = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    blocks = [block for block in matches if block.size >= _BRIDGE or block.a == 0 == block.b or _ends(block, old, new)]
    at, to = 0, 0
    for match in blocks:
        if match.a > at or match.b > to:
            yield at, match.a, to, match.b, False
        if match.size:
            yield match.a, match.a + match.size, match.b, match.b + match.size, True
        at, to = match.a + match.size, match.b + match.size


def _ends(match: tuple[int, int, int], old: list[str], new: list[str]) -> bool:
    a, b, size = match
    return a + size == len(old) and b + size == len(new)
