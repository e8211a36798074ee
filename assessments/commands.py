"""Writes to runs: each moves a run one step, and only from the states that the step may follow."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from assessments.disclosure import PublicResult
from assessments.inventory import Inventory
from assessments.plan import TestPlan
from assessments.result import Result
from assessments.runs import NEXT, RunState, RunStateError
from assessments.sentence import Sentence
from assessments.tables import FindingRow, RunRow
from assessments.uploads import Receipt


async def receive(
    run: UUID,
    *,
    titles: Mapping[str, str],
    file_name: str,
    size: int,
    sha256: str,
    wrapped_key: bytes,
    by: UUID,
    at: datetime,
) -> None:
    """Record an upload that lies encrypted under the run's id."""
    await RunRow.insert(
        RunRow(
            id=run,
            state=RunState.RECEIVED.value,
            title_sv=titles["sv"],
            title_en=titles["en"],
            file_name=file_name[:200],
            file_bytes=size,
            file_sha256=sha256,
            wrapped_key=wrapped_key,
            received_by=by,
            received_at=at,
        )
    )


async def store_inventory(run: UUID, inventory: Inventory) -> None:
    await _move(run, RunState.INVENTORIED, {RunRow.inventory: _json(inventory.to_dict())})


async def store_plan(run: UUID, plan: TestPlan, *, by: UUID, at: datetime) -> None:
    """Fix what will be compared. It may be changed until the run is queued, and never after."""
    changes = {RunRow.plan: _json(plan.to_dict()), RunRow.plan_hash: plan.hash}
    await _move(run, RunState.PLANNED, {**changes, RunRow.planned_by: by, RunRow.planned_at: at})


async def queue(run: UUID) -> None:
    await _move(run, RunState.QUEUED, {})


async def start(run: UUID) -> None:
    await _move(run, RunState.RUNNING, {})


async def finish(run: UUID, result: Result, public: PublicResult, *, receipt: Receipt, at: datetime) -> None:
    """Store full and public result and one row for each finding, and forget the key."""
    async with RunRow._meta.db.transaction():
        await _move(
            run,
            RunState.DONE,
            {
                RunRow.result: _json(result.to_dict()),
                RunRow.public_result: _json(public.to_dict()),
                **_ending(receipt, at),
            },
        )
        if rows := _findings(run, result):
            await FindingRow.insert(*rows)


async def fail(run: UUID, complaints: Iterable[Sentence], *, receipt: Receipt | None, at: datetime) -> None:
    """Say why it could not be done; the file is destroyed all the same."""
    said = _json([sentence.to_dict() for sentence in complaints])
    await _move(run, RunState.FAILED, {RunRow.complaints: said, **_ending(receipt, at)})


async def cancel(run: UUID, *, receipt: Receipt | None, at: datetime) -> None:
    await _move(run, RunState.CANCELLED, _ending(receipt, at))


async def _move(run: UUID, to: RunState, changes: Mapping[Any, Any]) -> None:
    allowed = [state.value for state, following in NEXT.items() if to in following]
    moved = (
        await RunRow.update({RunRow.state: to.value, **changes})
        .where(RunRow.id == run, RunRow.state.is_in(allowed))
        .returning(RunRow.id)
    )
    if not moved:
        raise RunStateError(f"A run cannot become {to} now.")


def _ending(receipt: Receipt | None, at: datetime) -> dict[Any, Any]:
    destroyed = receipt.destroyed_at if receipt else None
    return {RunRow.wrapped_key: None, RunRow.destroyed_at: destroyed, RunRow.finished_at: at}


def _findings(run: UUID, result: Result) -> list[FindingRow]:
    return [
        FindingRow(
            id=uuid4(),
            run=run,
            attribute=attribute,
            value=value,
            metric=comparison.metric,
            verdict=comparison.verdict.value,
            primary=comparison.primary,
        )
        for comparison in result.comparisons
        for attribute, value in comparison.group
    ] + _measured(run, result)


def _measured(run: UUID, result: Result) -> list[FindingRow]:
    """Findings on measures, which decide where an audit was made or no rate does."""
    return [
        FindingRow(
            id=uuid4(),
            run=run,
            attribute=one.attribute,
            value=one.value,
            metric=one.measure,
            verdict=one.judgement.verdict.value,
            primary=result.plan.has_audit or not result.plan.primary_metrics,
        )
        for one in (result.measures.comparisons if result.measures else ())
    ]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
