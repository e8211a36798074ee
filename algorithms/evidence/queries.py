"""Reads about sensitive data in runs: how a run stands, what has been recorded, and what waits for an officer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from algorithms.entries.entry import GROWS, OpinionKind, Version
from algorithms.evidence.necessity import (
    DatasetDecision,
    DatasetOpinion,
    Necessity,
    Reasons,
    SensitiveTest,
    answered,
    awaits_decision,
    awaits_opinion,
)
from algorithms.people import Actor, Permission
from algorithms.storage import rows_to_values
from algorithms.tables import DatasetOpinionRow, NecessityRow, VersionRow
from assessments.data.inventory import together
from assessments.runs import queries as runs
from assessments.runs.run import Run, RunState

_HANDLED_BY = (Permission.GIVE_OPINION, Permission.WRITE, Permission.APPROVE, Permission.APPROVE_COORDINATORS)


@dataclass(frozen=True, slots=True)
class SensitiveWaiting:
    """A run with sensitive data that waits for somebody: for advice, for a decision after it, or for the department."""

    version: Version
    run: Run
    test: SensitiveTest


async def sensitive_test(run: UUID) -> SensitiveTest:
    """How this run stands: what its plan calls sensitive, on which file, and what has been recorded last."""
    stored_run, second, plan = (await runs.runs([run]))[run], await runs.second_file(run), await runs.plan(run)
    hashes = [stored_run.file_sha256 or ""]
    if second is not None and not second.complaints:
        hashes.append(second.file_sha256)
    row = await NecessityRow.select().where(NecessityRow.run == run).order_by(NecessityRow.id, ascending=False).first()
    recorded = None if row is None else _necessity(row, await _opinion(row["id"]))
    if plan is None or stored_run.planned_at is None:  # a plan that is being revised does not count
        return SensitiveTest(columns=(), file_sha256=together(*hashes), plan_hash="", recorded=recorded)
    return SensitiveTest(columns=plan.sensitive, file_sha256=together(*hashes), plan_hash=plan.hash, recorded=recorded)


async def called_sensitive(version: UUID) -> frozenset[str]:
    """Every column that somebody has called sensitive in writing, in a test of this version."""
    rows = await NecessityRow.select(NecessityRow.columns).where(NecessityRow.version == version)
    return frozenset(name for row in rows for name in json.loads(row["columns"]))


async def sensitive_waiting(actor: Actor) -> tuple[SensitiveWaiting, ...]:
    """The runs that wait for this person, because of sensitive data; longest waiting first."""
    if not any(actor.may(permission) for permission in _HANDLED_BY):
        return ()
    rows = await NecessityRow.select(NecessityRow.version, NecessityRow.run).order_by(NecessityRow.id)
    version_by_run = {row["run"]: row["version"] for row in rows}
    aside = {key: run for key, run in (await runs.runs(version_by_run)).items() if run.state is RunState.SET_ASIDE}
    versions = await rows_to_values.load_these(VersionRow.id, (version_by_run[key] for key in aside))
    known = {loaded.id: loaded for loaded in versions if loaded.state in GROWS}
    waiting = []
    for key, run in aside.items():
        version, test = known.get(version_by_run[key]), await sensitive_test(key)
        if version and any(
            waits(test, version.entry.department, actor) for waits in (awaits_opinion, awaits_decision, answered)
        ):
            waiting.append(SensitiveWaiting(version, run, test))
    return tuple(waiting)


async def _opinion(necessity: int) -> DatasetOpinion | None:
    row = (
        await DatasetOpinionRow.select()
        .where(DatasetOpinionRow.necessity == necessity)
        .order_by(DatasetOpinionRow.id, ascending=False)
        .first()
    )
    if row is None:
        return None
    return DatasetOpinion(
        id=row["id"],
        kind=OpinionKind(row["kind"]),
        words=row["words"],
        by=row["given_by"],
        at=row["given_at"],
        decision=_decision(row),
    )


def _decision(row: Mapping[str, Any]) -> DatasetDecision | None:
    if row["decided_at"] is None:
        return None
    return DatasetDecision(
        words=row["decision"], case_number=row["decision_case_number"], by=row["decided_by"], at=row["decided_at"]
    )


def _necessity(row: Mapping[str, Any], opinion: DatasetOpinion | None) -> Necessity:
    return Necessity(
        id=row["id"],
        file_sha256=row["file_sha256"],
        plan_hash=row["plan_hash"],
        columns=tuple(json.loads(row["columns"])),
        reasons=Reasons(**{name: row[name] for name in Reasons.__slots__}),
        by=row["recorded_by"],
        at=row["recorded_at"],
        opinion=opinion,
    )
