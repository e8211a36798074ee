"""Months as other registers' lists have them, read where the cell or its column shows what is meant. Pure."""

import re
from collections.abc import Iterable

from algorithms.entries.dates import DayOrder, is_unclear, month_of, order_of

_SIX = re.compile(r"(\d{2})(\d{2})(\d{2})")  # 280623
_BEFORE = re.compile(r"(?:sedan|sinds|since|från(?: och med)?|fr\.?o\.?m\.?|vanaf|per|from|as of)\s+", re.IGNORECASE)
_THIS_CENTURY = 40  # years that begin below this are of the century in which registers are written


def column_order(cells: Iterable[str]) -> DayOrder | None:
    """Which number is the day, as one of them shows in which it can be nothing else."""
    return order_of(_spread(_BEFORE.sub("", cell.strip())) for cell in cells)


def month(cell: str, order: DayOrder | None) -> str | None:
    """As 2024-03; None where it may mean several months, or only a year."""
    plain = _BEFORE.sub("", cell.strip())
    return month_of(plain, order) or month_of(_spread(plain), order)


def is_unclear_month(cell: str) -> bool:
    """Whether it matters which of its numbers is the day, and nothing in it shows that."""
    return is_unclear(_spread(_BEFORE.sub("", cell.strip())))


def _spread(cell: str) -> str:
    """``280623`` as 28-06-2023; 032023 is a month and a year already, and read as such."""
    plain = cell.strip()
    match = _SIX.fullmatch(plain)
    if match is None or month_of(plain) is not None:
        return plain
    return f"{match[1]}-{match[2]}-{'20' if int(match[3]) < _THIS_CENTURY else '19'}{match[3]}"
