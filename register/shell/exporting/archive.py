"""The commands ``insyn export all`` and ``insyn import --restore``: a whole register to plain files and back."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assessments.text.message import Message
from register.settings import Settings
from register.shell.reader import end, localize

if TYPE_CHECKING:
    from register.archive.layout import ArchiveIndex
    from register.shell.check import CheckReport


@click.command("all", short_help="Write the whole register as an archive copy.")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--with-secrets", is_flag=True, help="Also hashes of passwords, sealed keys, and files that wait.")
def export_all(folder: Path, *, with_secrets: bool) -> None:
    """Write all that the register holds to DIR: a file for each table, and files by their hash.

    It has what is not public as well. Passwords, sealed keys and files that wait to be tested are left out; the file
    secret always is. insyn import --restore makes an empty register of it.
    """
    from register.archive.queries import ArchiveError
    from register.shell.cli import settings_or_exit

    try:
        index = asyncio.run(_write(settings_or_exit(), folder, with_secrets=with_secrets))
    except ArchiveError as error:
        end(error.message)
    values = {"tables": len(index.tables), "rows": sum(index.tables.values()), "files": len(index.files)}
    click.echo(localize(Message("{tables} tables with {rows} rows, and {files} files.", values)))
    if not index.has_secrets:
        click.echo(localize(Message("Passwords and sealed keys are left out: archive.json says what, and why.")))
    click.echo(localize(Message("Keep the file secret with it, but apart: without it nothing can be restored.")))


async def _write(settings: Settings, folder: Path, *, with_secrets: bool) -> "ArchiveIndex":
    from register.archive.queries import write_archive
    from register.storage.database import opened
    from register.storage.migrate import made_ready

    await made_ready(settings)
    async with opened(settings):
        return await write_archive(settings, folder, datetime.now(UTC), has_secrets=with_secrets)


def restore_archive(folder: Path) -> None:
    """Into the empty register of these settings; ends with the sentence that says what is in the way."""
    from register.archive.queries import ArchiveError
    from register.shell.cli import settings_or_exit

    try:
        index, report = asyncio.run(_restore(settings_or_exit(), folder))
    except ArchiveError as error:
        end(error.message)
    if report is None or report.faults or report.head.hash != index.log["hash"]:
        end(Message("The register was restored, and is not intact: insyn check says what was changed."))
    values = {"rows": sum(index.tables.values()), "lines": str(report.head.seq), "hash": report.head.hash}
    done = Message("{rows} rows restored. Intact: the log has {lines} lines and ends with {hash}.", values)
    click.echo(localize(done))
    if not index.has_secrets:
        click.echo(localize(Message("The copy has no passwords: people choose new ones by “Forgotten password”.")))


async def _restore(settings: Settings, folder: Path) -> "tuple[ArchiveIndex, CheckReport | None]":
    from register.archive.commands import read_index, restore
    from register.shell.check import examine
    from register.storage.database import opened
    from register.storage.migrate import migrate

    index = read_index(folder)
    await migrate(settings)
    async with opened(settings):
        await restore(settings, folder, index)
        return index, await examine(None)
