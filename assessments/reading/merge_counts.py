"""Small tables from pieces of a file become one, and are refused when they stop being small.

Knows no formats; counts with the one counting step.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl

from assessments.data.inventory import MAX_CELLS, MAX_LEVELS
from assessments.plan.tabulation import HIDDEN_COUNTS, MOST_PAIRS, CountTable, Key, PersonPairs, TabulationSpec
from assessments.reading.csv_frames import CsvPiece
from assessments.reading.group_count import LARGEST, count, counted_rows, person_keys, rows_of, values_of
from assessments.reading.plain_numbers import (
    Marks,
    bare,
    has_unclear,
    marks_of,
    merged_marks,
    plain,
    ranges_across,
    require_clear,
    within_bands,
)
from assessments.reading.workbooks import ROW
from assessments.text.complaints import EvaluationDataError, quoted
from assessments.text.message import Message

Lines = list[tuple[Any, ...]]


class Tallier:
    """Takes frames and keeps sums. ``columns`` says what each wanted column is called in the frames."""

    def __init__(
        self, spec: TabulationSpec, columns: Mapping[str, str], second_frame: pl.DataFrame | None = None
    ) -> None:
        """``second_frame`` is the second file: its column ``key``, and the others by what ``columns`` calls them."""
        self.rows = 0
        self._spec, self._columns, self._second_frame = spec, columns, second_frame
        self._sums: dict[Key, tuple[int, ...]] = {}
        self._persons: list[pl.DataFrame] = []
        self._marks: dict[str, Marks] = {}

    @property
    def table(self) -> CountTable:
        """EvaluationDataError where a column of numbers may be a thousand times more than it seems to be."""
        require_clear(self._marks)
        return CountTable(self._spec.sums, self._sums, person_pairs(self._persons, self._spec))

    @property
    def few(self) -> Sequence[str]:
        """The columns of texts, where nothing but they is wanted."""
        if self._spec.sums != ("n",) or len(self._spec.texts) < self._spec.keys or self._second_frame is not None:
            return ()
        if self._spec.person is not None:
            return ()
        return tuple(dict.fromkeys(self._columns[text] for text in (*self._spec.texts, *self._spec.left_out)))

    def look(self, frame: pl.LazyFrame) -> None:
        """An inventory has looked at it before."""

    def read(self, frame: pl.LazyFrame, times: str | None = None) -> CsvPiece:
        """Safe to be called by several threads at once. ``times`` is a column: how often each row is there."""
        if self._second_frame is not None:
            key = text_in(frame, self._columns[str(self._spec.key)])
            frame = frame.join(self._second_frame.lazy(), left_on=key, right_on="key", how="left")
        left_out = 0
        if self._spec.left_out:
            counted_frame = counted_rows(nw.from_native(frame), self._spec, self._columns).to_native()
            left_out, frame = _height(frame) - _height(counted_frame), counted_frame
        marks: dict[str, Marks] = {}
        if _unclear_columns(frame, self._spec, self._columns) or _not_a_number(frame, self._spec, self._columns):
            marks = _marks_in(frame, self._spec, self._columns)
            frame = _written_plainly(frame, self._spec, self._columns)
            if complaint := _not_a_number(frame, self._spec, self._columns):
                raise EvaluationDataError(complaint)
        counted = count(nw.from_native(frame), self._spec, self._columns, times)
        together = counted.to_native().collect(engine="streaming")
        self._require_few(together)
        lines = list(rows_of(together.iter_rows(), self._spec))
        nothing = any(all(value is None for value in key) for _, key, _ in lines)
        persons = None
        if self._spec.person is not None:
            persons = persons_in(frame, self._spec, self._columns, text_in(frame, self._columns[self._spec.person]))
        return CsvPiece(sum(rows for rows, _, _ in lines) + left_out, nothing, (lines, persons, left_out, marks))

    def take(self, piece: CsvPiece) -> None:
        before, (lines, persons, left_out, marks) = len(self._sums), piece.values
        self._marks = merged_marks(self._marks, marks)
        self.rows += piece.rows - left_out
        if persons is not None:
            self._persons.append(persons)
        for _, key, sums in lines:
            known = self._sums.get(key)
            self._sums[key] = sums if known is None else tuple(map(sum, zip(known, sums, strict=True)))
        if len(self._sums) > before:
            _require_few_levels(self._spec, self._sums)

    def _require_few(self, counted: pl.DataFrame) -> None:
        """A column that should have been a number of groups and is not must not fill the memory."""
        if counted.height > MAX_CELLS:
            for place, column in enumerate(self._spec.grouping_texts):
                if counted.get_column(f"k{place}").n_unique() > MAX_LEVELS:
                    raise EvaluationDataError(too_many_levels(column))
            raise EvaluationDataError(too_many_cells())


def _height(frame: pl.LazyFrame) -> int:
    return int(frame.select(pl.len()).collect().item())


def text_in(frame: pl.LazyFrame, column: str) -> pl.Expr:
    """A column as the text that a person would have written: a whole number is 17, also where the file has 17.0."""
    text = pl.col(column).cast(pl.String)
    return text.str.strip_suffix(".0") if frame.collect_schema()[column].is_float() else text


def _require_few_levels(spec: TabulationSpec, sums: Mapping[Key, tuple[int, ...]]) -> None:
    levels: list[dict[object, int]] = [{} for _ in spec.grouping_texts]
    for key, (cases, *_) in sums.items():
        for seen, value in zip(levels, key, strict=False):
            if value is not None:
                seen[value] = seen.get(value, 0) + cases
    for column, seen in zip(spec.grouping_texts, levels, strict=True):
        if len(seen) > MAX_LEVELS:
            raise EvaluationDataError(too_many_levels(column, seen))
    if len(sums) > MAX_CELLS:
        raise EvaluationDataError(too_many_cells())


def too_many_levels(column: str, seen: Mapping[object, int] | None = None) -> Message:
    """The complaint, with the smallest groups as a proposal of what to merge, where they are known."""
    if seen is None:
        return Message(
            "Column “{column}” has more than {most} different values. Merge them into fewer, for example ages into "
            "age bands, or choose another column.",
            {"column": column, "most": MAX_LEVELS},
        )
    rare = sorted(seen, key=lambda value: (seen[value], str(value)))[:5]
    return Message(
        "Column “{column}” has more than {most} different values. Merge the smallest into one, for example {rare}, or "
        "numbers such as ages into bands.",
        {"column": column, "most": MAX_LEVELS, "rare": quoted([str(value) for value in rare])},
    )


def too_many_cells() -> Message:
    return Message(
        "The groups make more than {most} combinations. Compare fewer columns at a time, or merge values.",
        {"most": MAX_CELLS},
    )


def _text_columns(frame: pl.LazyFrame, spec: TabulationSpec, columns: Mapping[str, str]) -> tuple[str, ...]:
    """Columns of numbers that were written as text."""
    schema = frame.collect_schema()
    numeric = dict.fromkeys(column for column, *_ in number_limits(spec))
    return tuple(column for column in numeric if schema[columns[column]] == pl.String)


def _unclear_columns(frame: pl.LazyFrame, spec: TabulationSpec, columns: Mapping[str, str]) -> bool:
    names = [columns[column] for column in _text_columns(frame, spec, columns)]
    return bool(names) and has_unclear(frame, names)


def _marks_in(frame: pl.LazyFrame, spec: TabulationSpec, columns: Mapping[str, str]) -> dict[str, Marks]:
    names = _text_columns(frame, spec, columns)
    return marks_of(frame, {column: bare(columns[column]) for column in names}, numbers_have_dots=_is_sheet(frame))


def _is_sheet(frame: pl.LazyFrame) -> bool:
    """A workbook's own numbers come as text with a decimal point."""
    return ROW in frame.collect_schema()


