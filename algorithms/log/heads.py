"""Heads: published at full hours, signed by the city, and never changed. A copy kept elsewhere proves the past.

The leaves of the tree are the lines that seal what is public: of what, and the hash of it.
"""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from algorithms.log import merkle
from algorithms.log.chain import LARGEST, ChainFault
from algorithms.log.merkle import Growing, path
from algorithms.log.published import Growth, Inclusion, PublishedHead, full_hour, leaf_of
from algorithms.log.tables import LogHeadRow, LogRow, PublishedHeadRow
from assessments.storage import transaction
from assessments.text.message import Message

SEAL = "seal"  # the kind of the lines that are leaves
_AT_A_TIME = 2_000


async def publish(now: datetime, sign: Callable[[Mapping[str, Any]], str]) -> bool:
    """Publish where the log stands, once in an hour, and only if it has grown; whether it was."""
    hour = full_hour(now).isoformat()
    last = await published()
    if last is not None and last.at >= hour:
        return False
    async with transaction():
        (end,) = await LogHeadRow.raw("UPDATE log_head SET seq = seq RETURNING seq, hash")  # one at a time
        last = await published()
        if end["seq"] == 0 or (last is not None and (last.at >= hour or last.seq == end["seq"])):
            return False
        tree = Growing()
        async for _, leaf in _leaves():
            tree.add(leaf)
        head = PublishedHead(seq=end["seq"], hash=end["hash"], at=hour, size=tree.size, root=tree.root)
        row = {**asdict(head), "signature": sign(head.content)}
        await PublishedHeadRow.insert(PublishedHeadRow(**row))
    return True


async def published(seq: int | None = None) -> PublishedHead | None:
    """The newest published head, or the one that ended with this line, whatever number somebody asks for."""
    if seq is not None and not 0 < seq <= LARGEST:
        return None
    rows = PublishedHeadRow.select().order_by(PublishedHeadRow.seq, ascending=False)
    row = await (rows if seq is None else rows.where(PublishedHeadRow.seq == seq)).first()
    return None if row is None else PublishedHead(**row)


async def inclusion(subject: str, hashed: str, head: PublishedHead) -> Inclusion | None:
    """The way from this to the root of that head; None where it was published later."""
    leaves = [leaf async for seq, leaf in _leaves() if seq <= head.seq]
    target = leaf_of(subject, hashed)
    if target not in leaves:
        return None
    index = leaves.index(target)
    return Inclusion(index, path(leaves, index))


async def growth(since: PublishedHead, head: PublishedHead) -> Growth:
    """What proves that nothing public was taken out or changed between these two heads."""
    leaves = [leaf async for seq, leaf in _leaves() if seq <= head.seq]
    return Growth(since.seq, since.size, merkle.growth(leaves, since.size))


async def head_faults(
    verify: Callable[[Mapping[str, Any], str], bool], noted: Collection[tuple[int, str]] = ()
) -> list[ChainFault]:
    """Every published head that the log and the tree do not bear out. ``noted``: sizes and roots that somebody kept."""
    rows = [PublishedHead(**row) for row in await PublishedHeadRow.select().order_by(PublishedHeadRow.seq)]
    roots, wrong = await _roots({head.size for head in rows} | {size for size, _ in noted}), []
    for row in rows:
        line = await LogRow.select(LogRow.hash).where(LogRow.seq == row.seq).first()
        true = line is not None and line["hash"] == row.hash and roots.get(row.size) == row.root
        if not true or not verify(row.content, row.signature):
            at = {"at": row.at, "line": str(row.seq)}
            other = Message("The head that was published at {at}, of line {line}, does not match the log.", at)
            wrong.append(ChainFault(f"published_head/{row.seq}", other))
    if any(roots.get(size) != root for size, root in noted):
        rewritten = Message("What was public when the head was noted is not in the tree as it was: it was rewritten.")
        wrong.append(ChainFault("tree", rewritten))
    return wrong


async def _roots(sizes: set[int]) -> dict[int, str]:
    tree = Growing()
    roots = {0: tree.root}
    async for _, leaf in _leaves():
        tree.add(leaf)
        if tree.size in sizes:
            roots[tree.size] = tree.root
    return roots


async def _leaves() -> AsyncIterator[tuple[int, str]]:
    """The number of the line, and the leaf, in the order in which they were published."""
    reached = 0
    lines = LogRow.select(LogRow.seq, LogRow.object, LogRow.after).order_by(LogRow.seq).limit(_AT_A_TIME)
    while rows := await lines.where(LogRow.kind == SEAL, LogRow.seq > reached):
        reached = rows[-1]["seq"]
        for row in rows:
            yield row["seq"], leaf_of(row["object"], row["after"] or "")
        lines = LogRow.select(LogRow.seq, LogRow.object, LogRow.after).order_by(LogRow.seq).limit(_AT_A_TIME)
