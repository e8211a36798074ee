"""Reads of runs, as frozen values. Who may see a run is decided above: a run knows no register."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from assessments.disclosure import PublicResult
from assessments.inventory import Inventory
from assessments.plan import TestPlan
from assessments.result import Result
from assessments.runs import Run, RunState
from assessments.sentence import Sentence
from assessments.tables import FindingRow, RunRow
from assessments.verdict import Verdict

_SHOWN = (
    RunRow.id,
    RunRow.state,
    RunRow.title_sv,
    RunRow.title_en,
    RunRow.file_name,
    RunRow.file_sha256,
    RunRow.file_bytes,
    RunRow.complaints,
    RunRow.received_at,
    RunRow.planned_at,
    RunRow.finished_at,
    RunRow.destroyed_at,
)


async def runs(ids: Iterable[UUID]) -> dict[UUID, Run]:
    """These runs by id; an id without a run is left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = await RunRow.select(*_SHOWN).where(RunRow.id.is_in(wanted))
    different = await FindingRow.select(FindingRow.run).where(
        FindingRow.run.is_in(wanted), FindingRow.verdict == Verdict.DIFFERENCE.value, FindingRow.primary.eq(True)
    )
    showing = {row["run"] for row in different}
    return {row["id"]: _run(row, row["id"] in showing) for row in rows}


async def inventory(run: UUID) -> Inventory | None:
    """The columns and values of the file, once they are known."""
    stored = await _column(run, RunRow.inventory)
    return None if stored is None else Inventory.from_dict(json.loads(stored))


async def plan(run: UUID) -> TestPlan | None:
    """The test plan, once one is stored."""
    stored = await _column(run, RunRow.plan)
    return None if stored is None else TestPlan.from_dict(json.loads(stored))


async def full_result(run: UUID) -> Result | None:
    """The full result with exact counts: for the workspace and the archive only."""
    stored = await _column(run, RunRow.result)
    return None if stored is None else Result.from_dict(json.loads(stored))


async def public_results(ids: Iterable[UUID]) -> dict[UUID, PublicResult]:
    """What passed the gate, by run; only finished runs have one."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = await RunRow.select(RunRow.id, RunRow.public_result).where(
        RunRow.id.is_in(wanted), RunRow.public_result.is_not_null()
    )
    return {row["id"]: PublicResult.from_dict(json.loads(row["public_result"])) for row in rows}


async def results(ids: Iterable[UUID]) -> list[tuple[Result, PublicResult]]:
    """The full result of each finished run, and what of it passed the gate."""
    wanted = list(ids)
    if not wanted:
        return []
    rows = (
        await RunRow.select(RunRow.result, RunRow.public_result)
        .where(RunRow.id.is_in(wanted), RunRow.public_result.is_not_null())
        .order_by(RunRow.finished_at)
    )
    read = ((json.loads(row["result"]), json.loads(row["public_result"])) for row in rows)
    return [(Result.from_dict(result), PublicResult.from_dict(public)) for result, public in read]


async def wrapped_key(run: UUID) -> bytes | None:
    """The wrapped key of the upload; None once it has been destroyed."""
    key = await _column(run, RunRow.wrapped_key)
    return bytes(key) if key is not None else None


async def with_files() -> set[UUID]:
    """Runs whose file still lies encrypted."""
    rows = await RunRow.select(RunRow.id).where(RunRow.wrapped_key.is_not_null())
    return {row["id"] for row in rows}


async def waiting() -> list[tuple[str, UUID]]:
    """What a worker has to do: an inventory for each received file, an assessment for each queued run."""
    rows = await RunRow.select(RunRow.id, RunRow.state).where(
        RunRow.state.is_in([RunState.RECEIVED.value, RunState.QUEUED.value, RunState.RUNNING.value])
    )
    return [("inventory" if row["state"] == RunState.RECEIVED else "assessment", row["id"]) for row in rows]


async def _column(run: UUID, column: Any) -> Any:
    row = await RunRow.select(column).where(RunRow.id == run).first()
    return None if row is None else next(iter(row.values()))


def _run(row: Mapping[str, Any], shows_difference: bool) -> Run:  # a fact, not a switch
    return Run(
        id=row["id"],
        state=RunState(row["state"]),
        titles={"sv": row["title_sv"], "en": row["title_en"]},
        file_name=row["file_name"],
        file_sha256=row["file_sha256"],
        file_bytes=row["file_bytes"],
        complaints=tuple(Sentence.from_dict(one) for one in json.loads(row["complaints"] or "[]")),
        received_at=row["received_at"],
        planned_at=row["planned_at"],
        finished_at=row["finished_at"],
        destroyed_at=row["destroyed_at"],
        shows_difference=shows_difference,
    )
