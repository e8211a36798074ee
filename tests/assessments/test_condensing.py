"""Distinct rows with how often they are there: the same as reading every row as text, or nothing at all."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.reading import dedup
from assessments.reading.dedup import TIMES, Condenser

NAMES = ["kvinna", "man", "Hägersten-Älvsjö", "", "01", "1", "eight by", "nine byte", "å" * 32, " man", "man "]


def text_of(rows: list[list[str]], separator: str = ",", end: str = "\n") -> bytes:
    return "".join(separator.join(row) + end for row in rows).encode()


def condensed(text: bytes, places: list[int], fields: int, separator: str = ",") -> Counter | None:
    frame = Condenser(places, fields, separator).condense(text)
    if frame is None:
        return None
    counts: Counter[tuple[str, ...]] = Counter()
    for row in frame.select(*map(str, sorted(places)), TIMES).collect().iter_rows():
        counts[row[:-1]] += row[-1]
    return counts


def counted(rows: list[list[str]], places: list[int]) -> Counter:
    return Counter(tuple(row[place] for place in sorted(places)) for row in rows)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(NAMES), min_size=5, max_size=5), min_size=1, max_size=60),
    st.sets(st.integers(0, 4), min_size=1).map(sorted),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_distinct_row_is_there_as_often_as_in_the_text(rows, places, separator, end) -> None:
    assert condensed(text_of(rows, separator, end), places, 5, separator) == counted(rows, places)


@pytest.mark.parametrize("rows", [1, 3, 2_000, 40_000])
def test_pieces_larger_than_a_block_are_counted_to_the_last_row(rows) -> None:
    chance = random.Random(rows)
    table = [[str(row), chance.choice("km"), chance.choice(NAMES[:8]), chance.choice("01")] for row in range(rows)]
    assert condensed(text_of(table), [1, 2, 3], 4) == counted(table, [1, 2, 3])
    assert condensed(text_of(table), [1, 3], 4) == counted(table, [1, 3])


def test_values_that_come_late_are_learned_and_the_next_piece_knows_them() -> None:
    condenser = Condenser([0, 1], 3, ",")
    for late in ("late", "even later than that", "a"):
        table = [["early", "x", "."]] * 30_000 + [["early", late, "."], [late, "x", "."]] * 2
        frame = condenser.condense(text_of(table))
        assert frame is not None
        assert frame.select(TIMES).collect().to_series().sum() == len(table)
        assert {row[:2] for row in frame.collect().iter_rows()} == {("early", "x"), ("early", late), (late, "x")}


def test_neighbours_with_too_many_combinations_are_looked_at_apart() -> None:
    table = [[f"a{first}", f"b{two}"] for first in range(40) for two in range(40)]
    assert condensed(text_of(table), [0, 1], 2) == counted(table, [0, 1])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'a,"b"\n', "quotation marks"),
        (b"a,b\nc\n", "a field is missing"),
        (b"a,b\nc\nd,e,f\n", "as many separators as if nothing were wrong"),
        (b"a,b\n\nc,d\n", "an empty line"),
        (b"a,\xe5\n", "not UTF-8"),
        (b"a," + b"b" * 65 + b"\n", "a long field"),
        ("\n".join(f"a,{number}" for number in range(3_000)).encode() + b"\n", "too many values"),
    ],
)
def test_it_leaves_to_the_reader_of_text_what_is_not_plain(text, why) -> None:
    assert condensed(text, [0, 1], 2) is None, why


def test_two_values_in_the_same_place_are_distinguished(monkeypatch) -> None:
    """The table is rebuilt until none collide; and a value that only lands on another's place is not that value."""
    monkeypatch.setattr(dedup, "_BITS", (1, 1, 1, 2, 2, 2, 2))
    table = [["a"]] * 600 + [["b"], ["c"], ["a"]]
    assert condensed(text_of(table), [0], 1) == counted(table, [0])
