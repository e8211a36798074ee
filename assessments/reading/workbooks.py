"""Excel workbooks as frames of text. Each is looked through before it is opened: a small file may claim to be huge.

Knows no counting.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import fastexcel
import polars as pl

from assessments.data.column_names import plain_name, require_names
from assessments.reading.csv_text import place_below_gap
from assessments.text.complaints import EvaluationDataError, quoted
from assessments.text.message import Message

MOST_UNPACKED = 600 * 1024 * 1024  # bytes of all parts together
MOST_PARTS = 1_000
MOST_CELLS = 20_000_000  # of the rectangle that a sheet's cells span, filled or not
_BLOCK = 1024 * 1024
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]{0,200}?\br="(\d{1,9})"')
_FAR_COLUMN = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{2,4})\d')
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})\d+"[^>]{0,200}?(?<!/)>')
_FORMULA = rb"(?:<f\b[^>]{0,100}>[^<]{0,300}</f>)?"
_ERROR = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d+)"[^>]{0,100}? t="e"[^>]{0,100}>' + _FORMULA + rb"<v>([^<]{1,12})<"
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]{0,200}?\bref="([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)"')
_MIDNIGHT = " 00:00:00"
ROW = "row"  # one more column of a frame: the row of the sheet


Table = tuple[tuple[str, ...], pl.DataFrame]  # column names and rows, columns named by place, and their ROW


def frame_of(data: bytes, sheet: str = "") -> Table:
    """The table on this sheet, or on the only sheet that has one. EvaluationDataError."""
    tables = tables_of(data, sheet)
    if sheet and sheet not in tables:
        raise EvaluationDataError(
            Message(
                "The workbook has no table on a sheet called “{sheet}”. It has {sheets}.",
                {"sheet": sheet, "sheets": quoted(list(tables), most=50)},
            )
        )
    if not sheet and len(tables) > 1:
        raise EvaluationDataError(several_sheets(list(tables)))
    return tables[sheet or next(iter(tables))]


def tables_of(data: bytes, sheet: str = "") -> dict[str, Table]:
    """By sheet its table; notes next to a table are left out. EvaluationDataError where there is no table at all.

    Of ``sheet``, or the only one, each cell must have its own value.
    """
    filled = _filled_sheets(data)
    tables: dict[str, Table] = {}
    refusals: list[EvaluationDataError] = []
    for name, frame in filled.items():
        try:
            tables[name] = _with_names(frame)
        except EvaluationDataError as refused:
            refusals.append(refused)
    if not tables:
        raise refusals[0]
    with_rows = {name: table for name, table in tables.items() if len(table[0]) > 1 and table[1].height}
    tables = with_rows or tables
    for name in [sheet] if sheet in tables else tables if len(tables) == 1 else ():
        _require_every_cell(data, _parts_of_sheets(data).get(name, ""), filled[name], tables[name])
    return tables


def several_sheets(names: Sequence[str]) -> Message:
    return Message("The workbook has data on several sheets: {sheets}. Choose one.", {"sheets": quoted(list(names))})


@dataclass(frozen=True, slots=True)
class Grid:
    """Every row of a list from its first, the place of its first column, and which cells were merged, as B2:B5."""

    rows: Sequence[Sequence[str]]
    first: int = 0
    merged: Sequence[str] = ()


def grid_of(data: bytes) -> Grid:
    """Of the only sheet with a table. A formula's error is its text. EvaluationDataError."""
    frame = _only_sheet(data).with_columns(pl.all().str.strip_suffix(_MIDNIGHT))
    rows = [[cell or "" for cell in row] for row in frame.iter_rows()]
    first, errors, merged = _in_the_cells(data)
    for row, column, error in errors:
        if row <= len(rows) and first <= column < first + frame.width:
            rows[row - 1][column - first] = error
    return Grid(rows, first, merged)


def refuse_merged(merged: Iterable[str], heads: int) -> None:
    """Of cells that were merged only the first has a value. Above the rows, in titles and names, that does no harm."""
    for cells in merged:
        if int(re.sub(r"[A-Z]", "", cells.rpartition(":")[2])) > heads:
            raise EvaluationDataError(_has_merged_cells(cells))


