"""The command ``insyn import``: what would come of another register's list, cell by cell."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from algorithms.standards.fates import CellFate, Fate
from algorithms.standards.field_map import Standard
from algorithms.standards.reading import STANDARDS, StandardList, read, recognise
from assessments.text.complaints import EvaluationDataError
from assessments.text.languages import SOURCE
from assessments.text.message import Message
from register.language import translate
from register.shell.exporting.archive import restore_archive
from register.shell.reader import end, localize, usage_error

MOST_ROWS, MOST_COLUMNS = 10_000, 100
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import", short_help="Try the list of another register.")
@click.argument("standard", metavar="STANDARD", type=click.Choice(sorted(STANDARDS)), required=False)
@click.argument("file", metavar="FILE", type=_FILE, required=False)
@click.option("--dry-run", is_flag=True, help="Create nothing. Entries are created from a list in the workspace.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write what became of each cell here.")
@click.option("--restore", metavar="DIR", type=_FOLDER, help="Make an empty register of what export all wrote.")
def import_list(
    standard: str | None, file: Path | None, report: Path | None, restore: Path | None, *, dry_run: bool
) -> None:
    """Read the list of another register, and say what would become of every filled cell.

    STANDARD is what the list is written by: nl-csv is the Dutch publication standard 0.1, 0.4 and 1.0. Each cell is
    taken, turned into another form, kept word for word in the origin, or refused. The report is JSON.

    With --restore, an empty register becomes the one that insyn export all has written to DIR. Put the file secret
    of that register into the data folder first.
    """
    if restore is not None:
        if standard or dry_run or report:
            raise usage_error(Message("With --restore nothing else is named but its folder."))
        restore_archive(restore)
        return
    if standard is None or file is None:
        raise usage_error(Message("Name the standard and the file of the list, or a folder with --restore."))
    if not dry_run:
        raise usage_error(Message("Only --dry-run can be done here. Create entries from a list in the workspace."))
    came = _read(file, STANDARDS[standard])
    if report is not None:
        report.write_text(json.dumps(_as_json(came), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    counts = came.report.counts
    values = {"rows": len(came.rows), "cells": len(came.report.cells), **{fate.value: counts[fate] for fate in Fate}}
    sentence = Message(
        "{rows} rows with {cells} filled cells: {taken} taken, {turned} turned, {kept} kept in the origin,"
        " {refused} refused.",
        values,
    )
    click.echo(localize(sentence))


def _read(file: Path, standard: Standard) -> StandardList:
    from assessments.runs.subprocess_client import PlainFile, sheet_of

    try:
        sheet = asyncio.run(sheet_of(PlainFile(file), MOST_ROWS, MOST_COLUMNS))
    except EvaluationDataError as refused:
        end("\n".join(localize(complaint) for complaint in refused.complaints))
    if recognise(sheet.names) is not standard:
        lacking = sorted(standard.head - {name.strip().casefold() for name in sheet.names})
        values = {"standard": standard.key, "columns": ", ".join(lacking)}
        end(Message("This is no list of {standard}: it lacks {columns}.", values))
    return read(sheet, standard)


def _as_json(came: StandardList) -> Mapping[str, Any]:
    """In English, as all that programs read."""
    columns = dict.fromkeys(cell.column for cell in came.report.cells)
    return {
        "standard": came.standard,
        "rows": len(came.rows),
        "filled": len(came.report.cells),
        "fates": _counts(came.report.counts),
        "columns": {column: _counts(came.report.of_column(column)) for column in columns},
        "cells": [_cell(cell) for cell in came.report.cells],
    }


def _counts(counts: Mapping[Fate, int]) -> dict[str, int]:
    return {fate.value: number for fate, number in counts.items()}


def _cell(cell: CellFate) -> dict[str, Any]:
    reason = translate(cell.reason, SOURCE) if cell.reason else ""
    return {"row": cell.row, "column": cell.column, "fate": cell.fate.value, "field": cell.field, "reason": reason}
