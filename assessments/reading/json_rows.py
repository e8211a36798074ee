"""A list of records in JSON as rows of text, each field a column. Only in a child process.

Nothing is left out: a field inside a field is a column with a full stop in its name, records inside one are numbered.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_LIST_MARKS = frozenset(",;\n")


def json_grid(text: str) -> list[list[str]] | None:
    """Names of columns first; None where it is no JSON, or holds no records."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return None
    records = [dict(_flat(record)) for record in _records(stored)]
    names = list(dict.fromkeys(name for record in records for name in record))
    return [names, *([record.get(name, "") for name in names] for record in records)] if names else None


def _records(stored: Any) -> Sequence[Mapping[str, Any]]:
    """The list itself, or the longest of those that a file wraps; a record that stands alone is a list of one."""
    if isinstance(stored, list):
        return [record for record in stored if isinstance(record, Mapping)]
    lists = [_records(value) for value in stored.values() if isinstance(value, list)]
    if any(lists) and not any(isinstance(value, str) for value in stored.values()):
        return max(lists, key=len)
    return [stored]


def _flat(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _several(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _several(values: Sequence[Any]) -> str:
    """With commas between where no item has one; records as ``1: title, address. 2: …``."""
    if any(isinstance(value, Mapping) for value in values):
        records = [dict(_flat(value)) if isinstance(value, Mapping) else {"": _cell(value)} for value in values]
        numbered = (f"{number}: {', '.join(filter(None, record.values()))}" for number, record in enumerate(records, 1))
        return ". ".join(numbered)
    cells = [_cell(value) for value in values]
    if any(_LIST_MARKS.intersection(cell) for cell in cells):
        return json.dumps(cells, ensure_ascii=False)
    return ", ".join(cells)
