"""The command ``insyn export entries``: a list of what staff see, which an import takes without a question."""

import asyncio
import csv
from pathlib import Path

import click

from assessments.text.message import Message
from register.settings import Settings
from register.shell.reader import localize


@click.command("entries", short_help="Write a list that can be imported.")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def export_entries(file: Path) -> None:
    """Write the newest version of every entry to FILE, a CSV with a row for each.

    It has drafts and withheld entries as well. In the workspace of another register it is imported as it is.
    """
    from register.shell.cli import settings_or_exit

    number = asyncio.run(_write(settings_or_exit(), file))
    click.echo(localize(Message("One entry written.", plural="{count} entries written.", count=number)))


async def _write(settings: Settings, file: Path) -> int:
    from register.storage.database import opened
    from register.storage.migrate import made_ready

    await made_ready(settings)
    async with opened(settings):
        return await write_entries(file)


async def write_entries(file: Path) -> int:
    """How many there were. The database is open."""
    from algorithms.entries.entry import LANGUAGES
    from algorithms.importing.own_list import HEAD, row_of
    from algorithms.storage import list_queries, queries
    from algorithms.storage.list_queries import Narrowed
    from register.accounts.people.commands import KEEPER

    slugs = {department.id: department.slug for department in await queries.departments()}
    number = 0
    with file.open("w", encoding="utf-8-sig", newline="") as opened_file:
        writer = csv.writer(opened_file)
        writer.writerow(HEAD)
        async for part in list_queries.all_listed(Narrowed(), LANGUAGES[0], seen_by=KEEPER):
            rows = [row_of(listed.version, slugs[listed.version.entry.department]) for listed in part]
            writer.writerows(rows)
            number += len(rows)
    return number
