"""What all commands and queries share: one transaction, and rows of many ids that are asked for in portions.

PostgreSQL takes 32,767 values in one statement, SQLite 250,000.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from assessments.tables import RunRow

MOST = 500  # values in one statement
_T = TypeVar("_T")


def transaction() -> AbstractAsyncContextManager[Any]:
    """One transaction, of the one database that all tables are in; inside another it is that one.

    On SQLite it begins IMMEDIATE, so that what is read in it is still true when it is written.
    """
    begun: AbstractAsyncContextManager[Any] = RunRow._meta.db.transaction()
    return begun


async def rows_of(
    column: Any, values: Iterable[_T], select: Callable[[Any], Awaitable[Sequence[dict[str, Any]]]]
) -> list[dict[str, Any]]:
    """What ``select`` finds where the column is one of these values; each value is asked for once.

    ``select`` is given a condition: ``rows_of(RunRow.id, ids, lambda these: RunRow.select().where(these))``.
    Rows are in the order of ``select`` within a portion only.
    """
    rows: list[dict[str, Any]] = []
    for part in portions(values):
        rows += await select(column.is_in(part))
    return rows


def portions(values: Iterable[_T]) -> Iterator[list[_T]]:
    """Each value once, at most so many at a time as one statement takes."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), MOST):
        yield distinct[start : start + MOST]
