"""The passage of a page that tells why it was found, with the words that were found in it. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from algorithms.search.index.tokens import LONGEST_WORD, lowered, places

LONGEST, BEFORE = 220, 60  # letters of a passage, and of those how many stand before the first word that was found


@dataclass(frozen=True, slots=True)
class SnippetPiece:
    words: str
    is_match: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """Text in pieces; a template marks those that were found, and escapes them all."""

    language: str
    pieces: tuple[SnippetPiece, ...]

    @property
    def words(self) -> str:
        return "".join(piece.words for piece in self.pieces)


def hits(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Where the wanted words stand, which are in small letters."""
    small = lowered(text)
    if not any(word in small for word in words):
        return []
    return [(start, end) for start, end in places(small) if small[start:end][:LONGEST_WORD] in words]


def marked(text: str, words: Collection[str], language: str) -> Snippet:
    """The whole text with its marks."""
    return Snippet(language, tuple(_pieces(text, hits(text, words), 0, len(text))))


def passage(body: str, words: Collection[str], language: str) -> Snippet | None:
    """A part of the line that has most of the wanted words; None where no line has one."""
    lines = [(-sum(word in small for word in words), at) for at, small in enumerate(lowered(body).split("\n"))]
    original = body.split("\n")
    for count, at in sorted(lines):
        if not count:
            break
        if spans := hits(original[at], words):
            return _cut(original[at], spans, language)
    return None


def _cut(line: str, spans: list[tuple[int, int]], language: str) -> Snippet:
    start = _blank_after(line, max(0, spans[0][0] - BEFORE), spans[0][0])
    end = min(len(line), start + LONGEST)
    if end < len(line):
        end = max(line.rfind(" ", start, end), spans[0][1])
    pieces = list(_pieces(line, spans, start, end))
    before, after = ["…"] if start else [], ["…"] if end < len(line) else []
    return Snippet(language, (*map(SnippetPiece, before), *pieces, *map(SnippetPiece, after)))


def _blank_after(line: str, start: int, latest: int) -> int:
    """Where the next sentence, or else the next word, begins."""
    if start == 0:
        return 0
    for between in (". ", " "):
        place = line.find(between, start, latest)
        if place >= 0:
            return place + len(between)
    return latest


def _pieces(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Iterator[SnippetPiece]:
    for first, last in spans:
        if first < start or last > end:
            continue
        if first > start:
            yield SnippetPiece(text[start:first])
        yield SnippetPiece(text[first:last], is_match=True)
        start = last
    if start < end:
        yield SnippetPiece(text[start:end])
