"""The counting step: one function over a Narwhals lazy frame, the same on Polars, DuckDB and Spark.

Only whole numbers are summed, so that every engine, order and thread count gives the same. Knows no files.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import narwhals as nw

from assessments.data.column_names import visible
from assessments.plan.tabulation import EXPOSURE_SCALE, HIDDEN_COUNTS, WEIGHT_DECIMALS, Bands, Key, TabulationSpec

LARGEST = 2**32  # of a weight or an error in its own whole multiples, so that a billion of them stay below 2^63
_HALF = 2**16  # a square is summed by the high and the low half of its root, for the same reason
_CUT = 2**24  # a third power is summed by four terms below 2^48, each in two halves
_SIDES = ("above", "below")  # 0
_CUBES = tuple(f"{side}{power}_{half}" for side in _SIDES for power in range(4) for half in ("high", "low"))
_ROWS = "rows"


def count(
    frame: nw.LazyFrame[Any], spec: TabulationSpec, columns: Mapping[str, str], times: str | None = None
) -> nw.LazyFrame[Any]:
    """Sums for each combination of values: columns k0, k1 … and those of ``_summed``, in that order.

    ``columns`` says what a wanted column is called in the frame. Columns of numbers are text; what is no number fails
    in the engine's own way. ``times`` is a column that says how many equal rows a row stands for, where only texts are
    wanted.
    """
    frame = counted_rows(frame, spec, columns)
    keys = [f"k{place}" for place in range(spec.keys)]
    values = [value.alias(name) for value, name in zip(_keys(spec, columns), keys, strict=True)]
    repeated = [] if times is None else [nw.col(times)]
    rows = nw.len() if times is None else nw.col(times).sum()
    prepared = frame.select(*values, *repeated, *_numbers(spec, columns))
    for derived in _steps(spec):
        prepared = prepared.with_columns(*derived)
    grouped = prepared.group_by(*keys).agg(rows.alias(_ROWS), *_sums(spec))
    return grouped.select(*keys, *_summed(spec))


def counted_rows(frame: nw.LazyFrame[Any], spec: TabulationSpec, columns: Mapping[str, str]) -> nw.LazyFrame[Any]:
    """Without the rows that the spec leaves out, because they sum up others."""
    for column, values in spec.left_out.items():
        text = nw.col(columns[column]).cast(nw.String).str.strip_chars()
        frame = frame.filter(text.is_null() | ~text.is_in(list(values)))
    return frame


def rows_of(lines: Iterable[tuple[Any, ...]], spec: TabulationSpec) -> Iterator[tuple[int, Key, tuple[int, ...]]]:
    """What an engine gave: for each combination its rows in the file, its key, and the sums that are wanted."""
    names, keys, sum_names = _summed(spec), spec.keys, spec.sums
    bands = [(spec.bands or {}).get(column) for column in spec.texts]
    squared = [
        pair for pair in (("weight", "weight_squared"), ("error", "squared_error")) if f"{pair[0]}_high" in names
    ]
    for line in lines:
        totals = {name: int(value or 0) for name, value in zip(names, line[keys:], strict=True)}
        totals.setdefault("n", totals[_ROWS])
        for root, square in squared:
            high, both, low = (totals[f"{root}_{part}"] for part in ("high", "both", "low"))
            totals[square] = (high * _HALF + 2 * both) * _HALF + low
        if spec.errors is not None:
            above, below = (_cube(totals, side) for side in _SIDES)
            totals |= {"cubed_error": above - below, "cubed_absolute_error": above + below}
        texts = _counted_as(map(_text, line[: len(bands)], bands), spec)
        numbers = (None if value is None else int(value) for value in line[len(bands) : keys])
        yield totals[_ROWS], (*texts, *numbers), tuple(totals[name] for name in sum_names)


def _cube(totals: Mapping[str, int], side: str) -> int:
    """The sum of third powers on one side of 0, from the sums of its four terms, each cut in two."""
    terms = (totals[f"{side}{power}_high"] * _CUT + totals[f"{side}{power}_low"] for power in range(4))
    return sum(times * term * _HALF**power for power, (times, term) in enumerate(zip((1, 3, 3, 1), terms, strict=True)))


def person_keys(spec: TabulationSpec, columns: Mapping[str, str]) -> Iterator[nw.Expr]:
    """The cells that a person's rows are counted by: as rows are, but for scores; and whether an amount is far off."""
    yield from _keys(replace(spec, score=None, threshold=None), columns)
    if spec.score is not None and spec.threshold is not None:
        yield _reached(spec, columns)
    if spec.errors is not None:
        scale = spec.errors.decimals
        error = whole(number(columns[spec.errors.predicted]), scale) - whole(number(columns[spec.errors.true]), scale)
        yield (error.abs() > spec.errors.tolerance).cast(nw.Int64)


