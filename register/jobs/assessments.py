"""What the worker does: of assessments all of it, of imports that it is done. The queue itself: jobs, worker."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from algorithms.importing import queries as import_queries
from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from algorithms.questions.commands import enter_questions
from algorithms.storage import queries as entries
from assessments.data import uploads
from assessments.data.uploads import Receipt
from assessments.gate.public_result import Policy
from assessments.plan.plan import TestPlan
from assessments.results.wide_margin import wide_margin
from assessments.runs import commands as runs
from assessments.runs import queries, subprocess_client
from assessments.runs.proof import AlteredError
from assessments.runs.run import RunJob, RunStateError
from assessments.runs.subprocess_client import EncryptedUpload
from assessments.storage import transaction
from assessments.text.complaints import EvaluationDataError, PlanRefusedError
from assessments.text.message import Message, labelled
from register.jobs import files
from register.jobs import imports as import_work
from register.jobs.queries import JobState, latest
from register.jobs.signing import conclude, publish_head
from register.jobs.worker import Handler, Source, Task
from register.settings import Settings

log = logging.getLogger("insyn.worker")
Clock = Callable[[], datetime]
SWEEP_EVERY = timedelta(minutes=10)
LONGEST_UPLOAD = timedelta(hours=6)  # a younger file may still be on its way
Work = Callable[[Settings, Clock, Task], Awaitable[None]]

_GIVEN_UP = Message("The program failed several times on this file, and the file has been destroyed. Upload it again.")
_DISAGREED = Message(
    "The second program got other figures than ours, so nothing is shown. This is a fault in Insyn: report it."
)
_ALTERED = Message(
    "An earlier result of this entry is not what was published, so what may be shown beside it cannot be decided. "
    "Tell the people who run Insyn: the command insyn check says what was changed."
)


def handlers(settings: Settings, clock: Clock) -> Mapping[str, Handler]:
    """How each kind of work is done."""
    of_runs: Mapping[RunJob, Work] = {
        RunJob.INVENTORY: _take_inventory,
        RunJob.SECOND_FILE: _read_second_file,
        RunJob.ASSESSMENT: _assess,
    }
    return {
        **{str(kind): partial(_or_fail, settings, clock, work) for kind, work in labelled(RunJob, of_runs).items()},
        **import_work.handlers(settings, clock),
    }


def sources(settings: Settings, clock: Clock) -> Sequence[Source]:
    """Where unfinished work is found: runs and imports say for themselves what they wait for."""
    waiting = (partial(_waiting_runs, settings, clock), partial(import_work.waiting, settings))
    hourly = (partial(_enter_questions, clock), partial(publish_head, settings, clock))  # in this order
    return (*waiting, _Sweeper(settings, clock).sweep, *hourly)


async def _enter_questions(clock: Clock) -> Iterable[tuple[str, UUID]]:
    """When an hour is over, the lines of the questions that were asked in it. It finds no work for anybody."""
    await enter_questions(clock())
    return ()


class _Sweeper:
    """Now and then removes what interrupted uploads and forgotten imports left behind. It finds no work for anybody."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._next = clock()

    async def sweep(self) -> Iterable[tuple[str, UUID]]:
        now = self._clock()
        if now >= self._next:
            self._next = now + SWEEP_EVERY
            await import_work.expire(self._settings, now)
            in_use = await queries.with_files() | await import_queries.with_files()
            if swept := uploads.sweep(self._settings.data_dir, keep=in_use, before=now - LONGEST_UPLOAD):
                log.info("%d files of interrupted uploads removed", swept)
            await _remove_forgotten(self._settings)
        return ()


async def _remove_forgotten(settings: Settings) -> None:
    """Files of runs that have ended, whose worker was stopped after it had stored that and before it removed them."""
    for upload in await queries.without_key(uploads.stored_ids(settings.data_dir)):
        uploads.remove(settings.data_dir, upload)
        log.info("the file of a finished run has been removed: %s", upload)


async def _waiting_runs(settings: Settings, clock: Clock) -> Iterable[tuple[str, UUID]]:
    """Files and runs that wait. Those whose job has been given up are left out: they are failed and destroyed."""
    waiting: list[tuple[str, UUID]] = []
    for kind, subject in await queries.waiting():
        job = await latest(kind, subject)
        if job is not None and job.state is JobState.FAILED:
            await _fail(settings, clock, subject, (_GIVEN_UP,))
        else:
            waiting.append((kind, subject))
    return waiting


async def _or_fail(settings: Settings, clock: Clock, work: Work, task: Task) -> None:
    """Do the work; what is wrong with the file is reported to the person, and the file is destroyed all the same."""
    try:
        try:
            await work(settings, clock, task)
        except PlanRefusedError as refused:
            await runs.refuse_plan(task.subject, refused.complaints)
            log.info("run %s needs another plan; its page says why", task.subject)
        except EvaluationDataError as wrong:
            files.raise_unless_about_the_file(wrong, task)
            await _fail(settings, clock, task.subject, wrong.complaints)
    except RunStateError:
        log.info("run %s was cancelled or taken by another worker", task.subject)


