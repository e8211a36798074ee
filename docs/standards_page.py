"""The generated page on standards of others: each field, ours, whether it is read and written, and what is lost."""

from collections.abc import Iterator, Mapping

from writing import page, table

from algorithms.exports.listing import EXPORTS
from algorithms.exports.values import ExportStandard
from algorithms.records.documents import RECORD
from algorithms.standards.field_map import Standard, StandardColumn, Way
from algorithms.standards.reading import STANDARDS

_TOGETHER = {"nl-1.0": "nl-csv"}  # what is written as, and read as, one standard: fields of one name are one row
_RETAINED = (Way.RETAINED, Way.ORIGIN)


def standards() -> str:
    written = dict(EXPORTS)
    read = {key: standard for key, standard in STANDARDS.items() if key not in _TOGETHER.values()}
    parts = [_written(standard, STANDARDS.get(_TOGETHER.get(key, ""))) for key, standard in written.items()]
    return page(
        "Standards of others",
        "algorithms/standards and algorithms/exports",
        "Which fields they have, which of ours answer them, whether Insyn reads and writes them, and which of our "
        "fields no standard has a place for. A cell that is read and has no field with us stays word for word in the "
        "origin of the entry. For one entry, its page in the workspace says what is missing and lost.",
        "\n".join([*parts, *map(_read, read.values())]),
    )


def _written(standard: ExportStandard, reads: Standard | None) -> str:
    columns = {column.name: column for column in reads.columns} if reads else {}
    rows = [
        _row(field.name, _question(field.question), field.source_fields, field.required, columns)
        for field in standard.all_fields
    ]
    names = {field.name for field in standard.all_fields}
    rows += [
        (f"`{name}`", "", f"`{column.target}`" if column.target else "–", "", _how_read(column), "no")
        for name, column in columns.items()
        if name not in names
    ]
    used = {source_fields for field in standard.all_fields for source_fields in field.source_fields}
    lost = ", ".join(f"`{field.name}`" for field in RECORD if field.name not in used)
    lead = f"\n{standard.about.msgid} Written by `insyn export {standard.key}`"
    lead += f", read by `insyn import {reads.key}`." if reads else ", and not read."
    lead += f" Compared with the standard on {standard.as_of}.\n\n"
    head = ("field", "what it asks", "ours", "required", "read", "written")
    return f"## {standard.title.msgid}\n{lead}{table(head, rows)}\nNo place for: {lost}.\n"


def _row(
    name: str, question: str, source_fields: tuple[str, ...], required: bool, columns: Mapping[str, StandardColumn]
) -> tuple[str, ...]:
    listed = ", ".join(f"`{field}`" for field in source_fields) or "–"
    read = _how_read(columns[name]) if name in columns else "no"
    written = "yes" if source_fields else "from the city, or left to a person"
    return (f"`{name}`", question, listed, "yes" if required else "", read, written)


def _how_read(column: StandardColumn) -> str:
    return "kept in the origin" if column.way in _RETAINED else column.way.value


def _question(question: Mapping[str, str]) -> str:
    return question.get("en", "")


def _read(standard: Standard) -> str:
    return f"## {standard.key}\n\n{table(('field', 'ours', 'read'), _read_rows(standard))}"


def _read_rows(standard: Standard) -> Iterator[tuple[str, ...]]:
    for column in standard.columns:
        yield (f"`{column.name}`", f"`{column.target}`" if column.target else "–", _how_read(column))
