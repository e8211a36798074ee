"""Writes to runs: each moves a run one step, and only from the states that the step may follow."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from assessments.data.inventory import Inventory
from assessments.data.uploads import Receipt
from assessments.gate.public_result import PublicResult
from assessments.plan.plan import TestPlan
from assessments.results.result import Result
from assessments.results.signing import words_hash
from assessments.runs.proof import Signed, erased, findings
from assessments.runs.run import NEXT, TAKES_SECOND_FILE, RunState, RunStateError
from assessments.storage import transaction
from assessments.tables import FindingRow, RunRow, SecondFileRow
from assessments.text.localized import read, written
from assessments.text.message import Message


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
            title=written(titles),
            file_name=file_name[:200],
            file_bytes=size,
            file_sha256=sha256,
            wrapped_key=wrapped_key,
            received_by=by,
            received_at=at,
        )
    )


async def store_inventory(run: UUID, inventory: Inventory) -> None:
    await _move(
        run, RunState.INVENTORIED, {RunRow.inventory: _json(inventory.to_dict())}, came_from={RunState.RECEIVED}
    )


async def store_plan(run: UUID, plan: TestPlan, *, by: UUID, at: datetime) -> None:
    """Fix what will be compared. It may be changed until the run is queued, and never after.

    A run whose file has been set aside goes on waiting for it.
    """
    rules = {RunRow.plan: _json(plan.to_dict()), RunRow.plan_hash: plan.hash, RunRow.complaints: None}
    if plan.judged is not None:
        rules |= await _without_judges(run, plan)
    changes = {**rules, RunRow.planned_by: by, RunRow.planned_at: at}
    if await RunRow.exists().where(RunRow.id == run, RunRow.state == RunState.SET_ASIDE.value):
        await _move(run, RunState.SET_ASIDE, changes, came_from={RunState.SET_ASIDE})
    else:
        await _move(run, RunState.PLANNED, changes, came_from=TAKES_SECOND_FILE)


async def _without_judges(run: UUID, plan: TestPlan) -> dict[Any, Any]:
    """What is kept of the file, without who judged and which answers."""
    row = await RunRow.select(RunRow.inventory).where(RunRow.id == run).first()
    if row is None or row["inventory"] is None:
        return {}
    listed = Inventory.from_dict(json.loads(row["inventory"]))
    return {RunRow.inventory: _json(listed.without_values_of((plan.rater, plan.answer)).to_dict())}


async def hold(run: UUID) -> None:
    """Nobody else moves this run until the transaction has ended: what is decided about it stays true so long."""
    await RunRow.update({RunRow.finished_at: None}).where(RunRow.id == run, RunRow.finished_at.is_null())


async def set_aside(run: UUID, *, at: datetime) -> None:
    """Forget the keys of a planned run: its files are destroyed, and the plan waits until the same ones come back."""
    async with transaction():
        gone: dict[Any, Any] = {RunRow.wrapped_key: None, RunRow.destroyed_at: at}
        await _move(run, RunState.SET_ASIDE, gone, came_from={RunState.PLANNED, RunState.SET_ASIDE})
        await _forget_second(run, at)


async def bring_back(run: UUID, file: UUID, *, stored_as: UUID, wrapped_key: bytes) -> None:
    """The same file of a run that was set aside, its own or the second one, lies here again under a new id."""
    async with transaction():
        here: dict[Any, Any] = {RunRow.stored_as: stored_as, RunRow.wrapped_key: wrapped_key, RunRow.destroyed_at: None}
        changes = here if file == run else {}
        await _move(run, RunState.SET_ASIDE, changes, came_from={RunState.SET_ASIDE})
        again: dict[Any, Any] = {SecondFileRow.id: stored_as, SecondFileRow.wrapped_key: wrapped_key}
        await SecondFileRow.update({**again, SecondFileRow.destroyed_at: None}).where(SecondFileRow.id == file)
        aside = await SecondFileRow.exists().where(SecondFileRow.run == run, *_LEFT)
        own = await RunRow.select(RunRow.wrapped_key).where(RunRow.id == run).first()
        if not aside and own is not None and own["wrapped_key"] is not None:
            await _move(run, RunState.PLANNED, {}, came_from={RunState.SET_ASIDE})


_LEFT = (SecondFileRow.wrapped_key.is_null(), SecondFileRow.complaints.is_null())  # a good file that has not come back


async def receive_second(
    second: UUID, run: UUID, *, file_name: str, size: int, sha256: str, wrapped_key: bytes, by: UUID, at: datetime
) -> None:
    """Record a second file that lies encrypted under its own id; an earlier one has to be removed first."""
    async with transaction():
        await _reopen_plan(run)
        await SecondFileRow.insert(
            SecondFileRow(
                id=second,
                run=run,
                file_name=file_name[:200],
                file_bytes=size,
                file_sha256=sha256,
                wrapped_key=wrapped_key,
                received_by=by,
                received_at=at,
            )
        )


async def remove_second(run: UUID) -> UUID | None:
    """Forget the second file and its key; the id under which the file still lies, if there was one."""
    async with transaction():
        await _reopen_plan(run)
        gone = await SecondFileRow.delete().where(SecondFileRow.run == run).returning(SecondFileRow.id)
    return gone[0]["id"] if gone else None


async def _reopen_plan(run: UUID) -> None:
    """With other columns another plan; what was chosen is kept as a proposal, and is no plan until it is stored."""
    await _move(run, RunState.INVENTORIED, {**_UNPLANNED, RunRow.complaints: None}, came_from=TAKES_SECOND_FILE)


async def refuse_plan(run: UUID, complaints: Iterable[Message]) -> None:
    """Say what the data cannot bear. The files stay, and what was chosen is kept as a proposal for another plan."""
    why = {RunRow.complaints: _json([sentence.to_dict() for sentence in complaints])}
    await _move(run, RunState.INVENTORIED, {**_UNPLANNED, **why}, came_from={RunState.RUNNING})


_UNPLANNED: Mapping[Any, Any] = {RunRow.plan_hash: None, RunRow.planned_by: None, RunRow.planned_at: None}


async def store_second_inventory(second: UUID, inventory: Inventory, *, at: datetime) -> None:
    await _read_second(second, {SecondFileRow.inventory: _json(inventory.to_dict())}, at)


async def refuse_second(second: UUID, complaints: Iterable[Message], *, at: datetime) -> None:
    """Say why it cannot be used, and forget its key: the file is destroyed. The run itself goes on without it."""
    columns = {SecondFileRow.complaints: _json([sentence.to_dict() for sentence in complaints])}
    await _read_second(second, {**columns, SecondFileRow.wrapped_key: None, SecondFileRow.destroyed_at: at}, at)


async def _read_second(second: UUID, changes: Mapping[Any, Any], at: datetime) -> None:
    """It is read once, by one worker, while nobody has removed it."""
    this = (SecondFileRow.id == second) & SecondFileRow.read_at.is_null() & SecondFileRow.wrapped_key.is_not_null()
    changed = SecondFileRow.update({SecondFileRow.read_at: at, **changes}).where(this).returning(SecondFileRow.id)
    if not await changed:
        raise RunStateError("This second file is gone, or has been read already.")


async def queue(run: UUID) -> None:
    await _move(run, RunState.QUEUED, {})


async def start(run: UUID) -> None:
    await _move(run, RunState.RUNNING, {})


async def finish(
    run: UUID, result: Result, public: PublicResult, *, signed: Signed, receipt: Receipt, at: datetime
) -> None:
    """Store full and public result, what was signed of it and one row for each finding, and forget the key."""
    async with transaction():
        await _move(
            run,
            RunState.DONE,
            {
                RunRow.result: _json(result.to_dict()),
                RunRow.public_result: _json(public.to_dict()),
                RunRow.signed_content: _json(signed.content),
                RunRow.signed_words: _json(signed.words),
                RunRow.signature: signed.signature,
                **_ending(receipt, at),
            },
        )
        await _forget_second(run, receipt.destroyed_at)
        if rows := _findings(run, result):
            await FindingRow.insert(*rows)


async def fail(run: UUID, complaints: Iterable[Message], *, receipt: Receipt | None, at: datetime) -> None:
    """Say why it could not be done; the file is destroyed all the same."""
    complaints_json = _json([sentence.to_dict() for sentence in complaints])
    async with transaction():
        await _move(run, RunState.FAILED, {RunRow.complaints: complaints_json, **_ending(receipt, at)})
        await _forget_second(run, receipt.destroyed_at if receipt else None)


async def cancel(run: UUID, *, receipt: Receipt | None, at: datetime) -> None:
    async with transaction():
        await _move(run, RunState.CANCELLED, _ending(receipt, at))
        await _forget_second(run, receipt.destroyed_at if receipt else None)


async def _move(
    run: UUID, to: RunState, changes: Mapping[Any, Any], *, came_from: Collection[RunState] = frozenset(RunState)
) -> None:
    """``came_from`` narrows the states that the rules allow it to come from."""
    allowed = [state.value for state, following in NEXT.items() if to in following and state in came_from]
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


async def _forget_second(run: UUID, destroyed: datetime | None) -> None:
    """A second file ends with its run's own: its key is forgotten in the same moment."""
    gone: dict[Any, Any] = {SecondFileRow.wrapped_key: None, SecondFileRow.destroyed_at: destroyed}
    await SecondFileRow.update(gone).where(SecondFileRow.run == run, SecondFileRow.wrapped_key.is_not_null())


