"""A plain piece of a CSV as its distinct rows, each with how often it stands there: exact, and without making text.

Fields are compared as whole numbers of eight bytes, neighbours together. Gives up, with None, wherever a reader of text
has to look.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

TIMES = "times"  # the column that says how often a row stands there
_LONGEST = 64  # bytes of a field, or of adjacent fields
_MOST_LEVELS = 512  # values, or combinations of adjacent fields
_MOST_CELLS = 2**20
_BLOCK = 1024 * 1024  # bytes looked at in one go: they and what is made of them stay in the processor's cache
_LINE_FEED, _RETURN = 10, 13
_AT_ONCE = 512  # unknown values that are learned in one go
_BITS = (8,) * 4 + (10,) * 4 + (12,) * 4 + (14,) * 4 + (16,) * 8 + (18,) * 8  # of a table where no two values collide
_BYTE_MASKS = [  # by word and by length of a field: which bytes of the word belong to the field
    np.array([(1 << 8 * min(8, max(0, length - start))) - 1 for length in range(_LONGEST + 1)], dtype=np.uint64)
    for start in range(0, _LONGEST, 8)
]


class _TooManyError(Exception):
    """More values, or longer ones, than it pays to look at in this way."""


@dataclass(frozen=True, slots=True)
class _Levels:
    """The values of a column known so far, as words, and a table that finds each by a few bits of a product."""

    words: tuple[Any, ...]  # for each eight bytes of a field an array with a number for each value
    factors: Any
    shift: Any
    places: Any  # bits of the product → place among the values

    @classmethod
    def of(cls, values: Sequence[tuple[int, ...]]) -> "_Levels":
        table = np.array(values, dtype=np.uint64)
        for attempt, bits in enumerate(_BITS):
            factors, shift = _factors(attempt, table.shape[1]), np.uint64(64 - bits)
            slots = ((table * factors).sum(axis=1, dtype=np.uint64) >> shift).astype(np.int64)
            if len(np.unique(slots)) == len(table):
                places = np.zeros(2**bits, dtype=np.uint16)
                places[slots] = np.arange(len(table))
                return cls(
                    words=tuple(np.ascontiguousarray(word) for word in table.T),
                    factors=factors,
                    shift=shift,
                    places=places,
                )
        raise _TooManyError

    def __len__(self) -> int:
        return len(self.words[0])

    def place_of(self, keys: Sequence[Any]) -> tuple[Any, Any]:
        """For each field the place of its value, and whether it is that value."""
        product = keys[0] * self.factors[0]
        for key, factor in zip(keys[1:], self.factors[1:], strict=True):
            product += key * factor
        product >>= self.shift
        places = self.places[product.view(np.int64)]
        same = self.words[0][places] == keys[0]
        for word, key in zip(self.words[1:], keys[1:], strict=True):
            same &= word[places] == key
        return places, same

    def wider(self, words: int) -> "_Levels":
        empty = (0,) * (words - len(self.words))
        return _Levels.of([(*value, *empty) for value in self.values()])

    def values(self) -> list[tuple[int, ...]]:
        return list(zip(*(word.tolist() for word in self.words), strict=True))

    def texts(self) -> list[str]:
        """UnicodeDecodeError where a value is not UTF-8."""
        raw = (b"".join(word.to_bytes(8, "little") for word in value) for value in self.values())
        return [text.rstrip(b"\0").decode() for text in raw]


def _factors(attempt: int, words: int) -> Any:
    """Odd numbers that look random, the same in every run."""
    chance = np.random.Generator(np.random.PCG64(attempt))
    return chance.integers(0, 2**63, size=words, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


@dataclass(frozen=True, slots=True)
class _Run:
    """Adjacent columns, from the first to the last."""

    first: int
    last: int

    @property
    def places(self) -> range:
        return range(self.first, self.last + 1)


class Condenser:
    """For one file: ``places`` are the columns that count, ``fields`` how many there are in a row."""

    def __init__(self, places: Sequence[int], fields: int, separator: str) -> None:
        self._fields, self._separator = fields, separator.encode()
        self._begin(_runs(sorted(places)) if len(self._separator) == 1 else [])

    def _begin(self, runs: Sequence[_Run]) -> None:
        """The values of the last piece are kept: the next has the same."""
        self._known: tuple[tuple[_Run, _Levels | None], ...] = tuple((run, None) for run in runs)

    def condense(self, text: bytes) -> pl.LazyFrame | None:
        """Columns named by place, with a count for each distinct row; None where they cannot be found so simply.

        Safe to be called by several threads at once. The text has no NUL bytes and ends with a line feed.
        """
        while (known := self._known) and b'"' not in text:
            runs = [run for run, _ in known]
            try:
                counted = self._count(text, runs, [levels for _, levels in known])
                if counted is None:
                    return None
                self._known = tuple(zip(runs, counted.levels, strict=True))
                return self._frame(runs, counted)
            except UnicodeDecodeError:
                return None
            except _TooManyError:  # combined they may be too many, and one by one not
                apart = [_Run(place, place) for run in runs for place in run.places]
                self._begin(apart if len(apart) > len(runs) else [])
        return None

    def _count(self, text: bytes, runs: Sequence[_Run], known: Sequence[_Levels | None]) -> "_Counted | None":
        counted = _Counted(known)
        for block in _blocks(text):
            positions = self._positions(block)
            if positions is None:
                return None
            counted.add([self._fields_of(run, block, positions) for run in runs])
        return counted

    def _positions(self, block: "_Block") -> Any:
        """Where each field ends, a row for each record; None where records differ in how many fields they have."""
        letters, ends, others = block.letters[: block.size], block.spare[: block.size], block.spare[block.size :]
        np.equal(letters, _LINE_FEED, out=ends)
        records = np.count_nonzero(ends)
        ends |= np.equal(letters, self._separator[0], out=others[: block.size])
        end_places = np.flatnonzero(ends)
        if len(end_places) != records * self._fields:
            return None
        positions = end_places.reshape(records, self._fields)
        return positions if (letters[positions[:, -1]] == _LINE_FEED).all() else None

    def _fields_of(self, run: _Run, block: "_Block", positions: Any) -> list[Any]:
        """The fields of these columns in each record, with what separates them, as words of eight bytes."""
        ends = positions[:, run.last]
        starts = positions[:, run.first - 1] + 1 if run.first else np.append(0, positions[:-1, -1] + 1)
        lengths = ends - starts
        if run.last == self._fields - 1 and block.has_returns:
            lengths -= (block.letters[np.maximum(ends - 1, 0)] == _RETURN) & (lengths > 0)
        longest = int(lengths.max())
        if longest > _LONGEST:
            raise _TooManyError
        words = range(max(1, -(-longest // 8)))
        return [block.words(word)[starts] & _BYTE_MASKS[word][lengths] for word in words]

    def _frame(self, runs: Sequence[_Run], counted: "_Counted") -> pl.LazyFrame:
        rows, times = counted.rows()
        columns: dict[str, Any] = {}
        for run, levels, row in zip(runs, counted.levels, rows, strict=True):
            texts = [text.split(self._separator.decode()) for text in levels.texts()] if levels else []
            for number, place in enumerate(run.places):
                columns[str(place)] = pl.Series([texts[level][number] for level in row], dtype=pl.String)
        return pl.LazyFrame({**columns, TIMES: pl.Series(times, dtype=pl.Int64)})


def _runs(places: Sequence[int]) -> list[_Run]:
    """Neighbours together."""
    runs: list[_Run] = []
    for place in places:
        if runs and runs[-1].last == place - 1:
            runs[-1] = _Run(runs[-1].first, place)
        else:
            runs.append(_Run(place, place))
    return runs


class _Counted:
    """How often each combination of values stood in the blocks so far."""

    def __init__(self, known: Sequence[_Levels | None]) -> None:
        self.levels = tuple(known)
        self._times: dict[tuple[int, ...], Any] = {}  # by how many values each column had: an array over all of them

    def add(self, columns: Sequence[list[Any]]) -> None:
        learned = [_learned(keys, levels) for keys, levels in zip(columns, self.levels, strict=True)]
        self.levels = tuple(levels for levels, _ in learned)
        sizes = tuple(len(levels) for levels, _ in learned)
        cells = int(np.prod([float(size) for size in sizes]))
        if cells > _MOST_CELLS:
            raise _TooManyError
        together = learned[0][1].astype(np.int64)
        for size, (_, places) in zip(sizes[1:], learned[1:], strict=True):
            together *= size
            together += places
        times = np.bincount(together, minlength=cells)
        self._times[sizes] = self._times[sizes] + times if sizes in self._times else times

    def rows(self) -> tuple[list[list[int]], list[int]]:
        """For each column the places of its values, row by row, and how often each row was there."""
        rows: list[list[int]] = [[] for _ in self.levels]
        times: list[int] = []
        for sizes, counted in self._times.items():
            there = np.flatnonzero(counted)
            times += counted[there].tolist()
            for row, places in zip(rows, np.unravel_index(there, sizes), strict=True):
                row.extend(places.tolist())
        return rows, times


def _learned(keys: list[Any], known: _Levels | None) -> tuple[_Levels, Any]:
    """The known values with those that are new, and the place of each field's value among them."""
    words = len(keys)
    if known is None:
        levels = _Levels.of(_distinct(keys, slice(0, _AT_ONCE)))
    else:
        levels = known if len(known.words) >= words else known.wider(words)
    keys = keys + [np.zeros_like(keys[0])] * (len(levels.words) - words)
    while True:
        places, same = levels.place_of(keys)
        if same.all():
            return levels, places
        new = _distinct(keys, np.flatnonzero(~same)[:_AT_ONCE])
        if len(levels) + len(new) > _MOST_LEVELS:
            raise _TooManyError
        levels = _Levels.of([*levels.values(), *new])


