"""Which entry an address is about, and which pages are about none and never change with what is published. Pure."""

import re

from register.language import Language

_LANGUAGE = f"(?:/(?:{'|'.join(Language)}))?"
_OF_AN_ENTRY = re.compile(rf"{_LANGUAGE}/(?:algorithms|id|api/v1/entries)/(?P<slug>[^/?.]+)(?:[/?.].*)?")
_PAGE = re.compile(f"/(?:{'|'.join(Language)})(?:/.*)?", re.DOTALL)
_FIXED = re.compile(rf"{_LANGUAGE}/(?:static|keys|learn|evaluation-data|about|answers|open-data/.+)(?:[/?].*)?")


def entry_of(address: str) -> str:
    """The slug of the entry that this address is about; empty where it is about several, or about none."""
    match = _OF_AN_ENTRY.fullmatch(address)
    return match["slug"] if match else ""


def is_page(address: str) -> bool:
    """Whether residents read it in a language of theirs: no data, no keys, nothing of staff."""
    return bool(_PAGE.fullmatch(address))


def is_fixed(address: str) -> bool:
    """Whether it says the same whatever is published: lessons, words, keys, styles."""
    return bool(_FIXED.fullmatch(address))
