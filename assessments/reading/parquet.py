"""Parquet files as lazy frames: an unencrypted one is read by Polars in its own stream, whatever its size.

Knows no counting.
"""

import io

import polars as pl

from assessments.data.column_names import plain_name, require_names
from assessments.reading.byte_source import ByteSource, Watched
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

MOST_ROWS = 1_000_000_000


def frame_of(reading: ByteSource, watched: Watched) -> tuple[tuple[str, ...], pl.LazyFrame]:
    """Column names, and rows, without columns that hold tables. EvaluationDataError for a broken file."""
    source = reading.path if reading.path is not None else io.BytesIO(watched.whole())
    try:
        frame = pl.scan_parquet(source)
        schema = frame.collect_schema()
        rows = frame.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise EvaluationDataError(damaged()) from error
    names = {name: plain_name(name) for name in schema.names()}
    require_names(list(names.values()))
    frame, schema = frame.rename(names), pl.Schema({names[name]: kind for name, kind in schema.items()})
    if rows > MOST_ROWS:
        raise EvaluationDataError(
            Message("The file has more than {most} rows. Split it, for example by year.", {"most": MOST_ROWS})
        )
    nested = [name for name, kind in schema.items() if _is_nested(kind)]
    single = [name for name in schema.names() if name not in nested]
    if not single:
        raise EvaluationDataError(
            Message(
                "Column “{column}” holds lists or tables. Keep only columns with single values.",
                {"column": nested[0]},
            )
        )
    coded = [name for name in single if isinstance(schema[name], pl.Categorical | pl.Enum | pl.Binary)]
    return tuple(single), frame.select(single).with_columns(pl.col(coded).cast(pl.String)) if coded else frame


def nested_in(reading: ByteSource) -> tuple[str, ...]:
    """The columns that are left out."""
    source = reading.path if reading.path is not None else io.BytesIO(Watched(reading).whole())
    return tuple(
        plain_name(name) for name, kind in pl.scan_parquet(source).collect_schema().items() if _is_nested(kind)
    )


def _is_nested(kind: pl.DataType) -> bool:
    return kind.is_nested() or kind == pl.Object


def damaged() -> Message:
    return Message("The Parquet file is damaged and cannot be read. Export it again.")