def _findings(run: UUID, result: Result) -> list[FindingRow]:
    return [FindingRow(id=uuid4(), run=run, **finding._asdict()) for finding in findings(result)]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


async def erase_title(run: UUID, language: str, instead: str) -> tuple[str, str] | None:
    """Forget what the run is called in this language: what was signed holds its hash. The hashes of before and after.

    None where the words stand in what is shown of the result as well, or nothing of it was signed.
    """
    row = await RunRow.select(RunRow.title, RunRow.file_name, RunRow.public_result, RunRow.signed_words).where(
        RunRow.id == run
    )
    titles, stored = read(row[0]["title"]), row[0]["signed_words"]
    words = {key: (salt, text) for key, (salt, text) in json.loads(stored or "{}").items()}
    gone = titles[language]
    in_result = _json(gone) in _json(json.loads(row[0]["public_result"] or "{}"))
    if in_result or gone == row[0]["file_name"] or (forgotten := erased(words, gone, instead)) is None:
        return None
    hashed, left = forgotten
    columns: dict[Any, Any] = {
        RunRow.title: written({name: instead if text == gone else text for name, text in titles.items()}),
        RunRow.signed_words: _json(left),
    }
    await RunRow.update(columns).where(RunRow.id == run)
    return hashed, words_hash("", instead)
