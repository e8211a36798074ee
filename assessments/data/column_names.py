"""Column names that everybody can tell apart, whatever format they came in."""

import re
import unicodedata
from collections.abc import Sequence

from assessments.text.complaints import EvaluationDataError, quoted
from assessments.text.message import Message

MAX_COLUMNS = 2_000


def plain_name(name: str) -> str:
    """A name without blanks around it, and with its letters as single signs, however they were typed."""
    return " ".join(visible(name).split())


def visible(text: str) -> str:
    """Letters as single signs, and without signs that nobody sees, as web pages and exports leave them."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text)).strip()


_UNSEEN = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")


def require_names(names: Sequence[str], row: int = 1, following: Sequence[str] = ()) -> None:
    """EvaluationDataError for too many names, for one that is empty, and for one that is there twice.

    ``row`` is where they stand, and ``following`` what stands under them: names may be spread over two rows.
    """
    if len(names) > MAX_COLUMNS:
        raise EvaluationDataError(
            Message(
                "The file has more than {most} columns. Keep only the columns that are needed.",
                {"most": MAX_COLUMNS},
            )
        )
    if _are_headings(names, following):
        raise EvaluationDataError(_two_rows(names, row, following))
    for place, name in enumerate(names, start=1):
        if not name.strip():
            raise EvaluationDataError(
                Message(
                    "Column {number} has no name in row {row}. Give every column a name, or remove it.",
                    {"number": place, "row": row},
                )
            )
        if name in names[: place - 1]:
            raise EvaluationDataError(
                Message("Two columns are called “{column}”. Give every column a name of its own.", {"column": name})
            )


def _are_headings(names: Sequence[str], following: Sequence[str]) -> bool:
    """Whether names seem to stand over several columns each, with the columns' own names in the row below."""
    below = [plain_name(value) for value in following]
    if len(below) != len(names) or all(names) or not all(map(max, zip(names, below, strict=True))):
        return False  # there is no gap, or one with nothing under it
    own = [value for value in below if value]
    return len(set(own)) == len(own) > 1 and not any(map(is_number, own))


_NUMBER = re.compile(r"[-+−]?[\d\s.,]+\s*(%|kr)?")


def is_number(value: str) -> bool:
    return bool(_NUMBER.fullmatch(value))


def _two_rows(names: Sequence[str], row: int, following: Sequence[str]) -> Message:
    return Message(
        "Row {row} has headings over several columns ({headings}), as merged cells do, and row {next_row} seems to "
        "hold the names of the columns ({names}). Put one name above each column, all in one row, and remove the other "
        "row.",
        {
            "row": row,
            "next_row": row + 1,
            "headings": quoted(tuple(name for name in names if name)),
            "names": quoted(tuple(plain_name(value) for value in following if value)),
        },
    )
