"""The first look at a file: how often each column has each value, up to 50 of them. Never two columns at once."""

from collections.abc import Sequence

import polars as pl

from assessments.data.identifiers import names_raters, refused
from assessments.data.inventory import MAX_LEVELS, ColumnInventory
from assessments.reading.csv_frames import CsvPiece
from assessments.reading.group_count import as_text
from assessments.text.complaints import EvaluationDataError

_WRITTEN = 4 * MAX_LEVELS  # ways in which values are written, with blanks and letters typed in several ways
LOOKED_AT = 500  # rows of each piece, for values that tell who somebody is


class Inventorist:
    """Takes frames and keeps values of columns."""

    few: Sequence[str] = ()

    def __init__(self, names: Sequence[str], called: Sequence[str]) -> None:
        self.rows = 0
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
        return CsvPiece(rows, bool(rows) and min(missing) > 0, (missing, counted))

    def take(self, piece: CsvPiece) -> None:
        missing, values = piece.values
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
