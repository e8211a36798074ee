"""Excel workbooks as frames of text. Each is looked through before it is opened: a small file may claim to be huge.

Knows no counting.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

import fastexcel
import polars as pl

from assessments.complaints import EvaluationDataError, quoted
from assessments.reading.names import require_names
from assessments.sentence import Sentence

MOST_UNPACKED = 600 * 1024 * 1024  # bytes of all parts together
MOST_PARTS = 1_000
MOST_CELLS = 20_000_000  # of the rectangle that a sheet's cells span, filled or not
_BLOCK = 1024 * 1024
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]{0,200}?\br="(\d{1,9})"')
_FAR_COLUMN = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{2,4})\d')
_MIDNIGHT = " 00:00:00"


def frame_of(data: bytes) -> tuple[tuple[str, ...], pl.DataFrame]:
    """Column names and rows of the only sheet with data, columns named by place. EvaluationDataError."""
    _look_through(data)
    try:
        workbook = fastexcel.read_excel(data)
        sheets = [workbook.load_sheet(name, header_row=None, dtypes="string") for name in workbook.sheet_names]
    except Exception as error:
        raise EvaluationDataError(_damaged()) from error
    filled = [sheet for sheet in sheets if sheet.height > 0]
    if not filled:
        raise EvaluationDataError(Sentence("The workbook is empty. Save it again with its rows."))
    if len(filled) > 1:
        raise EvaluationDataError(
            Sentence(
                "The workbook has data on several sheets: {sheets}. Keep one sheet, and try again.",
                {"sheets": quoted([sheet.name for sheet in filled])},
            )
        )
    return _with_names(filled[0].to_polars())


def _with_names(frame: pl.DataFrame) -> tuple[tuple[str, ...], pl.DataFrame]:
    frame = frame.rename(dict(zip(frame.columns, (str(place) for place in range(frame.width)), strict=True)))
    frame = frame.select(pl.all().str.strip_suffix(_MIDNIGHT))
    filled = frame.filter(~pl.all_horizontal(pl.all().is_null() | (pl.all() == "")))
    names = tuple(value or "" for value in filled.row(0)) if filled.height else ()
    require_names(names)
    return names, filled.slice(1)


def _look_through(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS:
                raise EvaluationDataError(_too_large())
            if not any(part.filename.startswith("xl/") for part in parts):
                raise EvaluationDataError(_not_a_workbook())
            unpacked = 0
            for part in parts:
                with packed.open(part) as stream:
                    unpacked = _measure(stream, unpacked, is_sheet=part.filename.startswith("xl/worksheets/"))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError, RuntimeError) as error:
        raise EvaluationDataError(_damaged()) from error


def _measure(stream: IO[bytes], unpacked: int, *, is_sheet: bool) -> int:
    """Bytes unpacked so far. EvaluationDataError when they, or the rectangle of a sheet's cells, are too many."""
    rows = columns = 1
    for text in _overlapping(stream):
        unpacked += min(len(text), _BLOCK)
        if unpacked > MOST_UNPACKED:
            raise EvaluationDataError(_too_large())
        if is_sheet:
            rows = max((rows, *(int(row) for row in _ROW.findall(text))))
            columns = max((columns, *(_column(letters) for letters in set(_FAR_COLUMN.findall(text)))))
            if (rows * max(columns, 26) > MOST_CELLS and columns > 1) or rows > 1_048_576:
                raise EvaluationDataError(_too_large())
    return unpacked


def _overlapping(stream: IO[bytes]) -> Iterator[bytes]:
    """Blocks with the end of the one before, so that nothing is missed between them."""
    end = b""
    while block := stream.read(_BLOCK):
        yield end + block
        end = block[-300:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _damaged() -> Sentence:
    return Sentence("The workbook is damaged, or locked with a password. Save it again in Excel, and try again.")


def _not_a_workbook() -> Sentence:
    return Sentence("This is a zip file, not an Excel workbook. Unpack it, and upload the table that is in it.")


def _too_large() -> Sentence:
    return Sentence(
        "The workbook is too large, or has a cell far away from the others. Keep only the columns that the test needs, "
        "or save it as CSV."
    )
