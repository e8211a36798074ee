"""CSV as bytes: its encoding, column names and separator, and pieces cut at record ends. Parses no values.

Every piece is UTF-8 and starts at a record, so that pieces can be read on their own and their counts added up.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from assessments.data.column_names import is_number, plain_name, require_names
from assessments.data.spreadsheet import letters_of
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 64 * 1024  # bytes from which kind, encoding and separator are recognised
_LOOKED_THROUGH = 50  # records that the column names are looked for among
MAX_RECORD = 64 * 1024 * 1024  # bytes without the end of a record, after which a quotation mark must be missing

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_QUOTED = re.compile(rb'"[^"]*"?')


class NotUtf8Error(Exception):
    """A file taken for UTF-8 has bytes that are not; it may be Windows-1252."""


class NeverClosedError(Exception):
    """A quotation mark in the rest of the file, which is ``text``, has no partner."""

    def __init__(self, text: bytes) -> None:
        super().__init__("a quotation mark is never closed")
        self.text = text


def has_byte_order_mark(sample: bytes) -> bool:
    return any(sample.startswith(bom) for bom, _ in _BOMS)


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


def older_encoding_of(sample: bytes) -> str:
    """Of the encodings from before UTF-8 the one by which most letters beyond a to z are those of Nordic words."""
    signs = bytes(byte for byte in sample if byte >= 0x80)

    def likely(encoding: str) -> int:
        letters = signs.decode(encoding, errors="replace")
        return sum(letter in _LETTERS for letter in letters) - sum(letter in _SELDOM for letter in letters)

    return max(OLDER_ENCODINGS, key=likely) if len(signs) >= _ENOUGH_SIGNS else OLDER_ENCODINGS[0]


OLDER_ENCODINGS = ("windows-1252", "mac-roman", "cp850")  # the first where they are equally likely
_ENOUGH_SIGNS = 3
_LETTERS = frozenset("åäöÅÄÖéÉüÜæøÆØ")
_SELDOM = frozenset("ŒŠšœžŽŸ†‡‰ƒˆ˜™„\ufffdÕÔÒÚÛÙıõþÞðÐ╔╗╚╝║═░▒▓▀▄█")


def pieces(blocks: Iterable[bytes], encoding: str, size: int) -> Iterator[bytes]:
    """The file as UTF-8, in pieces of about ``size`` bytes that end where a record does.

    NeverClosedError, or EvaluationDataError when the letters cannot be read.
    """
    waiting: list[bytes | memoryview] = []
    length = 0
    for block in _as_utf8(blocks, encoding):
        waiting.append(block)
        length += len(block)
        if length < size:
            continue
        if end := _record_end_in(block, waiting):
            rest = memoryview(block)[end:]
            waiting[-1] = block if end == len(block) else memoryview(block)[:end]
            yield b"".join(waiting)
        elif length > MAX_RECORD:
            raise NeverClosedError(b"".join(waiting))
        else:
            continue
        waiting, length = [rest] if rest else [], len(rest)
    if text := b"".join(waiting).rstrip(b"\x1a"):  # with which old programs end a file
        if text.count(b'"') % 2:
            raise NeverClosedError(text)
        yield text if text.endswith(b"\n") else text + b"\n"


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
            Message("The letters of the file cannot be read. Save it again as CSV UTF-8.")
        ) from error


def _record_end_in(block: bytes, waiting: Sequence[bytes | memoryview]) -> int:
    """The place after the last line feed of the last block that stands outside quotation marks; 0 if there is none."""
    quotes = sum(map(_quotation_marks, waiting))
    if quotes == 0:
        return block.rfind(b"\n") + 1
    is_open, end = quotes % 2, len(block)
    while (place := block.rfind(b"\n", 0, end)) >= 0:
        is_open ^= block.count(b'"', place, end) % 2
        if not is_open:
            return place + 1
        end = place
    return 0


def _quotation_marks(part: bytes | memoryview) -> int:
    text = bytes(part) if isinstance(part, memoryview) else part
    return text.count(b'"') if b'"' in text else 0  # looking for one is several times as fast as counting none


@dataclass(frozen=True, slots=True)
class Header:
    """The column names of a file, what separates them, and the number of the row after them.

    ``trailing``: how many separators stand at the end of each row, with nothing behind them.
    """

    names: tuple[str, ...]
    separator: str
    next_row: int
    trailing: int = 0


def header_of(text: bytes) -> tuple[Header, bytes]:
    """The column names, and the records after them. EvaluationDataError for names that are empty or twice there."""
    row = 1
    while (line := text[: _first_record_end(text)]) and not line.strip():
        text, row = text[len(line) :], row + 1
    separator = separator_of(text)
    if hint := re.fullmatch(rb"sep=(.)\r?\n", line):  # Excel's own way to name it
        separator, text, row = hint.group(1).decode(), text[len(line) :], row + 1
        line = text[: _first_record_end(text)]
    above = _rows_above(text, separator)
    for _ in range(above):
        text, row = text[len(line) :], row + line_ends(line)
        line = text[: _first_record_end(text)]
    try:
        written = tuple(next(csv.reader(io.StringIO(line.decode(), newline=""), delimiter=separator), []))
    except UnicodeDecodeError as error:
        raise NotUtf8Error from error
    except csv.Error as error:  # a name longer than any is, or a mark in the middle of one
        raise EvaluationDataError(
            Message(
                "The first row cannot be read as column names: the file is not a table, or its lines do not end. "
                "Save it as CSV UTF-8 with one case in each row."
            )
        ) from error
    trailing = _trailing(written, text[len(line) :], separator)
    written = _with_empty_named(written[: len(written) - max(trailing, 0)], text[len(line) :], separator)
    names = tuple(map(plain_name, written))
    require_names(names, row, _following(text[len(line) :], separator, len(names)))
    header = Header(names=names, separator=separator, next_row=row + 1, trailing=abs(trailing))
    return header, text[len(line) :]


def _with_empty_named(names: tuple[str, ...], records: bytes, separator: str) -> tuple[str, ...]:
    """A column with neither a name nor a value is called by its letter, as a spreadsheet does."""
    if all(map(str.strip, names)):
        return names
    text = io.StringIO(records[:SAMPLE].decode(errors="replace"), newline="")
    try:
        rows = list(csv.reader(text, delimiter=separator))
    except csv.Error:
        return names
    used = {place for row in rows for place, cell in enumerate(row) if cell.strip()}
    return tuple(
        name if name.strip() or place in used or not rows or letters_of(place) in names else letters_of(place)
        for place, name in enumerate(names)
    )


def _following(records: bytes, separator: str, width: int) -> list[str]:
    """The cells of the first row under the column names."""
    line = records[: _first_record_end(records)].decode(errors="replace")
    try:
        return next(csv.reader(io.StringIO(line, newline=""), delimiter=separator), [])[:width]
    except csv.Error:
        return []


def _rows_above(text: bytes, separator: str) -> int:
    """How many records stand above the column names: a title, a department, a day, with or without empty cells."""
    try:
        records = list(islice(csv.reader(io.StringIO(text[:SAMPLE].decode(errors="replace"), newline=""),
            delimiter=separator), _LOOKED_THROUGH))  # fmt: skip
    except csv.Error:
        return 0
    widths = Counter(len(record) for record in records if any(map(str.strip, record)))
    width = max(widths, key=lambda number: (widths[number], number), default=0)
    if 2 * widths[width] <= widths.total():
        return 0  # rows differ so much that nobody can tell
    if (below := place_below_gap(records, width)) is not None:
        return below
    for place, record in enumerate(records):
        if not _stands_above(record, width):
            return place if len(record) == width and width > 1 else 0
    return 0


def place_below_gap(records: Sequence[Sequence[str]], width: int) -> int | None:
    """The row of names below an empty row, where all rows above that have fewer cells: “Unit: X”, “Taken: a day”."""
    filled = [sum(map(bool, map(str.strip, record))) for record in records]
    place = next((place for place, cells in enumerate(filled) if cells == width), 0)
    names = [plain_name(cell) for cell in records[place]] if place else []
    if not place or filled[place - 1] or not any(filled[:place]) or len(set(names)) < width:
        return None
    return None if any(map(is_number, names)) else place


def _stands_above(record: Sequence[str], width: int) -> bool:
    """Whether a record is no row of column names: it has fewer cells than the rows, or hardly any that is filled."""
    filled = sum(bool(cell.strip()) for cell in record)
    return len(record) <= width // 2 or (width > 2 and filled <= 1) or filled == 0


def _trailing(names: Sequence[str], records: bytes, separator: str) -> int:
    """How many separators each row ends with that no column follows; below 0 where the names have none of them."""
    mark = separator.encode()
    lines = [line for line in outside_quotes(records[:SAMPLE]).split(b"\n")[:50] if line.strip(b"\r " + mark)]
    lines = lines[:-1] if len(records) > SAMPLE else lines
    ends = min((len(line) - len(line.rstrip(mark)) for line in (line.rstrip(b"\r") for line in lines)), default=0)
    unnamed = len(names) - len(names[: max((n for n, name in enumerate(names, 1) if name.strip()), default=0)])
    if unnamed:
        return unnamed if unnamed <= ends and unnamed < len(names) else 0
    more = {line.count(mark) + 1 - len(names) for line in lines}
    return -min(more) if len(more) == 1 and 0 < min(more) <= ends else 0


def without_trailing(text: bytes, header: Header) -> bytes:
    """The rows without the separators that end each of them, where nothing follows them."""
    if not header.trailing:
        return text
    ends = b"(?:" + re.escape(header.separator.encode()) + b"){%d}(?=\r?\n)" % header.trailing
    pattern = re.compile(rb'"[^"]*"|' + ends)
    return pattern.sub(lambda match: match.group() if match.group().startswith(b'"') else b"", text)


def values_at_end(text: bytes, separator: str) -> tuple[str, ...]:
    """The values of the last rows, as far as the end alone shows them."""
    lines = text[-_END:].decode(errors="replace").splitlines()[-_LAST_ROWS:]
    return tuple(value.strip().strip('"') for line in lines for value in line.split(separator))


_END, _LAST_ROWS = 8 * 1024, 20


def _first_record_end(text: bytes) -> int:
    end = text.find(b"\n") + 1
    while text.count(b'"', 0, end) % 2:
        end = text.find(b"\n", end) + 1
    return end


def separator_of(text: bytes) -> str:
    """What most evenly parts the first lines; a title above them may have none."""
    lines = [line for line in outside_quotes(text[:SAMPLE]).split(b"\n")[:50] if line.strip()]
    lines = lines[:-1] if len(text) > SAMPLE and len(lines) > 1 else lines  # the last may be cut

    def likely(separator: str) -> tuple[bool, float, int, int]:
        """Decimal commas part rows as evenly as a separator does, but not the row of column names above them."""
        in_lines = [line.count(separator.encode()) for line in lines] or [0]
        numbers = Counter(in_lines)
        usual = max(numbers, key=lambda number: (number > 0 and numbers[number] > 1, numbers[number], number))
        return usual > 0, round(numbers[usual] / len(in_lines), 1), -in_lines.index(usual), usual

    return max(SEPARATORS, key=likely)


def outside_quotes(text: bytes) -> bytes:
    """The text without what stands in quotation marks: what is left of separators and line feeds is structure."""
    return _QUOTED.sub(b"", text) if b'"' in text else text


def line_ends(text: bytes) -> int:
    return outside_quotes(text).count(b"\n")


def separators(text: bytes, separator: str) -> int:
    """How many separators stand outside quotation marks."""
    letters = np.frombuffer(text, dtype=np.uint8)
    matches = letters == ord(separator)
    if b'"' in text:
        matches &= ~np.bitwise_xor.accumulate(letters == ord('"'))
    return int(np.count_nonzero(matches))


def without_empty_lines(text: bytes, separator: str) -> bytes:
    """The text without lines that hold nothing, or nothing but separators, as Excel leaves them at the end."""
    pattern = re.compile(rb'"[^"]*"|^[ ' + re.escape(separator.encode()) + rb"]*\r?\n", re.MULTILINE)
    return pattern.sub(lambda match: match.group() if match.group().startswith(b'"') else b"", text)


def wrong_row(text: bytes, header: Header) -> tuple[int, int] | None:
    """The place of the first row with another number of fields than there are names, and how many it has."""
    for place, line in enumerate(outside_quotes(text).split(b"\n")):
        fields = line.count(header.separator.encode()) + 1
        if fields != len(header.names) and line.strip(b" \r" + header.separator.encode()):
            return place, fields
    return None
