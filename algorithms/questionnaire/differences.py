"""What two versions say differently, question by question and word by word. Pure; draws nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from algorithms.entries.entry import LANGUAGES, Version
from algorithms.questionnaire.form_parsing import in_words, plain
from algorithms.questionnaire.sections import ALL, EntryQuestion
from assessments.text.message import Message

_TOKENS = re.compile(r"\s+|\w+|[^\s\w]")
_BRIDGE = 3  # tokens that two texts share between two changes, below which the changes are told as one


class PieceKind(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DifferencePiece:
    kind: PieceKind
    words: str | Message


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that is answered differently. ``language`` is empty where one answer serves both."""

    question: EntryQuestion
    language: str
    pieces: tuple[DifferencePiece, ...]


def differences(older: Version | None, newer: Version) -> tuple[Difference, ...]:
    """Every changed answer in the order of the form; with nothing older, all that is answered."""
    return tuple(one for section in ALL for question in section.questions for one in _of(question, older, newer))


def _of(question: EntryQuestion, older: Version | None, newer: Version) -> Iterator[Difference]:
    if question.text is not None:
        for language in LANGUAGES:
            before = older.text(question.text, language) if older else ""
            after = newer.text(question.text, language)
            if before != after:
                yield Difference(question, language, word_by_word(before, after))
        return
    answers = (plain(getattr(one.answers, question.name)) if one else "" for one in (older, newer))
    before, after = answers
    if before != after:
        kinds = ((PieceKind.REMOVED, before), (PieceKind.ADDED, after))
        yield Difference(
            question, "", tuple(DifferencePiece(kind, in_words(question, said)) for kind, said in kinds if said)
        )


def word_by_word(before: str, after: str) -> tuple[DifferencePiece, ...]:
    """Both texts in one: what is kept or added is the new one, what is kept or removed the old one."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    found: list[DifferencePiece] = []
    for a, b, c, d, same in _blocks(old, new):
        if same:
            found.append(DifferencePiece(PieceKind.KEPT, "".join(old[a:b])))
            continue
        if b > a:
            found.append(DifferencePiece(PieceKind.REMOVED, "".join(old[a:b])))
        if d > c:
            found.append(DifferencePiece(PieceKind.ADDED, "".join(new[c:d])))
    return tuple(found)


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int, bool]]:
    """From where to where in both, and whether it is the same. Single words between changes do not break them up."""
    matches = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = [one for one in matches if one.size >= _BRIDGE or one.a == 0 == one.b or _ends(one, old, new)]
    at, to = 0, 0
    for match in kept:
        if match.a > at or match.b > to:
            yield at, match.a, to, match.b, False
        if match.size:
            yield match.a, match.a + match.size, match.b, match.b + match.size, True
        at, to = match.a + match.size, match.b + match.size


def _ends(match: tuple[int, int, int], old: list[str], new: list[str]) -> bool:
    a, b, size = match
    return a + size == len(old) and b + size == len(new)
