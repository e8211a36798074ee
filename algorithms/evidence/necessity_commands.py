"""Writes about sensitive data in a run: why they are needed, advice, a decision after it, and the file again."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.entries.entry import GROWS, OpinionKind, Version
from algorithms.entries.event_details import Particular
from algorithms.evidence.commands import ReceivedFile, receipt, record, set_aside, with_run
from algorithms.evidence.necessity import (
    DECIDES,
    Reasons,
    SensitiveTest,
    about_decision,
    about_opinion,
    awaits_decision,
    complaints,
    may_decide,
    may_give_opinion,
)
from algorithms.evidence.queries import sensitive_test
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import RefusedError
from algorithms.storage import rows_to_values
from algorithms.tables import DatasetOpinionRow, NecessityRow
from assessments.runs import commands as runs
from assessments.runs import queries as run_queries
from assessments.runs.run import RunState, RunStateError
from assessments.storage import transaction
from assessments.text.complaints import FieldError
from assessments.text.message import Message

_LATE = Message("Plan, file or necessity has changed since you read it. Read it again.")


class IncompleteError(FieldError):
    """What is missing in what was written, by the name of the field."""


async def record_necessity(version_id: UUID, run: UUID, reasons: Reasons, *, by: Actor, at: datetime) -> None:
    """Write down why this plan needs these data of this file. An earlier opinion was on other words, and is void."""
    if wrong := complaints(reasons, at.date()):
        raise IncompleteError(wrong)
    async with transaction():
        version = await with_run(version_id, run, by)
        test = await _aside(run)
        if not test.columns:
            raise RunStateError("The plan calls no column sensitive.")
        row = NecessityRow(
            version=version_id,
            run=run,
            file_sha256=test.file_sha256,
            plan_hash=test.plan_hash,
            columns=json.dumps(test.columns, ensure_ascii=False),
            **{name: getattr(reasons, name) for name in Reasons.__slots__},
            recorded_by=by.id,
            recorded_at=at,
        )
        await NecessityRow.insert(row)
        comment = StepComment(typed={"sv": reasons.purpose}, particulars={Particular.SHA256: test.file_sha256})
        await record(version, run, "record-necessity", by, at, comment)


async def give_opinion(
    version_id: UUID, run: UUID, necessity: int, kind: OpinionKind | None, words: str, *, by: Actor, at: datetime
) -> tuple[UUID, ...]:
    """The officer's opinion on the necessity they have read. After advice against it: ids of files to destroy."""
    if wrong := about_opinion(kind, words):
        raise IncompleteError(wrong)
    assert kind is not None  # checked above
    async with transaction():
        await runs.hold(run)
        version, test = await for_opinion(version_id, run, by)
        if test.necessity is None or test.necessity.id != necessity:
            raise RefusedError((_LATE,))
        row = DatasetOpinionRow(necessity=necessity, kind=kind.value, words=words, given_by=by.id, given_at=at)
        await DatasetOpinionRow.insert(row)
        comment = StepComment(typed={"sv": words}, opinion=kind, particulars={Particular.SHA256: test.file_sha256})
        await record(version, run, "give-dataset-opinion", by, at, comment)
        return await set_aside(version, run, by, at)


async def decide(
    version_id: UUID, run: UUID, opinion: int, words: str, case_number: str, *, by: Actor, at: datetime
) -> None:
    """The approver's decision that the test is made although the officer advises against it."""
    if wrong := about_decision(words, case_number):
        raise IncompleteError(wrong)
    async with transaction():
        await runs.hold(run)
        version, test = await for_decision(version_id, run, by)
        if test.opinion is None or test.opinion.id != opinion:
            raise RefusedError((_LATE,))
        columns: dict[Any, Any] = {
            DatasetOpinionRow.decision: words,
            DatasetOpinionRow.decision_case_number: case_number,
            DatasetOpinionRow.decided_by: by.id,
            DatasetOpinionRow.decided_at: at,
        }
        await DatasetOpinionRow.update(columns).where(DatasetOpinionRow.id == opinion)
        particulars = {Particular.SHA256: test.file_sha256, Particular.CASE_NUMBER: case_number}
        await record(
            version, run, "decide-after-advice", by, at, StepComment(typed={"sv": words}, particulars=particulars)
        )


async def for_decision(version_id: UUID, run: UUID, by: Actor) -> tuple[Version, SensitiveTest]:
    """Version and test, for one who may decide after advice against it; it exists for no others."""
    version = await rows_to_values.load_version(version_id)
    if version is None or not any(by.may(permission, version.entry.department) for permission in DECIDES):
        raise NotFoundError
    if run not in {evidence.run for evidence in version.evidence}:
        raise NotFoundError
    test = await sensitive_test(run)
    if test.necessity is not None and not may_decide(by, version.entry.department, test.necessity):
        raise RefusedError((Message("You wrote down the necessity. Somebody else must decide."),))
    if version.state not in GROWS or not awaits_decision(test, version.entry.department, by):
        raise RefusedError((_LATE,))
    return version, test


async def for_opinion(version_id: UUID, run: UUID, by: Actor) -> tuple[Version, SensitiveTest]:
    """Version and test, for an officer who may give the opinion until it has been started; it exists for no others."""
    version = await rows_to_values.load_version(version_id)
    if version is None or not by.may(Permission.GIVE_OPINION, version.entry.department):
        raise NotFoundError
    if run not in {evidence.run for evidence in version.evidence}:
        raise NotFoundError
    test, stored_run = await sensitive_test(run), (await run_queries.runs([run]))[run]
    if version.state not in GROWS or stored_run.state not in (RunState.SET_ASIDE, RunState.PLANNED):
        raise RefusedError((_LATE,))
    if test.necessity is not None and not may_give_opinion(by, version.entry.department, test.necessity):
        raise RefusedError((Message("You wrote down the necessity. Somebody else must give the opinion."),))
    return version, test


async def bring_back(version_id: UUID, run: UUID, file: ReceivedFile, *, by: Actor, at: datetime) -> None:
    """The same file again, once nothing stands in the way. Any other is refused, and the caller destroys it."""
    async with transaction():
        version = await with_run(version_id, run, by)
        test = await _aside(run)
        if test.obstacle is not None:
            raise RefusedError((test.obstacle,))
        missing_ids = {missing.sha256: missing.id for missing in await run_queries.missing(run)}
        if file.sha256 not in missing_ids:
            raise RefusedError((_another(),))
        await runs.bring_back(run, missing_ids[file.sha256], stored_as=file.id, wrapped_key=file.wrapped_key)
        await record(version, run, "bring-file-back", by, at, receipt(file.name, file.sha256))


async def _aside(run: UUID) -> SensitiveTest:
    """How a run stands whose file has been set aside; RunStateError for any other."""
    await runs.hold(run)
    if (await run_queries.runs([run]))[run].state is not RunState.SET_ASIDE:
        raise RunStateError("The file of this run has not been set aside.")
    return await sensitive_test(run)


def _another() -> Message:
    return Message(
        "This is another file than the one that the opinion is about, so nothing of it has been kept. Upload the same "
        "file, unchanged. Even a file that was opened and saved again can differ."
    )
