"""Whether every finished run is what was signed when it was finished, and what the log says of it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from algorithms.log.chain import ChainFault
from algorithms.log.checking import UNREADABLE
from algorithms.log.tables import LogRow
from algorithms.sealing.erasures import erasures_of
from algorithms.tables import EvidenceRow
from assessments.results.signing import is_signed
from assessments.runs import queries as runs
from assessments.runs.proof import erased_words
from assessments.runs.queries import Proof
from assessments.runs.run import RunState
from assessments.text.message import Message

_AT_A_TIME = 50  # runs in memory
_UNREADABLE = (
    *UNREADABLE,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
)  # what JSON that nobody wrote can lead to


async def run_faults(key: Ed25519PublicKey) -> list[ChainFault]:
    """Every finished run that was changed, was not finished by Insyn, or is gone."""
    wrong: list[ChainFault] = []
    page = await runs.finished(None, _AT_A_TIME)
    while page:
        lines = await _lines_of(page)
        for run in page:
            wrong += [fault] if (fault := await _of(run, lines.get(str(run)), key)) else []
        page = await runs.finished(page[-1], _AT_A_TIME)
    return [*wrong, *await _gone()]


async def _of(run: UUID, line: Mapping[str, Any] | None, key: Ed25519PublicKey) -> ChainFault | None:
    place, where = f"run/{run.hex}", {"run": str(run)}
    if line is None:
        return ChainFault(place, Message("The run {run} is finished, and no line of the log says so.", where))
    try:
        proof = (await runs.proofs([run]))[run]
    except _UNREADABLE:
        return ChainFault(place, Message("The run {run} cannot be read: it was changed.", where))
    if not stands(proof, key) or proof.signed is None or proof.signed.signature != line["signature"]:
        return ChainFault(place, Message("The run {run} is not what the city signed: it was changed.", where))
    gone = erased_words(proof.signed.words)
    by_decision = {erasure.before: erasure.after for erasure in await erasures_of(place)} if gone else {}
    if any(by_decision.get(hashed) != after for hashed, after in gone.items()):
        return ChainFault(place, Message("Words of the run {run} were erased, and no line of the log says so.", where))
    if proof.result.hash != line["after"]:
        return ChainFault(place, Message("The result of the run {run} is not what the log refers to.", where))
    return None


async def entries_that_cite(faults: Iterable[ChainFault]) -> frozenset[str]:
    """The addresses of the entries that show results of the runs that these faults are of."""
    changed = {UUID(fault.place.removeprefix("run/")) for fault in faults}
    if not changed:
        return frozenset()
    of: Any = EvidenceRow.version
    rows = await EvidenceRow.select(of.entry.slug).where(EvidenceRow.run.is_in(list(changed)))
    return frozenset(row["version.entry.slug"] for row in rows)


def stands(proof: Proof, key: Ed25519PublicKey) -> bool:
    """Whether the rows say what was signed, and the city signed it."""
    signed = proof.signed
    return signed is not None and is_signed(signed.content, signed.signature, key) and proof.is_same


async def _lines_of(page: list[UUID]) -> dict[str, Mapping[str, Any]]:
    lines = LogRow.select(LogRow.object, LogRow.after, LogRow.signature).order_by(LogRow.seq)
    ids = [str(run) for run in page]
    rows = await lines.where(LogRow.kind == "run", LogRow.action == "finish-run", LogRow.object.is_in(ids))
    return {row["object"]: row for row in rows}


async def _gone() -> list[ChainFault]:
    wrong, reached = [], 0
    while rows := await _endings_after(reached):
        reached = rows[-1]["seq"]
        known = await runs.runs([UUID(row["object"]) for row in rows])
        there = {str(run.id) for run in known.values() if run.state is RunState.DONE}
        for row in rows:
            if row["object"] not in there:
                where = {"run": row["object"], "line": str(row["seq"])}
                gone = Message("The run {run}, which line {line} says was finished, is gone.", where)
                wrong.append(ChainFault(f"run/{UUID(row['object']).hex}", gone))
    return wrong


async def _endings_after(number: int) -> list[dict[str, Any]]:
    lines = LogRow.select(LogRow.seq, LogRow.object).order_by(LogRow.seq).limit(_AT_A_TIME)
    return await lines.where(LogRow.kind == "run", LogRow.action == "finish-run", LogRow.seq > number)
