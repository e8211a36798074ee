"""What a plan wants counted: which columns, read how. Also the table that a file becomes, and how tables add up.

Knows no files, no engines and no meaning: ``reading`` makes the tables, the tasks make figures of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from assessments.judgements.patterns import JudgementColumns

Key = tuple[str | int | None, ...]  # one value for each of ``Wanted.names``; None is missing
WEIGHT_DECIMALS = 6
EXPOSURE_SCALE = 10**6  # a place's exposure, 1/log2(1 + rank), and its square are summed in whole millionths
HIDDEN_COUNTS = ("..", "…", "x", "X", "*", "-", "–")  # written by statistical offices for a count that is kept secret


@dataclass(frozen=True, slots=True)
class Bands:
    """A column of numbers cut into bands. ``limits`` rise; each is the lowest number of its band."""

    limits: tuple[str, ...]  # decimal text, "18"

    def names(self) -> tuple[str, ...]:
        """``<18``, ``18–29``, ``30–64``, ``≥65``: one more than there are limits."""
        inner = (_band(low, high) for low, high in zip(self.limits, self.limits[1:], strict=False))
        return (f"<{self.limits[0]}", *inner, f"≥{self.limits[-1]}")

    def name_of(self, number: str) -> str | None:
        """The band that a number lies in; None for what is no number, or where the limits are none."""
        numbers = [_decimal(text) for text in (number, *self.limits)]
        value, *limits = numbers
        if value is None or not limits or None in limits:
            return None
        return self.names()[sum(limit is not None and value >= limit for limit in limits)]


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= 30 else None


def _band(low: str, high: str) -> str:
    lowest, next_lowest = Decimal(low), Decimal(high)
    if lowest == lowest.to_integral_value() and next_lowest == next_lowest.to_integral_value():
        return f"{low}–{next_lowest - 1:f}"  # years of age are whole: 18–29 is up to the day before one turns 30
    return f"{low}–<{high}"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A column of numbers read as whole multiples of 10^-decimals: ``0,25`` with 4 decimals is 2500."""

    column: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Errors:
    """Sums of the error, predicted minus true, in whole multiples of 10^-decimals.

    Errors beyond ``tolerance``, in the same multiples, are counted as over and under. ``known`` counts the rows that
    have both numbers.
    """

    predicted: str
    true: str
    decimals: int
    tolerance: int = 0


@dataclass(frozen=True, slots=True)
class Ranks:
    """A column with places, 1 is first; one more key says whether the place is among the first ``top``."""

    column: str
    top: int


_OF_ERRORS = (
    "known",
    "error",
    "absolute_error",
    "squared_error",
    "cubed_error",
    "cubed_absolute_error",
    "over",
    "under",
)


