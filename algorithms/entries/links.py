"""Links of an entry, a line each: what kind it is, a title and an address. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.text.message import Message, labelled

_ADDRESS = re.compile(r"https?://[^\s<>\"()\[\]{}|\\^`]+")
_MARKS = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#"})
LONGEST_TITLE = 200  # characters


class LinkKind(StrEnum):
    MORE = "more"
    LAW = "law"
    DATA_SOURCE = "data-source"
    IMPACT_ASSESSMENT = "impact-assessment"
    RECORD_OF_PROCESSING = "record-of-processing"
    PRODUCT = "product"
    SOURCE_CODE = "source-code"
    EU_DATABASE = "eu-database"


LINK_KINDS: Mapping[LinkKind, Message] = labelled(
    LinkKind,
    {
        LinkKind.MORE: Message("More to read"),
        LinkKind.LAW: Message("Law"),
        LinkKind.DATA_SOURCE: Message("Data source"),
        LinkKind.IMPACT_ASSESSMENT: Message("Impact assessment"),
        LinkKind.RECORD_OF_PROCESSING: Message("Record of processing"),
        LinkKind.PRODUCT: Message("Product"),
        LinkKind.SOURCE_CODE: Message("Source code"),
        LinkKind.EU_DATABASE: Message("EU database"),
    },
)
_WRITTEN: Mapping[LinkKind, tuple[str, ...]] = labelled(  # before the colon of a line, in small letters
    LinkKind,
    {
        LinkKind.MORE: ("more", "more to read", "mer", "mer att läsa", "läs mer"),
        LinkKind.LAW: ("law", "lag", "lagstöd", "föreskrift", "beslut"),
        LinkKind.DATA_SOURCE: ("data-source", "data source", "datakälla", "data"),
        LinkKind.IMPACT_ASSESSMENT: ("impact-assessment", "impact assessment", "konsekvensbedömning", "dpia"),
        LinkKind.RECORD_OF_PROCESSING: ("record-of-processing", "record of processing", "registerförteckning"),
        LinkKind.PRODUCT: ("product", "produkt", "leverantör"),
        LinkKind.SOURCE_CODE: ("source-code", "source code", "källkod"),
        LinkKind.EU_DATABASE: ("eu-database", "eu database", "eu:s databas", "eu-databas"),
    },
)
_KINDS: Mapping[str, LinkKind] = {word: kind for kind, words in _WRITTEN.items() for word in words}


@dataclass(frozen=True, slots=True)
class Link:
    """``title`` is empty where none is written, as is ``label``, the word for the kind as somebody wrote it."""

    kind: LinkKind
    address: str
    title: str
    label: str = ""


def links(text: str) -> tuple[Link, ...]:
    """Every line that has an address; others are no links."""
    return tuple(link for line in text.splitlines() if (link := _link(line)) is not None)


def _link(line: str) -> Link | None:
    match = _ADDRESS.search(line)
    if match is None:
        return None
    address = match[0].rstrip(".,;:!?")
    before, after = line[: match.start()].lstrip(" -–•*\t").rstrip(), line[match.start() + len(address) :]
    kind, _, rest = before.partition(":")
    known = _KINDS.get(kind.strip().casefold())
    words = f"{rest if known else before} {after}".strip(" -–,.;:()\t")
    title = " ".join(words.split())[:LONGEST_TITLE]
    return Link(kind=known or LinkKind.MORE, address=address, title=title, label=kind.strip() if known else "")


def complaint(text: str) -> Message | None:
    """What is wrong with the first line that is no link."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and _link(line) is None:
            return Message(
                "Write an address that begins with https:// on line {line}, or take it away.", {"line": number}
            )
    return None


def to_markdown(text: str) -> str:
    """A list of what is written, with the titles as links."""
    return "\n".join(_lines(text))


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        link = _link(line)
        if link is not None:
            label = f"{link.label.translate(_MARKS)}: " if link.label else ""
            yield f"- {label}[{(link.title or link.address).translate(_MARKS)}](<{link.address}>)"
        elif line.strip():
            yield f"- {line.strip().translate(_MARKS)}"
