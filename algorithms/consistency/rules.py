"""One product, two classes: which entries say something else of the same product than others do. Pure."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from algorithms.entries.entry import Version
from algorithms.entries.texts import Text, fold
from algorithms.law.given_answers import classification
from algorithms.law.risk import Operator, RiskClass
from assessments.text.message import Message

LONGEST = 2_000  # characters of an answer


@dataclass(frozen=True, slots=True)
class ClassedProduct:
    """How somebody else has classed a product: another city, a national register."""

    product: str
    supplier: str
    risk_class: RiskClass
    source: str
    address: str
    as_of: date

    @property
    def product_key(self) -> str:
        return fold(self.product)

    @property
    def supplier_key(self) -> str:
        return fold(self.supplier)


@dataclass(frozen=True, slots=True)
class Answer:
    """Why the class is different here, as the owner has answered."""

    words: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The same product, or supplier, with another class: in another entry, or as somebody else has classed it."""

    version: Version
    other: Version | ClassedProduct
    own_class: RiskClass
    other_class: RiskClass
    answer: Answer | None = None

    @property
    def key(self) -> str:
        """What an answer is about: the same as long as the other side is."""
        if isinstance(self.other, Version):
            return f"entry:{self.other.entry.id}"
        canonical = f"{self.other.product}\n{self.other.supplier}\n{self.other.source}"
        return f"known:{hashlib.sha256(canonical.encode()).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True)
class _Classed:
    """What somebody says of a product: its name and supplier as they are compared, and the class."""

    by: Version | ClassedProduct
    product: str
    supplier: str
    risk_class: RiskClass


class Products:
    """All that is said of products, by product and by supplier and then by class: each version is read once.

    To ask for one version costs what the answer holds, however many say the same of the product as it does.
    """

    def __init__(self, versions: Iterable[Version], known: Iterable[ClassedProduct] = ()) -> None:
        self._of_product: dict[str, dict[RiskClass, list[_Classed]]] = {}
        self._of_supplier: dict[str, dict[RiskClass, list[_Classed]]] = {}
        self._of_supplier_alone: dict[str, dict[RiskClass, list[_Classed]]] = {}  # that do not say which product
        for version in versions:
            if (classed := _classed(version)) is not None:
                self._add(classed)
        for product in known:
            self._add(
                _Classed(
                    by=product,
                    product=product.product_key,
                    supplier=product.supplier_key,
                    risk_class=product.risk_class,
                )
            )

    def _add(self, classed: _Classed) -> None:
        if classed.product:
            _under(self._of_product, classed.product, classed)
        if classed.supplier:
            _under(self._of_supplier, classed.supplier, classed)
            if not classed.product:
                _under(self._of_supplier_alone, classed.supplier, classed)

    def disagreements(self, version: Version) -> Iterator[Disagreement]:
        """Versions that class the same product differently from this one. An entry never disagrees with itself.

        The same product; or the same supplier, where one of the two does not say which product it is.
        """
        if (own := _classed(version)) is None:
            return
        by_supplier = self._of_supplier_alone if own.product else self._of_supplier
        places = [self._of_product.get(own.product, {})] if own.product else []
        places += [by_supplier.get(own.supplier, {})] if own.supplier else []
        for place in places:
            for risk_class, listed in place.items():
                for other in listed if risk_class is not own.risk_class else ():
                    if not (isinstance(other.by, Version) and other.by.entry.id == version.entry.id):
                        yield Disagreement(
                            version=version, other=other.by, own_class=own.risk_class, other_class=risk_class
                        )


def disagreements(
    version: Version, others: Iterable[Version], known: Iterable[ClassedProduct]
) -> tuple[Disagreement, ...]:
    """Those of one version."""
    return tuple(Products(others, known).disagreements(version))


def objections(words: str) -> tuple[Message, ...]:
    """What stands in the way of this answer."""
    if not words.strip():
        return (Message("Write why the class is different here, or change the class."),)
    if len(words) > LONGEST:
        return (Message("Shorten this to {most} characters.", {"most": LONGEST}),)
    return ()


def _classed(version: Version) -> _Classed | None:
    """None while its class is not known. What the city has built itself has no supplier."""
    if (classified := classification(version)) is None:
        return None
    supplier = "" if Operator.PROVIDER in classified.roles else fold(version.text(Text.SUPPLIER, "sv"))
    return _Classed(
        by=version, product=fold(version.text(Text.PRODUCT, "sv")), supplier=supplier, risk_class=classified.risk_class
    )


def _under(place: dict[str, dict[RiskClass, list[_Classed]]], name: str, classed: _Classed) -> None:
    place.setdefault(name, {}).setdefault(classed.risk_class, []).append(classed)
