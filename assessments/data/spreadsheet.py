"""A small table as rows of text, each with its number in the spreadsheet it came from. Knows no files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """``names`` are made unique: an empty one is replaced by its letter, the second of a kind becomes “name (2)”."""

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # row number, and a cell for each name
    letters: tuple[str, ...]  # what the spreadsheet calls each column

    def place(self, row: int, column: int) -> str:
        """As the spreadsheet calls a cell: D14."""
        return f"{self.letters[column]}{row}"

    def to_dict(self) -> dict[str, Any]:
        return {"names": self.names, "rows": self.rows, "letters": self.letters}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Sheet":
        rows = tuple((number, tuple(cells)) for number, cells in stored["rows"])
        return cls(tuple(stored["names"]), rows, tuple(stored["letters"]))


_RUNS = re.compile(r"'*[=+\-@\t\r\n]")  # what a spreadsheet would run, and what looks as if it had been guarded
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def guarded(text: str) -> str:
    """As it is written into a table: with one more apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(cell: str) -> str:
    """As it was before ``guarded``; every text comes back as it went out."""
    return cell[1:] if _GUARDED.match(cell) else cell


def letters_of(place: int) -> str:
    """The name of a column by its place from 0: A, B … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
