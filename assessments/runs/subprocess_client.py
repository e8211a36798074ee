"""Asks child processes to read files, count and check, and turns every way they may die into a sentence. Asyncio.

Imports no heavy library itself: a web process may.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import reduce
from inspect import isawaitable
from pathlib import Path
from typing import Any
from uuid import UUID

from assessments.data.inventory import Inventory, together
from assessments.data.spreadsheet import Sheet
from assessments.gate.public_result import Policy, PublicResult
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, tabulation_spec
from assessments.plan.tabulation import CountTable
from assessments.results.result import Data, Result
from assessments.runs.endings import TOO_SLOW, reason_of_end
from assessments.statistics.counts import Counts
from assessments.text.complaints import ChildDiedError, EvaluationDataError, PlanRefusedError
from assessments.text.message import Message

OnProgress = Callable[[float], Awaitable[None] | None]  # called with a share, 0 to 1
_LONGEST_LINE = 256 * 1024 * 1024  # bytes: 200,000 cells with long names
_CHECKING = 0.2  # the share of the whole that the second opinion is given on a progress bar


@dataclass(frozen=True, slots=True)
class PlainFile:
    path: Path


@dataclass(frozen=True, slots=True)
class EncryptedUpload:
    path: Path
    key: bytes
    upload_id: UUID


Source = PlainFile | EncryptedUpload

# A plan is computed on one file, or on several that are added up: months, departments, parts of a register.
Sources = Source | Sequence[Source]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. ``piece`` is how many bytes of a file are read at a time."""

    memory: int = 2 * 1024**3  # bytes of address space
    cpu_seconds: int = 600
    wall_seconds: float = 900
    silent_seconds: float = 60  # without a word: a library that cannot get a thread waits for ever
    piece: int = 16 * 1024 * 1024
    threads: int = 4


DEFAULT_LIMITS = Limits()


async def _ignore(_: float) -> None:
    """Nobody wants to know how far it has come."""


async def inventory_of(
    source: Sources, on_progress: OnProgress = _ignore, *, limits: Limits = DEFAULT_LIMITS
) -> Inventory:
    """The first reading. EvaluationDataError carries what a person can do about the file."""
    requests = [{"task": "inventory", "source": _where(file)} for file in _source_list(source)]
    inventories = [Inventory.from_dict(answer) async for answer in _ask_in_turn(requests, on_progress, limits)]
    return reduce(Inventory.add, inventories)