def values_of(line: tuple[Any, ...], spec: TabulationSpec) -> Key:
    """A key as an engine gave it, with text as it is written and bands by name."""
    bands = [(spec.bands or {}).get(column) for column in spec.texts]
    numbers = (None if value is None else int(value) for value in line[len(bands) :])
    return (*_counted_as(map(_text, line[: len(bands)], bands), spec), *numbers)


def _counted_as(texts: Iterable[str | None], spec: TabulationSpec) -> Iterator[str | None]:
    """Each text as what the plan says that it counts as."""
    replaced = (spec.replaced.get(column, {}) for column in spec.texts)
    return (text if text is None else known.get(text, text) for text, known in zip(texts, replaced, strict=True))


def _reached(spec: TabulationSpec, columns: Mapping[str, str]) -> nw.Expr:
    assert spec.score is not None
    return (number(columns[spec.score.column]) >= float(str(spec.threshold))).cast(nw.Int64)


def _keys(spec: TabulationSpec, columns: Mapping[str, str]) -> Iterator[nw.Expr]:
    for column in spec.texts:
        bands = (spec.bands or {}).get(column)
        yield nw.col(columns[column]) if bands is None else _band(number(columns[column]), bands)
    if spec.score is not None and spec.threshold is not None:
        yield _reached(spec, columns)
    if spec.score is not None:
        yield whole(number(columns[spec.score.column]), spec.score.decimals)
    if spec.ranks is not None:
        yield (number(columns[spec.ranks.column]) <= spec.ranks.top).cast(nw.Int64)


def number(column: str) -> nw.Expr:
    """Text as a number, with a decimal point or comma; empty is missing. Fails on what is no number."""
    text = nw.col(column).cast(nw.String).str.strip_chars().str.replace_all(",", ".", literal=True)
    return nw.when(text != "").then(text).cast(nw.Float64)


def _shown_count(column: str) -> nw.Expr:
    """A count, missing where it is kept secret: an empty cell, a mark for it, or "<5"."""
    text = nw.col(column).cast(nw.String).str.strip_chars()
    is_secret = (text == "") | text.is_in(HIDDEN_COUNTS) | text.str.starts_with("<")
    return nw.when(~is_secret).then(text.str.replace_all(",", ".", literal=True)).cast(nw.Float64)


def whole(value: nw.Expr, decimals: int) -> nw.Expr:
    """A number as a whole multiple of 10^-decimals, halves upwards: exact for decimal text of up to 15 digits."""
    units: int = 10**decimals
    return (value * units + 0.5).floor().cast(nw.Int64)


def _band(value: nw.Expr, bands: Bands) -> nw.Expr:
    """The place of the number's band: how many limits it has reached."""
    first, *others = ((value >= float(limit)).cast(nw.Int64) for limit in bands.limits)
    place: nw.Expr = first
    for reached in others:
        place += reached
    return place


def _numbers(spec: TabulationSpec, columns: Mapping[str, str]) -> Iterator[nw.Expr]:
    if spec.count:
        cases = whole(_shown_count(columns[spec.count]), 0)
        yield cases.alias("n")
        yield cases.is_null().cast(nw.Int64).alias("hidden")
    if spec.weight:
        yield whole(number(columns[spec.weight]), WEIGHT_DECIMALS).alias("weight")
    if spec.ranks:
        place = number(columns[spec.ranks.column])
        discount = (place + 1).log(2)
        yield (~place.is_null()).cast(nw.Int64).alias("ranked")
        yield whole(EXPOSURE_SCALE / discount, 0).alias("exposure")
        yield whole(EXPOSURE_SCALE / (discount * discount), 0).alias("exposure_squared")
        yield whole(EXPOSURE_SCALE / (discount * discount * discount), 0).alias("exposure_cubed")
    if spec.errors:
        scale = spec.errors.decimals
        predicted = whole(number(columns[spec.errors.predicted]), scale)
        yield (predicted - whole(number(columns[spec.errors.true]), scale)).alias("error")


