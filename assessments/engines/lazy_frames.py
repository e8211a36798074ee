"""Frames that lie elsewhere, in DuckDB, on Spark or not read yet: counted where they lie. Only sums leave them.

Knows no files; counts with the one counting step.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import narwhals as nw

from assessments.data.inventory import MAX_CELLS, MAX_LEVELS, ColumnInventory, Inventory, TotalRows
from assessments.data.total_words import totals_among
from assessments.plan.second_file import same_key_twice
from assessments.plan.table_inventory import columns_of, of_many_values
from assessments.plan.tabulation import HIDDEN_COUNTS, MOST_PAIRS, CountTable, Key, PersonPairs, TabulationSpec, added
from assessments.reading.group_count import count, person_keys, rows_of, values_of
from assessments.reading.merge_counts import (
    columns_in,
    no_such_number,
    number_limits,
    too_many_cells,
    too_many_levels,
    too_many_pairs,
)
from assessments.reading.take_inventory import LOOKED_AT, require_no_people
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

Lazy = nw.LazyFrame[Any]
_NUMBER = r"^[-+]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][-+]?[0-9]+)?$"
_WRITTEN = 4 * MAX_LEVELS  # ways in which the values of a column may be written
_PERSON, _ROWS, _OTHER = "person", "rows", "_other"


def lazy_frame(data: Any) -> Lazy | None:
    """The frame where it is one that is counted where it lies; None for anything else."""
    frame = nw.from_native(data, pass_through=True)
    return frame if isinstance(frame, nw.LazyFrame) else None


def survey(frame: Lazy, spec: TabulationSpec, groups: Lazy | None = None) -> tuple[Inventory, CountTable]:
    """What the frame holds and its counts, as values are written in it. EvaluationDataError.

    ``groups`` is a second frame, of the same engine, whose rows are found by the wanted key.
    """
    if spec.judged is not None:
        raise EvaluationDataError(_judgements_elsewhere())
    frame = _single_values(frame)
    names = list(frame.collect_schema())
    if groups is not None:
        frame = _joined(frame, _single_values(groups), spec)
    columns = {name: name for name in columns_in(spec, names)} | {name: name for name in spec.joined_columns}
    _refuse_people(frame, list(columns))
    _require_numbers(frame, spec, columns)
    lines = _rows(count(frame, spec, columns).head(MAX_CELLS + 1))
    if len(lines) > MAX_CELLS:
        raise EvaluationDataError(*_too_many(frame, spec, columns))
    counted = list(rows_of(lines, spec))
    if not (rows := sum(number for number, _, _ in counted)):
        raise EvaluationDataError(Message("The data have column names but no rows. Hand in data with rows."))
    table = CountTable(spec.sums, added((key, sums) for _, key, sums in counted), _persons(frame, spec, columns))
    known = {column.name: column for column in columns_of(table, spec)}
    described = tuple(known.get(name) or of_many_values(name) for name in dict.fromkeys([*names, *spec.joined_columns]))
    listed = Inventory(
        rows=rows, sha256=hash_of(table), encoding="", separator="", columns=described, totals=_totals(described)
    )
    return listed, table


def _totals(columns: Sequence[ColumnInventory]) -> TotalRows | None:
    """What the values of columns tell of rows that sum up others: the rows themselves nobody has seen."""
    marks_of = {column: totals_among(column.levels) for column in columns}
    marked = [(column, marks) for column, marks in marks_of.items() if marks]
    if not marked:
        return None
    held = (
        replace(column, values=tuple((value, rows) for value, rows in column.values if value in marks), missing=0)
        for column, marks in marked
    )
    by_column = tuple((column.name, marks) for column, marks in marked)
    return TotalRows(rows=0, first=(), marks=by_column, columns=tuple(held))


def _judgements_elsewhere() -> Message:
    return Message(
        "Judgements of answers are read from files, not from an engine. Hand in a file, or leave --engine out."
    )


def hash_of(table: CountTable) -> str:
    """What stands for the hash of a file where there is none: that of the counts, the same on every engine."""
    written = table.to_dict()
    lines = sorted(json.dumps(row, ensure_ascii=False) for part in ("rows", "persons") for row in written.get(part, ()))
    return hashlib.sha256("\n".join([*table.sums, *lines]).encode()).hexdigest()


def _single_values(frame: Lazy) -> Lazy:
    """Without columns that hold lists or tables; a float that is no number is missing."""
    schema = frame.collect_schema()
    frame = frame.select(name for name, kind in schema.items() if not kind.is_nested())
    floats = [name for name, kind in schema.items() if kind.is_float()]
    numbers = (nw.when(~nw.col(name).is_nan()).then(nw.col(name)).alias(name) for name in floats)
    return frame.with_columns(*numbers) if floats else frame


def _joined(frame: Lazy, groups: Lazy, spec: TabulationSpec) -> Lazy:
    key, there = str(spec.key), list(groups.collect_schema())
    if frame.implementation is not groups.implementation:
        raise EvaluationDataError(
            Message("The two frames are in different engines. Join them first, or move both to the same engine.")
        )
    columns_in(TabulationSpec(texts=(key,)), list(frame.collect_schema()))
    columns_in(TabulationSpec(texts=(key, *spec.joined_columns)), there)
    second = groups.select(_text(key).alias(_OTHER), *spec.joined_columns).filter(~nw.col(_OTHER).is_null())
    twice = _rows(second.group_by(_OTHER).agg(nw.len().alias(_ROWS)).filter(nw.col(_ROWS) > 1).head(3))
    if twice:
        raise EvaluationDataError(same_key_twice(key, [str(value) for value, _ in twice]))
    return frame.with_columns(_text(key).alias(key)).join(second, left_on=key, right_on=_OTHER, how="left")


def _text(column: str) -> nw.Expr:
    text = nw.col(column).cast(nw.String).str.strip_chars()
    return nw.when(text != "").then(text)


def _rows(frame: Lazy) -> list[tuple[Any, ...]]:
    """The rows of a small frame, by the engine's own way: without another library in between."""
    native: Any = frame.to_native()
    if frame.implementation.is_duckdb():
        return list(native.fetchall())
    if frame.implementation.is_polars():
        return list(native.collect(engine="streaming").iter_rows())
    if frame.implementation.is_spark_like():
        return [tuple(row) for row in native.collect()]
    return list(frame.collect().iter_rows())


