"""The first look at a file: how often each column has each value, up to 50 of them. Never two columns at once.

A second look is taken where values say “Summa” or “Totalt”: which rows those are, and what stands in them alone.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import polars as pl

from assessments.data.identifiers import names_raters, refused
from assessments.data.inventory import MAX_LEVELS, ColumnInventory, TotalRows
from assessments.data.total_words import totals_among
from assessments.reading.byte_source import ByteSource, Watched
from assessments.reading.csv_frames import CsvHeader, CsvPiece
from assessments.reading.csv_text import pieces
from assessments.reading.group_count import as_text
from assessments.reading.workbooks import ROW
from assessments.text.complaints import EvaluationDataError

_LAST = 20  # rows at the end of a piece, where a total stands as a rule
_WRITTEN = 4 * MAX_LEVELS  # ways in which values are written, with blanks and letters typed in several ways
MOST_NAMED = 3  # rows that are named in a sentence
Marks = Mapping[str, tuple[str, ...]]  # by column the values that tell rows of totals
LOOKED_AT = 500  # rows of each piece, for values that tell who somebody is


class Inventorist:
    """Takes frames and keeps values of columns."""

    few: Sequence[str] = ()

    def __init__(self, names: Sequence[str], called: Sequence[str]) -> None:
        self.rows = 0
        self._last_values: list[set[str]] = [set() for _ in names]  # of the last rows, where there are too many
        self._names, self._called = names, called
        self._values: list[dict[str, int] | None] = [{} for _ in names]
        self._missing = [0] * len(names)
        require_no_people(names)

    def look(self, frame: pl.LazyFrame) -> None:
        refuse_people(frame, self._names, self._called)

    def read(self, frame: pl.LazyFrame, times: str | None = None) -> CsvPiece:
        """Safe to be called by several threads at once."""
        del times  # every row is asked for
        columns = [pl.col(name) for name in self._called]
        heights = frame.select(pl.len(), *(_missing(column).sum().alias(f"m{p}") for p, column in enumerate(columns)))
        described = heights.collect(engine="streaming").row(0)
        open_places = [place for place, values in enumerate(self._values) if values is not None]
        counted = {place: self._values_of(frame, self._called[place]) for place in open_places}
        rows, missing = described[0], described[1:]
        unlisted = [place for place, _ in enumerate(self._called) if counted.get(place) is None]
        last = frame.select(self._called[place] for place in unlisted).tail(_LAST).collect() if unlisted else None
        ends = () if last is None else [(place, last.to_series(n).to_list()) for n, place in enumerate(unlisted)]
        return CsvPiece(rows, bool(rows) and min(missing) > 0, (missing, counted, ends))

    def take(self, piece: CsvPiece) -> None:
        missing, values, ends = piece.values
        for place, last in ends:
            self._last_values[place] |= {text for value in last if (text := as_text(value)) is not None}
        self.rows += piece.rows
        self._missing = [before + now for before, now in zip(self._missing, missing, strict=True)]
        for place, counted in values.items():
            known = self._values[place]
            if known is None:
                continue
            for value, rows in counted or ():
                if value is None:
                    self._missing[place] += rows  # nothing but blanks
                else:
                    known[value] = known.get(value, 0) + rows
            if counted is None or len(known) > MAX_LEVELS:
                self._values[place] = None

    def _values_of(self, frame: pl.LazyFrame, column: str) -> list[tuple[str | None, int]] | None:
        """Each value with its rows, None for blanks; None instead of the list where there are too many."""
        counted = frame.select(pl.col(column)).group_by(column).len().head(_WRITTEN).collect(engine="streaming")
        values = [(as_text(value), rows) for value, rows in counted.iter_rows() if value is not None and value != ""]
        too_many = counted.height == _WRITTEN or len({value for value, _ in values}) > MAX_LEVELS + 1
        return None if too_many else values

    def marks(self) -> dict[str, tuple[str, ...]]:
        """By column the values that tell rows of totals."""
        listed = zip(self._names, self._values, self._last_values, strict=True)
        marks = {name: totals_among(sorted(last if values is None else values)) for name, values, last in listed}
        return {name: values for name, values in marks.items() if values}

    def columns(self) -> tuple[ColumnInventory, ...]:
        described = zip(self._names, self._values, self._missing, strict=True)
        listed = (
            ColumnInventory(name=name, distinct=MAX_LEVELS + 1, values=(), missing=missing)
            if values is None
            else ColumnInventory(name=name, distinct=len(values), values=tuple(sorted(values.items())), missing=missing)
            for name, values, missing in described
        )
        return tuple(column.without_values() if names_raters(column.name) else column for column in listed)


def refuse_people(frame: pl.LazyFrame, names: Sequence[str], called: Sequence[str]) -> None:
    """EvaluationDataError where the first rows of a column tell who somebody is."""
    first = frame.select(*called).head(LOOKED_AT).collect()
    require_no_people(names, [first.get_column(name).cast(pl.String).drop_nulls().to_list() for name in called])


def require_no_people(names: Sequence[str], values: Sequence[Sequence[str]] | None = None) -> None:
    """EvaluationDataError for columns that are called so, or whose values look so."""
    looked = values if values is not None else [()] * len(names)
    if complaints := refused(zip(names, looked, strict=True)):
        raise EvaluationDataError(*complaints)


def _missing(column: pl.Expr) -> pl.Expr:
    return (column.cast(pl.String) == "").fill_null(value=True)


class TotalFinder:
    """Takes frames, and hands the rows with marks to an inventory of their own."""

    few: Sequence[str] = ()

    def __init__(self, marks: Marks, names: Sequence[str], called: Sequence[str]) -> None:
        self.rows = 0
        self._marks = [(called[place], set(marks[name])) for place, name in enumerate(names) if name in marks]
        self._names, self._called = names, called
        self._held = Inventorist(names, called)
        self.first: list[tuple[int, str]] = []

    def look(self, frame: pl.LazyFrame) -> None:
        """An inventory has looked at it before."""

    def read(self, frame: pl.LazyFrame, times: str | None = None) -> CsvPiece:
        """Safe to be called by several threads at once."""
        del times  # every row is asked for
        is_numbered = ROW in frame.collect_schema()
        is_total = pl.any_horizontal(_text(column).is_in(sorted(values)) for column, values in self._marks)
        numbered = frame if is_numbered else frame.with_row_index(ROW, offset=1)
        rows = numbered.filter(is_total.fill_null(value=False)).collect()
        height = frame.select(pl.len()).collect().item()
        held = self._held.read(rows.select(self._called).lazy())
        return CsvPiece(height, has_nothing=False, values=(rows, is_numbered, held))

    def take(self, piece: CsvPiece) -> None:
        rows, is_numbered, held = piece.values
        before = 0 if is_numbered else self.rows
        for row, *values in islice(rows.select(ROW, *(column for column, _ in self._marks)).iter_rows(), MOST_NAMED):
            marked = zip(values, self._marks, strict=True)
            mark = next(text for value, (_, known) in marked if (text := as_text(value)) in known)
            self.first.append((int(row) + before, str(mark)))
        self.rows += piece.rows
        self._held.take(held)

    def totals(self, marks: Marks, first: Iterable[tuple[int, str]]) -> TotalRows | None:
        """None where no row has them after all."""
        if not self._held.rows:
            return None
        columns: tuple[ColumnInventory, ...] = self._held.columns()
        return TotalRows(
            rows=self._held.rows,
            first=tuple(first)[:MOST_NAMED],
            marks=tuple(sorted(marks.items())),
            columns=columns,
        )


def _text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.strip_chars().str.normalize("NFC")


def finder_of(marks: Marks) -> Callable[[Sequence[str], Sequence[str]], TotalFinder]:
    """What begins a second reading for these marks."""

    def begin(names: Sequence[str], called: Sequence[str]) -> TotalFinder:
        return TotalFinder(marks, names, called)

    return begin


def lines_of_totals(reading: ByteSource, facts: CsvHeader, marks: Marks) -> Iterator[tuple[int, str]]:
    """Which lines of a CSV those rows are, as an editor or a spreadsheet numbers them."""
    marked = {facts.header.names.index(name): set(values) for name, values in marks.items()}
    every = pieces(Watched(reading).blocks(), facts.encoding, reading.piece_size)
    line = 0
    for piece in every:
        records = csv.reader(io.StringIO(piece.decode(errors="replace"), newline=""), delimiter=facts.header.separator)
        begin = line
        for record in records:
            seen = (as_text(record[place]) for place, values in marked.items() if place < len(record))
            mark = next((text for text, values in zip(seen, marked.values(), strict=False) if text in values), None)
            if mark is not None and line + 1 >= facts.header.next_row:
                yield line + 1, mark
            line = begin + records.line_num