def _written_plainly(frame: pl.LazyFrame, spec: TabulationSpec, columns: Mapping[str, str]) -> pl.LazyFrame:
    """The numbers as 1234.5, however they were written; ranges of a banded column as a number of their band."""
    frame = frame.with_columns(
        plain(
            columns[column],
            percent_is_share=column == (spec.score and spec.score.column) and _is_share(spec),
            may_be_range=column in (spec.bands or {}),
            numbers_have_dots=_is_sheet(frame),
        )
        for column in dict.fromkeys(column for column, *_ in number_limits(spec))
        if column != spec.count
    )
    for column, bands in (spec.bands or {}).items():
        frame = within_bands(frame, columns[column], bands)
    return frame


def _is_share(spec: TabulationSpec) -> bool:
    """Whether 84 % of a score is 0.84: it is compared with a threshold, and that says how scores are written."""
    return spec.threshold is not None and abs(float(spec.threshold)) <= 1


def _not_a_number(frame: pl.LazyFrame, spec: TabulationSpec, columns: Mapping[str, str]) -> Message | None:
    """The first value that keeps a frame from being counted: no number where a number is wanted, or too large a one."""
    for column, lowest, highest, is_whole in number_limits(spec):
        text = pl.col(columns[column]).cast(pl.String).str.strip_chars()
        value = text.str.replace_all(",", ".", literal=True).cast(pl.Float64, strict=False)
        wrong = value.is_null() | ~value.is_between(lowest, highest)
        wrong = wrong | (value != value.floor()) if is_whole else wrong
        if column == spec.count:
            wrong = wrong & ~text.is_in(HIDDEN_COUNTS) & ~text.str.starts_with("<")
        wrong_values = frame.filter((text != "") & wrong).select(text).head(1).collect()
        if wrong_values.height:
            return no_such_number(spec, column, wrong_values.item())
    return None


def number_limits(spec: TabulationSpec) -> Iterable[tuple[str, float, float, bool]]:
    """Columns of numbers with the lowest and highest that can be summed, and whether they must be whole."""
    endless = float("inf")
    yield from (
        (column, -endless, _OLDEST if _are_ages(spec, column) else endless, False) for column in spec.bands or {}
    )
    if spec.score:
        yield spec.score.column, -LARGEST, LARGEST, False
    if spec.count:
        yield spec.count, 0, LARGEST, True
    if spec.weight:
        yield spec.weight, 0, LARGEST / 10**6, False
    if spec.ranks:
        yield spec.ranks.column, 1, LARGEST, True
    if spec.errors:
        most = LARGEST / 2 / 10**spec.errors.decimals
        yield from ((column, -most, most, False) for column in (spec.errors.predicted, spec.errors.true))


