"""Reading where classes of one product disagree, with what the owners have answered. What disagrees: rules."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from algorithms.city_tables import DisagreementRow, KnownProductRow
from algorithms.consistency.rules import Answer, Disagreement, KnownProduct, Products, disagreements
from algorithms.entry import LANGUAGES, State, Version, latest
from algorithms.law.risk import RiskClass
from algorithms.loading import load_these
from algorithms.people import NOBODY, Actor, Permission
from algorithms.tables import TextRow, VersionRow
from algorithms.texts import Text, fold
from assessments.portions import rows_of


async def disagreements_of(version: Version, *, seen_by: Actor) -> tuple[Disagreement, ...]:
    """Of this version, with every other that the actor may read."""
    product, supplier = (fold(version.text(part, LANGUAGES[0])) for part in (Text.PRODUCT, Text.SUPPLIER))
    entries = {
        one.entry for one in await _named() if (product and one.product == product) or one.supplier == supplier != ""
    }
    found = disagreements(version, await _readable(entries, seen_by), await known_products())
    answers = await _answers(one.version.entry.id for one in found)
    return tuple(replace(one, answer=answers.get(_case(one))) for one in found)


async def open_disagreements(actor: Actor) -> tuple[Disagreement, ...]:
    """Of each entry that the actor writes the first which nobody has answered yet."""
    if not actor.may(Permission.WRITE):
        return ()
    named, known = await _named(), await known_products()
    entries = _with_others(named, known)
    readable = await _readable(entries, actor)
    products, answers = Products(readable, known), await _answers(entries)
    mine = [one for one in readable if actor.may(Permission.WRITE, one.entry.department)]
    first = (next((each for each in products.disagreements(one) if _case(each) not in answers), None) for one in mine)
    return tuple(one for one in first if one is not None)


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


@dataclass(frozen=True, slots=True)
class _Named:
    """Which product and supplier a version names, as they are compared; nothing else of it is read."""

    entry: UUID
    product: str
    supplier: str


async def _named() -> list[_Named]:
    of: Any = TextRow.version
    parts = [Text.PRODUCT.value, Text.SUPPLIER.value]
    rows = await TextRow.select(TextRow.version, of.entry, TextRow.name, TextRow.words).where(
        TextRow.name.is_in(parts), TextRow.language == LANGUAGES[0], of.state != State.DISCARDED.value
    )
    words = {(row["version"], row["name"]): fold(row["words"]) for row in rows}
    entries = {row["version"]: row["version.entry"] for row in rows}
    return [_Named(entry, *(words.get((version, part), "") for part in parts)) for version, entry in entries.items()]


def _with_others(named: Iterable[_Named], known: Iterable[KnownProduct]) -> set[UUID]:
    """Entries whose product somebody else names, or whose supplier, where one of them does not say which product."""
    said = {*named, *(_Named(NOBODY, one.product_key, one.supplier_key) for one in known)}
    products = Counter(product for _, product in {(one.entry, one.product) for one in said} if product)
    suppliers = Counter(supplier for _, supplier in {(one.entry, one.supplier) for one in said} if supplier)
    alone = {one.supplier for one in said if not one.product}
    return {
        one.entry
        for one in said
        if products[one.product] > 1 or (one.supplier in alone and suppliers[one.supplier] > 1)
    } - {NOBODY}


async def _readable(entries: Iterable[UUID], actor: Actor) -> list[Version]:
    """The newest version of each of these entries that the actor may read, and what everybody reads of the rest."""
    by_entry: dict[UUID, list[Version]] = {}
    for one in await load_these(VersionRow.entry, entries, VersionRow.state != State.DISCARDED.value):
        by_entry.setdefault(one.entry.id, []).append(one)
    found = []
    for versions in by_entry.values():
        entry = versions[0].entry
        if actor.may(Permission.READ, entry.department) and entry.merged_into is None:
            found.append(latest(versions))
        elif entry.withheld is None:
            found += [one for one in versions if one.state is State.PUBLISHED]
    return found


def _case(one: Disagreement) -> tuple[UUID, str, str, str]:
    """What an answer is about, as long as both classes are what they were then."""
    return one.version.entry.id, one.key, one.ours.value, one.theirs.value


async def _answers(entries: Iterable[UUID]) -> dict[tuple[UUID, str, str, str], Answer]:
    """The newest answer of each case."""
    rows = await rows_of(
        DisagreementRow.entry, entries, lambda these: DisagreementRow.select().where(these).order_by(DisagreementRow.id)
    )
    return {
        (row["entry"], row["other"], row["ours"], row["theirs"]): Answer(
            row["words"], row["answered_by"], row["answered_at"]
        )
        for row in rows
    }
