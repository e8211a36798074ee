"""What the worker does for imports: reads a list, and makes its entries all at once. What a row may say: algorithms."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from algorithms.evidence.commands import ReceivedFile
from algorithms.importing import commands as import_commands
from algorithms.importing import queries as import_queries
from algorithms.importing.columns import MOST_COLUMNS, MOST_ROWS, Matching
from algorithms.importing.progress import RETENTION, Import, ImportJob, ImportStateError
from algorithms.importing.rows import Outcome
from algorithms.people import Actor
from assessments.data import uploads
from assessments.data.spreadsheet import Sheet
from assessments.data.uploads import UploadDamagedError, WrongKeyError
from assessments.runs import subprocess_client
from assessments.storage import transaction
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message, labelled
from register.accounts.people import queries as accounts
from register.jobs import files
from register.jobs.queries import JobState, latest
from register.jobs.worker import Handler, PostponedError, Task
from register.secret_file import master_key, read_secret
from register.settings import Settings
from register.spreadsheets.rows import recognised, sheet_of, tried

log = logging.getLogger("insyn.worker")
Clock = Callable[[], datetime]
_GIVEN_UP = Message("The program failed several times on this file, and the file has been destroyed. Upload it again.")
_DAMAGED = Message("The stored file has been damaged and cannot be read. It has been destroyed. Upload it again.")
_CHANGED = Message("The register has changed since you tried the list, so nothing was created. Look at it once more.")


class _ChangedError(Exception):
    """What was tried cannot be done any more."""


def handlers(settings: Settings, clock: Clock) -> Mapping[str, Handler]:
    work: Mapping[ImportJob, Handler] = {
        ImportJob.FILE: partial(_read_file, settings),
        ImportJob.ENTRIES: partial(_make_entries, settings, clock),
    }
    return {str(kind): handler for kind, handler in labelled(ImportJob, work).items()}


async def waiting(settings: Settings) -> Iterable[tuple[str, UUID]]:
    """Lists that wait to be read or carried out; those on which the program has given up are marked as failed."""
    pending: list[tuple[str, UUID]] = []
    for kind, subject in await import_queries.waiting():
        job = await latest(kind, subject)
        if job is not None and job.state is JobState.FAILED:
            await _refuse(settings, await import_queries.of_file(subject), (_GIVEN_UP,))
        else:
            pending.append((kind, subject))
    return pending


async def expire(settings: Settings, now: datetime) -> None:
    """Forget lists that nobody has finished within a day."""
    for import_id in await import_queries.left_since(now - RETENTION):
        if (list_import := await import_queries.called(import_id)) is not None:
            with contextlib.suppress(ImportStateError):
                await import_commands.expire(list_import, at=now)
                destroy(settings, list_import.file)
                log.info("import %s was not finished in time, and forgotten", import_id)


def destroy(settings: Settings, file: UUID) -> None:
    """The file whose key is forgotten already."""
    uploads.remove(settings.data_dir, file)


async def _read_file(settings: Settings, task: Task) -> None:
    """The list is destroyed as soon as it is read; its rows are sealed under another key."""
    if (list_import := await import_queries.of_file(task.subject)) is None:
        return
    try:
        await _read(settings, list_import, task)
    except EvaluationDataError as wrong:
        files.raise_unless_about_the_file(wrong, task)
        await _refuse(settings, list_import, wrong.complaints)
    except ImportStateError:
        log.info("import %s was cancelled or read by another worker", list_import.id)


async def _read(settings: Settings, list_import: Import, task: Task) -> None:
    wrapped, _ = await import_queries.opening(list_import.id)
    if wrapped is None:
        raise ImportStateError
    source = files.opened(settings, list_import.file, wrapped)
    sheet = await subprocess_client.sheet_of(
        source, MOST_ROWS, MOST_COLUMNS, lambda share: task.progress(int(share * 100))
    )
    await _store(settings, list_import, sheet, await recognised(sheet, list_import.matching))
    destroy(settings, list_import.file)


async def _store(settings: Settings, list_import: Import, sheet: Sheet, matching: Matching | None) -> None:
    key, sealed = uploads.seal(json.dumps(sheet.to_dict(), ensure_ascii=False).encode(), list_import.id)
    wrapped = uploads.wrap_key(key, master_key(read_secret(settings)), list_import.id)
    await import_commands.store_rows(list_import, sealed, wrapped, matching)


async def _make_entries(settings: Settings, clock: Clock, task: Task) -> None:
    """Tried once more inside the transaction that creates: what is not as it was tried is not created."""
    if (list_import := await import_queries.of_file(task.subject)) is not None:
        await _make(settings, clock, list_import, task)


async def _make(settings: Settings, clock: Clock, list_import: Import, task: Task) -> None:
    try:
        actor = await _requester(settings, list_import, clock())
        html = await asyncio.to_thread(import_commands.rendered, await _outcome(settings, list_import, actor))
        task.progress(50)
        async with transaction():
            await import_commands.hold(list_import)
            outcome = await _outcome(settings, list_import, actor)
            await import_commands.carry_out(list_import, outcome, html, by=actor, at=clock())
    except _ChangedError:
        await import_commands.send_back(list_import, _CHANGED)
    except WrongKeyError:
        raise PostponedError(files.NOT_OPENED) from None
    except UploadDamagedError:
        await _refuse(settings, list_import, (_DAMAGED,))
    except ImportStateError:
        log.info("import %s was carried out by another worker", list_import.id)


async def bring(
    settings: Settings, clock: Clock, received: ReceivedFile, sheet: Sheet, matching: Matching, actor: Actor
) -> Outcome:
    """A list that has been read and matched becomes entries at once; it can be undone like any other.

    One that says what it said before leaves no import behind.
    """
    async with transaction():  # so that no worker begins with it
        unchanged = await tried(sheet, matching, actor)
        if unchanged is not None and not unchanged.can_begin(allow_duplicates=False):
            return unchanged
        import_id = await import_commands.begin(received, by=actor, at=clock())
        list_import = await import_queries.readable_import(import_id, seen_by=actor)
        await _store(settings, list_import, sheet, matching)
        await import_commands.queue(import_id, allow_duplicates=False, by=actor)
        list_import = await import_queries.readable_import(import_id, seen_by=actor)
        outcome = await _outcome(settings, list_import, actor)
        html = await asyncio.to_thread(import_commands.rendered, outcome)
        await import_commands.carry_out(list_import, outcome, html, by=actor, at=clock())
    return outcome


async def _requester(settings: Settings, list_import: Import, now: datetime) -> Actor:
    """The person who pressed the button, with the roles of today."""
    people = await accounts.people_on(now.astimezone(settings.zone).date())
    person = next(
        (
            candidate
            for candidate in people
            if candidate.id == list_import.requested_by and candidate.disabled_at is None
        ),
        None,
    )
    if person is None:
        raise _ChangedError
    return person.actor


async def _outcome(settings: Settings, list_import: Import, actor: Actor) -> Outcome:
    sheet = await sheet_of(list_import.id, read_secret(settings))
    if sheet is None:
        raise ImportStateError
    outcome = await tried(sheet, list_import.matching, actor)
    if outcome is None or not outcome.can_begin(allow_duplicates=list_import.allow_duplicates):
        raise _ChangedError
    return outcome


async def _refuse(settings: Settings, list_import: Import | None, complaints: Iterable[Message]) -> None:
    """Nothing of it is kept, unless another worker has done the work in the meantime."""
    if list_import is not None:
        with contextlib.suppress(ImportStateError):
            await import_commands.refuse_file(list_import, complaints)
            destroy(settings, list_import.file)
