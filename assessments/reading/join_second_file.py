"""Rows that must all be known before anything can be counted: groups in a second file, and judgements of answers.

They are few compared with other cases, and are kept in memory, as text. Counts nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import polars as pl

from assessments.judgements.answers import MOST_JUDGEMENTS, answers_in
from assessments.plan.second_file import same_key_twice
from assessments.plan.tabulation import TabulationSpec
from assessments.reading.csv_frames import CsvPiece
from assessments.reading.group_count import as_text
from assessments.reading.merge_counts import no_column, text_in
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

MOST_KEYS = 5_000_000
KEY = "key"


def place(number: int) -> str:
    """What the second file's columns are called once they are joined to the cases."""
    return f"beside {number}"


class Collector:
    """Takes frames and keeps the wanted columns as text, under names of ours: ``columns`` has a name for each."""

    few: Sequence[str] = ()

    def __init__(
        self, columns: Mapping[str, str], too_many: tuple[int, Message], names: Sequence[str], called: Sequence[str]
    ) -> None:
        """``too_many`` is how many rows can be kept, and what is said where there are more."""
        self.rows = 0
        self._most, self._too_many = too_many
        self._parts: list[pl.DataFrame] = []
        there = dict(zip(names, called, strict=True))
        if absent := [name for name in columns if name not in there]:
            raise EvaluationDataError(*(no_column(name, names) for name in absent))
        self._columns = [(there[name], alias) for name, alias in columns.items()]

    def look(self, frame: pl.LazyFrame) -> None:
        """An inventory has looked at it before."""

    def read(self, frame: pl.LazyFrame, times: str | None = None) -> CsvPiece:
        """Safe to be called by several threads at once."""
        del times  # every row is asked for
        selected = frame.select(text_in(frame, column).alias(alias) for column, alias in self._columns).collect()
        return CsvPiece(
            selected.height, bool(selected.select(pl.all_horizontal(pl.all() == "").any()).item()), selected
        )

    def take(self, piece: CsvPiece) -> None:
        self.rows += piece.rows
        self._parts.append(piece.values)
        if self.rows > self._most:
            raise EvaluationDataError(self._too_many)

    @property
    def frame(self) -> pl.DataFrame:
        return pl.concat(self._parts)


def collector_of_groups(spec: TabulationSpec) -> Callable[[Sequence[str], Sequence[str]], Collector]:
    """The key and the groups of a second file."""
    columns = {str(spec.key): KEY} | {name: place(number) for number, name in enumerate(spec.joined_columns)}
    too_many = Message("The file with groups has more than {most} rows. Join the two files first.", {"most": MOST_KEYS})
    return partial(Collector, columns, (MOST_KEYS, too_many))


def by_key(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """One row for each key. EvaluationDataError where a key stands there twice: nobody knows which is right."""
    together = frame.filter(pl.col(KEY) != "")
    twice = together.filter(pl.col(KEY).is_duplicated()).get_column(KEY).unique(maintain_order=True).head(3)
    if len(twice):
        raise EvaluationDataError(same_key_twice(key, twice.to_list()))
    return together


def collector_of_judgements(spec: TabulationSpec) -> Callable[[Sequence[str], Sequence[str]], Collector]:
    """Answers, who judged and how, and what else is counted by."""
    too_many = Message("The file has more than {most} rows with judgements. Test a sample.", {"most": MOST_JUDGEMENTS})
    return partial(Collector, {name: name for name in spec.columns}, (MOST_JUDGEMENTS, too_many))


def answers_of(frame: pl.DataFrame, spec: TabulationSpec) -> pl.DataFrame:
    """A row for each answer, its pattern under the name of the column with decisions. EvaluationDataError."""
    assert spec.judged is not None
    own = [name for name in (spec.judged.answer, spec.judged.rater) if name is not None]
    own += spec.judged.columns
    others = [name for name in spec.columns if name not in own]
    for column, values in spec.left_out.items():
        frame = frame.filter(~pl.col(column).str.strip_chars().is_in(values).fill_null(value=False))
    rows = frame.select(*own, *others).iter_rows()
    answers = answers_in((tuple(map(as_text, row)) for row in rows), spec.judged, others)
    schema = dict.fromkeys((str(spec.pattern), *others), pl.String)
    return pl.DataFrame(list(answers), schema=schema, orient="row")
