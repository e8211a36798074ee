"""Groups that stand in a second file: its key and its columns in memory, so that each case finds its own.

The second file is small compared with the cases: a row for each key. Counts nothing.
"""

from collections.abc import Sequence

import polars as pl

from assessments.plan.second_file import same_key_twice
from assessments.plan.tabulation import TabulationSpec
from assessments.reading.csv_frames import CsvPiece
from assessments.reading.merge_counts import no_column, text_in
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

MOST_KEYS = 5_000_000
KEY = "key"


def place(number: int) -> str:
    """What the second file's columns are called once they are joined to the cases."""
    return f"beside {number}"


class Collector:
    """Takes frames and keeps the key and the wanted columns as text."""

    few: Sequence[str] = ()

    def __init__(self, spec: TabulationSpec, names: Sequence[str], called: Sequence[str]) -> None:
        self.rows = 0
        self._key = str(spec.key)
        self._parts: list[pl.DataFrame] = []
        there = dict(zip(names, called, strict=True))
        columns = (self._key, *spec.joined_columns)
        if absent := [name for name in columns if name not in there]:
            raise EvaluationDataError(*(no_column(name, names) for name in absent))
        aliases = (KEY, *map(place, range(len(spec.joined_columns))))
        self._columns = [(there[name], alias) for name, alias in zip(columns, aliases, strict=True)]

    def look(self, frame: pl.LazyFrame) -> None:
        """An inventory has looked at it before."""

    def read(self, frame: pl.LazyFrame, times: str | None = None) -> CsvPiece:
        """Safe to be called by several threads at once."""
        del times  # every row is asked for
        selected = frame.select(text_in(frame, column).alias(alias) for column, alias in self._columns).collect()
        return CsvPiece(
            selected.height, bool(selected.select(pl.all_horizontal(pl.all() == "").any()).item()), selected
        )

    def take(self, piece: CsvPiece) -> None:
        self.rows += piece.rows
        self._parts.append(piece.values)
        if self.rows > MOST_KEYS:
            raise EvaluationDataError(_too_many())

    @property
    def frame(self) -> pl.DataFrame:
        """One row for each key. EvaluationDataError where a key stands there twice: nobody knows which is right."""
        together = pl.concat(self._parts).filter(pl.col(KEY) != "")
        twice = together.filter(pl.col(KEY).is_duplicated()).get_column(KEY).unique(maintain_order=True).head(3)
        if len(twice):
            raise EvaluationDataError(same_key_twice(self._key, twice.to_list()))
        return together


def _too_many() -> Message:
    return Message("The file with groups has more than {most} rows. Join the two files first.", {"most": MOST_KEYS})
