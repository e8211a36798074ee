"""The command ``insyn erase``: destroying a text of what is public, by a decision on records. Rules: algorithms."""

import asyncio
from datetime import UTC, datetime

import click

from assessments.text.message import Message
from register.shell.cli import settings_or_exit
from register.shell.reader import end, localize


@click.command("erase", short_help="Erase a text of what is public, by a decision.")
@click.argument("slug", metavar="SLUG")
@click.argument("version", metavar="VERSION", type=int)
@click.argument("part", metavar="PART")
@click.option("--decision", required=True, help="The city's decision on records: case number and date.")
def erase(slug: str, version: int, part: str, decision: str) -> None:
    """Erase PART of version VERSION of the entry at SLUG, for good. PART is a text or title in a language,
    such as text/summary/sv or title/1/sv, or opinion/text, opinion/answer, measure/1/what, measure/1/who or
    measure/1/accepted.

    The decision is shown in its place, also where other versions of the entry say the same. Nobody can put the words
    back; all else that was published can still be proven, and insyn check names what was erased.
    """
    from algorithms.editing.erase_commands import erase_words
    from algorithms.people import NotFoundError
    from algorithms.review.workflow import RefusedError
    from algorithms.storage.queries import version_at
    from register.accounts.people.commands import KEEPER
    from register.storage.database import forget_written, opened
    from register.storage.migrate import made_ready

    settings, key = settings_or_exit(), f"{version}/{part}"

    async def work() -> None:
        await made_ready(settings)
        async with opened(settings):
            of = await version_at(slug, version, seen_by=KEEPER)
            await erase_words(of, key, decision, by=KEEPER, at=datetime.now(UTC))
            await forget_written()

    try:
        asyncio.run(work())
    except NotFoundError:
        values = {"slug": slug, "version": str(version)}
        end(localize(Message("There is no version {version} of an entry at {slug}.", values)))
    except RefusedError as error:
        end(" ".join(map(localize, error.objections)))
    values = {"part": part, "slug": slug, "version": str(version)}
    erased = Message("The part {part} of {slug}, version {version}, has been erased. Backups still hold it.", values)
    click.echo(localize(erased))
