"""A CSV as Polars frames, piece by piece: two pieces are read while the next is being fetched and hashed.

Finds what is wrong with a row, and says which. Counts nothing itself.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

import polars as pl

from assessments.reading.byte_source import ByteSource, Watched
from assessments.reading.csv_text import (
    SAMPLE,
    Header,
    NeverClosedError,
    NotUtf8Error,
    encoding_of,
    has_byte_order_mark,
    header_of,
    line_ends,
    older_encoding_of,
    pieces,
    separators,
    values_at_end,
    without_empty_lines,
    without_trailing,
    wrong_row,
)
from assessments.reading.dedup import TIMES, Condenser
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

_AT_ONCE = 2
OLDER_SAMPLE = 4 * 1024 * 1024  # bytes from which the letters of an older encoding are recognised


class Taker(Protocol):
    """What is done with each piece: looked at and read by several threads at once, taken in order by one.

    ``few`` are the columns, by what they are called in the frames, whose distinct rows with a number of times say all;
    empty where every row has to be seen.
    """

    @property
    def few(self) -> Sequence[str]: ...

    def look(self, frame: pl.LazyFrame) -> None: ...

    def read(self, frame: pl.LazyFrame, times: str | None = None) -> "CsvPiece": ...

    def take(self, piece: "CsvPiece") -> None: ...


@dataclass(frozen=True, slots=True)
class CsvPiece:
    """What one piece holds: its rows, and whether there may be rows among them that hold nothing at all."""

    rows: int
    has_nothing: bool
    values: Any


@dataclass(frozen=True, slots=True)
class CsvHeader:
    sha256: str
    encoding: str
    header: Header
    ends_with: tuple[str, ...] = ()  # the values of the last rows


T = TypeVar("T", bound=Taker)


class _UnreadableError(Exception):
    """Polars and the separators do not agree about a piece."""


def over_csv(reading: ByteSource, begin: Callable[[Header], T], chosen: str = "") -> tuple[T, CsvHeader]:
    """What the taker made of all pieces. EvaluationDataError where the file cannot be read.

    ``chosen`` is the encoding that a person has chosen: a byte order mark in the file knows better.
    """
    sample = reading.sample(SAMPLE)
    encoding = encoding_of(sample)
    if chosen and not has_byte_order_mark(sample):
        return _over_chosen(reading, chosen, begin)
    try:
        return _over(reading, encoding, begin)
    except NotUtf8Error:
        return _over(reading, older_encoding_of(reading.sample(OLDER_SAMPLE)), begin)


def _over_chosen(reading: ByteSource, encoding: str, begin: Callable[[Header], T]) -> tuple[T, CsvHeader]:
    try:
        return _over(reading, encoding, begin)
    except NotUtf8Error as error:
        raise EvaluationDataError(Message("The letters of the file are not UTF-8. Choose another encoding.")) from error


def _over(reading: ByteSource, encoding: str, begin: Callable[[Header], T]) -> tuple[T, CsvHeader]:
    watched = Watched(reading)
    texts = pieces(watched.blocks(), encoding, reading.piece_size)
    waiting: deque[Future[CsvPiece]] = deque()
    taken = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            header, records = header_of(next(texts, b""))
            taker = begin(header)
            read = partial(_read, header=header, taker=taker, condenser=_condenser(header, taker))
            waiting.append(pool.submit(read, records))
            last = records
            for text in texts:
                last = text
                waiting.append(pool.submit(read, text))
                if len(waiting) > _AT_ONCE:
                    taker.take(waiting[0].result())
                    waiting.popleft()
                    taken += 1
            for future in waiting:
                taker.take(future.result())
                taken += 1
        except _UnreadableError as error:
            raise _complaint(reading, encoding, taken) from error
        except NeverClosedError as error:
            earlier = islice(_again(reading, encoding), taken + len(waiting))
            row = 1 + sum(map(line_ends, earlier)) + line_ends(error.text)
            raise EvaluationDataError(never_closed(row)) from error
        finally:
            for future in waiting:
                future.cancel()
    return taker, CsvHeader(
        sha256=watched.sha256,
        encoding=encoding,
        header=header,
        ends_with=values_at_end(last, header.separator),
    )


def _condenser(header: Header, taker: Taker) -> Condenser:
    return Condenser([int(place) for place in taker.few], len(header.names), header.separator)


def _read(text: bytes, header: Header, taker: Taker, condenser: Condenser) -> CsvPiece:
    """What the taker finds in a piece, once its separators show that every row has as many fields as there are names.

    Lines that hold nothing are rare, and taking them away takes time: it is done when something does not add up.
    """
    text = without_trailing(text, header)
    for records in (text, None):
        cleaned = without_empty_lines(text, header.separator) if records is None else records
        if b"\0" in cleaned:
            break
        if not cleaned:
            return taker.read(_frame(b"", header))
        distinct = condenser.condense(cleaned)
        try:
            taker.look(_frame(cleaned, header))
            piece = taker.read(_frame(cleaned, header)) if distinct is None else taker.read(distinct, TIMES)
        except (pl.exceptions.PolarsError, OSError):
            continue
        fits = distinct is not None or separators(cleaned, header.separator) == piece.rows * (len(header.names) - 1)
        if fits and (records is None or not piece.has_nothing):
            return piece
    raise _UnreadableError


def _frame(text: bytes, header: Header) -> pl.LazyFrame:
    """All columns as text, named by place."""
    schema = {str(place): pl.String for place in range(len(header.names))}
    if not text:
        return pl.LazyFrame(schema=schema)
    quote = '"' if b'"' in text else None  # looking for quotation marks takes time
    return pl.scan_csv(
        text, has_header=False, separator=header.separator, quote_char=quote, schema=schema, low_memory=True
    )


def _again(reading: ByteSource, encoding: str) -> Iterator[bytes]:
    untold = replace(reading, on_progress=lambda _: None)
    return pieces(Watched(untold).blocks(), encoding, reading.piece_size)


def _complaint(reading: ByteSource, encoding: str, taken: int) -> Exception:
    """What is wrong with the piece after those that were taken: it is looked for in a second reading."""
    row, is_ascii = 1, True
    texts = _again(reading, encoding)
    for text in islice(texts, taken):
        row, is_ascii = row + line_ends(text), is_ascii and text.isascii()
    text = next(texts)
    header, records = header_of(text) if taken == 0 else (header_of(next(_again(reading, encoding)))[0], text)
    row = header.next_row if taken == 0 else row
    records = without_trailing(records, header)
    if b"\0" in records:
        return EvaluationDataError(_not_text(row + line_ends(records[: records.index(b"\0")])))
    try:
        records.decode()
    except UnicodeDecodeError as error:
        before = records[: error.start]
        if is_ascii and before.isascii() and text[: -len(records)].isascii():
            return NotUtf8Error()
        return EvaluationDataError(_not_utf8(row + line_ends(before)))
    return EvaluationDataError(_bad_record(records, header, row))


def _bad_record(records: bytes, header: Header, first_row: int) -> Message:
    wrong = wrong_row(records, header)
    if wrong is None:
        return Message(
            "There is a quotation mark in the middle of a value in or after row {row}. Put the whole value in "
            "quotation "
            "marks, or remove the mark.",
            {"row": first_row},
        )
    row = first_row + wrong[0]
    if wrong[1] == 1 and len(header.names) > 2:
        return Message(
            "Row {row} has one value alone, but there are {fields} column names. If it is a note or a title, remove "
            "it, and all notes under the table; else check its separators and quotation marks.",
            {"row": row, "fields": len(header.names)},
        )
    return Message(
        "Row {row} has {found} fields, but there are {fields} column names. Check its separators and quotation marks.",
        {"row": row, "found": wrong[1], "fields": len(header.names)},
    )


def _not_text(row: int) -> Message:
    return Message(
        "Row {row} holds bytes that are not text. Is this a CSV file? Save it as CSV UTF-8.",
        {"row": row},
    )


def _not_utf8(row: int) -> Message:
    return Message(
        "Row {row} has letters that are not UTF-8, though rows before it are. Save the file again as CSV UTF-8.",
        {"row": row},
    )


def never_closed(row: int) -> Message:
    return Message(
        "A quotation mark that is opened in or after row {row} is never closed. Remove it, or close it, and try again.",
        {"row": row},
    )
