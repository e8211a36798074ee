"""The command ``insyn export``: entries by the standards of others, and by commands of their own all else."""

import asyncio
from functools import partial
from pathlib import Path

import click

from algorithms.entries.entry import LANGUAGES
from algorithms.exports.listing import EXPORTS
from algorithms.exports.values import Export, ExportStandard
from assessments.text.message import Message
from register.settings import Settings
from register.shell.exporting.archive import export_all
from register.shell.exporting.entries import export_entries
from register.shell.exporting.site import export_site
from register.shell.reader import end, localize

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group("export", short_help="Write the register to files.")
def export_group() -> None:
    """Write the register to files: the public side, or what is published by the standard of another register.

    What is withheld is left out. An entry’s page in the workspace has its files by each standard, for those who
    may see it.
    """


def _command(standard: ExportStandard) -> click.Command:
    return click.Command(
        standard.key,
        callback=partial(_run, standard),
        params=[
            click.Argument(["folder"], metavar="FOLDER", type=_FOLDER),
            click.Option(
                ["--language"], default=LANGUAGES[0], type=click.Choice(LANGUAGES), help="Language of the texts."
            ),
        ],
        help=standard.about.msgid,
        short_help=standard.title.msgid,
    )


def _run(standard: ExportStandard, folder: Path, language: str) -> None:
    from register.shell.cli import settings_or_exit

    made = asyncio.run(_read(settings_or_exit(), standard, language))
    if not made:
        end(Message("No published entry has anything to write by this standard."))
    click.echo(localize(_done(made, _write(made, standard, language, folder))))


async def _read(settings: Settings, standard: ExportStandard, language: str) -> list[Export]:
    from register.storage.database import opened
    from register.workspace.exports.files import all_exports

    async with opened(settings):
        return [entry async for entry in all_exports(settings, standard, language)]


def _write(made: list[Export], standard: ExportStandard, language: str, folder: Path) -> Path:
    """The report, last of three files."""
    from register.workspace.exports import files

    stem = f"{standard.key}-{language}"
    contents = {
        f"{stem}.json": files.all_json(made),
        f"{stem}.csv": files.as_csv(made, standard),
        f"{stem}-report.json": files.report_json(made),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return folder / name


def _done(made: list[Export], report: Path) -> Message:
    missing = sum(len(entry.missing) for entry in made)
    values = {"entries": len(made), "missing": missing, "report": str(report)}
    return Message("{entries} entries written. Required and missing: {missing} answers; {report} lists them.", values)


for _standard in EXPORTS.values():
    export_group.add_command(_command(_standard))
export_group.add_command(export_site)
export_group.add_command(export_all)
export_group.add_command(export_entries)
