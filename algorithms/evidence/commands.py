"""Writes of evidence: the only way from the web to begin, plan and queue a run, to cite it, and to answer for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.editing.commands import for_change
from algorithms.entries.entry import GROWS, MeasureTaken, Version
from algorithms.entries.event_details import Particular
from algorithms.entries.kinds import is_month
from algorithms.evidence.necessity import unmarked
from algorithms.evidence.queries import called_sensitive, sensitive_test
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Event, RefusedError
from algorithms.storage import save
from algorithms.tables import EvidenceRow
from assessments.data.uploads import Receipt
from assessments.plan.names.finding_words import FindingWords
from assessments.plan.plan import TestPlan
from assessments.runs import commands as runs
from assessments.runs import queries as run_queries
from assessments.runs.run import RunState
from assessments.storage import transaction
from assessments.text.localized import written
from assessments.text.message import Message

_CLOSED = Message("Evidence can be added until the version is approved. Begin a new version to add more.")


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """An upload that lies encrypted under its id; of a first file, that is the id of the run it will become."""

    id: UUID
    name: str
    size: int
    sha256: str
    wrapped_key: bytes


async def receive(version_id: UUID, file: ReceivedFile, *, titles: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Begin a run on this file, as evidence for this version."""
    async with transaction():
        version = await open_for_evidence(version_id, by)
        await runs.receive(
            file.id,
            titles=titles,
            file_name=file.name,
            size=file.size,
            sha256=file.sha256,
            wrapped_key=file.wrapped_key,
            by=by.id,
            at=at,
        )
        number = 1 + max((evidence.number for evidence in version.evidence), default=0)
        await EvidenceRow.insert(EvidenceRow(version=version_id, run=file.id, number=number))
        await record(version, file.id, "add-evidence", by, at, StepComment(typed=titles))


async def receive_second(version_id: UUID, run: UUID, file: ReceivedFile, *, by: Actor, at: datetime) -> UUID | None:
    """A second file with groups for this run, until it is started. The id of the file whose place it takes."""
    async with transaction():
        replaced = await remove_second(version_id, run, by=by, at=at)
        await runs.receive_second(
            file.id,
            run,
            file_name=file.name,
            size=file.size,
            sha256=file.sha256,
            wrapped_key=file.wrapped_key,
            by=by.id,
            at=at,
        )
        version = await with_run(version_id, run, by)
        await record(version, run, "add-second-file", by, at, StepComment(particulars={Particular.FILE: file.name}))
    return replaced


async def remove_second(version_id: UUID, run: UUID, *, by: Actor, at: datetime) -> UUID | None:
    """The run goes on without its second file. The id of the file that is to be destroyed; its receipt is the event."""
    async with transaction():
        version = await with_run(version_id, run, by)
        second = await run_queries.second_file(run)
        removed = await runs.remove_second(run)
        if second is not None:
            gone = receipt(second.file_name, second.file_sha256)
            await record(version, run, "remove-second-file", by, at, gone)
    return removed


async def store_plan(version_id: UUID, run: UUID, plan: TestPlan, *, by: Actor, at: datetime) -> tuple[UUID, ...]:
    """Fix the test plan, before anybody has seen a figure. The ids of files that are to be destroyed for it."""
    async with transaction():
        version = await with_run(version_id, run, by)
        if objection := unmarked(plan.columns, plan.sensitive, await called_sensitive(version_id)):
            raise RefusedError((objection,))
        await runs.store_plan(run, plan, by=by.id, at=at)
        second = await run_queries.second_file(run)
        if second is not None and second.waiting:
            raise RefusedError((Message("The second file is being read. Wait a moment, then save again."),))
        await record(version, run, "plan-assessment", by, at)
        return await set_aside(version, run, by, at)


async def set_aside(version: Version, run: UUID, by: Actor, at: datetime) -> tuple[UUID, ...]:
    """Keep no sensitive data while advice or a decision is missing. Ids of files to destroy; receipts are events."""
    files = await run_queries.stored_files(run)
    if not files or (await sensitive_test(run)).obstacle is None:
        return ()
    await runs.set_aside(run, at=at)
    for file in files:
        await record(version, run, "set-file-aside", by, at, receipt(file.name, file.sha256))
    return tuple(file.stored_as for file in files)


async def queue(version_id: UUID, run: UUID, *, by: Actor, at: datetime) -> None:
    """Let a worker compute it. One with sensitive data only after advice on this file and this plan."""
    async with transaction():
        version = await with_run(version_id, run, by)
        await runs.queue(run)
        if (obstacle := (await sensitive_test(run)).obstacle) is not None:
            raise RefusedError((obstacle,))
        await record(version, run, "start-assessment", by, at)


async def cancel(version_id: UUID, run: UUID, *, by: Actor, at: datetime) -> tuple[UUID, ...]:
    """End a run before it has a result, wherever its file may be. The ids of files to destroy; receipts are events.

    The keys are forgotten in the same transaction, so that no copy of a file that is lost now can be read later.
    """
    async with transaction():
        version = await for_change(version_id, by)
        if run not in {evidence.run for evidence in version.evidence}:
            raise NotFoundError
        files, stored_run = await run_queries.stored_files(run), (await run_queries.runs([run]))[run]
        destroyed = at if files else stored_run.destroyed_at  # what was set aside was destroyed before
        proof = Receipt(stored_run.file_sha256 or "", stored_run.file_bytes or 0, destroyed) if destroyed else None
        await runs.cancel(run, receipt=proof, at=at)
        for words in [receipt(file.name, file.sha256) for file in files] or [StepComment()]:
            await record(version, run, "cancel-assessment", by, at, words)
    return tuple(file.stored_as for file in files)


