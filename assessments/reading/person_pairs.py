"""Which rows are of the same person: sums over persons of how often each is in two cells. Nothing of a person is kept.

Only in a child process. A person is a made-up number in a column; a row without one is somebody of their own.
"""

from collections.abc import Iterable, Mapping, Sequence

import narwhals as nw
import polars as pl

from assessments.plan.tabulation import MOST_PAIRS, Key, PersonPairs, TabulationSpec
from assessments.reading.group_count import person_keys, values_of
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

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
        raise EvaluationDataError(_too_many())
    names = [values_of(line, spec) for line in cells.select(keys).iter_rows()]
    return _added(((names[a], names[b]), total) for a, b, total in (*pairs.iter_rows(), *alone.iter_rows()))


def _added(lines: Iterable[tuple[tuple[Key, Key], int]]) -> PersonPairs:
    sums: dict[tuple[Key, Key], int] = {}
    for pair, total in lines:
        sums[pair] = sums.get(pair, 0) + total
    return sums


def _too_many() -> Message:
    return Message(
        "The same persons are in too many different groups for it to be taken into account. Compare fewer columns at a "
        "time, or merge values."
    )
