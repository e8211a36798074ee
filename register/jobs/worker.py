"""The process that does the queue's work, one job at a time, with its other duties, until it is asked to stop."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from assessments.text.complaints import ChildStoppedError
from assessments.text.message import Message
from register.jobs import commands
from register.jobs.commands import Claim, LostError
from register.settings import Settings
from register.storage.database import opened
from register.storage.migrate import ANOTHER, require_current, unknown_migrations
from register.storage.unavailable import UNAVAILABLE

log = logging.getLogger("insyn.worker")
BEAT = 2.0  # seconds between two signs of life
WATCH = 30.0  # seconds between two looks at the database's edition
IDLE = 1.0  # seconds between two looks at an empty queue
NOT_NOW = Message(
    "The database or the disk could not be used just now. It is tried again by itself, and nothing has been lost."
)
UNEXPECTED = Message(
    "Something went wrong in the program. It will be tried again; if it fails three times it is given up."
)


class JobError(Exception):
    """The work cannot be done, and trying again would not help; the sentence says why."""

    def __init__(self, sentence: Message | str) -> None:
        words = sentence if isinstance(sentence, str) else sentence.msgid
        super().__init__(words)
        self.words = words


class PostponedError(Exception):
    """The work cannot be done now, through no fault of what is worked on. It waits; the sentence says for what."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(sentence.msgid)
        self.words = sentence.msgid


@dataclass(slots=True)
class Task:
    """What a handler is given: what to work on, and a way to say how far it has come."""

    subject: UUID
    percent: int | None = None
    is_last_attempt: bool = False

    def progress(self, percent: int) -> None:
        """Cheap: it is written with the next sign of life."""
        self.percent = percent


Handler = Callable[[Task], Awaitable[None]]
Source = Callable[[], Awaitable[Iterable[tuple[str, UUID]]]]
Duty = Callable[[], Awaitable[bool]]  # a small piece of work that is no job; whether there was any


def utcnow() -> datetime:
    return datetime.now(UTC)


async def run(
    settings: Settings,
    handlers: Mapping[str, Handler],
    sources: Sequence[Source],
    *,
    duties: Sequence[Duty] = (),
    parent: int | None = None,
    until: asyncio.Event | None = None,
    clock: Callable[[], datetime] = utcnow,
) -> None:
    """Until SIGTERM, Ctrl-C, ``until`` or the end of ``parent``: adopt what the sources report, claim a job, do it."""
    stopping = until or asyncio.Event()
    orphaned = asyncio.ensure_future(_follow(parent, stopping))
    with _signals(stopping):
        async with opened(settings, wait=settings.database_wait):
            await require_current()
            log.info("worker %d waits for work: %s", os.getpid(), ", ".join(sorted(handlers)) or "nothing")
            working = partial(run_next_job, handlers, sources, stopping, clock)
            all_of_it: list[Duty] = [working, partial(_stop_when_newer, stopping), *duties]
            await asyncio.gather(*(_again_and_again(duty, stopping) for duty in all_of_it))
    orphaned.cancel()


async def _stop_when_newer(stopping: asyncio.Event) -> bool:
    """A newer program may bring the database up to date while we run: then we no longer know what we write."""
    await _pause(stopping, WATCH)
    if not stopping.is_set() and await unknown_migrations():
        log.error("this worker stops. %s", ANOTHER)
        stopping.set()
    return False


async def _again_and_again(duty: Duty, stopping: asyncio.Event) -> None:
    """At once as long as there is something, else after a pause. None of them waits for another."""
    while not stopping.is_set():
        try:
            idle = not await duty()
        except Exception as error:  # noqa: BLE001  # a database that is away must not end the worker
            where = _place(error)  # a trace would hold values
            log.log(logging.ERROR, "nothing was done: %s at %s", type(error).__name__, where)
            idle = True
        if idle:
            await _pause(stopping, IDLE)


async def _follow(parent: int | None, stopping: asyncio.Event) -> None:
    """A server that was killed takes its worker along."""
    while parent is not None and not stopping.is_set():
        await _pause(stopping, IDLE)
        if os.getppid() != parent:
            stopping.set()


