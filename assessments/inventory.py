"""What lies in a file before anybody has planned a test: its columns and their values, never outcome by group.

A value, without a reader: ``evaluation_data`` makes it, in a process of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAX_LEVELS = 50
MAX_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``distinct`` counts non-empty values, exactly up to 50; 51 means more than 50, and then no values."""

    name: str
    distinct: int
    values: tuple[tuple[str, int], ...]  # (value, rows), sorted by value
    missing: int

    @property
    def has_too_many_values(self) -> bool:
        return self.distinct > MAX_LEVELS

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
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

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
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "Inventory":
        columns = tuple(
            Column(c["name"], c["distinct"], tuple((value, rows) for value, rows in c["values"]), c["missing"])
            for c in written["columns"]
        )
        return cls(written["rows"], written["sha256"], written["encoding"], written["separator"], columns)
