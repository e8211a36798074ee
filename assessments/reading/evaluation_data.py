"""A file becomes an inventory, then a table of whole numbers, whatever its format. Only in a child process.

Not responsible for limits on memory and time, nor for where the bytes come from.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import TypeVar

import polars as pl

from assessments.data.file_types import kind_of
from assessments.data.inventory import Inventory, TotalRows, together
from assessments.data.total_words import totals_among
from assessments.plan.objections import other_plan
from assessments.plan.reading_table import tabulation_spec
from assessments.plan.table_inventory import same_counts, with_replaced
from assessments.plan.tabulation import CountTable, TabulationSpec
from assessments.reading import parquet, workbooks
from assessments.reading.byte_source import ByteSource, Watched
from assessments.reading.csv_frames import Taker, over_csv
from assessments.reading.join_second_file import (
    answers_of,
    by_key,
    collector_of_groups,
    collector_of_judgements,
    place,
)
from assessments.reading.merge_counts import Tallier, columns_of
from assessments.reading.survey import Surveyor, UnsureError, described
from assessments.reading.take_inventory import MOST_NAMED, Inventorist, Marks, finder_of, lines_of_totals
from assessments.results import counts_file
from assessments.results.counts_file import CountedFile
from assessments.results.result import Data
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

_SAMPLE = 64 * 1024
_ROWS_AT_ONCE = 200_000

T = TypeVar("T", bound=Taker)
Begin = Callable[[Sequence[str], Sequence[str]], T]  # column names, and what they are called in the frames


def inventory(reading: ByteSource, encoding: str = "") -> Inventory:
    """Column names, values and missing. EvaluationDataError where the file cannot be read.

    Of a workbook with several tables that of each sheet, and it is the first one's until one is chosen. ``encoding`` is
    of a CSV, where a person has chosen it.
    """
    kind = kind_of(reading.sample(_SAMPLE))
    if kind == "workbook":
        return _of_workbook(reading)
    if kind == "counts":
        counted, sha256 = counted_in(reading)
        return counts_file.inventory_of(counted, sha256)
    taker, sha256, encoding, separator = _over(reading, Inventorist, encoding=encoding)
    if taker.rows == 0:
        raise EvaluationDataError(_no_rows())
    return Inventory(
        rows=taker.rows,
        sha256=sha256,
        encoding=encoding,
        separator=separator,
        columns=taker.columns(),
        totals=_totals(reading, taker.marks(), encoding),
        nested=parquet.nested_in(reading) if kind == "parquet" else (),
    )


def _totals(reading: ByteSource, marks: Marks, encoding: str) -> TotalRows | None:
    """What a second look says of rows that sum up others; none is taken where no value tells of them."""
    if not marks:
        return None
    begin = finder_of(marks)
    if kind_of(reading.sample(_SAMPLE)) != "csv":
        finder, *_ = _over(reading, begin)
        return finder.totals(marks, finder.first)
    finder, facts = over_csv(reading, lambda header: begin(header.names, _places(header.names)), encoding)
    return finder.totals(marks, islice(lines_of_totals(reading, facts, marks), MOST_NAMED))


def counted_in(reading: ByteSource) -> tuple[CountedFile, str]:
    """What a file with counts holds, and its own SHA-256. EvaluationDataError where no rows could have given it."""
    watched = Watched(reading)
    return counts_file.read_counts(watched.whole()), watched.sha256


def _of_workbook(reading: ByteSource) -> Inventory:
    watched = Watched(reading)
    listed: dict[str, Inventory] = {}
    for name, (names, rows) in workbooks.tables_of(watched.whole()).items():
        taker = _take_all(Inventorist(names, _places(names)), rows)
        marks = taker.marks()
        finder = _take_all(finder_of(marks)(names, _places(names)), rows) if marks else None
        listed[name] = Inventory(
            rows=taker.rows,
            sha256=watched.sha256,
            encoding="",
            separator="",
            columns=taker.columns(),
            totals=None if finder is None else finder.totals(marks, finder.first),
        )
    first = next(iter(listed.values()))
    if first.rows == 0:
        raise EvaluationDataError(_no_rows())
    return first if len(listed) == 1 else replace(first, sheets=tuple(listed.items()))


def _take_all(taker: T, rows: pl.DataFrame) -> T:
    for part in rows.iter_slices(_ROWS_AT_ONCE):
        taker.look(part.lazy())
        taker.take(taker.read(part.lazy()))
    return taker


def table(reading: ByteSource, spec: TabulationSpec, second: ByteSource | None = None) -> tuple[CountTable, Data]:
    """The sums that are wanted, and which file they are of. EvaluationDataError where a column or value is wrong.

    ``second`` is a file with groups, found by the wanted key; then the hash is of both.
    """
    if kind_of(reading.sample(_SAMPLE)) == "counts":
        counted, _ = counted_in(reading)
        if not same_counts(tabulation_spec(counted.plan), spec):
            raise EvaluationDataError(other_plan())
        return with_replaced(counted.table, spec), counted.data
    if spec.judged is not None:
        return _judged(reading, spec)
    second_frame, places, hashes = None, {}, []
    if second is not None:
        groups, hash_of_groups, _, _ = _over(second, collector_of_groups(spec))
        second_frame, hashes = by_key(groups.frame, str(spec.key)), [hash_of_groups]
        places = {name: place(number) for number, name in enumerate(spec.joined_columns)}

    def begin(names: Sequence[str], called: Sequence[str]) -> Tallier:
        return Tallier(spec, columns_of(spec, names, called) | places, second_frame)

    taker, sha256, _, _ = _over(reading, begin, spec.sheet, spec.encoding)
    if taker.rows == 0:
        raise EvaluationDataError(_no_rows())
    if spec.joined_columns and not _matches_any(spec, taker.table):
        raise EvaluationDataError(_no_match(str(spec.key)))
    return taker.table, Data(together(sha256, *hashes), taker.rows)


def _judged(reading: ByteSource, spec: TabulationSpec) -> tuple[CountTable, Data]:
    """Of judgements: the rows of an answer may stand anywhere, so all of them are read before any is counted."""
    collected, sha256, _, _ = _over(reading, collector_of_judgements(spec), spec.sheet, spec.encoding)
    if collected.rows == 0:
        raise EvaluationDataError(_no_rows())
    answers = answers_of(collected.frame, spec)
    tallier = Tallier(spec, {name: name for name in answers.columns})
    tallier.take(tallier.read(answers.lazy()))
    return tallier.table, Data(sha256, tallier.rows)


def survey(reading: ByteSource, spec: TabulationSpec) -> tuple[Inventory, CountTable, Data]:
    """Inventory and counts of one reading, as values are written in the file. EvaluationDataError as for both.

    UnsureError where an inventory by itself would tell more: of workbooks, of files of few rows, of empty columns, and
    of rows that sum up others.
    """
    kind = kind_of(reading.sample(_SAMPLE))
    if kind not in ("csv", "parquet") or spec.joined_columns or spec.judged is not None:
        raise UnsureError
    names: list[str] = []

    def begin(header: Sequence[str], called: Sequence[str]) -> Surveyor:
        names[:] = header
        return Surveyor(spec, header, called)

    if kind == "csv":
        taker, facts = over_csv(reading, lambda header: begin(header.names, _places(header.names)), spec.encoding)
        sha256, encoding, separator = facts.sha256, facts.encoding, facts.header.separator
        if totals_among(facts.ends_with):
            raise UnsureError
    else:
        taker, sha256, encoding, separator = _over(reading, begin)
    if taker.rows == 0:
        raise EvaluationDataError(_no_rows())
    columns = described(taker.table, spec, names, taker.rows)
    listed = Inventory(rows=taker.rows, sha256=sha256, encoding=encoding, separator=separator, columns=columns)
    return listed, taker.table, Data(sha256, taker.rows)


def _over(reading: ByteSource, begin: Begin[T], sheet: str = "", encoding: str = "") -> tuple[T, str, str, str]:
    """The taker after the whole file, the file's SHA-256, and its encoding and separator if it is a CSV."""
    kind = kind_of(reading.sample(_SAMPLE))
    if kind == "csv":
        taker, facts = over_csv(reading, lambda header: begin(header.names, _places(header.names)), encoding)
        return taker, facts.sha256, facts.encoding, facts.header.separator
    if kind == "counts":
        raise EvaluationDataError(Message("A file with counts cannot be joined with another. Hand it in by itself."))
    watched = Watched(reading)
    if kind == "workbook":
        names, rows = workbooks.frame_of(watched.whole(), sheet)
        taker = _take_all(begin(names, _places(names)), rows)
        return taker, watched.sha256, "", ""
    columns, frame = parquet.frame_of(reading, watched)
    taker = begin(columns, columns)
    _take_while_hashing(taker, frame, watched)
    return taker, watched.sha256, "", ""


def _take_while_hashing(taker: Taker, frame: pl.LazyFrame, watched: Watched) -> None:
    with ThreadPoolExecutor(1) as pool:
        hashed = pool.submit(watched.rest)
        try:
            taker.look(frame)
            taker.take(taker.read(frame))
        except (pl.exceptions.PolarsError, OSError) as error:
            raise EvaluationDataError(parquet.damaged()) from error
        hashed.result()


def _places(names: Sequence[str]) -> list[str]:
    return [str(place) for place in range(len(names))]


def _matches_any(spec: TabulationSpec, table: CountTable) -> bool:
    """Whether any case has a group from the second file."""
    places = [place for place, name in enumerate(spec.texts) if name in spec.joined_columns]
    return any(key[place] is not None for key in table.rows for place in places)


def _no_match(key: str) -> Message:
    return Message(
        "No case was found in the second file, so no group is known. “{column}” must be written alike in both files, "
        "also blanks and leading zeros.",
        {"column": key},
    )


def _no_rows() -> Message:
    return Message("The file has column names but no rows. Export it again with its rows.")
