"""A small table, CSV, Excel or JSON, as rows of text with the numbers that its spreadsheet shows. Counts nothing.

Only in a child process. Nothing is left out but what is empty.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessments.data.file_types import is_json, kind_of
from assessments.data.spreadsheet import Sheet, letters_of
from assessments.reading import workbooks
from assessments.reading.byte_source import ByteSource, Watched
from assessments.reading.csv_frames import never_closed
from assessments.reading.csv_text import SAMPLE, encoding_of, older_encoding_of, separator_of
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

MOST_LETTERS = 20_000_000  # of all cells together
_LONGEST_NAME = 200
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANK = " \t\n\r\f\v\xa0\ufeff\u200b"  # around a cell it says nothing
_LIST_MARKS = frozenset(",;\n")  # with them a list is written as JSON
_HINT = re.compile(r"sep=(.)(?:\r\n|\r|\n)")

Rows = Sequence[Sequence[str]]


def sheet_of(reading: ByteSource, *, most_rows: int, most_columns: int) -> Sheet:
    """EvaluationDataError where the file is no table, or a larger one than this."""
    sample = reading.sample(SAMPLE)
    kind = "json" if is_json(_as_utf8(sample)) else kind_of(sample)
    if kind == "parquet":
        raise EvaluationDataError(Message("This is a Parquet file. Save the list as an Excel workbook or as CSV."))
    data = Watched(reading).whole()
    grid = workbooks.grid_of(data) if kind == "workbook" else workbooks.Grid(_text_rows(data, kind))
    rows = [[_clean(cell) for cell in row] for row in grid.rows]
    if sum(len(cell) for row in rows for cell in row) > MOST_LETTERS:
        raise EvaluationDataError(_too_much(most_rows))
    head = _head(rows)
    workbooks.refuse_merged(grid.merged, head + 1)
    return _sheet(rows, head, grid.first, most_rows, most_columns)


def _as_utf8(sample: bytes) -> bytes:
    """JSON is recognised in every encoding that CSV is."""
    encoding = encoding_of(sample)
    return sample if encoding == "utf-8" else sample.decode(encoding, errors="ignore").encode()


def _sheet(rows: Rows, head: int, first: int, most_rows: int, most_columns: int) -> Sheet:
    filled = [(number, row) for number, row in enumerate(rows, start=1) if number > head + 1 and any(row)]
    if not filled:
        raise EvaluationDataError(Message("The file has column names but no rows. Export it again with its rows."))
    if len(filled) > most_rows:
        raise EvaluationDataError(_too_many_rows(len(filled), most_rows))
    width = max(len(row) for row in rows)
    padded = [(number, [*row, *[""] * (width - len(row))]) for number, row in [(head + 1, rows[head]), *filled]]
    places = [place for place in range(width) if any(row[place] for _, row in padded)]
    if len(places) > most_columns:
        raise EvaluationDataError(_too_many_columns(len(places), most_columns))
    letters = tuple(letters_of(first + place) for place in places)
    names = _unique_names([padded[0][1][place] for place in places], letters)
    return Sheet(names, tuple((number, tuple(row[place] for place in places)) for number, row in padded[1:]), letters)


def _head(rows: Rows) -> int:
    """The place of the column names: the first row with two of them, for a title may stand alone above.

    Groups of columns may have names too, in a row with fewer cells above it.
    """
    filled = [(place, sum(map(bool, row))) for place, row in enumerate(rows) if any(row)]
    if not filled:
        raise EvaluationDataError(Message("The file is empty. Save it again from the program it came from."))
    number, (first, cells) = next(((number, row) for number, row in enumerate(filled) if row[1] > 1), (0, filled[0]))
    under = filled[number + 1] if number + 1 < len(filled) else (first, 0)
    is_group = cells > 1 and under[1] >= 2 * cells and _are_names(rows[under[0]])
    return under[0] if is_group else first


def _are_names(row: Sequence[str]) -> bool:
    """Whether this can be a row of column names: each another, none long, and none a number or a day."""
    named = [cell for cell in row if cell]
    return len(set(named)) == len(named) and all(len(cell) <= _LONGEST_NAME and not cell[0].isdigit() for cell in named)


def _unique_names(names: Sequence[str], letters: Sequence[str]) -> tuple[str, ...]:
    unique: list[str] = []
    for name, letter in zip(names, letters, strict=True):
        plain = " ".join(name.split())[:_LONGEST_NAME] or letter
        several = (plain if number == 1 else f"{plain} ({number})" for number in range(1, len(names) + 1))
        unique.append(next(candidate for candidate in several if candidate not in unique))
    return tuple(unique)


def _decoded(data: bytes) -> str:
    encoding = encoding_of(data[:SAMPLE])
    for tried in (encoding, *((older_encoding_of(data),) if encoding == "utf-8" else ())):
        try:
            return data.decode(tried).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
        except UnicodeDecodeError:
            continue
    raise EvaluationDataError(Message("The letters of the file cannot be read. Save it again as CSV UTF-8."))


def _text_rows(data: bytes, kind: str) -> Rows:
    grid = _json_rows(_decoded(data)) if kind == "json" else _csv_rows(_decoded(data))
    if grid is None:
        raise EvaluationDataError(Message("The JSON file holds no list of records. Export the list as CSV or Excel."))
    return grid


def _csv_rows(text: str) -> Rows:
    """As a spreadsheet opens it: each record is a row, also an empty one; Excel's line “sep=;” is none."""
    hint = _HINT.match(text)
    body = text[hint.end() :] if hint else text
    separator = hint[1] if hint else separator_of(body.lstrip("\r\n").encode())
    return list(_records(body, separator))


