"""Column names that everybody can tell apart, whatever format they came in."""

import unicodedata
from collections.abc import Sequence

from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

MAX_COLUMNS = 2_000


def plain_name(name: str) -> str:
    """A name without blanks around it, and with its letters as single signs, however they were typed."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def require_names(names: Sequence[str]) -> None:
    """EvaluationDataError for too many names, for one that is empty, and for one that is there twice."""
    if len(names) > MAX_COLUMNS:
        raise EvaluationDataError(
            Message(
                "The file has more than {most} columns. Keep only the columns that are needed.",
                {"most": MAX_COLUMNS},
            )
        )
    for place, name in enumerate(names, start=1):
        if not name.strip():
            raise EvaluationDataError(
                Message(
                    "Column {number} has no name in the first row. Give every column a name, or remove it.",
                    {"number": place},
                )
            )
        if name in names[: place - 1]:
            raise EvaluationDataError(
                Message("Two columns are called “{column}”. Give every column a name of its own.", {"column": name})
            )
