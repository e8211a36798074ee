"""Which values tell that a row sums up others: “Summa”, “Totalt”, “Grand Total”; and how that is put to a person."""

import re
from collections.abc import Iterable

from assessments.data.inventory import TotalRows
from assessments.text.complaints import quoted
from assessments.text.message import Message

_WORDS = (
    r"summa|summan|sum|summering|delsumma|slutsumma|totalsumma|totalt|total|totals|samtliga|alla|all|"
    r"båda könen|both sexes|subtotal|sub-total|grand total|sum total"
)
_TOTAL = re.compile(
    rf"(?:{_WORDS})"
    r"|(?:summa|totalt|samtliga|alla|all)[ :]+(?:\(\w+\)|\w+|hela \w+)|total[ :]+(?:antal|sum|count|cases|for .+)"
    r"|\S.{0,60}[ ,:–-]+(?:summa|totalt|total|totals|subtotal|delsumma)"
)
_LONGEST = 80


def means_total(value: str) -> bool:
    """Whether a value is what stands in a row of totals, in any case, with blanks, colons or stars around it."""
    if len(value) > _LONGEST:
        return False
    word = " ".join(value.casefold().split()).strip("*:.=-–—()[]\"' ")
    return bool(_TOTAL.fullmatch(word))


def totals_among(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for value in values if means_total(value))


def seen_in_words(totals: TotalRows) -> Message:
    """Which rows they are, what stands in them, and what has to be said of them."""
    marks = ", ".join(quoted(values) for _, values in totals.marks)
    values = {"marks": marks, "columns": quoted([name for name, _ in totals.marks])}
    rows = [str(row) for row, _ in totals.first]
    if not rows:
        return Message(
            "Column {columns} has the value {marks}, which looks like a total of other rows: counted with them, the "
            "same cases would be counted twice. Say whether such rows are left out, or remove them from the file.",
            values,
        )
    if totals.rows > len(rows):
        return Message(
            "{count} rows, row {rows} and others, look like totals of other rows: there stands {marks} in column "
            "{columns}. Counted with them, the same cases would be counted twice. Say whether such rows are left out, "
            "or remove them from the file.",
            {**values, "count": totals.rows, "rows": ", ".join(rows)},
        )
    return Message(
        "Row {rows} looks like a total of other rows: there stands {marks} in column {columns}. Counted with them, the "
        "same cases would be counted twice. Say whether such rows are left out, or remove them from the file.",
        {**values, "rows": ", ".join(rows)},
    )
