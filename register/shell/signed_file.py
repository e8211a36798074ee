"""Reading a signed result, and a head that somebody has kept, from files that anybody may have written."""

import json
import re
from pathlib import Path
from typing import Any, TypeAlias

from algorithms.log.published import FORMAT as HEAD_FORMAT
from algorithms.log.published import Growth, PublishedHead

Shape: TypeAlias = "type | dict[str, Shape]"
_HEAD: dict[str, Shape] = {
    "format": str,
    "seq": int,
    "hash": str,
    "at": str,
    "size": int,
    "root": str,
    "signature": str,
}
_DOCUMENT: dict[str, Shape] = {
    "format": str,
    "content": dict,
    "signature": {"algorithm": str, "of": str, "value": str, "key_id": str, "public_key": str},
}
_GROWTH: dict[str, Shape] = {"seq": int, "size": int, "path": list}
_INCLUDED: dict[str, Shape] = {"head": _HEAD, "leaf": int, "path": list}
_OPTIONAL_FIELDS: dict[str, Shape] = {
    "entry": str,
    "assessment": int,
    "words": dict,
    "published": dict,
}  # as far as it is there
_HASH = re.compile(r"[0-9a-f]{64}")


def read_document(file: Path) -> dict[str, Any]:
    """A signed result in the shape that Insyn gives out; nothing is checked yet. ValueError for any other file."""
    document = _read(file)
    words, published = document.get("words", {}), document.get("published", {"next": ""})
    optional_fields = {name: shape for name, shape in _OPTIONAL_FIELDS.items() if name in document}
    if not (_fits(document, _DOCUMENT | optional_fields) and _are_words(words) and _is_published(published)):
        raise ValueError("not the shape of a signed result")
    return document


def read_head(file: Path) -> PublishedHead:
    """A head as it is published; its signature is not checked yet. ValueError for any other file."""
    head = _read(file)
    if not _fits(head, _HEAD) or head["format"] != HEAD_FORMAT:
        raise ValueError("not the shape of a head")
    return PublishedHead(**{name: head[name] for name in PublishedHead.__slots__})


def read_growth(file: Path) -> Growth | None:
    """What a head carries as proof that it goes on where an earlier one ended. ValueError for another shape."""
    growth = _read(file).get("since")
    if growth is None:
        return None
    if not _fits(growth, _GROWTH) or not _are_hashes(growth["path"]):
        raise ValueError("not the shape of a proof")
    return Growth(**{name: growth[name] for name in Growth.__slots__})


def _are_hashes(path: list[Any]) -> bool:
    return all(isinstance(digest, str) and _HASH.fullmatch(digest) for digest in path)


def _read(file: Path) -> dict[str, Any]:
    try:
        read = json.loads(file.read_bytes(), object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return read if isinstance(read, dict) else {}  # which has no shape of ours either


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two values under one name readers could show one and prove the other."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return read


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")


def _fits(value: Any, shape: Shape) -> bool:
    if isinstance(shape, type):
        return type(value) is shape  # true and false are no numbers
    return isinstance(value, dict) and all(
        name in value and _fits(value[name], inside) for name, inside in shape.items()
    )


def _are_words(words: Any) -> bool:
    pairs = words.values() if isinstance(words, dict) else ()
    return all(isinstance(pair, list) and list(map(type, pair)) == [str, str] for pair in pairs)


def _is_published(published: Any) -> bool:
    if not isinstance(published, dict) or "head" not in published:
        return _fits(published, {"next": str})
    if not _fits(published, _INCLUDED):
        return False
    return _are_hashes(published["path"])
