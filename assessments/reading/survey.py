"""One reading for both: what a file holds and, where a plan is known already, its counts.

Where one reading cannot tell all that two would, it says so, and two are made.
"""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from assessments.data.inventory import MAX_LEVELS, ColumnInventory
from assessments.data.total_words import totals_among
from assessments.plan.table_inventory import columns_of, of_many_values
from assessments.plan.tabulation import CountTable, TabulationSpec
from assessments.reading.csv_frames import CsvPiece
from assessments.reading.merge_counts import Tallier
from assessments.reading.merge_counts import columns_of as places_of
from assessments.reading.take_inventory import refuse_people, require_no_people


class UnsureError(Exception):
    """An inventory by itself would tell more."""


class Surveyor:
    """Counts what the spec wants of each value as it is written, and refuses columns that tell who somebody is."""

    def __init__(self, spec: TabulationSpec, names: Sequence[str], called: Sequence[str]) -> None:
        self._names, self._called = names, called
        self._tallier = Tallier(spec, places_of(spec, names, called))
        require_no_people(names)

    @property
    def few(self) -> Sequence[str]:
        return self._tallier.few

    @property
    def rows(self) -> int:
        return self._tallier.rows

    @property
    def table(self) -> CountTable:
        return self._tallier.table

    def look(self, frame: pl.LazyFrame) -> None:
        refuse_people(frame, self._names, self._called)
        self._tallier.look(frame)

    def read(self, frame: pl.LazyFrame, times: str | None = None) -> CsvPiece:
        return self._tallier.read(frame, times)

    def take(self, piece: CsvPiece) -> None:
        self._tallier.take(piece)


def described(table: CountTable, spec: TabulationSpec, names: Sequence[str], rows: int) -> tuple[ColumnInventory, ...]:
    """Every column of a file, by what was counted of some. UnsureError where that is too little to go by."""
    counted = {column.name: column for column in columns_of(table, spec)}
    if rows <= MAX_LEVELS or any(_has_nothing(table, spec)):
        raise UnsureError
    if any(totals_among(column.levels) for column in counted.values()):
        raise UnsureError
    return tuple(counted.get(name) or of_many_values(name) for name in names)


def _has_nothing(table: CountTable, spec: TabulationSpec) -> Iterable[bool]:
    """For each column of numbers whether not one of them was there."""
    totals = [dict(zip(table.sums, sums, strict=True)) for sums in table.rows.values()]
    for place, name in enumerate(spec.texts):
        if name in (spec.bands or {}):
            yield all(key[place] is None for key in table.rows)
    if spec.score is not None:
        yield all(key[-1] is None for key in table.rows)
    for is_there, name in ((spec.ranks, "ranked"), (spec.errors, "known"), (spec.weight, "weight"), (spec.count, "n")):
        if is_there is not None:
            yield not _sum(totals, name)


def _sum(totals: Iterable[Mapping[str, int]], name: str) -> int:
    return sum(sums[name] for sums in totals)
