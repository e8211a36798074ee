"""Reading where classes of one product disagree, with what the owners have answered. What disagrees: rules."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from algorithms.city_tables import DisagreementRow, KnownProductRow
from algorithms.consistency.rules import Answer, ClassedProduct, Disagreement, Products, disagreements
from algorithms.entries.entry import LANGUAGES, Version, VersionState, latest
from algorithms.entries.texts import Text, fold
from algorithms.law.risk import RiskClass
from algorithms.people import Actor, Permission
from algorithms.storage.rows_to_values import load_these
from algorithms.tables import VersionRow
from assessments.storage import portions, rows_of


async def disagreements_of(version: Version, *, seen_by: Actor) -> tuple[Disagreement, ...]:
    """Of this version, with every other that the actor may read."""
    product, supplier = (fold(version.text(part, LANGUAGES[0])) for part in (Text.PRODUCT, Text.SUPPLIER))
    entries = await _entries(f"{_SELECT} WHERE product = {{}} AND product <> ''", product)
    alone = " AND product = ''" if product else ""  # by supplier only where one of the two names no product
    entries |= await _entries(f"{_SELECT} WHERE supplier = {{}} AND supplier <> ''{alone}", supplier)
    differences = disagreements(version, await _readable(entries, seen_by), await known_products())
    answers = await _answers(disagreement.version.entry.id for disagreement in differences)
    return tuple(replace(difference, answer=answers.get(_case(difference))) for difference in differences)


async def open_disagreements(actor: Actor) -> tuple[Disagreement, ...]:
    """Of each entry that the actor writes the first which nobody has answered yet."""
    if not actor.may(Permission.WRITE):
        return ()
    known = await known_products()
    entries = await _entries(_SHARED) | await _known_entries(known)
    if not entries:
        return ()
    readable = await _readable(entries, actor)
    products, answers = Products(readable, known), await _answers(entries)
    own_versions = [version for version in readable if actor.may(Permission.WRITE, version.entry.department)]
    first = (
        next(
            (
                disagreement
                for disagreement in products.disagreements(own_version)
                if _case(disagreement) not in answers
            ),
            None,
        )
        for own_version in own_versions
    )
    return tuple(disagreement for disagreement in first if disagreement is not None)


async def known_products() -> tuple[ClassedProduct, ...]:
    """How others have classed products, in the order of their names."""
    rows = await KnownProductRow.select().order_by(KnownProductRow.product, KnownProductRow.source)
    return tuple(
        ClassedProduct(
            product=row["product"],
            supplier=row["supplier"],
            risk_class=RiskClass(row["risk_class"]),
            source=row["source"],
            address=row["address"],
            as_of=row["as_of"],
        )
        for row in rows
    )


_NAMED = (  # which product and supplier a version names, as they are compared
    "WITH named AS (SELECT version.entry AS entry, COALESCE(the_product.folded, '') AS product,"
    " COALESCE(the_supplier.folded, '') AS supplier FROM version"
    " LEFT JOIN version_text AS the_product ON the_product.version = version.id"
    " AND the_product.name = 'product' AND the_product.language = 'sv'"
    " LEFT JOIN version_text AS the_supplier ON the_supplier.version = version.id"
    " AND the_supplier.name = 'supplier' AND the_supplier.language = 'sv'"
    " WHERE version.state <> 'discarded')"
)
_SELECT = "{} SELECT DISTINCT entry FROM named".replace("{}", _NAMED)
_SHARED = (  # a product that somebody else names, or a supplier where one of them does not say which product
    "{} WHERE product IN"
    " (SELECT product FROM named WHERE product <> '' GROUP BY product HAVING COUNT(DISTINCT entry) > 1)"
    " OR supplier IN (SELECT supplier FROM named WHERE supplier <> '' GROUP BY supplier"
    " HAVING COUNT(DISTINCT entry) > 1 AND SUM(CASE WHEN product = '' THEN 1 ELSE 0 END) > 0)"
).replace("{}", _SELECT)


async def _entries(statement: str, *values: str) -> set[UUID]:
    return {UUID(str(row["entry"])) for row in await VersionRow.raw(statement, *values)}


async def _known_entries(known: Iterable[ClassedProduct]) -> set[UUID]:
    """Entries of products that others have classed; of a supplier, where one of the two does not say which product."""
    listed = tuple(known)
    alone = {product.supplier_key for product in listed if product.supplier_key and not product.product_key}
    entries = await _entries_of("product", {entry.product_key for entry in listed if entry.product_key})
    entries |= await _entries_of("supplier", alone)
    return entries | await _entries_of("product = '' AND supplier", {entry.supplier_key for entry in listed} - {""})


async def _entries_of(column: str, keys: Iterable[str]) -> set[UUID]:
    entries: set[UUID] = set()
    for part in portions(keys):
        places = ", ".join(["{}"] * len(part))
        entries |= await _entries(f"{_SELECT} WHERE {column} IN ({places})", *part)
    return entries


async def _readable(entries: Iterable[UUID], actor: Actor) -> list[Version]:
    """The newest version of each of these entries that the actor may read, and what everybody reads of the rest."""
    by_entry: dict[UUID, list[Version]] = {}
    for version in await load_these(VersionRow.entry, entries, VersionRow.state != VersionState.DISCARDED.value):
        by_entry.setdefault(version.entry.id, []).append(version)
    readable = []
    for versions in by_entry.values():
        entry = versions[0].entry
        if actor.may(Permission.READ, entry.department) and entry.merged_into is None:
            readable.append(latest(versions))
        elif entry.withheld is None:
            readable += [version for version in versions if version.state is VersionState.PUBLISHED]
    return readable


def _case(disagreement: Disagreement) -> tuple[UUID, str, str, str]:
    """What an answer is about, as long as both classes are what they were then."""
    return disagreement.version.entry.id, disagreement.key, disagreement.own_class.value, disagreement.other_class.value


async def _answers(entries: Iterable[UUID]) -> dict[tuple[UUID, str, str, str], Answer]:
    """The newest answer of each case."""
    rows = await rows_of(
        DisagreementRow.entry, entries, lambda these: DisagreementRow.select().where(these).order_by(DisagreementRow.id)
    )
    return {
        (row["entry"], row["other"], row["own_class"], row["other_class"]): Answer(
            row["words"], row["answered_by"], row["answered_at"]
        )
        for row in rows
    }
