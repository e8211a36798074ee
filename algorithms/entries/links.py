"""Links of an entry, a line each: what kind it is, a title and an address. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from algorithms.entries.kinds import Kind, web_address
from algorithms.entries.record_list import Record, RecordList, RecordPart, escaped
from assessments.text.message import Message, labelled

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
    match = web_address(line)
    if match is None:
        return None
    address = match[0].rstrip(".,;:!?")
    before, after = line[: match.start()].lstrip(" -–•*\t").rstrip(), line[match.start() + len(address) :]
    kind, _, rest = before.partition(":")
    known = _KINDS.get(kind.strip().casefold())
    words = f"{rest if known else before} {after}".replace("( )", "").strip(" -–,.;:\t")
    is_in_brackets = words.startswith("(") and words.find(")") == len(words) - 1
    title = " ".join((words[1:-1] if is_in_brackets else words).split())[:LONGEST_TITLE]
    return Link(kind=known or LinkKind.MORE, address=address, title=title, label=kind.strip() if known else "")


def _record(line: str) -> Record | None:
    link = _link(line)
    if link is None:
        return None
    title = {"title": link.title} if link.title else {}
    return {"kind": link.kind, "address": link.address, **title}


def _wrong(line: str, number: int) -> Message | None:
    if _link(line):
        return None
    return Message("Write an address that begins with https:// on line {line}, or take it away.", {"line": number})


def _shown(line: str) -> str:
    """With the title as the link."""
    link = _link(line)
    if link is None:
        return escaped(line)
    label = f"{escaped(link.label)}: " if link.label else ""
    return f"{label}[{escaped(link.title or link.address)}](<{link.address}>)"


LINKS = RecordList(
    parts=(
        RecordPart(
            name="kind",
            label=Message("What it is"),
            kind=Kind.CHOICE,
            choices=LINK_KINDS,
            likely=_WRITTEN,
            term="insyn:link_kind",
        ),
        RecordPart(name="address", label=Message("Address"), kind=Kind.ADDRESS),
        RecordPart(name="title", label=Message("Title"), term="dcterms:title"),
    ),
    key="address",
    record=_record,
    wrong=_wrong,
    markdown=_shown,
)
