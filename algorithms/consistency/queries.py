"""Reading where classes of one product disagree, with what the owners have answered. What disagrees: rules."""

from collections.abc import Iterable
from dataclasses import replace

from algorithms.city_tables import DisagreementRow, KnownProductRow
from algorithms.consistency.rules import Answer, Disagreement, KnownProduct, disagreements
from algorithms.entry import State, Version
from algorithms.law.risk import RiskClass
from algorithms.loading import load
from algorithms.people import Actor, Permission
from algorithms.queries import newest
from algorithms.tables import VersionRow


async def disagreements_of(version: Version, *, seen_by: Actor) -> tuple[Disagreement, ...]:
    """Of this version, with every other that the actor may read."""
    return await _answered(disagreements(version, await _others(seen_by), await known_products()))


async def open_disagreements(actor: Actor) -> tuple[Disagreement, ...]:
    """Those of entries the actor writes in which nobody has answered yet."""
    others, known = await _others(actor), await known_products()
    mine = [one.version for one in await newest(seen_by=actor)]
    found = (
        each
        for version in mine
        if actor.may(Permission.WRITE, version.entry.department)
        for each in disagreements(version, others, known)
    )
    return tuple(one for one in await _answered(found) if one.answer is None)


async def known_products() -> tuple[KnownProduct, ...]:
    """How others have classed products, in the order of their names."""
    rows = await KnownProductRow.select().order_by(KnownProductRow.product, KnownProductRow.said_by)
    return tuple(
        KnownProduct(
            row["product"],
            row["supplier"],
            RiskClass(row["risk_class"]),
            row["said_by"],
            row["address"],
            row["as_of"],
        )
        for row in rows
    )


async def _others(actor: Actor) -> list[Version]:
    """The newest version of each entry the actor may read, and what everybody reads of the rest."""
    mine = [one.version for one in await newest(seen_by=actor)]
    known = {one.entry.id for one in mine}
    public = await load(VersionRow.state == State.PUBLISHED.value)
    return mine + [one for one in public if one.entry.id not in known and one.entry.withheld is None]


async def _answered(found: Iterable[Disagreement]) -> tuple[Disagreement, ...]:
    """Each with its newest answer, as long as both classes are what they were then."""
    listed = list(found)
    if not listed:
        return ()
    rows = await DisagreementRow.select().where(DisagreementRow.entry.is_in([one.version.entry.id for one in listed]))
    rows.sort(key=lambda row: row["id"])
    said = {
        (row["entry"], row["other"], row["ours"], row["theirs"]): Answer(
            row["words"], row["answered_by"], row["answered_at"]
        )
        for row in rows
    }
    return tuple(
        replace(one, answer=said.get((one.version.entry.id, one.key, one.ours.value, one.theirs.value)))
        for one in listed
    )
