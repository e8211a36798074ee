"""By which encodings the letters of a CSV may be read, and what an inventory is by another one. Reads no files."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assessments.data.inventory import Inventory

ENCODINGS: Mapping[str, str] = {  # as a codec is called, and as people know it
    "utf-8": "UTF-8",
    "windows-1252": "Windows-1252",
    "iso-8859-1": "ISO-8859-1",
    "utf-16": "UTF-16",
    "mac-roman": "Mac Roman",
    "cp850": "IBM 850 (DOS)",
    "cp865": "IBM 865 (DOS)",
}
_MOST_EXAMPLES = 8
_MOST_LETTERS = 60


def read_as(inventory: Inventory, encoding: str) -> Inventory | None:
    """The same file as if its letters had been read by this encoding; None where they are none by it.

    Both are of single bytes, or UTF-8: what is no letter of English then parts columns and rows alike.
    """
    was = inventory.encoding
    if encoding == was or not encoding:
        return inventory
    if not was or "utf-16" in (was[:6], encoding[:6]):
        return None
    written = inventory.to_dict()
    try:
        changed = {part: _again(written[part], was, encoding) for part in _WITH_LETTERS if part in written}
    except UnicodeError:
        return None
    again = Inventory.from_dict({**written, **changed, "encoding": encoding})
    return replace(again, columns=tuple(replace(c, values=tuple(sorted(c.values))) for c in again.columns))


_WITH_LETTERS = ("columns", "totals", "nested")


def _again(value: Any, was: str, encoding: str) -> Any:
    match value:
        case str():
            return _of_letters(value.encode(was).decode(encoding))
        case list() | tuple():
            return [_again(part, was, encoding) for part in value]
        case dict():
            return {_again(name, was, encoding): _again(part, was, encoding) for name, part in value.items()}
    return value


def _of_letters(text: str) -> str:
    """UnicodeError for signs that no text has."""
    if _CONTROLS.search(text):
        raise UnicodeError
    return text


_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def examples(inventory: Inventory) -> tuple[str, ...]:
    """Names of columns, and values, that have letters which differ between encodings."""
    every = (text for column in inventory.columns for text in (column.name, *column.levels))
    odd = dict.fromkeys(text for text in every if not text.isascii() and len(text) <= _MOST_LETTERS)
    return tuple(odd)[:_MOST_EXAMPLES]


def choices(inventory: Inventory) -> Mapping[str, tuple[str, ...]]:
    """Each encoding by which the file can be read, with examples; none where all give the same letters."""
    if not examples(inventory):
        return {}
    others = {encoding: read_as(inventory, encoding) for encoding in dict.fromkeys((inventory.encoding, *ENCODINGS))}
    return {encoding: examples(other) for encoding, other in others.items() if other is not None}