async def run_next_job(
    handlers: Mapping[str, Handler],
    sources: Sequence[Source],
    stopping: asyncio.Event,
    clock: Callable[[], datetime] = utcnow,
) -> bool:
    """Whether there was a job."""
    for source in sources:
        for kind, subject in await source():
            await commands.add(kind, subject, at=clock())
    job = await commands.claim(uuid4(), tuple(handlers), at=clock())
    if job is None:
        return False
    await _work(job, handlers[job.kind], stopping, clock)
    return True


async def _work(job: Claim, handler: Handler, stopping: asyncio.Event, clock: Callable[[], datetime]) -> None:
    task = Task(job.subject, is_last_attempt=job.attempts >= commands.ATTEMPTS)
    working = asyncio.ensure_future(handler(task))
    log.info("%s %s begins, attempt %d", job.kind, job.subject, job.attempts)
    try:
        cancelled = await _watch(job, task, working, stopping, clock)
        if cancelled:
            await commands.stop(job, at=clock())
        elif working.cancelled() or isinstance(working.exception(), ChildStoppedError):
            await commands.put_back(job, at=clock())
        elif (error := working.exception()) is None:
            await commands.finish(job, at=clock())
            log.info("%s %s is done", job.kind, job.subject)
        else:
            await _failed(job, error, clock)
    except LostError:
        log.warning("%s %s was taken over by another worker", job.kind, job.subject)
    finally:
        await _end(working)


async def _watch(
    job: Claim,
    task: Task,
    working: "asyncio.Future[None]",
    stopping: asyncio.Event,
    clock: Callable[[], datetime],
) -> bool:
    """Give signs of life until the work ends; whether somebody cancelled it. A stopping worker cancels it too."""
    stop: asyncio.Future[Any] = asyncio.ensure_future(stopping.wait())
    try:
        while not working.done():
            await asyncio.wait((working, stop), timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                cancelled = await _report(job, task, clock)
                if cancelled or stopping.is_set():
                    await _end(working)
                    return cancelled
        return False
    finally:
        stop.cancel()


async def _report(job: Claim, task: Task, clock: Callable[[], datetime]) -> bool:
    """A database that is away or locked ends no work: what is computed meanwhile can still be stored afterwards."""
    try:
        return await commands.report(job, at=clock(), progress=task.percent)
    except UNAVAILABLE as error:
        log.warning("%s %s could give no sign of life: %s", job.kind, job.subject, type(error).__name__)
        return False


async def _failed(job: Claim, error: BaseException, clock: Callable[[], datetime]) -> None:
    """The log names the kind of error and the place, never its values: those may be from somebody's file."""
    if isinstance(error, PostponedError):
        log.error("%s %s waits: %s", job.kind, job.subject, error.words)
        await commands.put_off(job, error.words, at=clock())
        return
    log.error("%s %s failed: %s at %s", job.kind, job.subject, type(error).__qualname__, _place(error))
    if isinstance(error, UNAVAILABLE):
        await commands.put_off(job, NOT_NOW.msgid, at=clock())
        return
    words = error.words if isinstance(error, JobError) else UNEXPECTED.msgid
    await commands.fail(job, words, at=clock(), again=not isinstance(error, JobError))


def _place(error: BaseException) -> str:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return f"{place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}" if place else "?"


async def _end(working: "asyncio.Future[None]") -> None:
    """Cancel and wait, so that a handler can end its child process."""
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await working


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)


@contextlib.contextmanager
def _signals(stopping: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    in_main_thread = threading.current_thread() is threading.main_thread()  # elsewhere signals cannot be caught: a test
    for signum in (signal.SIGTERM, signal.SIGINT) if in_main_thread else ():
        loop.add_signal_handler(signum, stopping.set)
    try:
        yield
    finally:
        for signum in (signal.SIGTERM, signal.SIGINT) if in_main_thread else ():
            loop.remove_signal_handler(signum)