async def _take_inventory(settings: Settings, clock: Clock, task: Task) -> None:
    del clock
    inventory = await subprocess_client.inventory_of(await _source(settings, task.subject), on_progress=_percent(task))
    await runs.store_inventory(task.subject, inventory)


async def _read_second_file(settings: Settings, clock: Clock, task: Task) -> None:
    second = await queries.second_file_called(task.subject)
    read = None if second is None else await queries.files(second.run)
    if read is None:
        raise RunStateError("The second file has been removed.")
    inventory = await subprocess_client.inventory_of(await _source(settings, task.subject), on_progress=_percent(task))
    if complaints := replace(read, groups=inventory).unfit():
        raise EvaluationDataError(*complaints)
    await runs.store_second_inventory(task.subject, inventory, at=clock())


async def _assess(settings: Settings, clock: Clock, task: Task) -> None:
    run = task.subject
    plan, stored_run = await queries.plan(run), (await queries.runs([run]))[run]
    assert plan is not None  # a queued run has a plan
    policy, related = Policy(threshold=settings.fewest_people), await _related_results(run)
    source, second = await _source(settings, stored_run.stored_as), await _second_source(settings, run, plan)
    await runs.start(run)
    assessed = await subprocess_client.assess_source(
        source, plan, _percent(task), second=second, policy=policy, earlier=related
    )
    assessed = await past_the_gate_again(run, assessed, policy, related)
    if assessed.result.checked_by is None or not assessed.result.checked_by.agrees:
        raise EvaluationDataError(_DISAGREED)
    if (objection := wide_margin(assessed.result)) is not None:
        raise PlanRefusedError(objection)
    await _finish(settings, clock, run, assessed)


async def _finish(settings: Settings, clock: Clock, run: UUID, assessed: subprocess_client.AssessmentOutput) -> None:
    """The result first: with the file still there an attempt can be repeated, a result that was not stored is lost."""
    stored_files = await queries.stored_files(run)
    receipt = await _receipt(run, clock())
    await conclude(settings, run, assessed.result, assessed.public, receipt=receipt, at=clock())
    _remove(settings, (file.stored_as for file in stored_files))
    log.info("run %s ends with a result", run)


async def past_the_gate_again(
    run: UUID,
    assessed: subprocess_client.AssessmentOutput,
    policy: Policy,
    related: Sequence[subprocess_client.AssessmentOutput],
) -> subprocess_client.AssessmentOutput:
    """What may be printed together with what other workers have finished of the same entry in the meantime."""
    while len(now := await _related_results(run)) > len(related):
        assert assessed.counted is not None  # it was counted a moment ago
        related = now
        (again,) = await subprocess_client.concluded([assessed.counted], policy=policy, earlier=related)
        assessed = replace(again, counted=assessed.counted)
    return assessed


async def _related_results(run: UUID) -> list[subprocess_client.AssessmentOutput]:
    """Every finished run of the same entry, over all its versions: a reader can put them side by side."""
    try:
        finished = await queries.results(await entries.other_runs(run))
    except AlteredError as altered:
        raise EvaluationDataError(_ALTERED) from altered
    return [
        subprocess_client.AssessmentOutput(result=result, public=public, on=day.isoformat())
        for result, public, day in finished
    ]


async def _source(settings: Settings, upload: UUID) -> EncryptedUpload:
    """A file that lies encrypted under this id: a run's own, or a second one."""
    wrapped = await queries.wrapped_key(upload)
    if wrapped is None:
        raise RunStateError("The key of this file has been destroyed.")
    return files.opened(settings, upload, wrapped)


async def _second_source(settings: Settings, run: UUID, plan: TestPlan) -> EncryptedUpload | None:
    """The file that the plan's groups stand in, where it is not the first."""
    second = await queries.second_file(run)
    return await _source(settings, second.id) if second is not None and plan.key is not None else None


def _percent(task: Task) -> Callable[[float], None]:
    return lambda share: task.progress(int(share * 100))


async def _fail(settings: Settings, clock: Clock, subject: UUID, complaints: Iterable[Message]) -> None:
    """A run ends, with all its files. A second file is refused alone and its run goes on, if nobody has removed it."""
    if subject in await queries.runs([subject]):
        stored_files = await queries.stored_files(subject)
        receipt = await _receipt(subject, clock())
        async with transaction():
            await runs.fail(subject, complaints, receipt=receipt, at=clock())
            await log_commands.append(
                Act(action="fail-run", kind="run", object=str(subject), at=clock(), before=receipt.sha256)
            )
        _remove(settings, (file.stored_as for file in stored_files))
        log.warning("run %s ends without a result; its page says why", subject)
    elif (second := await queries.second_file_called(subject)) is not None:
        await runs.refuse_second(subject, complaints, at=clock())
        _remove(settings, (second.stored_as,))


async def _receipt(run: UUID, at: datetime) -> Receipt:
    """What is forgotten with the run's keys. No copy of the file, wherever it lies, can be read after that."""
    file = (await queries.runs([run]))[run]
    return Receipt(file.file_sha256 or "", file.file_bytes or 0, at)


def _remove(settings: Settings, forgotten: Iterable[UUID]) -> None:
    for upload in forgotten:
        uploads.remove(settings.data_dir, upload)
