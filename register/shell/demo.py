"""The command ``insyn demo``: a made-up city on this machine alone, with a person for every role."""

import asyncio
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from assessments.text.message import Message
from register.shell.cli import data_dir_option, port_or_exit, settings_or_exit, start_logging
from register.shell.reader import localize

CITY = {
    "INSYN_CITY_NAME": "Exempelstad",
    "INSYN_CITY_NAME_EN": "Exempelstad",
    "INSYN_SHORT_URL": "https://algoritm.exempelstad.example",
}


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen at.")
@click.option("--data-dir", type=click.Path(file_okay=False, path_type=Path), help="Where it keeps what you do.")
def demo(port: int, data_dir: Path | None) -> None:
    """Show a made-up city. Listens on this machine alone; what you change is kept."""
    from register.accounts.people.demo import PASSWORD
    from register.demo import content
    from register.demo.load import load
    from register.shell.serve import Served, serve
    from register.storage.database import opened
    from register.storage.migrate import made_ready

    os.environ.update({**CITY, **data_dir_option(data_dir), "INSYN_BASE_URL": f"http://127.0.0.1:{port}"})
    base_settings = settings_or_exit()  # from the environment, so that the worker finds the same
    settings = replace(base_settings, demo=True)
    port_or_exit("127.0.0.1", port)
    start_logging()

    async def build() -> None:
        await made_ready(settings)
        async with opened(settings):
            await load(settings, datetime.now(UTC), lambda words: click.echo(localize(words)))

    asyncio.run(build())
    address = {"address": f"{settings.base_url}/sign-in"}
    click.echo(f"\nExempelstad: {settings.base_url}\n\n{localize(Message('Sign in at {address} as', address))}")
    for account in content.accounts():
        click.echo(f"  {account.email:<44} {account.name}")
    click.echo(localize(Message("The password is the same for all: {password}", {"password": PASSWORD})) + "\n")
    serve(
        settings,
        Served(host="127.0.0.1", port=port, workers=1, worker=(sys.executable, "-m", "register.shell.cli", "worker")),
    )
