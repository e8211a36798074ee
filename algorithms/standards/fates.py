"""The loss report of an import: every filled cell ends in one of four ways, and none is left out. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.text.message import Message, labelled


class Fate(StrEnum):
    TAKEN = "taken"  # it stands in one of our fields, or in the origin's own, as it was written
    TURNED = "turned"  # it stands there in another form
    RETAINED = "kept"  # it has no place with us, or is unclear: it stays word for word in the origin
    REFUSED = "refused"  # it is nowhere


FATE_WORDS: Mapping[Fate, Message] = labelled(
    Fate,
    {
        Fate.TAKEN: Message("Taken as it is written"),
        Fate.TURNED: Message("Taken in another form"),
        Fate.RETAINED: Message("Kept word for word in the origin"),
        Fate.REFUSED: Message("Refused, and written nowhere"),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFate:
    """What became of one filled cell. ``reason`` is how it was turned, or why it was not taken and what to write."""

    row: int
    column: str
    fate: Fate
    field: str = ""  # ours, where it went into one
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class LossReport:
    cells: tuple[CellFate, ...]

    @property
    def counts(self) -> Mapping[Fate, int]:
        counted = Counter(cell.fate for cell in self.cells)
        return {fate: counted[fate] for fate in Fate}

    def of_column(self, column: str) -> Mapping[Fate, int]:
        return LossReport(tuple(cell for cell in self.cells if cell.column == column)).counts

    @property
    def by_column(self) -> Mapping[str, Mapping[Fate, int]]:
        """Of each column, in the order in which they first have a filled cell."""
        counted: dict[str, Counter[Fate]] = {}
        for cell in self.cells:
            counted.setdefault(cell.column, Counter())[cell.fate] += 1
        return {column: {fate: counts[fate] for fate in Fate} for column, counts in counted.items()}
