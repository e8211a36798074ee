"""The command ``insyn export site``: the public side as a folder of files."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assessments.text.message import Message
from register.settings import Settings
from register.shell.reader import end, localize

if TYPE_CHECKING:
    from register.static_site.edition import EditionOutcome

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("site", short_help="Write the public side as files.")
@click.argument("folder", metavar="DIR", type=_FOLDER)
def export_site(folder: Path) -> None:
    """Write the public side to DIR, as files that a web server gives out, and a browser opens from
    their folder.

    Called again for the same DIR, only what has changed is written, and what is not public any more is removed.
    """
    from register.shell.cli import settings_or_exit
    from register.static_site.edition import FolderError

    try:
        outcome = asyncio.run(_site(settings_or_exit(), folder))
    except FolderError as error:
        end(error.message)
    values = {"files": outcome.files, "written": len(outcome.written), "removed": len(outcome.removed)}
    click.echo(localize(Message("{files} files: {written} written, {removed} removed.", values)))
    if outcome.missing:
        late = Message(
            "One address was left out, as it could not be had: {first}. PDFs of cards are made by the worker.",
            {"first": outcome.missing[0]},
            plural="{count} addresses were left out, as they could not be had, such as {first}. PDFs of cards are made"
            " by the worker.",
            count=len(outcome.missing),
        )
        click.echo(localize(late), err=True)


async def _site(settings: Settings, folder: Path) -> "EditionOutcome":
    from register.app import create_app, utcnow
    from register.static_site.edition import StaticEdition
    from register.storage.migrate import made_ready

    await made_ready(settings)
    app = create_app(settings, is_copy=True)
    async with app.lifespan():
        return await StaticEdition(settings=settings, app=app, folder=folder, clock=utcnow).make()