_OLDEST = 130
_AGE = re.compile(r"(?:.*[^a-zåäö])?(?:age|ages|alder|\w*ålder)(?:[^a-zåäö].*)?")


def _are_ages(spec: TabulationSpec, column: str) -> bool:
    """Whether a column with bands is called an age, and is cut where ages are."""
    limits = (spec.bands or {})[column].limits
    return bool(_AGE.fullmatch(column.casefold())) and all(float(limit) <= _OLDEST for limit in limits)


def no_such_number(spec: TabulationSpec, column: str, value: str) -> Message:
    bands = (spec.bands or {}).get(column)
    if bands is not None and ranges_across([value], bands):
        return Message(
            "Column “{column}” has the value {value}, which falls in several of the bands {bands}. Choose bands that "
            "begin where these values do.",
            {"column": column, "value": quoted([value]), "bands": quoted(bands.names())},
        )
    if bands is not None and _are_ages(spec, column) and re.fullmatch(r"\d+(?:[.,]\d+)?", value):
        return Message(
            "Column “{column}” has the value {value}, which is no age: it may be a year of birth, or stand for "
            "unknown. Write ages in years, leave unknown ages empty, and try again.",
            {"column": column, "value": quoted([value])},
        )
    return Message(
        "Column “{column}” has the value {value}, which cannot be used there as a number. Write numbers as 1234,5 or "
        "1234.5; counts and places are whole numbers, and neither they nor weights are negative.",
        {"column": column, "value": quoted([value])},
    )


def columns_of(spec: TabulationSpec, names: Sequence[str], called: Sequence[str]) -> dict[str, str]:
    """What each wanted column is called in a frame. EvaluationDataError names those that are not in the file."""
    columns_in(spec, names)
    return dict(zip(names, called, strict=True))


def columns_in(spec: TabulationSpec, names: Sequence[str]) -> tuple[str, ...]:
    """The wanted columns. EvaluationDataError names those that are not in the file."""
    if absent := [column for column in spec.columns if column not in names]:
        raise EvaluationDataError(*(no_column(column, names) for column in absent))
    return spec.columns


def no_column(name: str, names: Sequence[str]) -> Message:
    return Message(
        "There is no column “{column}” in the file. It has these columns: {columns}.",
        {"column": name, "columns": quoted(tuple(names), most=50)},
    )


_PERSON, _ROWS, _CELL = "person", "rows", "cell"


def persons_in(frame: pl.LazyFrame, spec: TabulationSpec, columns: Mapping[str, str], person: pl.Expr) -> pl.DataFrame:
    """How many rows each person has in each cell of one piece of a file."""
    named = frame.with_columns(person.alias(_PERSON))
    keys = [key.alias(f"k{place}") for place, key in enumerate(person_keys(spec, columns))]
    selected = nw.from_native(named).select(*keys, nw.col(_PERSON)).to_native()
    return selected.group_by(pl.all()).agg(pl.len().cast(pl.Int64).alias(_ROWS)).collect(engine="streaming")


def person_pairs(pieces: Sequence[pl.DataFrame], spec: TabulationSpec) -> PersonPairs:
    """Over all persons the sums of products of their rows, for every two cells in which somebody is."""
    if not pieces:
        return {}
    together = pl.concat(pieces)
    keys = [name for name in together.columns if name not in (_PERSON, _ROWS)]
    cells = together.select(keys).unique(maintain_order=True).with_row_index(_CELL)
    rows = together.join(cells, on=keys, how="left", nulls_equal=True).group_by(_PERSON, _CELL).agg(pl.col(_ROWS).sum())
    known = rows.filter(pl.col(_PERSON).is_not_null())
    products = (pl.col(_ROWS) * pl.col(f"{_ROWS}_right")).sum().alias(_ROWS)
    pairs = known.join(known, on=_PERSON).group_by(_CELL, f"{_CELL}_right").agg(products)
    alone = rows.filter(pl.col(_PERSON).is_null()).select(_CELL, pl.col(_CELL).alias(f"{_CELL}_right"), _ROWS)
    if pairs.height > MOST_PAIRS:
        raise EvaluationDataError(too_many_pairs())
    names = [values_of(line, spec) for line in cells.select(keys).iter_rows()]
    return _added_pairs(((names[a], names[b]), total) for a, b, total in (*pairs.iter_rows(), *alone.iter_rows()))


def _added_pairs(lines: Iterable[tuple[tuple[Key, Key], int]]) -> PersonPairs:
    sums: dict[tuple[Key, Key], int] = {}
    for pair, total in lines:
        sums[pair] = sums.get(pair, 0) + total
    return sums


def too_many_pairs() -> Message:
    return Message(
        "The same persons are in too many different groups for it to be taken into account. Compare fewer columns at a "
        "time, or merge values."
    )
