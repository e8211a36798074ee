"""A data set written as CSV, workbook or JSON Lines, a portion at a time, with its hash. Knows no addresses."""

import asyncio
import csv
import hashlib
import io
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

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
    number = await (_workbook(file, fields, rows) if made is Format.XLSX else _text(file, made, fields, rows))
    return await asyncio.to_thread(_written, file, number)


def _written(file: Path, rows: int) -> Written:
    with file.open("rb") as stream:
        return Written(hashlib.file_digest(stream, "sha256").hexdigest(), file.stat().st_size, rows)


async def _text(file: Path, made: Format, fields: Sequence[Column], rows: AsyncIterator[Row]) -> int:
    number = 0
    with file.open("w", encoding="utf-8", newline="") as stream:
        if made is Format.CSV:
            stream.write(csv_line(columns(fields)))
        async for row in rows:
            stream.write(csv_line(tuple(cells(row, fields))) if made is Format.CSV else json_line(row))
            number += 1
    return number


async def _workbook(file: Path, fields: Sequence[Column], rows: AsyncIterator[Row]) -> int:
    with StreamedWorkbook(file, columns(fields)) as book:
        async for row in rows:
            book.add(tuple(cells(row, fields)))
        return book.rows


def csv_line(row: Sequence[str]) -> str:
    """RFC 4180; with an apostrophe before what a spreadsheet would run."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([guarded(cell) for cell in row])
    return written.getvalue()


def json_line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
