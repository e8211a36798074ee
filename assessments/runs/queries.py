"""Reads of runs, as frozen values. Who may see a run is decided above: a run knows no register."""

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from assessments.data.inventory import Inventory
from assessments.gate.public_result import PublicResult
from assessments.plan.plan import TestPlan
from assessments.plan.second_file import Files
from assessments.results import city_key
from assessments.results.result import Result
from assessments.results.signing import canonical
from assessments.runs.proof import (
    AlteredError,
    RunRecord,
    Signed,
    SignedColumns,
    StoredFinding,
    again,
    content_of,
    findings,
    full_as_signed,
    public_as_signed,
)
from assessments.runs.run import WORK, Run, RunFile, RunJob, RunState, SecondFile
from assessments.statistics.verdict import Verdict
from assessments.storage import rows_of
from assessments.tables import FindingRow, RunRow, SecondFileRow
from assessments.text.localized import read
from assessments.text.message import Message

SHOWS_DIFFERENCE = (  # of a run, in a statement that knows it as evidence.run
    "EXISTS (SELECT 1 FROM finding WHERE finding.run = evidence.run"
    " AND finding.verdict = 'difference' AND finding.\"primary\")"
)
_SHOWN = (
    RunRow.id,
    RunRow.state,
    RunRow.title,
    RunRow.file_name,
    RunRow.file_sha256,
    RunRow.file_bytes,
    RunRow.complaints,
    RunRow.received_at,
    RunRow.planned_at,
    RunRow.finished_at,
    RunRow.destroyed_at,
    RunRow.stored_as,
)


_SIGNED = tuple(getattr(RunRow, name) for name in SignedColumns._fields)
_FINISHED = (RunRow.state == RunState.DONE.value) | RunRow.public_result.is_not_null()


async def runs(ids: Iterable[UUID]) -> dict[UUID, Run]:
    """These runs by id; an id without a run is left out."""
    listed = list(ids)
    rows = await rows_of(RunRow.id, listed, lambda these: RunRow.select(*_SHOWN).where(these))
    differs = (FindingRow.verdict == Verdict.DIFFERENCE.value) & FindingRow.primary.eq(True)
    different = await rows_of(
        FindingRow.run, listed, lambda these: FindingRow.select(FindingRow.run).where(these, differs)
    )
    showing = {row["run"] for row in different}
    return {row["id"]: _run(row, row["id"] in showing) for row in rows}


async def inventory(run: UUID) -> Inventory | None:
    """The columns and values of the file, once they are known."""
    stored = await _column(run, RunRow.inventory)
    return None if stored is None else Inventory.from_dict(json.loads(stored))


async def files(run: UUID) -> Files | None:
    """The same, with what is known of a second file that has been read."""
    cases = await inventory(run)
    second = await SecondFileRow.select(SecondFileRow.inventory).where(SecondFileRow.run == run).first()
    stored = second["inventory"] if second else None
    return None if cases is None else Files(cases, Inventory.from_dict(json.loads(stored)) if stored else None)


async def second_file(run: UUID) -> SecondFile | None:
    """The second file with groups of this run, also when it has been refused or destroyed."""
    return await _second(SecondFileRow.run == run)


async def second_file_called(second: UUID) -> SecondFile | None:
    """The second file by its own id."""
    return await _second(SecondFileRow.id == second)


async def plan(run: UUID) -> TestPlan | None:
    """The test plan, or the earlier one while it is being revised; None before there was any."""
    stored = await _column(run, RunRow.plan)
    return None if stored is None else TestPlan.from_dict(json.loads(stored))


async def full_result(run: UUID) -> Result | None:
    """The full result with exact counts: for the workspace and the archive only. AlteredError: it is another."""
    row = await RunRow.select(RunRow.result, *_SIGNED).where(RunRow.id == run).first()
    return (
        None if row is None or row["result"] is None else full_as_signed(row["result"], _signed(row), city_key.bound())
    )


@dataclass(frozen=True, slots=True)
class PublicResults:
    """What passed the gate, by run, and the runs of which something else is stored than what was signed."""

    intact: Mapping[UUID, PublicResult]
    altered: frozenset[UUID]


async def public_results(ids: Iterable[UUID]) -> PublicResults:
    """Only finished runs have one."""
    columns = (RunRow.id, RunRow.public_result, *_SIGNED)
    rows = await rows_of(RunRow.id, ids, lambda these: RunRow.select(*columns).where(these, _FINISHED))
    intact: dict[UUID, PublicResult] = {}
    for row in rows:
        with contextlib.suppress(AlteredError):
            intact[row["id"]] = _public(row["public_result"], _signed(row), city_key.bound().public_bytes_raw())
    return PublicResults(intact, frozenset(row["id"] for row in rows) - intact.keys())