def _steps(spec: TabulationSpec) -> Iterator[list[nw.Expr]]:
    """What is worked out of numbers, step by step: an engine of SQL would write each step out wherever it is used."""
    roots = [*(["weight"] if spec.weight else []), *(["error"] if spec.errors else [])]
    if not roots:
        return
    yield [nw.col(root).abs().alias(f"{root}_size") for root in roots]
    yield [(nw.col(f"{root}_size") // _HALF).alias(f"{root}_upper") for root in roots]
    yield [(nw.col(f"{root}_size") - nw.col(f"{root}_upper") * _HALF).alias(f"{root}_lower") for root in roots]
    yield [part for root in roots for part in _halved(root)]
    if spec.errors is not None:
        error = nw.col("error")
        yield [
            (~error.is_null()).cast(nw.Int64).alias("known"),
            nw.col("error_size").alias("absolute_error"),
            (error > spec.errors.tolerance).cast(nw.Int64).alias("over"),
            (error < -spec.errors.tolerance).cast(nw.Int64).alias("under"),
            *_terms(),
        ]
        yield [(nw.col(f"term{power}") // _CUT).alias(f"cut{power}") for power in range(4)]
        yield list(_cubed())


def _halved(root: str) -> Iterator[nw.Expr]:
    """The square by the high and the low half of its root."""
    high, low = nw.col(f"{root}_upper"), nw.col(f"{root}_lower")
    yield (high * high).alias(f"{root}_high")
    yield (high * low).alias(f"{root}_both")
    yield (low * low).alias(f"{root}_low")


def _terms() -> Iterator[nw.Expr]:
    """The third power of an error's size as four terms, by its high and its low half; and on which side of 0 it is."""
    high, low = nw.col("error_upper"), nw.col("error_lower")
    terms = (low * low * low, high * low * low, high * high * low, high * high * high)
    yield from (term.alias(f"term{power}") for power, term in enumerate(terms))
    yield (nw.col("error") > 0).cast(nw.Int64).alias(_SIDES[0])
    yield (nw.col("error") < 0).cast(nw.Int64).alias(_SIDES[1])


def _cubed() -> Iterator[nw.Expr]:
    """Each term cut in two, apart by the error's sign."""
    for side in _SIDES:
        for power in range(4):
            cut, term = nw.col(f"cut{power}"), nw.col(f"term{power}")
            yield (cut * nw.col(side)).alias(f"{side}{power}_high")
            yield ((term - cut * _CUT) * nw.col(side)).alias(f"{side}{power}_low")


def _sums(spec: TabulationSpec) -> Iterator[nw.Expr]:
    return (nw.col(name).sum() for name in _summed(spec) if name != _ROWS)


def _summed(spec: TabulationSpec) -> tuple[str, ...]:
    names = [_ROWS, *(["n", "hidden"] if spec.count else [])]
    if spec.weight:
        names += ["weight", "weight_high", "weight_both", "weight_low"]
    if spec.ranks:
        names += ["ranked", "exposure", "exposure_squared", "exposure_cubed"]
    if spec.errors:
        names += ["known", "error", "absolute_error", "error_high", "error_both", "error_low", "over", "under", *_CUBES]
    return tuple(names)


def as_text(value: Any) -> str | None:
    """A value as text, however the file's format stores it: 1.0 is 1, a day is 2026-01-31. Empty is missing.

    Blanks around it are no part of it, and letters are the same however they were typed: å is one sign, never a and °.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    text = str(value).strip()
    return (text if text.isascii() else visible(text)) or None


def _text(value: Any, bands: Bands | None) -> str | None:
    if bands is None or value is None:
        return as_text(value)
    return bands.names()[int(value)]
