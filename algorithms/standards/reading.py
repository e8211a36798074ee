"""A list of another register becomes what drafts are made of, and a report in which no filled cell is missing. Pure.

Nothing stops a row: what is too long, unclear or unknown stays word for word in the origin, and the draft says so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from algorithms.entries.dates import DayOrder
from algorithms.entries.entry import Topic
from algorithms.entries.texts import Text
from algorithms.standards.cleaning import readable
from algorithms.standards.dutch_csv import DUTCH_CSV
from algorithms.standards.fates import LossReport
from algorithms.standards.field_map import Standard, Way
from algorithms.standards.months import column_order
from algorithms.standards.origin import Origin
from algorithms.standards.row import Row
from assessments.data.spreadsheet import Sheet, unguarded

STANDARDS: Mapping[str, Standard] = {standard.key: standard for standard in (DUTCH_CSV,)}
_BLANK = "\ufeff\xa0 \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardRow:
    """One row as a draft may begin from it. ``language`` is that of the texts."""

    row: int
    name: str
    language: str
    texts: Mapping[Text, str]
    answers: Mapping[str, str]  # plain, by the name of the field
    topic: Topic | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardList:
    standard: str
    rows: tuple[StandardRow, ...]
    report: LossReport


def recognise(names: Sequence[str]) -> Standard | None:
    """By the head of the list alone."""
    columns = {_column(name) for name in names}
    return next((standard for standard in STANDARDS.values() if standard.head <= columns), None)


def read(sheet: Sheet, standard: Standard) -> StandardList:
    """Every row and every filled cell."""
    places = _places(sheet.names)
    language = _language(sheet, standard, places)
    orders = _orders(sheet, standard, places)
    rows, fates = [], []
    for number, cells in sheet.rows:
        filled = {name: unguarded(cells[place]) for name, place in places.items() if cells[place].strip(_BLANK)}
        row = Row(number=number, cells=filled, language=language, vocabulary=standard.vocabulary, orders=orders)
        for column in standard.columns:
            if column.name in filled:
                row.take(column)
        row.keep_the_rest()
        rows.append(_finished(row, standard))
        fates += sorted(row.fates, key=lambda fate: places[fate.column])
    return StandardList(standard=standard.key, rows=tuple(rows), report=LossReport(tuple(fates)))


def _finished(row: Row, standard: Standard) -> StandardRow:
    own = row.origin
    origin = Origin(
        organisation=own.get("organisation", ""),
        identifier=own.get("identifier", ""),
        address=own.get("address", ""),
        standard=standard.key,
        version=own.get("version", ""),
        language=own.get("language", ""),
        name=row.cells.get("name", "").strip(),
        cells=row.cells,
        reasons=row.reasons,
    )
    return StandardRow(
        row=row.number,
        name=row.texts.get(Text.NAME, ""),
        language=row.language,
        texts=row.texts,
        answers=row.answers,
        topic=row.topic,
        origin=origin,
    )


def _places(names: Sequence[str]) -> dict[str, int]:
    """A second column of a name is none of theirs, but its cells are not lost."""
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        column = _column(name)
        places[column if column not in places else f"{name} ({place + 1})"] = place
    return places


def _column(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.replace("\ufeff", "").strip().casefold())


def _language(sheet: Sheet, standard: Standard, places: Mapping[str, int]) -> str:
    """Of the edition, by its own words for the status: what a row says of itself is of the original."""
    place = places.get("status")
    statuses = [readable(cells[place]).casefold() for _, cells in sheet.rows] if place is not None else []
    counts = {
        language: sum(word in words for word in statuses) for language, words in standard.vocabulary.status.items()
    }
    return max(counts, key=lambda language: counts[language])


def _orders(sheet: Sheet, standard: Standard, places: Mapping[str, int]) -> dict[str, DayOrder | None]:
    """As the column shows it, else as all dates of the list do: one hand has written them."""
    months = [column.name for column in standard.columns if column.way is Way.MONTH and column.name in places]
    written = {name: [cells[places[name]] for _, cells in sheet.rows] for name in months}
    of_all = column_order(cell for cells in written.values() for cell in cells)
    return {name: column_order(cells) or of_all for name, cells in written.items()}
