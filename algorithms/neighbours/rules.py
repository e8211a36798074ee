"""Entries of others as they are compared: by the same name, never as the same product. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from algorithms.entries.texts import Text, fold
from algorithms.law.risk import RiskClass
from algorithms.standards.reading import StandardRow
from assessments.text.message import Message

LONGEST = 200  # characters of a source, a licence or an address
_WITHOUT_NAME = """
    in-house; in house; inhouse; internal; internally; internally developed; in-house developed; developed in-house;
    developed in house; own; own development; unknown; not known; none; no; n/a; na; not applicable; test; tbd; various;
    eigen; eigen ontwikkeling; intern; intern ontwikkeld; onbekend; niet bekend; niet van toepassing; n.v.t; nvt; geen;
    nee; volgt; egen; egen utveckling; egenutvecklad; okand; ej aktuellt; ingen; nej; diverse
"""  # what is written where there is no name, folded
_NO_NAMES = frozenset(" ".join(name.split()) for name in _WITHOUT_NAME.split(";"))
_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+|^\S+\.(?:[a-z]{2,12})(?:/\S*)?$", re.IGNORECASE)
_CLASSES: Mapping[str, RiskClass] = {  # as others write it, folded; what may be several classes is left out
    "minimal risk": RiskClass.MINIMAL,
    "minimal_risk": RiskClass.MINIMAL,
    "limited risk": RiskClass.TRANSPARENCY,
    "limited_risk": RiskClass.TRANSPARENCY,
    "high risk": RiskClass.HIGH_RISK,
    "high_risk": RiskClass.HIGH_RISK,
    "high-risk ai-system": RiskClass.HIGH_RISK,
    "hoog-risico ai-systeem": RiskClass.HIGH_RISK,
    "hoog-risico ai-systeem (categorie a)": RiskClass.HIGH_RISK,
    "unacceptable": RiskClass.PROHIBITED,
}
_CLASS_COLUMNS = ("risk_category", "publication_category")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourList:
    """A list of somebody else's register, kept whole and replaced as a whole."""

    id: UUID
    source: str
    licence: str
    address: str
    as_of: date
    entries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """One entry of it. ``texts`` are in its language alone."""

    number: int  # in the database
    title: str
    product: str
    supplier: str
    organisation: str
    identifier: str
    address: str
    language: str
    texts: Mapping[Text, str]
    risk_class: RiskClass | None


@dataclass(frozen=True, slots=True)
class SameName:
    """An entry elsewhere that is called the same as one of ours, or its product is."""

    neighbour: Neighbour
    collection: NeighbourList


def name_key(words: str) -> str:
    """What names are compared by; empty where it is none: in-house, unknown, an address, no letter."""
    plain = fold(words).strip(" .,;:-–*\"'()")
    is_name = len(plain) > 2 and plain not in _NO_NAMES and not _ADDRESS.search(plain)
    return plain if is_name and any(char.isalpha() for char in plain) else ""


def neighbour(row: StandardRow) -> Neighbour:
    """Of a row of another register's list."""
    texts = row.texts
    cells = (fold(row.origin.cells.get(column, "")) for column in _CLASS_COLUMNS)
    return Neighbour(
        number=0,
        title=row.name,
        product=texts.get(Text.PRODUCT, ""),
        supplier=texts.get(Text.SUPPLIER, ""),
        organisation=row.origin.organisation,
        identifier=row.origin.identifier,
        address=row.origin.address,
        language=row.language,
        texts=texts,
        risk_class=next((_CLASSES[cell] for cell in cells if cell in _CLASSES), None),
    )


def objections(source: str, licence: str, address: str, as_of: date | None) -> dict[str, Message]:
    """What stands in the way of keeping a collection, by control."""
    wrong: dict[str, Message] = {}
    for name, words in (("source", source), ("licence", licence)):
        if not words.strip():
            wrong[name] = Message("Write it, so that everybody sees whose words these are.")
        elif len(words) > LONGEST:
            wrong[name] = Message("Shorten this to {most} characters.", {"most": LONGEST})
    if address and not address.startswith("https://"):
        wrong["address"] = Message("Write an address that begins with https://, or leave it out.")
    if as_of is None:
        wrong["as-of"] = Message("Write the day of the list, for example 2026-03-01.")
    return wrong


def keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(key for name in names if (key := name_key(name)))
