"""CSV as bytes: what a file is, its encoding and separator, and pieces cut at record ends. Parses no values.

Every piece is UTF-8 and starts at a record, so that pieces can be read on their own and their counts added up.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.complaints import EvaluationDataError
from assessments.sentence import Sentence

SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 64 * 1024  # bytes that kind, encoding and separator are told from
MAX_RECORD = 64 * 1024 * 1024  # bytes without the end of a record, after which a quotation mark must be missing
MAX_COLUMNS = 2_000

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_QUOTED = re.compile(rb'"[^"]*"?')


class NotUtf8Error(Exception):
    """A file taken for UTF-8 has bytes that are not; it may be Windows-1252."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records as UTF-8. ``first_row`` numbers them as a spreadsheet does: the column names are row 1."""

    text: bytes
    first_row: int


def refuse_other_kinds(sample: bytes) -> None:
    """EvaluationDataError that says what the file looks like, where its first bytes are those of something else."""
    if not sample.strip(codecs.BOM_UTF8 + codecs.BOM_UTF16_LE + codecs.BOM_UTF16_BE + b" \t\r\n\0"):
        raise EvaluationDataError(Sentence("The file is empty. Save it again from the program it came from."))
    for start, looks_like in _kinds():
        if sample.startswith(start):
            raise EvaluationDataError(looks_like)
    text = sample.removeprefix(codecs.BOM_UTF8).lstrip()
    if text[:1] in (b"{", b"["):
        raise EvaluationDataError(_not_csv(Sentence("a JSON file")))
    if text[:1] == b"<":
        raise EvaluationDataError(_not_csv(Sentence("a web page or an XML file")))


def _kinds() -> Iterator[tuple[bytes, Sentence]]:
    yield (
        b"PK\x03\x04",
        Sentence(
            "This looks like an Excel workbook or another zip file, not a CSV file. Open it in Excel and choose Save "
            "as, CSV UTF-8."
        ),
    )
    yield (
        b"\xd0\xcf\x11\xe0",
        Sentence(
            "This looks like an old Excel or Word file, not a CSV file. Open it in Excel and choose Save as, CSV UTF-8."
        ),
    )
    yield b"PAR1", _not_csv(Sentence("a Parquet file"))
    yield b"%PDF", _not_csv(Sentence("a PDF"))
    yield b"{\\rtf", _not_csv(Sentence("a text document"))
    for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF"):
        yield start, _not_csv(Sentence("a picture or a recording"))
    for start in (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!"):
        yield start, _not_csv(Sentence("a compressed file"))
    yield b"SQLite format 3", _not_csv(Sentence("a database"))


def _not_csv(what: Sentence) -> Sentence:
    return Sentence("This looks like {what}, not a CSV file. Export the table as CSV and try again.", {"what": what})


def encoding_of(sample: bytes) -> str:
    """utf-8, utf-16-le or utf-16-be; a file that turns out not to be UTF-8 is read again as Windows-1252."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name
    pairs = len(sample) // 2
    if pairs and sample[1::2].count(0) > pairs * 0.4:
        return "utf-16-le"
    if pairs and sample[0::2].count(0) > pairs * 0.4:
        return "utf-16-be"
    return "utf-8"


def pieces(blocks: Iterable[bytes], encoding: str, size: int) -> Iterator[Piece]:
    """The file in pieces of about ``size`` bytes. NotUtf8Error, or EvaluationDataError naming the row."""
    waiting, row, seen_beyond_ascii = b"", 1, False
    for block in _as_utf8(blocks, encoding):
        waiting += block
        if len(waiting) < size:
            continue
        if end := _last_record_end(waiting):
            seen_beyond_ascii = _require_text(waiting[:end], row, seen_beyond_ascii=seen_beyond_ascii)
            yield Piece(waiting[:end], row)
            row += line_ends(waiting[:end])
            waiting = waiting[end:]
        elif len(waiting) > MAX_RECORD:
            raise EvaluationDataError(_quote_never_closed(row))
    if waiting:
        _require_text(waiting, row, seen_beyond_ascii=seen_beyond_ascii)
        if waiting.count(b'"') % 2:
            raise EvaluationDataError(_quote_never_closed(row + outside_quotes(waiting).count(b"\n")))
        yield Piece(waiting if waiting.endswith(b"\n") else waiting + b"\n", row)


def _as_utf8(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Without byte order mark, and with lines that end in a line feed."""
    decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)()
    is_first, old_ends = True, False
    for block in blocks:
        text = block if decoder is None else _decoded(decoder, block)
        if is_first and text:
            is_first = False
            text = text.removeprefix(codecs.BOM_UTF8)
            old_ends = b"\r" in text and b"\n" not in text
        yield text.replace(b"\r", b"\n") if old_ends else text
    if decoder is not None:
        yield _decoded(decoder, b"", final=True)


