"""One product, two classes: which entries say something else of the same product than others do. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from algorithms.entry import Version
from algorithms.law.answers import classification
from algorithms.law.risk import Operator, RiskClass
from algorithms.texts import Text, fold
from assessments.sentence import Sentence

LONGEST = 2_000  # characters of an answer


@dataclass(frozen=True, slots=True)
class KnownProduct:
    """How somebody else has classed a product: another city, a national register."""

    product: str
    supplier: str
    risk_class: RiskClass
    said_by: str
    address: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Answer:
    """Why the class is another here, as the owner has answered."""

    words: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The same product, or supplier, with another class: in another entry, or as somebody else has classed it."""

    version: Version
    other: Version | KnownProduct
    ours: RiskClass
    theirs: RiskClass
    answer: Answer | None = None

    @property
    def key(self) -> str:
        """What an answer is about: the same as long as the other side is."""
        if isinstance(self.other, Version):
            return f"entry:{self.other.entry.id}"
        said = f"{self.other.product}\n{self.other.supplier}\n{self.other.said_by}"
        return f"known:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def disagreements(
    version: Version, others: Iterable[Version], known: Iterable[KnownProduct]
) -> tuple[Disagreement, ...]:
    """Whoever says something else than this version of the same product. An entry never disagrees with itself."""
    found = classification(version)
    if found is None:
        return ()
    ours, called = found.risk_class, _called(version)
    pairs: list[tuple[Version | KnownProduct, RiskClass]] = [
        (one, theirs.risk_class)
        for one in others
        if one.entry.id != version.entry.id and _same(called, _called(one))
        for theirs in [classification(one)]
        if theirs is not None
    ]
    pairs += [(one, one.risk_class) for one in known if _same(called, (fold(one.product), fold(one.supplier)))]
    return tuple(Disagreement(version, other, ours, theirs) for other, theirs in pairs if theirs is not ours)


def objections(words: str) -> tuple[Sentence, ...]:
    """What stands in the way of this answer."""
    if not words.strip():
        return (Sentence("Write why the class is another here, or change the class."),)
    if len(words) > LONGEST:
        return (Sentence("Shorten this to {most} characters.", {"most": LONGEST}),)
    return ()


def _called(version: Version) -> tuple[str, str]:
    """Product and supplier as they are compared; what the city has built itself has no supplier."""
    found = classification(version)
    built = found is not None and Operator.PROVIDER in found.roles
    supplier = "" if built else fold(version.text(Text.SUPPLIER, "sv"))
    return fold(version.text(Text.PRODUCT, "sv")), supplier


def _same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """The same product; or the same supplier, where one of the two does not say which product it is."""
    if one[0] and other[0]:
        return one[0] == other[0]
    return bool(one[1]) and one[1] == other[1]
