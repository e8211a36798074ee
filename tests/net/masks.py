"""What differs between two buildings of the same city and tells nothing: keys, codes, hashes and marks of freshness.

An id is called by the kind of thing it belongs to (the part of the address before it) and by the order in which things
of that kind came to be, so that pages of both buildings have the same addresses.
"""

import re
from collections.abc import Iterable

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
NONSENSE = "Nonsens & <b>ord</b> " * 150
_OF_A_KIND = re.compile(rf"/([a-z][a-z-]*)/({ID.pattern})")
_MASKS = [
    (re.compile(re.escape(NONSENSE.strip())), "‹nonsense›"),
    (re.compile(r"(?:Nonsens & <b>ord</b> ?){20,}"), "‹nonsense, cut›"),
    (re.compile(r'(name="_csrf_token"[^\t]*? value=")[^"]*'), r"\1‹token›"),
    (re.compile(r"(set-cookie: [\w-]+=)[^;]+"), r"\1‹token›"),
    (re.compile(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}"), "‹code›"),
    (re.compile(r"sha256-[\w+/=]{44}"), "sha256-‹hash›"),
    (re.compile(r"(/static/[\w-]+?)[.-][\w-]{8,}(\.\w+)"), r"\1.‹fingerprint›\2"),
    (re.compile(r"\b(?:[0-9a-f]{4} ){3,}[0-9a-f]{4}\b"), "‹hash›"),
    (re.compile(r"\b(?=[a-f]*[0-9])[0-9a-f]{12,}\b"), "‹hash›"),
    (re.compile(r"(?<![\w/+-])(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])(?=[\w+/-]*[0-9])[\w+/-]{32,}={0,2}"), "‹key›"),
]


class Ids:
    """Names for ids, learned from all that was seen before anything was changed."""

    def __init__(self, texts: Iterable[str]) -> None:
        kinds: dict[str, str] = {}
        for text in texts:
            for kind, identity in _OF_A_KIND.findall(text):
                kinds[identity] = min(kinds.get(identity, kind), kind)
            for identity in ID.findall(text):
                kinds.setdefault(identity, "~")
        ranks: dict[str, int] = {}
        self._names: dict[str, str] = {}
        for identity in sorted(kinds):  # keep.py gives ids in their order
            kind = kinds[identity].replace("~", "id")
            ranks[kind] = ranks.get(kind, 0) + 1
            self._names[identity] = f"‹{kind} {ranks[kind]}›"

    def named(self, text: str) -> str:
        return ID.sub(lambda identity: self._names.get(identity[0], "‹new›"), text)


def masked(text: str) -> str:
    """Without what is new each time."""
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return text
