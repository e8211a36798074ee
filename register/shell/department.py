"""The command ``insyn department``: adding a department without a browser. The rules stand in algorithms."""

import asyncio
import sys
from datetime import UTC, datetime
from uuid import uuid4

import click

from register.shell.cli import settings_or_exit


@click.group()
def department() -> None:
    """Departments and their boards."""


@department.command()
@click.argument("slug")
@click.option("--name-sv", required=True, help="Its name in Swedish.")
@click.option("--name-en", required=True, help="Its name in English.")
@click.option("--board-sv", required=True, help="The name of its board in Swedish.")
@click.option("--board-en", required=True, help="The name of its board in English.")
def add(slug: str, name_sv: str, name_en: str, board_sv: str, board_en: str) -> None:
    """Add a department. SLUG is its part of public addresses and can never be changed."""
    from algorithms.departments import DepartmentError, add_department
    from algorithms.entries.entry import Department
    from register.accounts.people.commands import OPERATOR
    from register.language import Language, translate
    from register.storage.database import opened
    from register.storage.migrate import made_ready

    settings = settings_or_exit()
    added = Department(
        id=uuid4(), slug=slug, names={"sv": name_sv, "en": name_en}, boards={"sv": board_sv, "en": board_en}
    )

    async def work() -> None:
        await made_ready(settings)
        async with opened(settings):
            await add_department(added, by=OPERATOR, at=datetime.now(UTC))

    try:
        asyncio.run(work())
    except DepartmentError as error:
        click.echo(" ".join(translate(sentence, Language.ENGLISH) for sentence in error.errors.values()), err=True)
        sys.exit(1)
    click.echo(f"{name_sv} has been added. Give people roles in it with --department {slug}.")
