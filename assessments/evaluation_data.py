"""A file becomes an inventory, then counts: read as text, piece by piece, in constant memory. Only in a child process.

Not responsible for limits on memory and time, nor for where the bytes come from.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

import polars as pl

from assessments.complaints import EvaluationDataError, quoted
from assessments.counts import Cell, Counts
from assessments.csv_text import (
    SAMPLE,
    Header,
    NotUtf8Error,
    Piece,
    encoding_of,
    header_of,
    outside_quotes,
    pieces,
    refuse_other_kinds,
    without_empty_lines,
    wrong_row,
)
from assessments.inventory import MAX_CELLS, MAX_LEVELS, Column, Inventory
from assessments.plan import TestPlan
from assessments.result import Data
from assessments.sentence import Sentence

PIECE = 8 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that can be opened again, its length in bytes, and who wants to know how far the reading has come."""

    open_blocks: Callable[[], Iterable[bytes]]
    size: int
    on_progress: Callable[[float], None] = lambda _: None
    piece_size: int = PIECE


@dataclass(frozen=True, slots=True)
class Facts:
    sha256: str
    encoding: str
    header: Header


class Taker(Protocol):
    """Takes the pieces of one file, in order."""

    def take(self, piece: Piece) -> None: ...


T = TypeVar("T", bound=Taker)


def inventory(reading: Reading) -> Inventory:
    """Column names, values and missing of a CSV. EvaluationDataError where it cannot be read."""
    taker, facts = _read(reading, _Inventorist)
    if taker.rows == 0:
        raise EvaluationDataError(_no_rows())
    return Inventory(taker.rows, facts.sha256, facts.encoding, facts.header.separator, taker.columns())


def counts(reading: Reading, plan: TestPlan) -> tuple[Counts, Data]:
    """The counts that a completed plan asks for. EvaluationDataError where a column or mapping is missing."""
    taker, facts = _read(reading, lambda header: _Counter(header, plan))
    if taker.rows == 0:
        raise EvaluationDataError(_no_rows())
    return Counts(plan.counted, taker.cells), Data(facts.sha256, taker.rows)


def _read(reading: Reading, begin: Callable[[Header], T]) -> tuple[T, Facts]:
    sample = b"".join(_first(reading.open_blocks(), SAMPLE))[:SAMPLE]
    refuse_other_kinds(sample)
    encoding = encoding_of(sample)
    try:
        return _read_as(encoding, reading, begin)
    except NotUtf8Error:
        return _read_as("windows-1252", reading, begin)


def _first(blocks: Iterable[bytes], size: int) -> Iterator[bytes]:
    for block in blocks:
        yield block
        size -= len(block)
        if size <= 0:
            return


def _read_as(encoding: str, reading: Reading, begin: Callable[[Header], T]) -> tuple[T, Facts]:
    digest = hashlib.sha256()
    taker: T | None = None
    header: Header | None = None
    for piece in pieces(_watched(reading, digest.update), encoding, reading.piece_size):
        records = piece
        if header is None or taker is None:
            header, records = header_of(piece)
            taker = begin(header)
        if records.text:
            taker.take(records)
    if header is None or taker is None:
        raise EvaluationDataError(_no_rows())
    return taker, Facts(digest.hexdigest(), encoding, header)


def _watched(reading: Reading, see: Callable[[bytes], None]) -> Iterator[bytes]:
    done = 0
    for block in reading.open_blocks():
        see(block)
        for start in range(0, len(block), reading.piece_size):
            yield block[start : start + reading.piece_size]
        done += len(block)
        reading.on_progress(min(1.0, done / max(1, reading.size)))


def _frame(piece: Piece, header: Header, places: list[int], *, spare: int) -> pl.DataFrame:
    """The columns at ``places`` as text, named by place. EvaluationDataError names a row with too many or few fields.

    ``spare`` columns beyond the last catch a field too many, where not all columns are read.
    """
    text = without_empty_lines(piece.text, header.separator)
    fields = len(header.names)
    names = [str(place) for place in range(fields + spare)]
    wanted = [str(place) for place in (*places, *range(fields, fields + spare))]
    first_line = header.separator.join(names).encode() + b"\n"
    schema = dict.fromkeys(names, pl.String)
    try:
        frame = pl.read_csv(first_line + text, separator=header.separator, schema=schema, columns=wanted)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise EvaluationDataError(_bad_record(piece, header)) from error
    separators = outside_quotes(text).count(header.separator.encode())
    too_long = spare and frame.get_column(str(fields)).drop_nulls().len()
    if too_long or separators != frame.height * (fields - 1):
        raise EvaluationDataError(_bad_record(piece, header))
    return frame