def _only_sheet(data: bytes) -> pl.DataFrame:
    """A sheet with one column is a note next to the table."""
    filled = _filled_sheets(data)
    tables = {name: frame for name, frame in filled.items() if frame.width > 1 and frame.height > 1} or filled
    if len(tables) > 1:
        raise EvaluationDataError(
            Message(
                "The workbook has data on several sheets: {sheets}. Keep one sheet, and try again.",
                {"sheets": quoted(list(tables))},
            )
        )
    return next(iter(tables.values()))


def _filled_sheets(data: bytes) -> dict[str, pl.DataFrame]:
    _look_through(data)
    try:
        workbook = fastexcel.read_excel(data)
        sheets = [
            workbook.load_sheet(name, header_row=None, dtypes="string", skip_rows=0) for name in workbook.sheet_names
        ]
    except Exception as error:
        raise EvaluationDataError(_damaged()) from error
    filled = {sheet.name: sheet.to_polars() for sheet in sheets if sheet.height > 0}
    if not filled:
        raise EvaluationDataError(Message("The workbook is empty. Save it again with its rows."))
    return filled


def _with_names(frame: pl.DataFrame) -> tuple[tuple[str, ...], pl.DataFrame]:
    frame = frame.rename(dict(zip(frame.columns, (str(place) for place in range(frame.width)), strict=True)))
    frame = frame.select(pl.all().str.strip_suffix(_MIDNIGHT))
    is_filled = ~pl.all_horizontal(pl.all().is_null() | (pl.all() == ""))
    numbers = frame.select(is_filled.alias("filled")).with_row_index(ROW, offset=1).filter("filled").get_column(ROW)
    filled = frame.filter(is_filled)
    head = _place_of_names(filled, numbers)
    names = tuple(plain_name(value or "") for value in filled.row(head)) if filled.height else ()
    rows = filled.slice(head + 1)
    empty = [
        place for place, name in enumerate(names) if not name and not rows.get_column(str(place)).str.len_chars().sum()
    ]
    named_places = [place for place in range(len(names)) if place not in empty]
    names = tuple(names[place] for place in named_places)
    require_names(names, numbers[head] if filled.height else 1, _following(filled, head, named_places))
    named = rows.select(pl.col(str(place)).alias(str(new)) for new, place in enumerate(named_places))
    return names, named.with_columns(numbers.slice(head + 1))


