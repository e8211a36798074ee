"""A data set written as CSV, workbook or JSON Lines, a portion at a time, with its hash. Knows no addresses."""

import asyncio
import csv
import hashlib
import io
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from algorithms.records.documents import cells, columns
from algorithms.records.record_fields import Column
from assessments.data.spreadsheet import guarded
from assessments.text.message import labelled
from register.spreadsheets.workbook import EXCEL, StreamedWorkbook

Row = Mapping[str, Any]


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES: Mapping[Format, str] = labelled(
    Format,
    {Format.CSV: "text/csv", Format.XLSX: EXCEL, Format.JSONL: "application/x-ndjson"},
)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that has been written: its hash, how large it is, and how many rows it has."""

    sha256: str
    size: int
    rows: int


async def write(file: Path, made: Format, fields: Sequence[Column], rows: AsyncIterator[Row]) -> Written:
    """The same rows always give the same bytes."""
    return (await write_all({made: file}, fields, rows))[made]


async def write_all(
    files: Mapping[Format, Path], fields: Sequence[Column], rows: AsyncIterator[Row]
) -> dict[Format, Written]:
    """The same in several formats, for which the rows are read once."""
    number = 0
    with ExitStack() as opened:
        writers: list[_TextFile | _Workbook] = []
        for made, file in files.items():
            writers.append(_writer(made, file, columns(fields)))
            opened.enter_context(writers[-1])
        async for row in rows:
            row_cells = tuple(cells(row, fields))
            for writer in writers:
                writer.add_row(row, row_cells)
            number += 1
        await asyncio.to_thread(opened.close)  # a workbook is packed then, which takes its time
    return {made: await asyncio.to_thread(_written, file, number) for made, file in files.items()}


def _written(file: Path, rows: int) -> Written:
    with file.open("rb") as stream:
        return Written(hashlib.file_digest(stream, "sha256").hexdigest(), file.stat().st_size, rows)


class _TextFile:
    """CSV or JSON Lines, a row at a time."""

    def __init__(self, made: Format, file: Path, head: Sequence[str]) -> None:
        self._is_csv = made is Format.CSV
        self._stream = file.open("w", encoding="utf-8", newline="")
        if self._is_csv:
            self._stream.write(csv_line(head))

    def add_row(self, row: Row, row_cells: Sequence[str]) -> None:
        self._stream.write(csv_line(row_cells) if self._is_csv else json_line(row))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._stream.close()


class _Workbook(StreamedWorkbook):
    def add_row(self, _: Row, row_cells: Sequence[str]) -> None:
        self.add(row_cells)


def _writer(made: Format, file: Path, head: Sequence[str]) -> "_TextFile | _Workbook":
    return _Workbook(file, head) if made is Format.XLSX else _TextFile(made, file, head)


def csv_line(row: Sequence[str]) -> str:
    """RFC 4180; with an apostrophe before what a spreadsheet would run."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([guarded(cell) for cell in row])
    return written.getvalue()


def json_line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
