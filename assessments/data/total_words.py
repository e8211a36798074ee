"""Which values tell that a row is no case: it sums up others (“Summa”, “Grand Total”), or is a note (“Källa: …”).

And how that is put to a person.
"""

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


_NUMBERS = r"\d[\d\s.,]*"
_ROWS = r"(?:rader|poster|ärenden|träffar|rows?|records?|cases?)"
_NOTE = re.compile(
    r"(?:källa|datakälla|source|quelle|kilde|lähde|anm|anmärkning|note|fotnot|förklaring)\.?\s*:.+"
    rf"|(?:totalt\s+)?(?:antal\s+{_ROWS}|number of {_ROWS})\s*[:=]?\s*(?:{_NUMBERS})?"
    rf"|\(?{_NUMBERS}\s*{_ROWS}(?:\(s\))?(?:\s+(?:selected|affected|returned|valda|påverkade|hittades))?\.?\)?"
    r"|(?:tillämpade filter|applied filters|använda filter|filter|urval)\s*:?\s+\S.+"
    r"|(?:uttaget|uttagsdatum|utskriven|utskrivet|utskriftsdatum|rapporten|skapad|genererad|exporterad|exported|printed|"
    r"generated|created)\b.*\d{4}.*"
    r"|(?:slut på|end of) (?:rapport|rapporten|fil|filen|report|file|data)",
    re.DOTALL,
)


def means_note(value: str) -> bool:
    """Whether a value is what stands alone under a table: its source, how many rows it has, when it was taken out."""
    return bool(_NOTE.fullmatch(" ".join(value.casefold().split()).strip("*.-–—[] ")))


def totals_among(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for value in values if means_total(value) or means_note(value))


def seen_in_words(totals: TotalRows) -> Message:
    """Which rows they are, what stands in them, and what has to be said of them."""
    marks = ", ".join(quoted(values) for _, values in totals.marks)
    values = {"marks": marks, "columns": quoted([name for name, _ in totals.marks])}
    rows = [str(row) for row, _ in totals.first]
    if rows and all(means_note(value) for _, column in totals.marks for value in column):
        return Message(
            "There stands {marks} in row {rows}, which looks like a note and no case. Say whether such rows are left "
            "out, or remove them from the file.",
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