@dataclass(frozen=True, slots=True)
class TabulationSpec:
    """``texts`` are columns whose values are kept as text, banded where ``bands`` names them.

    ``count`` is a column that says how many cases a row stands for; ``weight`` one with sampling weights.
    """

    texts: tuple[str, ...]
    bands: Mapping[str, Bands] | None = None
    score: Fixed | None = None
    threshold: str | None = None  # one more key says whether the score, unrounded, reaches it
    ranks: Ranks | None = None
    errors: Errors | None = None
    count: str | None = None
    weight: str | None = None
    key: str | None = None  # a column that finds each case's groups in a second file
    joined_columns: tuple[str, ...] = ()  # those of the texts that stand in the second file
    sheet: str = ""  # of a workbook with several tables
    replaced: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)  # column → value → what it counts as
    person: str | None = None  # a column that tells which rows are of the same person
    encoding: str = ""  # of a CSV, where a person has chosen it
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # column → values whose rows are not counted
    judged: JudgementColumns | None = None  # then the last of the texts is the pattern of the judgements of an answer

    @property
    def pattern(self) -> str | None:
        """The column whose text is a pattern of judgements, where there are any."""
        return None if self.judged is None else self.texts[-1]

    @property
    def grouping_texts(self) -> tuple[str, ...]:
        """The texts of which there can be few only: a pattern of judgements may be one of many."""
        return self.texts if self.judged is None else self.texts[:-1]

    @property
    def keys(self) -> int:
        """How many values a key has: the texts, then threshold reached or not, score, and among the first or not."""
        numbers = (self.threshold, self.score, self.ranks)
        return len(self.texts) + sum(number is not None for number in numbers)

    @property
    def sums(self) -> tuple[str, ...]:
        """What is summed for each key, in this order. ``n`` is cases, always first; ``hidden`` rows without a count."""
        weighted = ("weight", "weight_squared") if self.weight else ()
        errors = _OF_ERRORS if self.errors else ()
        places = ("ranked", "exposure", "exposure_squared", "exposure_cubed") if self.ranks else ()
        return ("n", *(("hidden",) if self.count else ()), *weighted, *places, *errors)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that must be in the file of cases, each once."""
        named = [*(text for text in self.texts if text not in self.joined_columns), self.count, self.weight, self.key]
        named += [self.person, *self.left_out]
        named += [self.score.column] if self.score else []
        named += [self.ranks.column] if self.ranks else []
        named += [self.errors.predicted, self.errors.true] if self.errors else []
        named += [self.judged.answer, self.judged.rater, *self.judged.columns] if self.judged else []
        return tuple(dict.fromkeys(name for name in named if name is not None))

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "TabulationSpec":
        score, ranks, errors, bands = (written[name] for name in ("score", "ranks", "errors", "bands"))
        judged = written.get("judged")
        return cls(
            texts=tuple(written["texts"]),
            bands=bands and {column: Bands(tuple(band["limits"])) for column, band in bands.items()},
            score=score and Fixed(**score),
            threshold=written["threshold"],
            ranks=ranks and Ranks(**ranks),
            errors=errors and Errors(**errors),
            count=written["count"],
            weight=written["weight"],
            key=written["key"],
            joined_columns=tuple(written["joined_columns"]),
            sheet=written.get("sheet", ""),
            replaced=written.get("replaced", {}),
            person=written["person"],
            encoding=written.get("encoding", ""),
            left_out={column: tuple(values) for column, values in written.get("left_out", {}).items()},
            judged=judged and JudgementColumns(**{**judged, "columns": tuple(judged["columns"])}),
        )


PersonPairs = Mapping[tuple[Key, Key], int]
MOST_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class CountTable:
    """Whole numbers for each combination of values: all that is kept of a file.

    ``persons`` are sums over persons of n(key)·n(other key), for keys without a score; they add up as long as nobody is
    in both tables.
    """

    sums: tuple[str, ...]
    rows: Mapping[Key, tuple[int, ...]]
    persons: PersonPairs = field(default_factory=dict)

    def add(self, other: "CountTable") -> "CountTable":
        """Both together: months, pieces and departments add up. ValueError where other things were summed."""
        if self.sums != other.sums:
            raise ValueError(f"sums of {self.sums} do not add to sums of {other.sums}")
        persons = dict(self.persons)
        for pair, total in other.persons.items():
            persons[pair] = persons.get(pair, 0) + total
        return CountTable(self.sums, added([*self.rows.items(), *other.rows.items()]), persons)

    def to_dict(self) -> dict[str, Any]:
        rows = [[list(key), list(sums)] for key, sums in self.rows.items()]
        pairs = [[list(key), list(other), total] for (key, other), total in self.persons.items()]
        return {"sums": list(self.sums), "rows": rows} | ({"persons": pairs} if pairs else {})

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "CountTable":
        persons = {(tuple(key), tuple(other)): total for key, other, total in written.get("persons", ())}
        return cls(tuple(written["sums"]), {tuple(key): tuple(sums) for key, sums in written["rows"]}, persons)


def added(rows: Iterable[tuple[Key, tuple[int, ...]]]) -> dict[Key, tuple[int, ...]]:
    """Rows with the same key become one."""
    together: dict[Key, tuple[int, ...]] = {}
    for key, sums in rows:
        before = together.get(key)
        together[key] = sums if before is None else tuple(map(sum, zip(before, sums, strict=True)))
    return together