def _decoded(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bytes:
    try:
        return decoder.decode(block, final).encode()
    except UnicodeError as error:
        raise EvaluationDataError(
            Sentence("The letters of the file cannot be read. Save it again as CSV UTF-8.")
        ) from error


def _last_record_end(text: bytes) -> int:
    """The place after the last line feed outside quotation marks; 0 if there is none."""
    is_open, end = text.count(b'"') % 2, len(text)
    while (place := text.rfind(b"\n", 0, end)) >= 0:
        is_open ^= text.count(b'"', place, end) % 2
        if not is_open:
            return place + 1
        end = place
    return 0


def _require_text(text: bytes, row: int, *, seen_beyond_ascii: bool) -> bool:
    """Whether letters beyond ASCII have been seen: a file that had good ones is broken UTF-8, not Windows-1252."""
    if b"\0" in text:
        broken_row = row + line_ends(text[: text.index(b"\0")])
        raise EvaluationDataError(
            Sentence(
                "Row {row} holds bytes that are not text. Is this a CSV file? Save it as CSV UTF-8.",
                {"row": broken_row},
            )
        )
    if text.isascii():
        return seen_beyond_ascii
    try:
        text.decode()
    except UnicodeDecodeError as error:
        before = text[: error.start]
        if not seen_beyond_ascii and before.isascii():
            raise NotUtf8Error from error
        raise EvaluationDataError(
            Sentence(
                "Row {row} has letters that are not UTF-8, though rows before it are. Save the file again as CSV "
                "UTF-8.",
                {"row": row + line_ends(before)},
            )
        ) from error
    return True


@dataclass(frozen=True, slots=True)
class Header:
    """The column names of a file, what separates them, and the number of the row after them."""

    names: tuple[str, ...]
    separator: str
    next_row: int


def header_of(piece: Piece) -> tuple[Header, Piece]:
    """The column names, and the piece without them. EvaluationDataError for names that are empty or twice there."""
    text, row = piece.text, piece.first_row
    while (line := text[: _first_record_end(text)]) and not line.strip():
        text, row = text[len(line) :], row + 1
    separator = _separator(text)
    if hint := re.fullmatch(rb"sep=(.)\r?\n", line):  # Excel's own way to name it
        separator, text, row = hint.group(1).decode(), text[len(line) :], row + 1
        line = text[: _first_record_end(text)]
    names = tuple(next(csv.reader(io.StringIO(line.decode(), newline=""), delimiter=separator), []))
    _require_names(names)
    next_row = row + 1
    return Header(names, separator, next_row), Piece(text[len(line) :], next_row)


def _first_record_end(text: bytes) -> int:
    end = text.find(b"\n") + 1
    while text.count(b'"', 0, end) % 2:
        end = text.find(b"\n", end) + 1
    return end


def _separator(text: bytes) -> str:
    lines = [line for line in outside_quotes(text[:SAMPLE]).split(b"\n")[:50] if line.strip()]
    lines = lines[:-1] if len(text) > SAMPLE and len(lines) > 1 else lines  # the last may be cut

    def likely(separator: str) -> tuple[bool, float, int]:
        numbers = [line.count(separator.encode()) for line in lines] or [0]
        return numbers[0] > 0, round(numbers.count(numbers[0]) / len(numbers), 1), numbers[0]

    return max(SEPARATORS, key=likely)


def _require_names(names: tuple[str, ...]) -> None:
    if len(names) > MAX_COLUMNS:
        raise EvaluationDataError(
            Sentence(
                "The file has more than {most} columns. Keep only the columns that the test needs.",
                {"most": MAX_COLUMNS},
            )
        )
    for place, name in enumerate(names, start=1):
        if not name.strip():
            raise EvaluationDataError(
                Sentence(
                    "Column {number} has no name in the first row. Give every column a name, or remove it.",
                    {"number": place},
                )
            )
        if name in names[: place - 1]:
            raise EvaluationDataError(
                Sentence("Two columns are called “{column}”. Give every column a name of its own.", {"column": name})
            )


def outside_quotes(text: bytes) -> bytes:
    """The text without what stands in quotation marks: what is left of separators and line feeds is structure."""
    return _QUOTED.sub(b"", text) if b'"' in text else text


def line_ends(text: bytes) -> int:
    return outside_quotes(text).count(b"\n")


def without_empty_lines(text: bytes, separator: str) -> bytes:
    """The text without lines that hold nothing, or nothing but separators, as Excel leaves them at the end."""
    empty = separator.encode()
    starts = (b"\n", b"\r\n", empty)
    if not text.startswith(starts) and not any(b"\n" + start in text for start in starts):
        return text
    pattern = re.compile(rb'"[^"]*"|^[' + re.escape(empty) + rb"]*\r?\n", re.MULTILINE)
    return pattern.sub(lambda found: found.group() if found.group().startswith(b'"') else b"", text)


def wrong_row(piece: Piece, separator: str, fields: int) -> tuple[int, int] | None:
    """The first row with another number of fields than the column names have, and how many it has."""
    for offset, line in enumerate(outside_quotes(piece.text).split(b"\n")):
        found = line.count(separator.encode()) + 1
        if found != fields and line.strip(b"\r" + separator.encode()):
            return piece.first_row + offset, found
    return None


def _quote_never_closed(row: int) -> Sentence:
    return Sentence(
        "A quotation mark that is opened in or after row {row} is never closed. Remove it, or close it, and try again.",
        {"row": row},
    )
