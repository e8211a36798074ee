"""A table as an Excel workbook: one sheet of texts. What a person has typed stays a text, never a formula."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # letters in a cell; Excel calls a file with longer ones damaged
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same bytes for the same rows
_WRAPPED = {"text_wrap": True, "valign": "top"}


def workbook(
    rows: Iterable[Sequence[str]], *, marked: Collection[tuple[int, int]] = (), heads: int = 0, width: int = 0
) -> bytes:
    """``marked`` cells, by row and column from 0, are filled; the first rows stay in sight; columns are so wide."""
    import xlsxwriter

    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet("1")
        wrapped = _WRAPPED if width else {}
        plain, head = book.add_format(wrapped), book.add_format({**wrapped, "bold": True})
        filled = book.add_format({**wrapped, "bg_color": "#F4C542", "border": 1})
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                look = filled if (number, place) in marked else head if number < heads else plain
                sheet.write_string(number, place, text[:LONGEST], look)
        sheet.freeze_panes(heads, 0)
        if width:
            sheet.set_column(0, 16_383, width)
    return written.getvalue()


class StreamedWorkbook:
    """A long table, a row at a time: rows that have been added are on disk and not in memory."""

    def __init__(self, file: Path, head: Sequence[str]) -> None:
        import xlsxwriter

        self._book: Any = xlsxwriter.Workbook(str(file), {"constant_memory": True})
        self._book.set_properties({"created": _MADE})
        self._sheet = self._book.add_worksheet("1")
        self._sheet.freeze_panes(1, 0)
        self.rows = -1
        self.add(head)

    def add(self, row: Sequence[str]) -> None:
        self.rows += 1
        for place, text in enumerate(row):
            if text:
                self._sheet.write_string(self.rows, place, text[:LONGEST])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._book.close()