def _records(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_LETTERS)
    read = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            yield record
            read += 1
    except csv.Error as error:
        raise EvaluationDataError(never_closed(read + 1)) from error


def _json_rows(text: str) -> Rows | None:
    """Each field a column, one inside another with a full stop in its name; None where it holds no records."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        stored = _parsed(text)
    except (ValueError, RecursionError):
        return None
    records = [dict(_flat(record)) for record in _json_records(stored)]
    names = list(dict.fromkeys(name for record in records for name in record))
    return [names, *([record.get(name, "") for name in names] for record in records)] if names else None


def _parsed(text: str) -> Any:
    """As one document, or as JSON Lines: a record on each line."""
    try:
        return json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def _json_records(stored: Any) -> Sequence[Mapping[str, Any]]:
    """The list itself, or the longest of those that a file wraps; a record that stands alone is a list of one."""
    if isinstance(stored, list):
        return [record for record in stored if isinstance(record, Mapping)]
    lists = [_json_records(value) for value in stored.values() if isinstance(value, list)]
    if any(lists) and not any(isinstance(value, str) for value in stored.values()):
        return max(lists, key=len)
    return [stored]


def _flat(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _several(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _several(values: Sequence[Any]) -> str:
    """With commas between where no item has one; records as ``1: title, address. 2: …``."""
    if any(isinstance(value, Mapping) for value in values):
        records = [dict(_flat(value)) if isinstance(value, Mapping) else {"": _cell(value)} for value in values]
        numbered = (f"{number}: {', '.join(filter(None, record.values()))}" for number, record in enumerate(records, 1))
        return ". ".join(numbered)
    cells = [_cell(value) for value in values]
    if any(_LIST_MARKS.intersection(cell) for cell in cells):
        return json.dumps(cells, ensure_ascii=False)
    return ", ".join(cells)


def _clean(cell: str) -> str:
    return _UNSEEN.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).strip(_BLANK)


def _too_many_rows(count: int, most: int) -> Message:
    return Message(
        "The file has {found} rows. At most {most} can be imported at a time: split it.", {"found": count, "most": most}
    )


def _too_many_columns(count: int, most: int) -> Message:
    return Message(
        "The file has {found} columns. At most {most} can be imported: remove those that nobody needs.",
        {"found": count, "most": most},
    )


def _too_much(most: int) -> Message:
    return Message(
        "The texts of the file are too long to be imported together. Split it. It may have {most} rows.", {"most": most}
    )
