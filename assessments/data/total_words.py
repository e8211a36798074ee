"""Which values tell that a row is no case: “Summa”, “Grand Total”, “Källa: SCB”; and how that is put to a person."""

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
_NOTE = re.compile(  # what stands under a table: where it comes from, how long it is, when it was taken out
    r"(?:källa|källor|source|sources|anm|anmärkning|anmärkningar|kommentar|not|note|notes|obs|fotnot|uttag|urval)"
    r"\s*:.+"
    r"|(?:antal|number of|no\. of|totalt|totalt antal|total|summa) (?:rader|poster|rows|records|ärenden|cases)\b.{0,40}"
    r"|\(?[\d \xa0\u202f]+ (?:rader|poster|rows?|records?)(?: (?:påverkade|affected|selected|returned|i urvalet))?\)?"
    r"|(?:utskriv|uttag|hämta|skapa|generera|exportera)(?:d|t|en|et)(?:s)?(?: den| av| från| ur)?:? .*\d.*"
    r"|rapport(?:en)? (?:uttagen|skapad|skapades|genererad).*"
    r"|(?:printed|exported|generated|created|extracted)(?: on| at| by)?:? .*\d.*"
    r"|[-=*# ]*(?:slut på|end of) .{1,40}"
    r"|\*{1,3} ?\w.*\w{3}.*"
)
_LONGEST = 200


def means_total(value: str) -> bool:
    """Whether a value stands in a row of totals or a note, in any case, with blanks, colons or stars around it."""
    if len(value) > _LONGEST:
        return False
    text = " ".join(value.casefold().split())
    return _is_note(text) or bool(_TOTAL.fullmatch(text.strip("*:.=-–—()[]\"' ")))


def _is_note(text: str) -> bool:
    return bool(_NOTE.fullmatch(" ".join(text.casefold().split())))


def totals_among(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for value in values if means_total(value))


def seen_in_words(totals: TotalRows) -> Message:
    """Which rows they are, what stands in them, and what has to be said of them."""
    marks = ", ".join(quoted(values) for _, values in totals.marks)
    values = {"marks": marks, "columns": quoted([name for name, _ in totals.marks])}
    rows = [str(row) for row, _ in totals.first]
    if rows and all(_is_note(value) for _, words in totals.marks for value in words):
        return Message(
            "Row {rows} looks like a note and no case: there stands {marks} in column {columns}. Say whether such rows "
            "are left out, or remove them from the file.",
            {**values, "rows": ", ".join(rows)},
        )
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