def _refuse_people(frame: Lazy, names: list[str]) -> None:
    looked = _rows(frame.select(*(nw.col(name).cast(nw.String) for name in names)).head(LOOKED_AT))
    values = zip(*looked, strict=True) if looked else ([] for _ in names)
    require_no_people(frame.collect_schema().names())
    require_no_people(names, [[value for value in column if value is not None] for column in values])


def _require_numbers(frame: Lazy, spec: TabulationSpec, columns: Mapping[str, str]) -> None:
    """EvaluationDataError names a value that is no number where one is wanted, or one that is too large."""
    limits = list(number_limits(spec))
    if not limits:
        return
    checks = [_wrong(spec, *limit).max().alias(f"c{place}") for place, limit in enumerate(limits)]
    (wrong,) = _rows(frame.select(*checks))
    for (column, *_), value in zip(limits, wrong, strict=True):
        if value is not None:
            raise EvaluationDataError(no_such_number(spec, columns[column], str(value)))


def _wrong(spec: TabulationSpec, column: str, lowest: float, highest: float, is_whole: bool) -> nw.Expr:
    text = nw.col(column).cast(nw.String).str.strip_chars()
    is_number = text.str.contains(_NUMBER)
    value = nw.when(is_number).then(text.str.replace_all(",", ".", literal=True)).cast(nw.Float64)
    is_wrong = ~is_number | (value < lowest) | (value > highest)
    if is_whole:
        is_wrong = is_wrong | (value != value.floor())
    if column == spec.count:
        is_wrong = is_wrong & ~text.is_in(HIDDEN_COUNTS) & ~text.str.starts_with("<")
    return nw.when((text != "") & is_wrong).then(text)


def _too_many(frame: Lazy, spec: TabulationSpec, columns: Mapping[str, str]) -> Iterator[Message]:
    """Which columns have too many values; where none has, there are too many combinations."""
    texts = [name for name in spec.texts if name not in (spec.bands or {})]
    many = [name for name in texts if len(_rows(frame.select(columns[name]).unique().head(_WRITTEN))) == _WRITTEN]
    yield from map(too_many_levels, many)
    if not many:
        yield too_many_cells()


def _persons(frame: Lazy, spec: TabulationSpec, columns: Mapping[str, str]) -> PersonPairs:
    """Over all persons the sums of products of their rows, for every two cells in which somebody is."""
    if spec.person is None:
        return {}
    keys = [f"k{place}" for place, _ in enumerate(person_keys(spec, columns))]
    named = (key.alias(name) for key, name in zip(person_keys(spec, columns), keys, strict=True))
    rows = frame.select(*named, _text(columns[spec.person]).alias(_PERSON)).group_by(*keys, _PERSON)
    cells = rows.agg(nw.len().alias(_ROWS))
    known = cells.filter(~nw.col(_PERSON).is_null())
    pairs = known.join(known, on=_PERSON, how="inner", suffix=_OTHER)
    others = [f"{name}{_OTHER}" for name in keys]
    products = pairs.with_columns((nw.col(_ROWS) * nw.col(f"{_ROWS}{_OTHER}")).alias("product"))
    lines = _rows(products.group_by(*keys, *others).agg(nw.col("product").sum()).head(MOST_PAIRS + 1))
    if len(lines) > MOST_PAIRS:
        raise EvaluationDataError(too_many_pairs())
    alone = cells.filter(nw.col(_PERSON).is_null()).group_by(*keys).agg(nw.col(_ROWS).sum())
    width = len(keys)
    return _added(
        [(line[:width], line[width : 2 * width], line[-1]) for line in lines]
        + [(line[:width], line[:width], line[-1]) for line in _rows(alone)],
        spec,
    )


def _added(lines: Iterable[tuple[tuple[Any, ...], tuple[Any, ...], Any]], spec: TabulationSpec) -> PersonPairs:
    sums: dict[tuple[Key, Key], int] = {}
    for first, second, total in lines:
        pair = values_of(first, spec), values_of(second, spec)
        sums[pair] = sums.get(pair, 0) + int(total)
    return sums