async def cite(version_id: UUID, run: UUID, *, by: Actor, at: datetime) -> None:
    """Lean the version on this run: it will be published with the card."""
    async with transaction():
        version = await with_run(version_id, run, by)
        stored_run = (await run_queries.runs([run]))[run]
        if stored_run.state is not RunState.DONE:
            raise RefusedError((Message("The assessment must be finished before the version can cite it."),))
        await _update(version_id, run, {EvidenceRow.cited: True})
        await record(version, run, "cite", by, at, StepComment(typed=stored_run.titles))


async def stop_citing(version_id: UUID, run: UUID, *, by: Actor, at: datetime) -> None:
    async with transaction():
        version = await with_run(version_id, run, by)
        await _update(version_id, run, {EvidenceRow.cited: False})
        await record(version, run, "stop-citing", by, at)


async def record_words(version_id: UUID, run: UUID, words: FindingWords, *, by: Actor, at: datetime) -> None:
    """Say what a yes, a mistake and the groups are called where this version cites the run. No figure depends on it."""
    if wrong := words.objections():
        raise RefusedError(wrong)
    async with transaction():
        version = await with_run(version_id, run, by)
        await _update(version_id, run, {EvidenceRow.words: words.written})
        await record(version, run, "record-words", by, at, StepComment(typed=words.in_short))


def _unfit(measure: MeasureTaken) -> tuple[Message, ...]:
    month = Message("Write year and month with a hyphen, for example 2026-03.")
    parts = Message("Write what is done, who does it and by when. Or write why the difference is accepted.")
    wrong = ((month, measure.by_when and not is_month(measure.by_when)), (parts, not measure.complete))
    return tuple(message for message, stands in wrong if stands)


async def record_measure(version_id: UUID, run: UUID, measure: MeasureTaken, *, by: Actor) -> None:
    """Write down what is done about a difference: what, who and by when, or why it is accepted."""
    if wrong := _unfit(measure):
        raise RefusedError(wrong)
    async with transaction():
        version = await with_run(version_id, run, by)
        columns = {
            EvidenceRow.what: written(measure.what),
            EvidenceRow.who: written(measure.who),
            EvidenceRow.by_when: measure.by_when,
            EvidenceRow.accepted: written(measure.accepted),
            EvidenceRow.measured_by: by.id,
            EvidenceRow.measured_at: measure.at,
            EvidenceRow.done_by: None,
            EvidenceRow.done_at: None,
        }
        await _update(version_id, run, columns)
        comment = StepComment(typed=measure.what if measure.what.get("sv") else measure.accepted)
        await record(version, run, "record-measure", by, measure.at, comment)


async def finish_measure(version_id: UUID, run: UUID, *, by: Actor, at: datetime) -> None:
    """Say that a measure has been carried out. What is published stays as it is; that it is done is added."""
    async with transaction():
        version = await for_change(version_id, by)
        measure = next((evidence.measure for evidence in version.evidence if evidence.run == run), None)
        if measure is None:
            raise NotFoundError
        if not measure.complete or not measure.what.get("sv"):
            raise RefusedError((Message("There is no measure to mark as carried out."),))
        if measure.done_at is None:
            await _update(version_id, run, {EvidenceRow.done_by: by.id, EvidenceRow.done_at: at})
            await record(version, run, "finish-measure", by, at, StepComment(typed=measure.what))


async def open_for_evidence(version_id: UUID, by: Actor) -> Version:
    """The version, while evidence may still be added to it."""
    version = await for_change(version_id, by)
    if version.state not in GROWS:
        raise RefusedError((_CLOSED,))
    return version


async def with_run(version_id: UUID, run: UUID, by: Actor) -> Version:
    """The same, for a run that belongs to it."""
    version = await open_for_evidence(version_id, by)
    if run not in {evidence.run for evidence in version.evidence}:
        raise NotFoundError
    return version


async def _update(version_id: UUID, run: UUID, columns: dict[Any, Any]) -> None:
    await EvidenceRow.update(columns).where(EvidenceRow.version == version_id, EvidenceRow.run == run)


def receipt(file: str, sha256: str) -> StepComment:
    """A file as the history records it: by its name, as its uploader called it, and by its digest."""
    return StepComment(particulars={Particular.FILE: file, Particular.SHA256: sha256})


async def record(
    version: Version, run: UUID, action: str, by: Actor, at: datetime, words: StepComment | None = None
) -> None:
    role = by.role_for([Permission.WRITE, Permission.GIVE_OPINION], version.entry.department)
    event = Event(
        entry=version.entry.id,
        version=version.id,
        action=action,
        by=by.id,
        at=at,
        words=words or StepComment(),
        role=role,
        run=run,
    )
    await save.record(event)
