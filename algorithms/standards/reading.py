"""A list of another register becomes what drafts are made of, and a report in which no filled cell is missing. Pure.

Nothing stops a row: what is too long, unclear or unknown stays word for word in the origin, and the draft says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from algorithms.entries.dates import DayOrder
from algorithms.entries.entry import Topic
from algorithms.entries.texts import Text
from algorithms.standards.cleaning import on_a_line, readable
from algorithms.standards.dutch_csv import DUTCH_CSV
from algorithms.standards.fates import LossReport
from algorithms.standards.field_map import Standard, Way
from algorithms.standards.months import column_order, is_unclear_month
from algorithms.standards.origin import Origin
from algorithms.standards.readers.atrs import ATRS, UK_LIST
from algorithms.standards.readers.dutch_schema import DUTCH_SCHEMA
from algorithms.standards.readers.nine_cities import NINE_CITIES
from algorithms.standards.readers.swedish_systems import SWEDISH_SYSTEMS
from algorithms.standards.readers.us_inventory import US_INVENTORY
from algorithms.standards.row import Row
from assessments.data.spreadsheet import Sheet, unguarded

STANDARDS: Mapping[str, Standard] = {
    standard.key: standard
    for standard in (DUTCH_CSV, DUTCH_SCHEMA, NINE_CITIES, ATRS, UK_LIST, US_INVENTORY, SWEDISH_SYSTEMS)
}
_NO_ORDERS: Mapping[str, DayOrder | None] = {}
_STATED = ("state", "classed")  # parts of an origin that are as they say it
_FEWEST = 4  # columns by which a list can be one of a standard
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

    @property
    def origins(self) -> tuple[Origin, ...]:
        return tuple(row.origin for row in self.rows)


def recognise(names: Sequence[str]) -> Standard | None:
    """By the head of the list alone: that which knows most of its columns, where some are renamed or missing too."""
    likely = [known for known in STANDARDS.values() if _is_like(known, names)]
    whole = [known for known in likely if known.head <= {known.named(name) for name in names}]
    return max(whole or likely, key=lambda known: known.knows(names), default=None)


def fits(standard: Standard, names: Sequence[str]) -> bool:
    """Whether a list that somebody says is of this standard can be: there are names, and columns that it knows."""
    columns = {standard.named(name) for name in names}
    named = any(column.name in columns for column in standard.columns if column.target == Text.NAME)
    return named and standard.knows(names) >= _FEWEST


def _is_like(standard: Standard, names: Sequence[str]) -> bool:
    columns = {standard.named(name) for name in names}
    head = len(standard.head & columns)
    if standard.head <= columns:
        return True
    return fits(standard, names) and 3 * head >= 2 * len(standard.head) and 2 * standard.knows(names) >= len(names)


def read(
    sheet: Sheet, standard: Standard, language: str = "", days: Mapping[str, DayOrder | None] = _NO_ORDERS
) -> StandardList:
    """Every row and every filled cell. As a person has said it: ``language`` of the texts, and ``days`` by field."""
    places = _places(sheet.names, standard)
    language = language or spoken(sheet, standard)
    orders = _orders(sheet, standard, places, days)
    rows, fates = [], []
    for number, cells in sheet.rows:
        filled = {name: unguarded(cells[place]) for name, place in places.items() if cells[place].strip(_BLANK)}
        row = _translated(number, filled, standard, language, orders)
        rows.append(_finished(row, standard))
        fates += sorted(row.fates, key=lambda fate: places[fate.column])
    return StandardList(standard=standard.key, rows=tuple(rows), report=LossReport(tuple(fates)))


def reader_of_earlier(
    sheet: Sheet, standard: Standard, language: str, days: Mapping[str, DayOrder | None] = _NO_ORDERS
) -> Callable[[Mapping[str, str]], StandardRow]:
    """Reads what an earlier list said of one entry, as this list is read."""
    orders = _orders(sheet, standard, _places(sheet.names, standard), days)
    language = language or spoken(sheet, standard)
    return lambda cells: _finished(_translated(0, cells, standard, language, orders), standard)


def _translated(
    number: int, cells: Mapping[str, str], standard: Standard, language: str, orders: Mapping[str, DayOrder | None]
) -> Row:
    row = Row(number=number, cells=cells, language=language, vocabulary=standard.vocabulary, orders=orders)
    for column in standard.columns:
        if column.name in cells:
            row.take(column)
    row.keep_the_rest()
    return row


def _finished(row: Row, standard: Standard) -> StandardRow:
    own, names = row.origin, next((column.name for column in standard.columns if column.target == Text.NAME), "")
    named = ("organisation_code", "identifier", "other_identifiers", "address", "version", "language", "dated")
    origin = Origin(
        organisation=own.get("organisation", "") or standard.organisation,
        **{name: own.get(name, "") for name in (*named, *_STATED)},
        standard=standard.key,
        name=own.get("name", "") or on_a_line(row.cells.get(names, "")),
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


def _places(names: Sequence[str], standard: Standard) -> dict[str, int]:
    """A second column of a name is none of theirs, but its cells are not lost."""
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        column = standard.named(name)
        places[column if column not in places else f"{name} ({place + 1})"] = place
    return places


def spoken(sheet: Sheet, standard: Standard) -> str:
    """Of the edition, by its own words for the status: what a row says of itself is of the original."""
    if standard.language:
        return standard.language
    place = _places(sheet.names, standard).get("status")
    statuses = [readable(cells[place]).casefold() for _, cells in sheet.rows] if place is not None else []
    counts = {
        language: sum(word in words for word in statuses) for language, words in standard.vocabulary.status.items()
    }
    return max(counts, key=lambda language: counts[language])


def _orders(
    sheet: Sheet, standard: Standard, places: Mapping[str, int], days: Mapping[str, DayOrder | None]
) -> dict[str, DayOrder | None]:
    """As the column shows it, else as all dates of the list do, for one hand has written them; else as was said."""
    written = _dates(sheet, standard, places)
    of_all = column_order(cell for cells in written.values() for cell in cells)
    targets = {column.name: column.target for column in standard.columns}
    return {name: column_order(cells) or of_all or days.get(targets[name]) for name, cells in written.items()}


def unclear_dates(sheet: Sheet, standard: Standard) -> dict[str, str]:
    """By field the first of its dates that may be either of two months, where nothing in the list shows which."""
    places = _places(sheet.names, standard)
    orders = _orders(sheet, standard, places, _NO_ORDERS)
    targets = {column.name: column.target for column in standard.columns}
    unclear: dict[str, str] = {}
    for name, cells in _dates(sheet, standard, places).items():
        example = next(filter(is_unclear_month, cells), None) if orders[name] is None else None
        if example is not None:
            unclear.setdefault(targets[name], example)
    return unclear


def _dates(sheet: Sheet, standard: Standard, places: Mapping[str, int]) -> dict[str, list[str]]:
    months = [column.name for column in standard.columns if column.way is Way.MONTH and column.name in places]
    return {name: [cells[places[name]] for _, cells in sheet.rows] for name in months}