def _bad_record(piece: Piece, header: Header) -> Sentence:
    wrong = wrong_row(piece, header.separator, len(header.names))
    if wrong is None:
        return Sentence(
            "A quotation mark stands in the middle of a value in or after row {row}. Put the whole value in quotation "
            "marks, or remove the mark.",
            {"row": piece.first_row},
        )
    return Sentence(
        "Row {row} has {found} fields, but there are {fields} column names. Check its separators and quotation marks.",
        {"row": wrong[0], "found": wrong[1], "fields": len(header.names)},
    )


class _Inventorist:
    """Counts the values of every column, until a column has more than 50 of them."""

    def __init__(self, header: Header) -> None:
        self.rows = 0
        self._header = header
        self._values: list[dict[str, int] | None] = [{} for _ in header.names]
        self._missing = [0] * len(header.names)

    def take(self, piece: Piece) -> None:
        frame = _frame(piece, self._header, list(range(len(self._header.names))), spare=0)
        self.rows += frame.height
        for place in range(len(self._header.names)):
            self._take_column(place, frame.get_column(str(place)))

    def _take_column(self, place: int, column: pl.Series) -> None:
        values = column.replace("", None).drop_nulls()
        self._missing[place] += column.len() - values.len()
        known = self._values[place]
        if known is None:
            return
        found = values.value_counts(name="rows")
        for value, rows in found.head(MAX_LEVELS + 1).iter_rows():
            known[value] = known.get(value, 0) + rows
        if len(known) > MAX_LEVELS or found.height > MAX_LEVELS:
            self._values[place] = None

    def columns(self) -> tuple[Column, ...]:
        described = zip(self._header.names, self._values, self._missing, strict=True)
        return tuple(
            Column(name, MAX_LEVELS + 1, (), missing)
            if values is None
            else Column(name, len(values), tuple(sorted(values.items())), missing)
            for name, values, missing in described
        )


class _Counter:
    """Adds up how often each combination of groups, outcome and decision occurs."""

    def __init__(self, header: Header, plan: TestPlan) -> None:
        self.rows = 0
        self.cells: dict[Cell, int] = {}
        self._header, self._plan = header, plan
        self._outcome = _meaning(plan.outcome_yes, plan.outcome_no)
        self._decision = _meaning(plan.decision_yes, plan.decision_no)
        self._levels: list[set[str]] = [set() for _ in plan.counted]
        columns = tuple(name for name in (*plan.counted, plan.outcome, plan.decision) if name is not None)
        if absent := [column for column in columns if column not in header.names]:
            raise EvaluationDataError(*(_no_column(column, header) for column in absent))
        self._places = [header.names.index(column) for column in columns]

    def take(self, piece: Piece) -> None:
        frame = _frame(piece, self._header, self._places, spare=1)
        self.rows += frame.height
        places = [str(place) for place in self._places]
        for *texts, rows in frame.group_by(places).len().select(*places, "len").iter_rows():
            *groups, decision = (text or None for text in texts)
            outcome = None if self._plan.outcome is None else groups.pop()
            said_outcome = self._meant(self._plan.outcome or "", self._outcome, outcome)
            said_decision = self._meant(self._plan.decision, self._decision, decision)
            cell = tuple(groups), said_outcome, said_decision
            self.cells[cell] = self.cells.get(cell, 0) + rows
        self._require_few()

    def _meant(self, column: str, meaning: Mapping[str | None, bool | None], text: str | None) -> bool | None:
        if text in meaning:
            return meaning[text]
        raise EvaluationDataError(
            Sentence(
                "Column “{column}” has the value {value}, which nobody has said means yes or no. Say what it means.",
                {"column": column, "value": quoted([text or ""])},
            )
        )

    def _require_few(self) -> None:
        for groups, _, _ in self.cells:
            for levels, value in zip(self._levels, groups, strict=True):
                if value is not None:
                    levels.add(value)
        for attribute, levels in zip(self._plan.counted, self._levels, strict=True):
            if len(levels) > MAX_LEVELS:
                raise EvaluationDataError(
                    Sentence(
                        "Column “{column}” has more than {most} different values. Merge them into fewer.",
                        {"column": attribute, "most": MAX_LEVELS},
                    )
                )
        if len(self.cells) > MAX_CELLS:
            raise EvaluationDataError(
                Sentence(
                    "The groups make more than {most} combinations. Compare fewer columns at a time, or merge values.",
                    {"most": MAX_CELLS},
                )
            )


def _meaning(yes: tuple[str, ...], no: tuple[str, ...]) -> dict[str | None, bool | None]:
    return {None: None, **dict.fromkeys(no, False), **dict.fromkeys(yes, True)}


def _no_column(name: str, header: Header) -> Sentence:
    return Sentence(
        "There is no column “{column}” in the file. It has these columns: {columns}.",
        {"column": name, "columns": quoted(header.names, most=50)},
    )


def _no_rows() -> Sentence:
    return Sentence("The file has column names but no rows. Export it again with its rows.")
