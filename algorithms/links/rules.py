"""Which addresses an entry sends its readers to, and what became of them. Pure: asking them is the web's business."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from algorithms.entries.entry import Version
from algorithms.law.obligations import Status

LONGEST = 400  # characters; longer ones are nobody's to read
_ADDRESS = re.compile(r"https?://[^\s<>\"'\[\]{}|\\^`]+")
_AFTER = ".,;:!?"  # what stands after an address in a sentence, and is none of it


class Trouble(StrEnum):
    GONE = "gone"  # 404, 410
    BROKEN = "broken"  # 5xx
    SILENT = "silent"  # no such host, no connection, no answer in time
    UNTRUSTED = "untrusted"  # its certificate is not good
    INSIDE = "inside"  # an address of an inner network, which residents cannot open


@dataclass(frozen=True, slots=True)
class Stale:
    """An address in what the public reads that does not lead anywhere, since when, and when that was last tried."""

    version: Version
    address: str
    trouble: Trouble
    since: datetime
    tried: datetime


def addresses(version: Version, duties: Mapping[str, Status]) -> tuple[str, ...]:
    """Every address in the texts of a version and in the evidence of its entry's obligations, once each."""
    return tuple(dict.fromkeys(address for address in _all_addresses(version, duties) if len(address) <= LONGEST))


def _all_addresses(version: Version, duties: Mapping[str, Status]) -> Iterator[str]:
    for words in (*version.texts.values(), *(status.link for status in duties.values())):
        for address in _ADDRESS.findall(words):
            yield _bare(address)


def _bare(address: str) -> str:
    """Without the bracket of a Markdown link, or the full stop of a sentence."""
    while address and (address[-1] in _AFTER or (address[-1] == ")" and address.count(")") > address.count("("))):
        address = address[:-1]
    return address