def _parts_of_sheets(data: bytes) -> dict[str, str]:
    """By the name of a sheet where its cells lie in the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        there = set(packed.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= there:
            return {}
        listed, linked = packed.read("xl/workbook.xml").decode(), packed.read("xl/_rels/workbook.xml.rels").decode()
    links = {
        link["Id"]: link["Target"].removeprefix("/xl/")
        for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]{0,900}>", linked)
        if {"Id", "Target"} <= (link := dict(_ATTRIBUTE.findall(tag))).keys()
    }
    tags = [dict(_ATTRIBUTE.findall(tag)) for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]{0,900}>", listed)]
    return {html.unescape(tag.get("name", "")): f"xl/{links.get(tag.get('r:id', ''), '')}" for tag in tags}


_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_UNFINISHED = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d+)"(?![^>]{0,100} t="str")[^>]{0,100}>'
    rb"<f\b(?:[^>]{0,100}/>|[^>]{0,100}>[^<]{0,300}</f>)(?:<v ?/>|<v></v>)?</(?:\w+:)?c>"
)


def _require_every_cell(data: bytes, part: str, frame: pl.DataFrame, table: Table) -> None:
    """EvaluationDataError where a value was merged over several rows, or some results of formulas are not there."""
    merged, unfinished, first = list[str](), list[tuple[str, int]](), list[int]()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if part not in packed.namelist():
            return
        with packed.open(part) as stream:
            for text in _overlapping(stream):
                merged += [cells.decode() for cells in _MERGED.findall(text)]
                unfinished += [(letters.decode(), int(row)) for letters, row in _UNFINISHED.findall(text)]
                first += [_column(letters) - 1 for letters in set(_FILLED.findall(text))]
    rows = set(table[1].get_column(ROW))
    for cells in merged:
        numbers = [int(number) for number in re.findall(r"\d+", cells)]
        if numbers[0] in rows and numbers[1] > numbers[0]:
            raise EvaluationDataError(_has_merged_cells(cells))
    for letters, row in unfinished:
        place = _column(letters.encode()) - 1 - min(first, default=0)
        below = frame.slice(min(rows, default=1) - 1).to_series(place) if 0 <= place < frame.width else None
        if row in rows and below is not None and below.fill_null("").str.len_chars().sum():
            raise EvaluationDataError(_without_result(f"{letters}{row}"))


def _without_result(cell: str) -> Message:
    return Message(
        "Cell {cell} holds a formula without its result, though others of its column have one. Open the workbook in "
        "Excel, save it again, so that it holds the results, and try again.",
        {"cell": cell},
    )


def _following(filled: pl.DataFrame, head: int, places: Sequence[int]) -> tuple[str, ...]:
    """What stands in the row under the column names."""
    return tuple(filled.row(head + 1)[place] or "" for place in places) if filled.height > head + 1 else ()


def _place_below_gap(filled: pl.DataFrame, numbers: pl.Series) -> int | None:
    """The same rule as in a CSV, with the empty rows where they were."""
    head, rows = filled.head(50), numbers.head(50).to_list()
    records: list[list[str]] = [[] for _ in range(min(rows[-1], 100) if rows else 0)]
    for number, row in zip(rows, head.iter_rows(), strict=True):
        if number <= len(records):
            records[number - 1] = [value or "" for value in row]
    place = place_below_gap(records, filled.width)
    return None if place is None else rows.index(place + 1)


def _place_of_names(filled: pl.DataFrame, numbers: pl.Series) -> int:
    """The row of column names: a title, a department or a day may stand alone above it."""
    if filled.width <= 2:
        return 0
    cells = [sum(bool(value) for value in row) for row in filled.head(50).iter_rows()]
    if (below := _place_below_gap(filled, numbers)) is not None:
        return below
    return next((place for place, number in enumerate(cells) if number > 1), 0)


def _in_the_cells(data: bytes) -> tuple[int, list[tuple[int, int, str]], list[str]]:
    """The place of the first column with anything in it, each formula's error with row and column, merged cells."""
    first, errors, merged = set[int](), set[tuple[int, int, str]](), set[str]()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in (info for info in packed.infolist() if info.filename.startswith("xl/worksheets/")):
            with packed.open(part) as stream:
                for text in _overlapping(stream):
                    merged |= {cells.decode() for cells in _MERGED.findall(text)}
                    first |= {_column(letters) - 1 for letters in set(_FILLED.findall(text))}
                    errors |= {
                        (int(row), _column(letters) - 1, error.decode()) for letters, row, error in _ERROR.findall(text)
                    }
    return min(first, default=0), sorted(errors), sorted(merged)


def _look_through(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS:
                raise EvaluationDataError(_too_large())
            if not any(part.filename.startswith("xl/") for part in parts):
                raise EvaluationDataError(_not_a_workbook({part.filename for part in parts}))
            unpacked = 0
            for part in parts:
                with packed.open(part) as stream:
                    unpacked = _measure(stream, unpacked, is_sheet=part.filename.startswith("xl/worksheets/"))
    # zipfile raises NotImplementedError for a way of packing that it does not know, RuntimeError for a locked part
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


def _damaged() -> Message:
    return Message("The workbook is damaged, or locked with a password. Save it again in Excel, and try again.")


def _not_a_workbook(parts: set[str]) -> Message:
    if {"mimetype", "content.xml"} <= parts or "Index/Document.iwa" in parts:
        return Message(
            "This is a workbook of LibreOffice or Numbers. Open it there, and save it as an Excel workbook (.xlsx) or "
            "as CSV UTF-8."
        )
    return Message("This is a zip file, not an Excel workbook. Unpack it, and upload the table that is in it.")


def _has_merged_cells(cells: str) -> Message:
    return Message(
        "The sheet has merged cells, such as {cells}. Undo the merging in Excel, fill in each cell, and upload again.",
        {"cells": cells},
    )


def _too_large() -> Message:
    return Message(
        "The workbook is too large, or has a cell far away from the others. Keep only the columns that are needed, "
        "or save it as CSV."
    )