@lru_cache(maxsize=100)  # of the words themselves, so that a changed row gets no older answer
def _public(stored: str | None, columns: SignedColumns, key: bytes) -> PublicResult:
    """Feed, card and history read the same few results again and again; to parse and prove one takes milliseconds."""
    return public_as_signed(stored, columns, Ed25519PublicKey.from_public_bytes(key))


def _signed(row: Mapping[str, Any]) -> SignedColumns:
    return SignedColumns(**{name: row[name] for name in SignedColumns._fields})


async def shown(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these have a result that may be shown."""
    rows = await rows_of(RunRow.id, ids, lambda these: RunRow.select(RunRow.id).where(these, _FINISHED))
    return frozenset(row["id"] for row in rows)


async def results(ids: Iterable[UUID]) -> list[tuple[Result, PublicResult, date]]:
    """The full result of each finished run, what of it passed the gate, and the day. AlteredError: one is another."""
    columns = (RunRow.result, RunRow.public_result, RunRow.finished_at, *_SIGNED)
    rows = await rows_of(RunRow.id, ids, lambda these: RunRow.select(*columns).where(these, _FINISHED))
    rows.sort(key=lambda row: row["finished_at"])
    return [
        (
            full_as_signed(row["result"] or "", _signed(row), city_key.bound()),
            public_as_signed(row["public_result"], _signed(row), city_key.bound()),
            row["finished_at"].date(),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Proof:
    """A finished run as it stands in its rows now, with what was signed when it was finished."""

    facts: RunRecord
    result: Result
    signed: Signed | None
    findings: Counter[StoredFinding]

    @property
    def is_same(self) -> bool:
        """Whether the rows still say what was signed, counts and findings included."""
        if self.signed is None or self.findings != Counter(findings(self.result)):
            return False
        now = content_of(self.facts, again(self.signed.words), self.signed.content.get("programs", {}))
        return now == self.signed.content


async def proofs(ids: Collection[UUID]) -> dict[UUID, Proof]:
    """Of each of these runs that is finished. ValueError and KeyError for rows that nobody can have written."""
    rows = await RunRow.select().where(RunRow.id.is_in(list(ids)), RunRow.state == RunState.DONE.value) if ids else []
    findings_by_run: dict[UUID, Counter[StoredFinding]] = {row["id"]: Counter() for row in rows}
    for row in await FindingRow.select().where(FindingRow.run.is_in(list(findings_by_run))) if findings_by_run else ():
        findings_by_run[row["run"]][StoredFinding(*(row[name] for name in StoredFinding._fields))] += 1
    return {row["id"]: _proof(row, findings_by_run[row["id"]]) for row in rows}


async def finished(after: UUID | None, most: int) -> list[UUID]:
    """The next finished runs, in the order of their ids."""
    rows = RunRow.select(RunRow.id).where(RunRow.state == RunState.DONE.value).order_by(RunRow.id).limit(most)
    return [row["id"] for row in await (rows if after is None else rows.where(RunRow.id > after))]


def _proof(row: Mapping[str, Any], stored_findings: Counter[StoredFinding]) -> Proof:
    result, public = (
        Result.from_dict(json.loads(row["result"])),
        PublicResult.from_dict(json.loads(row["public_result"])),
    )
    plan = TestPlan.from_dict(json.loads(row["plan"]))
    facts = RunRecord(
        run=row["id"],
        titles=read(row["title"]),
        file_name=row["file_name"],
        file_sha256=row["file_sha256"],
        plan=plan,
        result_sha256=result.hash,
        public=public,
    )
    signed = None
    if row["signed_content"] and row["signed_words"] and row["signature"]:
        words = {key: (salt, text) for key, (salt, text) in json.loads(row["signed_words"]).items()}
        signed = Signed(json.loads(row["signed_content"]), words, row["signature"])
    return Proof(facts=facts, result=result, signed=signed, findings=stored_findings)


async def signed_hashes(ids: Collection[UUID]) -> dict[UUID, str]:
    """The SHA-256 of what was signed of each of these runs."""
    rows = await RunRow.select(RunRow.id, RunRow.signed_content).where(RunRow.id.is_in(list(ids))) if ids else []
    signed = {row["id"]: json.loads(row["signed_content"]) for row in rows if row["signed_content"]}
    return {run: hashlib.sha256(canonical(content)).hexdigest() for run, content in signed.items()}


async def facts_of(run: UUID, result: Result, public: PublicResult) -> RunRecord:
    """What is known of a run that is about to be finished."""
    row = await RunRow.select(RunRow.title, RunRow.file_name, RunRow.file_sha256, RunRow.plan).where(RunRow.id == run)
    return RunRecord(
        run=run,
        titles=read(row[0]["title"]),
        file_name=row[0]["file_name"],
        file_sha256=row[0]["file_sha256"],
        plan=TestPlan.from_dict(json.loads(row[0]["plan"])),
        result_sha256=result.hash,
        public=public,
    )


async def wrapped_key(upload: UUID) -> bytes | None:
    """The wrapped key of the file that lies under this id, a run's own or a second one; None once it is destroyed."""
    places = ((RunRow, RunRow.stored_as), (RunRow, RunRow.id), (SecondFileRow, SecondFileRow.id))
    for table, column in places:
        row = await table.select(table.wrapped_key).where(column == upload).first()
        if row is not None and row["wrapped_key"] is not None:
            return bytes(row["wrapped_key"])
    return None


async def with_files() -> set[UUID]:
    """Under which ids files still lie encrypted: runs' own and second ones."""
    rows = [
        *await RunRow.select(RunRow.id, RunRow.stored_as).where(RunRow.wrapped_key.is_not_null()),
        *await SecondFileRow.select(SecondFileRow.id).where(SecondFileRow.wrapped_key.is_not_null()),
    ]
    return {row.get("stored_as") or row["id"] for row in rows}


async def without_key(uploads: Collection[UUID]) -> set[UUID]:
    """Which of these files belong to runs that are known and have forgotten their keys: nobody can read them."""
    if not uploads:
        return set()
    columns = (RunRow.id, RunRow.stored_as, RunRow.wrapped_key)
    of_these = RunRow.id.is_in(list(uploads)) | RunRow.stored_as.is_in(list(uploads))
    rows = [
        *await RunRow.select(*columns).where(of_these),
        *await SecondFileRow.select(SecondFileRow.id, SecondFileRow.wrapped_key).where(
            SecondFileRow.id.is_in(list(uploads))
        ),
    ]
    known = {stored_id for row in rows for stored_id in (row["id"], row.get("stored_as")) if stored_id is not None}
    with_key = {row.get("stored_as") or row["id"] for row in rows if row["wrapped_key"] is not None}
    return (known - with_key) & set(uploads)


async def stored_files(run: UUID) -> tuple[RunFile, ...]:
    """The files of this run that lie encrypted: its own, and a second one."""
    return tuple(file for file in await _run_files(run) if file.is_stored)


async def missing(run: UUID) -> tuple[RunFile, ...]:
    """The files of a run that was set aside and has to get them back."""
    return tuple(file for file in await _run_files(run) if not file.is_stored)


async def _run_files(run: UUID) -> tuple[RunFile, ...]:
    names = ("id", "file_name", "file_sha256", "wrapped_key")
    own = await RunRow.select(RunRow.stored_as, *(getattr(RunRow, name) for name in names)).where(RunRow.id == run)
    second = await SecondFileRow.select(*(getattr(SecondFileRow, name) for name in names)).where(
        SecondFileRow.run == run, SecondFileRow.complaints.is_null()
    )
    return tuple(
        RunFile(
            id=row["id"],
            name=row["file_name"],
            sha256=row["file_sha256"],
            stored_as=row.get("stored_as") or row["id"],
            is_stored=row["wrapped_key"] is not None,
        )
        for row in (*own, *second)
    )


async def waiting() -> list[tuple[RunJob, UUID]]:
    """What a worker has to do: an inventory for each received file, an assessment for each queued run."""
    rows = await RunRow.select(RunRow.id, RunRow.state).where(RunRow.state.is_in([state.value for state in WORK]))
    unread = await SecondFileRow.select(SecondFileRow.id).where(
        SecondFileRow.read_at.is_null(), SecondFileRow.wrapped_key.is_not_null()
    )
    runs = [(WORK[RunState(row["state"])], row["id"]) for row in rows]
    return [*runs, *((RunJob.SECOND_FILE, row["id"]) for row in unread)]


async def _second(where: Any) -> SecondFile | None:
    names = (field.name for field in fields(SecondFile) if field.name != "complaints")
    columns = [getattr(SecondFileRow, name) for name in names]
    row = await SecondFileRow.select(*columns, SecondFileRow.complaints).where(where).first()
    return None if row is None else SecondFile(**{**row, "complaints": _sentences(row["complaints"])})


def _sentences(stored: str | None) -> tuple[Message, ...]:
    return tuple(Message.from_dict(sentence) for sentence in json.loads(stored or "[]"))


async def _column(run: UUID, column: Any) -> Any:
    row = await RunRow.select(column).where(RunRow.id == run).first()
    return None if row is None else next(iter(row.values()))


def _run(row: Mapping[str, Any], shows_difference: bool) -> Run:  # a fact, not a switch
    return Run(
        id=row["id"],
        state=RunState(row["state"]),
        titles=read(row["title"]),
        file_name=row["file_name"],
        file_sha256=row["file_sha256"],
        file_bytes=row["file_bytes"],
        complaints=_sentences(row["complaints"]),
        received_at=row["received_at"],
        planned_at=row["planned_at"],
        finished_at=row["finished_at"],
        destroyed_at=row["destroyed_at"],
        shows_difference=shows_difference,
        stored_as=row["stored_as"] or row["id"],
    )
