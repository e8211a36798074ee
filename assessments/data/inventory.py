"""What lies in a file before anybody has planned a test: its columns and their values, never outcome by group.

A value, without a reader: ``evaluation_data`` makes it, in a process of its own.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

MAX_LEVELS = 50
MAX_CELLS = 200_000


def together(*sha256: str) -> str:
    """One hash for several files, whatever the order they are named in: that of their sorted hashes, a line each."""
    return sha256[0] if len(sha256) == 1 else hashlib.sha256("\n".join(sorted(sha256)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ColumnInventory:
    """One column. ``distinct`` counts non-empty values, exactly up to 50; 51 means more than 50, and then no values.

    Nor are there any of a column that tells who judged.
    """

    name: str
    distinct: int
    values: tuple[tuple[str, int], ...]  # (value, rows), sorted by value
    missing: int

    def add(self, other: "ColumnInventory") -> "ColumnInventory":
        missing = self.missing + other.missing
        if self.is_withheld or other.is_withheld:
            distinct = max(self.distinct, other.distinct)
            return ColumnInventory(name=self.name, distinct=distinct, values=(), missing=missing)
        if self.has_too_many_values or other.has_too_many_values:
            return ColumnInventory(name=self.name, distinct=MAX_LEVELS + 1, values=(), missing=missing)
        rows = dict(self.values)
        for value, number in other.values:
            rows[value] = rows.get(value, 0) + number
        if len(rows) > MAX_LEVELS:
            return ColumnInventory(name=self.name, distinct=MAX_LEVELS + 1, values=(), missing=missing)
        return ColumnInventory(name=self.name, distinct=len(rows), values=tuple(sorted(rows.items())), missing=missing)

    @property
    def has_too_many_values(self) -> bool:
        return self.distinct > MAX_LEVELS

    @property
    def is_of_merged_cells(self) -> bool:
        """Whether each value is there once, above empty rows: nobody compares groups of one."""
        return bool(self.values) and self.missing > self.distinct and all(rows == 1 for _, rows in self.values)

    @property
    def is_withheld(self) -> bool:
        """Whether its few values are kept from everybody."""
        return not self.values and 0 < self.distinct <= MAX_LEVELS

    def without_values(self) -> "ColumnInventory":
        return replace(self, values=())

    def without(self, other: "ColumnInventory | None") -> "ColumnInventory":
        """The same without these rows, which are among its own."""
        if other is None or self.is_withheld:
            return self
        rows, missing = dict(other.values), self.missing - other.missing
        if self.has_too_many_values:
            return replace(self, missing=missing)
        left = tuple((value, n - rows.get(value, 0)) for value, n in self.values if n > rows.get(value, 0))
        return replace(self, distinct=len(left), values=left, missing=missing)

    def to_dict(self) -> dict[str, Any]:
        values = [list(pair) for pair in self.values]
        return {"name": self.name, "distinct": self.distinct, "values": values, "missing": self.missing}

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "ColumnInventory":
        return cls(
            name=written["name"],
            distinct=written["distinct"],
            values=tuple((value, rows) for value, rows in written["values"]),
            missing=written["missing"],
        )

    @property
    def levels(self) -> tuple[str, ...]:
        return tuple(value for value, _ in self.values)


@dataclass(frozen=True, slots=True)
class TotalRows:
    """Rows that look as if they summed up others. ``marks`` are the values that tell them, by column."""

    rows: int
    first: tuple[tuple[int, str], ...]  # the row in the file and the value that stands there, of at most three
    marks: tuple[tuple[str, tuple[str, ...]], ...]
    columns: tuple[ColumnInventory, ...]  # what these rows alone hold

    def add(self, other: "TotalRows | None") -> "TotalRows":
        if other is None:
            return self
        here, there = dict(self.marks), dict(other.marks)
        marks = {name: tuple(sorted({*here.get(name, ()), *there.get(name, ())})) for name in (*here, *there)}
        held = {column.name: column for column in other.columns}
        columns = tuple(c.add(held[c.name]) if c.name in held else c for c in self.columns)
        return TotalRows(
            rows=self.rows + other.rows,
            first=self.first + other.first,
            marks=tuple(marks.items()),
            columns=columns,
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "first": [list(seen) for seen in self.first],
            "marks": {name: list(values) for name, values in self.marks},
            "columns": [column.to_dict() for column in self.columns],
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "TotalRows":
        return cls(
            rows=written["rows"],
            first=tuple((row, value) for row, value in written["first"]),
            marks=tuple((name, tuple(values)) for name, values in written["marks"].items()),
            columns=tuple(map(ColumnInventory.from_dict, written["columns"])),
        )


@dataclass(frozen=True, slots=True)
class Inventory:
    """The columns of a file and what they hold. ``sha256`` is of the file's bytes as they were handed in."""

    rows: int
    sha256: str
    encoding: str
    separator: str
    columns: tuple[ColumnInventory, ...]
    sheets: tuple[tuple[str, "Inventory"], ...] = ()  # of a workbook with several tables, one of which is to be chosen
    counted_by: Mapping[str, Any] | None = None  # the plan of a file with counts: its fields, as they were stored
    totals: TotalRows | None = None  # rows that look as if they summed up others
    nested: tuple[str, ...] = ()  # columns that were left out, because they hold lists or tables

    def of_sheet(self, name: str) -> "Inventory":
        """What lies on the chosen sheet; all of it where there is nothing to choose, or no such sheet."""
        return dict(self.sheets).get(name, self)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> ColumnInventory | None:
        return next((column for column in self.columns if column.name == name), None)

    def add(self, other: "Inventory") -> "Inventory":
        """Both files as one, with the columns that both have."""
        columns = tuple(column.add(same) for column in self.columns if (same := other.column(column.name)) is not None)
        return Inventory(
            rows=self.rows + other.rows,
            sha256=together(self.sha256, other.sha256),
            encoding=self.encoding,
            separator=self.separator,
            columns=columns,
            sheets=self.sheets or other.sheets,
            totals=other.totals if self.totals is None else self.totals.add(other.totals),
            nested=tuple(dict.fromkeys((*self.nested, *other.nested))),
        )

    def without_totals(self) -> "Inventory":
        """The same without the rows that look like totals: what tells them is still known, what they held is not."""
        if self.totals is None:
            return self
        held = {column.name: column for column in self.totals.columns}
        columns = tuple(column.without(held.get(column.name)) for column in self.columns)
        return replace(
            self, rows=self.rows - self.totals.rows, columns=columns, totals=replace(self.totals, rows=0, columns=())
        )

    def without_values_of(self, names: Collection[str | None]) -> "Inventory":
        """The same without the values of these columns, such as who judged."""
        columns = tuple(c.without_values() if c.name in names else c for c in self.columns)
        sheets = tuple((name, sheet.without_values_of(names)) for name, sheet in self.sheets)
        return replace(self, columns=columns, sheets=sheets)

    def join(self, other: "Inventory") -> "Inventory":
        """With the columns that only the other file has, which is found by a key: their values count its rows."""
        more = tuple(column for column in other.columns if self.column(column.name) is None)
        return replace(self, sha256=together(self.sha256, other.sha256), columns=(*self.columns, *more))

    def to_dict(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "sha256": self.sha256,
            "encoding": self.encoding,
            "separator": self.separator,
            "columns": [column.to_dict() for column in self.columns],
            **({"sheets": [[name, sheet.to_dict()] for name, sheet in self.sheets]} if self.sheets else {}),
            **({"counted_by": dict(self.counted_by)} if self.counted_by else {}),
            **({"totals": self.totals.to_dict()} if self.totals else {}),
            **({"nested": list(self.nested)} if self.nested else {}),
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "Inventory":
        return cls(
            rows=written["rows"],
            sha256=written["sha256"],
            encoding=written["encoding"],
            separator=written["separator"],
            columns=tuple(map(ColumnInventory.from_dict, written["columns"])),
            sheets=tuple((name, cls.from_dict(sheet)) for name, sheet in written.get("sheets", ())),
            counted_by=written.get("counted_by"),
            totals=TotalRows.from_dict(written["totals"]) if written.get("totals") else None,
            nested=tuple(written.get("nested", ())),
        )