async def sheet_of(
    source: Source,
    most_rows: int,
    most_columns: int,
    on_progress: OnProgress = _ignore,
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> Sheet:
    """The rows of a small table as text. EvaluationDataError carries what a person can do about the file."""
    most = {"most_rows": most_rows, "most_columns": most_columns}
    return Sheet.from_dict(await _ask({"task": "rows", "source": _where(source), "most": most}, on_progress, limits))


async def counted(
    source: Sources, plan: TestPlan, on_progress: OnProgress = _ignore, *, limits: Limits = DEFAULT_LIMITS
) -> tuple[Counts, Data]:
    """The second reading, by a completed plan: the counts, and which file they are of."""
    table, data = await tabulated(source, plan, on_progress, limits=limits)
    return counts(plan, table), data


async def tabulated(
    source: Sources,
    plan: TestPlan,
    on_progress: OnProgress = _ignore,
    *,
    second: Source | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[CountTable, Data]:
    """The second reading as a table of whole numbers, whatever the task. ``second`` has groups, by the plan's key."""
    common = {
        "task": "count",
        "wanted": tabulation_spec(plan).to_dict(),
        "second": None if second is None else _where(second),
    }
    requests = [{**common, "source": _where(file)} for file in _source_list(source)]
    answers = [answer async for answer in _ask_in_turn(requests, on_progress, limits)]
    table = reduce(CountTable.add, (CountTable.from_dict(answer["table"]) for answer in answers))
    files = [answer["data"] for answer in answers]
    return table, Data(together(*(file["sha256"] for file in files)), sum(file["rows"] for file in files))


async def _ask_in_turn(
    requests: Sequence[Mapping[str, Any]], on_progress: OnProgress, limits: Limits
) -> AsyncIterator[Any]:
    for place, request in enumerate(requests):
        part = _part_of(on_progress, place / len(requests), (place + 1) / len(requests))
        yield await _ask(request, part, limits)


def _source_list(source: Sources) -> Sequence[Source]:
    return [source] if isinstance(source, PlainFile | EncryptedUpload) else source


async def counts_of(
    source: Sources, plan: TestPlan, on_progress: OnProgress = _ignore, *, limits: Limits = DEFAULT_LIMITS
) -> Counts:
    case_counts, _ = await counted(source, plan, on_progress, limits=limits)
    return case_counts


@dataclass(frozen=True, slots=True)
class CountedFile:
    """What was counted of a file by a plan, before anything has been made of it."""

    plan: TestPlan
    table: CountTable
    data: Data

    def to_dict(self) -> dict[str, Any]:
        return {"plan": self.plan.to_dict(), "table": self.table.to_dict(), "data": asdict(self.data)}


@dataclass(frozen=True, slots=True)
class AssessmentOutput:
    """The full result, checked (``checked_by.agrees`` may be false), what of it may be printed, and the counts.

    ``on`` is the day on which it was finished, "2026-03-31", where that is known.
    """

    result: Result
    public: PublicResult
    counted: CountedFile | None = None
    on: str = ""


async def assess_source(
    source: Sources,
    plan: TestPlan,
    on_progress: OnProgress = _ignore,
    *,
    second: Source | None = None,
    policy: Policy | None = None,
    earlier: Sequence[AssessmentOutput] = (),
    published: bool = True,
    limits: Limits = DEFAULT_LIMITS,
) -> AssessmentOutput:
    """The whole assessment. ``earlier`` is what has been printed of the same entry already."""
    first_part = _part_of(on_progress, 0.0, 1 - _CHECKING)
    made = CountedFile(plan, *await tabulated(source, plan, first_part, second=second, limits=limits))
    last_part = _part_of(on_progress, 1 - _CHECKING, 1.0)
    (assessed,) = await concluded([made], last_part, policy=policy, earlier=earlier, published=published, limits=limits)
    await _notify(on_progress, 1.0)
    return replace(assessed, counted=made)


async def concluded(
    items: Sequence[CountedFile],
    on_progress: OnProgress = _ignore,
    *,
    policy: Policy | None = None,
    earlier: Sequence[AssessmentOutput] = (),
    published: bool = True,
    limits: Limits = DEFAULT_LIMITS,
) -> list[AssessmentOutput]:
    """The result of each, what fairlearn and scikit-learn say of it, and what passes the gate.

    Where the hash of the full result is ``published``, chance in it keeps anybody from trying counts until it fits.
    In one child for all of them: its imports are slow.
    """
    request = {
        "task": "conclude",
        "items": [file.to_dict() for file in items],
        "policy": asdict(policy or Policy()),
        "published": published,
        "earlier": [
            {"result": output.result.to_dict(), "public": output.public.to_dict(), "on": output.on}
            for output in earlier
        ],
    }
    answer = await _ask(request, on_progress, limits)
    return [
        AssessmentOutput(Result.from_dict(output["result"]), PublicResult.from_dict(output["public"]))
        for output in answer
    ]


def _where(source: Source) -> dict[str, str]:
    match source:
        case PlainFile(path):
            return {"path": str(path.absolute())}
        case EncryptedUpload(path, key, upload_id):
            return {"path": str(path.absolute()), "key": key.hex(), "upload_id": str(upload_id)}


def _part_of(on_progress: OnProgress, start: float, end: float) -> OnProgress:
    async def notify_part(share: float) -> None:
        await _notify(on_progress, start + (end - start) * share)

    return notify_part


async def _notify(on_progress: OnProgress, share: float) -> None:
    waiting = on_progress(share)
    if isawaitable(waiting):
        await waiting


# Without fewer arenas, every thread takes 64 MB of address space, which is limited, before it has done anything.
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}


async def _ask(request: Mapping[str, Any], on_progress: OnProgress, limits: Limits) -> Any:
    """The answer of one child. The request, with its key, goes in by a pipe, never by arguments or environment."""
    package_parent = str(Path(__file__).parent.parent.parent)
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "assessments.runs.subprocess_main",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # it might quote what stands in the file
        limit=_LONGEST_LINE,
        env={**_ENVIRONMENT, "PATH": os.environ.get("PATH", ""), "PYTHONPATH": package_parent},
    )
    allowed = {"memory": limits.memory, "cpu_seconds": limits.cpu_seconds, "piece": limits.piece}
    written = json.dumps({**request, "limits": {**allowed, "threads": limits.threads}}).encode()
    try:
        async with asyncio.timeout(limits.wall_seconds):
            return await _talk(child, written, on_progress, limits.silent_seconds)
    except TimeoutError as error:  # a machine that stood still looks the same, so one time proves nothing
        raise ChildDiedError(TOO_SLOW) from error
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def _talk(
    child: asyncio.subprocess.Process, request: bytes, on_progress: OnProgress, silent_seconds: float
) -> Any:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the child was started without pipes")
    try:
        child.stdin.write(request)
        await child.stdin.drain()
        child.stdin.close()
    except ConnectionError:
        pass  # it died before it had read everything; its exit says why
    answer: dict[str, Any] = {}
    while line := await _line(child.stdout, silent_seconds):
        answer = json.loads(line)
        if "progress" in answer:
            await _notify(on_progress, answer["progress"])
    code = await child.wait()
    if code == 0 and "result" in answer:
        return answer["result"]
    if code == 0 and "complaints" in answer:
        kind = PlanRefusedError if answer.get("of_plan") else EvaluationDataError
        raise kind(*(Message.from_dict(written) for written in answer["complaints"]))
    raise reason_of_end(code, answer.get("failed"), answer.get("kind", ""))


async def _line(output: asyncio.StreamReader, silent_seconds: float) -> bytes:
    """Not by ``wait_for``: in Python 3.11 that loses a cancellation that comes at the same moment as the line."""
    async with asyncio.timeout(silent_seconds):
        return await output.readline()
