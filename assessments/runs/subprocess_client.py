"""What child processes are asked: to read files, count and check. How they are started and die: child. Asyncio.

Imports no heavy library itself: a web process may.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any
from uuid import UUID

from assessments.data.inventory import Inventory, together
from assessments.data.spreadsheet import Sheet
from assessments.gate.public_result import Policy, PublicResult
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, tabulation_spec
from assessments.plan.tabulation import CountTable, TabulationSpec
from assessments.results.counts_file import CountedFile, combined
from assessments.results.result import Data, Result
from assessments.runs.child import DEFAULT_LIMITS, Child, Limits, OnProgress, notify
from assessments.statistics.counts import Counts
from assessments.text.complaints import ChildDiedError, EvaluationDataError, OutOfReachError

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


async def _ignore(_: float) -> None:
    """Nobody wants to know how far it has come."""


async def inventory_of(
    source: Sources, on_progress: OnProgress = _ignore, *, encoding: str = "", limits: Limits = DEFAULT_LIMITS
) -> Inventory:
    """The first reading. EvaluationDataError carries what a person can do about the file."""
    common = {"task": "inventory", "encoding": encoding}
    requests = [{**common, "source": _where(file)} for file in _source_list(source)]
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


Survey = tuple[Inventory, CountTable, Data]


async def surveyed(
    source: Sources, spec: TabulationSpec, on_progress: OnProgress = _ignore, *, limits: Limits = DEFAULT_LIMITS
) -> Survey | None:
    """Inventory and counts of one reading, as values are written. None where two have to be made.

    So it is too where something is wrong with a file: the inventory has the words for it.
    """
    requests = [{"task": "survey", "source": _where(file), "wanted": spec.to_dict()} for file in _source_list(source)]
    try:
        answers = [answer async for answer in _ask_in_turn(requests, on_progress, limits)]
    except (ChildDiedError, OutOfReachError):
        raise
    except EvaluationDataError:
        return None
    return None if None in answers else _together(answers)


async def surveyed_by(
    engine: str, paths: Sequence[str], spec: TabulationSpec, environment: Mapping[str, str], limits: Limits
) -> Survey:
    """The same by another engine, of files and folders that may be larger than memory. EvaluationDataError."""
    request = {"task": "survey", "engine": engine, "paths": list(paths), "wanted": spec.to_dict()}
    async with Child(limits, environment) as child:
        return _together([await child.ask(request, _ignore, is_last=True)])


def _together(answers: Sequence[Mapping[str, Any]]) -> Survey:
    listed = reduce(Inventory.add, (Inventory.from_dict(answer["inventory"]) for answer in answers))
    table = reduce(CountTable.add, (CountTable.from_dict(answer["table"]) for answer in answers))
    return listed, table, Data(listed.sha256, listed.rows)


async def counts_in(
    source: Sources, on_progress: OnProgress = _ignore, *, limits: Limits = DEFAULT_LIMITS
) -> CountedFile:
    """What files with counts hold, added up. EvaluationDataError where no rows could have given them."""
    requests = [{"task": "counts", "source": _where(file)} for file in _source_list(source)]
    return combined([CountedFile.from_dict(answer) async for answer in _ask_in_turn(requests, on_progress, limits)])


async def _ask_in_turn(
    requests: Sequence[Mapping[str, Any]], on_progress: OnProgress, limits: Limits
) -> AsyncIterator[Any]:
    for place, request in enumerate(requests):
        part = _part_of(on_progress, place / len(requests), (place + 1) / len(requests))
        yield await _ask(request, part, limits)


def _source_list(source: Sources) -> Sequence[Source]:
    return [source] if isinstance(source, PlainFile | EncryptedUpload) else source


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
    await notify(on_progress, 1.0)
    return replace(assessed, counted=made)


async def concluded(
    items: Sequence[CountedFile],
    on_progress: OnProgress = _ignore,
    *,
    policy: Policy | None = None,
    earlier: Sequence[AssessmentOutput] = (),
    published: bool = True,
    limits: Limits = DEFAULT_LIMITS,
    child: Child | None = None,
) -> list[AssessmentOutput]:
    """The result of each, what fairlearn and scikit-learn say of it, and what passes the gate.

    Where the hash of the full result is ``published``, chance in it keeps anybody from trying counts until it fits.
    In one child for all of them: its imports are slow. ``child`` is one that has been started before.
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
    answer = await (child.ask(request, on_progress) if child else _ask(request, on_progress, limits))
    return [
        AssessmentOutput(result=Result.from_dict(output["result"]), public=PublicResult.from_dict(output["public"]))
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
        await notify(on_progress, start + (end - start) * share)

    return notify_part


async def _ask(request: Mapping[str, Any], on_progress: OnProgress, limits: Limits) -> Any:
    """The answer of a child that is there for it alone."""
    async with Child(limits) as child:
        return await child.ask(request, on_progress, is_last=True)