def _distinct(keys: Sequence[Any], some: Any) -> list[tuple[int, ...]]:
    return sorted(set(zip(*(key[some].tolist() for key in keys), strict=True)))


class _Block:
    """Whole records of a piece, followed by at least as many bytes as the longest field has."""

    def __init__(self, text: bytes, start: int, size: int, spare: Any) -> None:
        self.letters = np.frombuffer(text, dtype=np.uint8, offset=start)
        self.size, self.spare = size, spare
        self.has_returns = text.find(b"\r", start, start + size) >= 0
        self._text, self._start = text, start

    def words(self, word: int) -> Any:
        """The eight bytes that begin at each place, ``word`` words further on, as one number."""
        return np.ndarray((self.size,), "<u8", self._text, self._start + 8 * word, (1,))


def _blocks(text: bytes) -> Iterator[_Block]:
    """The piece in blocks that end where a record does; the last one is a copy, with room behind it."""
    spare = np.empty(2 * (_BLOCK + _LONGEST), dtype=np.bool_)
    start, most = 0, len(text) - _LONGEST
    while (end := text.rfind(b"\n", start, max(start, min(start + _BLOCK, most))) + 1) > start:
        yield _Block(text, start, end - start, spare)
        start = end
    rest = text[start:]
    if 2 * len(rest) > len(spare):
        raise _TooManyError  # a record longer than a block
    if rest:
        yield _Block(rest + bytes(_LONGEST), 0, len(rest), spare)
