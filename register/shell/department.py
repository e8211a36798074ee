"""The command ``insyn department``: adding a department without a browser. The rules stand in algorithms."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import click

from algorithms.entries.entry import LANGUAGES
from assessments.text.message import Message
from register.shell.cli import settings_or_exit
from register.shell.reader import end, localize


def _in_every_language(kind: str, about: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option for each language that the register may be written in."""

    def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
        for language in reversed(LANGUAGES):
            command = click.option(f"--{kind}-{language}", required=True, help=about)(command)
        return command

    return with_options


@click.group()
def department() -> None:
    """Departments and their boards."""


@department.command()
@click.argument("slug", metavar="SLUG")
@_in_every_language("name", "Its name in this language.")
@_in_every_language("board", "The name of its board in this language.")
def add(slug: str, **words: str) -> None:
    """Add a department. SLUG is its part of public addresses and can never be changed."""
    from algorithms.departments import DepartmentError, add_department
    from algorithms.entries.entry import Department
    from register.accounts.people.commands import OPERATOR
    from register.storage.database import opened
    from register.storage.migrate import made_ready

    settings = settings_or_exit()
    names, boards = ({key: words[f"{kind}_{key}"] for key in LANGUAGES} for kind in ("name", "board"))
    added = Department(id=uuid4(), slug=slug, names=names, boards=boards)

    async def work() -> None:
        await made_ready(settings)
        async with opened(settings):
            await add_department(added, by=OPERATOR, at=datetime.now(UTC))

    try:
        asyncio.run(work())
    except DepartmentError as error:
        end(" ".join(map(localize, error.errors.values())))
    values = {"name": names[LANGUAGES[0]], "slug": slug}
    click.echo(localize(Message("{name} has been added. Give people roles in it with --department {slug}.", values)))
