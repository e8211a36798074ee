"""JSON that nobody of Insyn has written: each node of a document replaced by what does not belong there."""

import copy
from collections.abc import Iterator
from typing import Any

DEEP: list[Any] = []
for _ in range(300):
    DEEP = [DEEP]
ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    10**400,
    float("nan"),
    float("inf"),
    "",
    "x",
    "\ud800",
    "Å\u0000",
    "=" * 64,
    [],
    [[]],
    {},
    {"": None},
    {"sealed": "x"},
    DEEP,
)


def positions(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every node stands, the document itself first."""
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from positions(child, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    """A copy with something else there."""
    if not path:
        return by
    made = copy.deepcopy(value)
    at(made, path[:-1])[path[-1]] = by
    return made
