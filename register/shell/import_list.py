"""The command ``insyn import``: another register's list, cell by cell; with --dry-run nothing is created."""

import asyncio
import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from algorithms.entries.dates import DayOrder
from algorithms.entries.entry import Topic
from algorithms.importing.columns import MOST_COLUMNS, MOST_ROWS, Matching
from algorithms.importing.standard_rows import answers_of, matched
from algorithms.standards.fates import Fate
from algorithms.standards.field_map import Standard
from algorithms.standards.reading import STANDARDS, StandardList, fits, read, unclear_dates
from assessments.data.spreadsheet import Sheet
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message
from register.settings import Settings
from register.shell.cli import settings_or_exit
from register.shell.exporting.archive import restore_archive
from register.shell.reader import end, localize, usage_error
from register.spreadsheets.losses import as_json

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NOBODY = Message("Nobody with this address may write entries of this department.")
_ALL_NEEDED = Message("Say --by, --department and --topic, or only try it with --dry-run.")


@click.command("import", short_help="Make drafts of another register's list.")
@click.argument("standard", metavar="STANDARD", type=click.Choice(sorted(STANDARDS)), required=False)
@click.argument("file", metavar="FILE", type=_FILE, required=False)
@click.option("--dry-run", is_flag=True, help="Create nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write what became of each cell here.")
@click.option("--by", metavar="ADDRESS", help="The person whose drafts they are, by e-mail address.")
@click.option("--department", metavar="SLUG", help="The department that the entries belong to.")
@click.option("--topic", type=click.Choice([topic.value for topic in Topic]), help="Topic of rows that give none.")
@click.option("--language", default="", metavar="TAG", help="Language of the texts, where it is not the one shown.")
@click.option(
    "--day",
    type=click.Choice(["first", "second"]),
    help="Which number of 5/1/2023 is the day, where no date of the list shows it.",
)
@click.option("--restore", metavar="DIR", type=_FOLDER, help="Make an empty register of what export all wrote.")
def import_list(
    standard: str | None,
    file: Path | None,
    report: Path | None,
    restore: Path | None,
    *,
    dry_run: bool,
    **chosen: str | None,
) -> None:
    """Read the list of another register, and make drafts of its rows.

    STANDARD is what the list is written by: nl-csv is the Dutch publication standard 0.1, 0.4 and 1.0. Each cell is
    taken, turned into another form, kept word for word in the origin, or refused. The report is JSON. The same list
    again proposes what has changed. The import can be undone in the workspace.

    With --restore, an empty register becomes the one that insyn export all has written to DIR. Put the file secret
    of that register into the data folder first.
    """
    if restore is not None:
        if standard or dry_run or report or any(chosen.values()):
            raise usage_error(Message("With --restore nothing else is named but its folder."))
        restore_archive(restore)
        return
    if standard is None or file is None:
        raise usage_error(Message("Name the standard and the file of the list, or a folder with --restore."))
    _import(standard, file, report, dry_run=dry_run, chosen=chosen)


def _import(standard: str, file: Path, report: Path | None, *, dry_run: bool, chosen: dict[str, Any]) -> None:
    if not dry_run and not all(chosen[name] for name in ("by", "department", "topic")):
        raise usage_error(_ALL_NEEDED)
    sheet = _sheet(file, STANDARDS[standard])
    unclear = unclear_dates(sheet, STANDARDS[standard])
    days = dict.fromkeys(unclear, DayOrder(f"day-{chosen['day']}") if chosen["day"] else None)
    came = read(sheet, STANDARDS[standard], chosen["language"] or "", days)
    if report is not None:
        written = as_json(standard, len(came.rows), came.report)
        report.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(localize(_sentence(came)))
    if unclear and not chosen["day"]:
        click.echo(localize(_ask_for_days(unclear.values())))
    if not dry_run:
        matching = replace(matched(sheet, STANDARDS[standard]), answers=answers_of(days))
        asyncio.run(_carry_out(settings_or_exit(), file.name, file.read_bytes(), sheet, matching, chosen))


def _sentence(came: StandardList) -> Message:
    counts = came.report.counts
    values = {"rows": len(came.rows), "cells": len(came.report.cells), **{fate.value: counts[fate] for fate in Fate}}
    return Message(
        "{rows} rows with {cells} filled cells: {taken} taken, {turned} turned, {kept} kept in the origin,"
        " {refused} refused.",
        values,
    )


def _ask_for_days(examples: Iterable[str]) -> Message:
    return Message(
        "Dates such as {example} may be either of two months, and are kept. Say --day first or --day second.",
        {"example": next(iter(examples))},
    )


def _sheet(file: Path, standard: Standard) -> Sheet:
    from assessments.runs.subprocess_client import PlainFile, sheet_of

    try:
        sheet = asyncio.run(sheet_of(PlainFile(file), MOST_ROWS, MOST_COLUMNS))
    except EvaluationDataError as refused:
        end("\n".join(localize(complaint) for complaint in refused.complaints))
    if not fits(standard, sheet.names):
        lacking = sorted(standard.head - {standard.named(name) for name in sheet.names})
        values = {"standard": standard.key, "columns": ", ".join(lacking)}
        end(Message("This is no list of {standard}: it lacks {columns}.", values))
    return sheet


async def _carry_out(
    settings: Settings, name: str, data: bytes, sheet: Sheet, matching: Matching, chosen: dict[str, Any]
) -> None:
    """As in the workspace, by the same rows: begun, matched, asked for, and done at once."""
    from algorithms.evidence.commands import ReceivedFile
    from algorithms.people import Permission
    from algorithms.storage.queries import departments
    from register.accounts.people.queries import people
    from register.jobs.imports import bring
    from register.storage.database import opened
    from register.storage.migrate import made_ready

    await made_ready(settings)
    async with opened(settings):
        owner = next((known for known in await departments() if known.slug == chosen["department"]), None)
        person = next((known for known in await people() if known.email == chosen["by"]), None)
        if owner is None or person is None or not person.actor.may(Permission.WRITE, owner.id):
            end(_NOBODY)
        language = chosen["language"] or matching.language
        matching = replace(matching, department=str(owner.id), topic=chosen["topic"], language=language)
        received = ReceivedFile(
            id=uuid4(), name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(), wrapped_key=b""
        )
        outcome = await bring(settings, lambda: datetime.now(UTC), received, sheet, matching, person.actor)
    click.echo(localize(_came(outcome)))


def _came(outcome: Any) -> Message:
    values = {
        "drafts": len(outcome.drafts),
        "proposals": len(outcome.proposals),
        "unchanged": outcome.unchanged,
    }
    return Message("{drafts} new drafts, {proposals} changes proposed, {unchanged} rows as before.", values)
