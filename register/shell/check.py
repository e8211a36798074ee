"""``insyn check``: whether the database is whole, nobody has changed what was done, and mail is sent. Only looks."""

import asyncio
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from algorithms.log.chain import LARGEST, START, ChainFault, Head
from assessments.text.complaints import ReadableError, in_english
from assessments.text.message import Message
from register.settings import Settings, SettingsError
from register.shell.reader import localize
from register.storage.errors import MigrationError, UnavailableError

MOST = 200  # faults that are named
_WRONG_SECRET = Message(
    "The secret is gone, or is not the one that this database was begun with, so what is sealed cannot be opened. Put "
    "the file secret back from the backup, or name it in INSYN_SECRET_FILE."
)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class UnreadableError(ReadableError):
    """One sentence: why there was nothing to check."""


@dataclass(frozen=True, slots=True)
class NotedHead:
    """A head that somebody kept: the line it names, and size and root of its tree if it has one."""

    head: Head
    tree: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Where the log ends, and everything that is wrong, if anything is."""

    head: Head
    faults: tuple[ChainFault, ...]
    letters: int = 0  # that should have been sent an hour ago
    unread: int = 0  # lines of the log that letters should have been written of an hour ago
    erased: tuple[Message, ...] = ()  # by decisions; nothing is wrong with it

    @property
    def fault(self) -> ChainFault | None:
        return next(iter(self.faults), None)

    @property
    def late(self) -> list[Message]:
        """What is late with mail, as sentences; nothing where nothing is."""
        letters = Message("E-mails that have waited for more than an hour: {letters}.", {"letters": self.letters})
        unread = Message("Lines of the log that no worker has read for e-mails: {lines}.", {"lines": self.unread})
        return [message for number, message in ((self.letters, letters), (self.unread, unread)) if number]


@click.command("check", short_help="Check that nobody changed what was done.")
@click.option(
    "--head", "noted", type=_FILE, multiple=True, help="A head that was kept from /api/v1/log/head; several narrow it."
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def check(noted: tuple[Path, ...], *, as_json: bool) -> None:
    """Check the log, all that is published, and the database. Exit code 0: intact; 1: changed, or with another
    secret than the database was begun with; 2: not readable.

    An end of the log that was cut off, and a whole older copy of the database, are seen only from outside: fetch
    /api/v1/log/head now and then, keep the answer elsewhere, and name it with --head. The more heads are named,
    the closer they tell which line is the first that differs.

    E-mails that have waited for more than an hour are reported, and do not change the exit code.
    """
    try:
        report = asyncio.run(_look(Settings.from_environment(os.environ), [_head(file) for file in noted]))
    except (UnreadableError, SettingsError) as error:
        _end(2, {"intact": None}, [error.message], as_json=as_json)
    summary: dict[str, object] = {"lines": report.head.seq, "head": report.head.hash}
    summary |= {"letters": report.letters, "unread": report.unread, "erased": list(map(in_english, report.erased))}
    if not report.faults:
        end_of_log = {"lines": str(report.head.seq), "hash": report.head.hash}
        intact = Message("Intact: the log has {lines} lines and ends with {hash}.", end_of_log)
        _end(0, {"intact": True, **summary}, [intact, *report.late, *report.erased], as_json=as_json)
    faults = [{"where": fault.place, "said": in_english(fault.message)} for fault in report.faults[:MOST]]
    listed = {"where": faults[0]["where"], "faults": faults, "count": len(report.faults)}
    messages = [*(fault.message for fault in report.faults[:MOST]), *_more(len(report.faults))]
    _end(1, {"intact": False, **listed, **summary}, messages, as_json=as_json)


def _more(count: int) -> list[Message]:
    named = {"count": count, "most": MOST}
    return [Message("In all {count} faults; the first {most} are named.", named)] if count > MOST else []


def _end(code: int, answer: dict[str, object], messages: Sequence[Message], *, as_json: bool) -> NoReturn:
    """For a person in their language; JSON, which programs read, in English for all callers."""
    between = "\n" if code == 1 else " "
    if as_json:
        click.echo(json.dumps({**answer, "said": between.join(map(in_english, messages))}))
    else:
        click.echo(between.join(map(localize, messages)), err=bool(code))
    raise SystemExit(code)


def _head(noted: Path) -> NotedHead:
    """The line that a kept head names, and size and root of its tree."""
    try:
        document = json.loads(noted.read_bytes())
        tree = (_number(document["size"]), str(document["root"])) if "root" in document else None
        return NotedHead(Head(_number(document["seq"]), str(document["hash"])), tree)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableError(
            Message("{file} is not a head of the log. Fetch /api/v1/log/head and save it.", {"file": str(noted)})
        ) from error


def _number(number: object) -> int:
    if not isinstance(number, int) or not 0 <= number <= LARGEST:
        raise ValueError("no number of a line or of a size")
    return number


async def _look(settings: Settings, noted: Sequence[NotedHead]) -> CheckReport:
    from register.storage.database import exists, opened

    if not exists(settings.database_url):
        raise UnreadableError(Message("There is no database at {address}.", {"address": settings.database_url}))
    try:
        async with opened(settings):
            report = await _with_the_right_secret(settings, noted)
            report = report and await with_mail(report, datetime.now(UTC))
    except UnavailableError as error:
        raise UnreadableError(Message("The database cannot be read. {reason}", {"reason": error.message})) from error
    except MigrationError as error:
        raise UnreadableError(error.message) from error
    except Exception as error:  # each engine has its own, for a server that is away or a torn file
        raise UnreadableError(
            Message("The database cannot be read ({reason}).", {"reason": type(error).__name__})
        ) from error
    if report is None:
        raise UnreadableError(Message("The database is not up to date: run insyn migrate."))
    return report


async def examine(noted: Head | None, tree: tuple[int, str] | None = None) -> CheckReport | None:
    """The same, with one head at most."""
    return await examine_with([] if noted is None else [NotedHead(noted, tree)])


async def examine_with(noted: Sequence[NotedHead]) -> CheckReport | None:
    """The database itself first: what is damaged cannot be read as it was written. None: it is not up to date."""
    from algorithms.departments import RECORDS as DEPARTMENTS
    from algorithms.log import checking, queries
    from algorithms.log.heads import head_faults
    from algorithms.questions.queries import RECORDS as QUESTIONS
    from algorithms.reporting.queries import RECORDS as TARGETS
    from algorithms.sealing.erasures import erased_by_decision
    from algorithms.sealing.queries import seal_faults
    from algorithms.sealing.run_queries import entries_that_cite, run_faults
    from algorithms.search.index.checking import index_faults
    from algorithms.statement.queries import RECORDS as STATEMENTS
    from assessments.results.signing import is_signed
    from register.accounts.people.queries import ACCOUNT_EVENTS
    from register.accounts.people.queries import erased_by_decision as erased_people
    from register.signing_key import signing_key
    from register.storage.database import damage, opened_with
    from register.storage.migrate import ANOTHER, missing_migrations, unknown_migrations

    if damaged := await damage():
        return CheckReport(head=START, faults=(ChainFault("database", damaged),))
    if await unknown_migrations():
        raise MigrationError(ANOTHER)
    if await missing_migrations():
        return None
    faults = await checking.chain_faults([saved.head for saved in noted])
    for records in (queries.EVENTS, ACCOUNT_EVENTS, QUESTIONS, DEPARTMENTS, STATEMENTS, TARGETS):
        faults += await checking.record_faults(records)
    public = signing_key(opened_with()).public_key()
    sealed, runs = await seal_faults(), await run_faults(public)
    changed = _entries_of(sealed) | await entries_that_cite(runs)
    faults += [*sealed, *runs, *await index_faults(apart_from=changed)]
    faults += await head_faults(partial(is_signed, key=public), [saved.tree for saved in noted if saved.tree])
    erased = () if faults else (*await erased_by_decision(), *await erased_people())
    return CheckReport(head=(await queries.head())[0], faults=tuple(faults), erased=erased)


def _entries_of(faults: Sequence[ChainFault]) -> frozenset[str]:
    """The addresses of the entries that these faults are of: the index follows from what is wrong there."""
    return frozenset(str(fault.message.values.get("of", "")).partition("/")[0] for fault in faults)


async def _with_the_right_secret(settings: Settings, noted: Sequence[NotedHead]) -> CheckReport | None:
    """With another secret, or none, nothing that is sealed can be opened: that is reported first, and alone."""
    from algorithms.log import queries
    from register.storage.migrate import missing_migrations
    from register.storage.secret import WrongSecretError, compare

    try:
        await compare(settings)
    except WrongSecretError:
        if not await missing_migrations():
            return CheckReport(head=(await queries.head())[0], faults=(ChainFault("secret", _WRONG_SECRET),))
    return await examine_with(noted)


async def with_mail(report: CheckReport, now: datetime) -> CheckReport:
    """With what is late. A database that is not intact is left alone: who knows what its rows say."""
    if report.faults:
        return report
    from register.mail import queries
    from register.mail.sending import from_log

    before = now - timedelta(hours=1)
    return replace(report, letters=await queries.waiting_since(before), unread=await from_log.lines_behind(before))
