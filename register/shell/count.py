"""``insyn count``: only the counts of evaluation data, so that rows never leave the department."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import click

from assessments.results.counts_file import write_counts
from assessments.text.message import Message
from register.shell.assess import reading_options, refusals
from register.shell.assess_counting import count_files, paths_of
from register.shell.reader import localize


@click.command("count", short_help="Count evaluation data by a plan, so that no row need be handed over.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--plan",
    "plan_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A saved plan, from insyn assess --save-plan or from the web.",
)
@click.option("--period", default="", metavar="MONTH/MONTH", help="Of the data, for example 2025-01/2025-12.")
@click.option("--sheet", default="", metavar="NAME", help="Of a workbook with several tables: which sheet.")
@reading_options
def count(files: tuple[str, ...], **options: Any) -> None:
    """Count FILE by a plan: counts.json in insyn count --plan plan.json FILE > counts.json holds whole numbers, no row.

    The counts are taken by insyn assess --counts, and in the web where a file with data is uploaded. They are exact:
    keep them in the house.
    """
    given = {**options, "counts": (), "key": None, "margin": None}
    with refusals():
        counted = asyncio.run(count_files(paths_of(files, options["engine"]), given))
    sys.stdout.buffer.write(write_counts(counted))
    message = Message(
        "{rows} rows are counted. The counts are exact: keep them in the house.", {"rows": counted.data.rows}
    )
    click.echo(localize(message), err=True)
