"""Where an entry came from: whose register, under which id, and what it said there that has no place with us. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Never public as ours: only what a field took of it is."""

    organisation: str
    identifier: str = ""  # in their register
    address: str = ""
    standard: str
    version: str = ""  # of the standard
    language: str = ""  # as they say it
    name: str = ""  # as it was written there
    words: Mapping[str, str] = field(default_factory=dict)  # column → what it said, word for word
