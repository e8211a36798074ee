"""The command ``insyn``: reads options, calls the part that does the work, says in a sentence what came of it."""

import asyncio
import errno
import importlib
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from assessments.text.message import Message
from register.settings import Settings, SettingsError
from register.shell.reader import end, localize, localized
from register.storage.errors import MigrationError, UnavailableError

_SURROUNDINGS = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR, errno.EEXIST}
)
ELSEWHERE = {
    "assess": "register.shell.assessing.commands:assess",
    "check": "register.shell.check:check",
    "count": "register.shell.assessing.commands:count",
    "export": "register.shell.exporting.commands:export_group",
    "import": "register.shell.import_list:import_list",
    "links": "register.shell.links:links",
    "erase": "register.shell.erase:erase",
    "demo": "register.shell.demo:demo",
    "department": "register.shell.department:department",
    "verify": "register.shell.verify:verify",
}


class _Lazy(click.Group):
    """Commands of other modules are imported when they are called, so that ``insyn serve`` starts at once."""

    def main(self, *args: Any, **options: Any) -> Any:
        """All help in the reader's language, which is asked for now and not when this file is read."""
        return super(_Lazy, localized(self)).main(*args, **options)

    def invoke(self, ctx: click.Context) -> object:
        """Any command may find surroundings that it cannot work in: it ends with the sentence that says so."""
        try:
            return super().invoke(ctx)
        except (MigrationError, UnavailableError, SettingsError) as error:
            end(error.message)
        except OSError as error:
            if error.errno not in _SURROUNDINGS:
                raise
            place = {"place": str(error.filename or "Insyn"), "reason": error.strerror}
            end(Message("{place}: {reason}. Look at the folder and the rights to it.", place))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = ELSEWHERE[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return localized(command)


@click.group(cls=_Lazy)
@click.version_option(
    package_name="insyn", prog_name="insyn", message="%(prog)s %(version)s", help="Show the version and exit."
)
def main() -> None:
    """Insyn: a city's public register of its algorithms."""
    os.umask(0o077)  # whatever a command writes is its owner's alone


def settings_or_exit(**more: str) -> Settings:
    """Settings from the environment, with these variables besides; a wrong one ends the command with a sentence."""
    from register.web import theme  # with the web, which no command without a register needs

    try:
        settings = Settings.from_environment({**os.environ, **{name: value for name, value in more.items() if value}})
        theme.read(settings.theme_dir)  # nobody starts a register that people cannot read
    except SettingsError as error:
        end(error.message)
    return settings


def port_or_exit(host: str, port: int) -> None:
    """Before anything else is begun: somebody else may listen there."""
    from register.shell.serve import listen_alone

    try:
        listen_alone(host, port)
    except OSError as error:
        taken = Message(
            "Cannot listen at {host}, port {port}: {reason}. Choose another with --port, or PORT=… after make demo.",
            {"host": host, "port": str(port), "reason": error.strerror},
        )
        end(taken)


def start_logging() -> None:
    """One line for each thing that happened, on standard error."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("asyncio", "piccolo", "aiosqlite"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen at.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--no-worker", is_flag=True, help="Leave the queue to separate `insyn worker` processes.")
def serve(host: str, port: int, workers: int, *, no_worker: bool) -> None:
    """Bring the database up to date, then run the web server and one worker."""
    from register.shell.serve import Served
    from register.shell.serve import serve as run
    from register.storage.migrate import made_ready

    base_url = os.environ.get("INSYN_BASE_URL", f"http://127.0.0.1:{port}")
    settings = settings_or_exit(INSYN_BASE_URL=base_url)
    port_or_exit(host, port)
    start_logging()
    asyncio.run(made_ready(settings))
    command = () if no_worker else (sys.executable, "-m", "register.shell.cli", "worker")
    run(settings, Served(host=host, port=port, workers=workers, worker=command))


@main.command()
@click.option("--parent", type=int, hidden=True, help="Stop when this process is no longer the parent.")
def worker(parent: int | None) -> None:
    """Do the queue's work, one job at a time, send e-mails, print published cards and write open data."""
    from register.jobs.assessments import handlers, sources
    from register.jobs.retention import Forgetting
    from register.jobs.worker import run, utcnow
    from register.mail.sending.deliver_job import Post
    from register.opendata.store import DataPrinter
    from register.public.cards.card_pdfs import CardPrinter
    from register.storage.secret import made_sure
    from register.workspace.exports.orders import PackageMaker

    settings = settings_or_exit()
    start_logging()
    asyncio.run(made_sure(settings))
    work = (handlers(settings, utcnow), sources(settings, utcnow))
    duties = (
        Post(settings, utcnow).round,
        CardPrinter(settings).round,
        DataPrinter(settings, utcnow).round,
        PackageMaker(settings=settings, clock=utcnow).round,
        Forgetting(settings, utcnow).round,
    )
    asyncio.run(run(settings, *work, duties=duties, parent=parent))


@main.command()
def migrate() -> None:
    """Bring the database up to date. Calling it again changes nothing."""
    from register.storage.migrate import migrate as bring_up_to_date

    done = asyncio.run(bring_up_to_date(settings_or_exit()))
    changed = Message("One change made.", plural="{count} changes made.", count=done)
    current = Message("The database is up to date.")
    click.echo(" ".join(localize(words) for words in ((changed, current) if done else (current,))))


@main.group()
def user() -> None:
    """People who work with the register."""


@user.command("add")
@click.argument("email", metavar="EMAIL")
@click.option("--name", required=True, help="What others call them.")
@click.option("--role", "roles", multiple=True, help="A role; may be given several times.")
@click.option("--department", default="", help="Slug of the department, for roles that are held in one.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, without asking.")
def add_user(email: str, name: str, roles: tuple[str, ...], department: str, *, password_stdin: bool) -> None:
    """Add a person, who can then sign in. The first account of a register is made like this."""
    from register.accounts.people.bootstrap_user import add
    from register.accounts.people.commands import AccountError

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt(
            localize(Message("Password (at least 15 characters)")), hide_input=True, confirmation_prompt=True
        )
    try:
        message = asyncio.run(add(settings_or_exit(), email, name, roles, department, password, at=datetime.now(UTC)))
    except AccountError as error:
        end(" ".join(map(localize, error.errors.values())))
    click.echo(localize(message))


@user.command("erase")
@click.argument("email", metavar="EMAIL")
@click.option("--decision", required=True, help="The city's decision on records: case number and date.")
def erase_user(email: str, decision: str) -> None:
    """Erase the name and address of a person who has left, and whose account is disabled. Nobody can undo it."""
    from register.accounts.people.bootstrap_user import erase
    from register.accounts.people.commands import AccountError

    try:
        click.echo(localize(asyncio.run(erase(settings_or_exit(), email, decision, at=datetime.now(UTC)))))
    except AccountError as error:
        end(" ".join(map(localize, error.errors.values())))


def data_dir_option(folder: Path | None) -> dict[str, str]:
    """The environment variable that a ``--data-dir`` option stands for."""
    return {"INSYN_DATA_DIR": str(folder)} if folder else {}


if __name__ == "__main__":
    main()
