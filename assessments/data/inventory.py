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
    def is_withheld(self) -> bool:
        """Whether its few values are kept from everybody."""
        return not self.values and 0 < self.distinct <= MAX_LEVELS

    def without_values(self) -> "ColumnInventory":
        return replace(self, values=())

    @property
    def levels(self) -> tuple[str, ...]:
        return tuple(value for value, _ in self.values)


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
        columns = [
            {
                "name": column.name,
                "distinct": column.distinct,
                "values": [list(pair) for pair in column.values],
                "missing": column.missing,
            }
            for column in self.columns
        ]
        return {
            "rows": self.rows,
            "sha256": self.sha256,
            "encoding": self.encoding,
            "separator": self.separator,
            "columns": columns,
            **({"sheets": [[name, sheet.to_dict()] for name, sheet in self.sheets]} if self.sheets else {}),
            **({"counted_by": dict(self.counted_by)} if self.counted_by else {}),
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "Inventory":
        columns = tuple(
            ColumnInventory(
                name=c["name"],
                distinct=c["distinct"],
                values=tuple((value, rows) for value, rows in c["values"]),
                missing=c["missing"],
            )
            for c in written["columns"]
        )
        return cls(
            rows=written["rows"],
            sha256=written["sha256"],
            encoding=written["encoding"],
            separator=written["separator"],
            columns=columns,
            sheets=tuple((name, cls.from_dict(sheet)) for name, sheet in written.get("sheets", ())),
            counted_by=written.get("counted_by"),
        )
