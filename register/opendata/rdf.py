"""A small graph written as Turtle, RDF/XML and JSON-LD. It only writes: no RDF of others is ever read. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from assessments.text.message import labelled

NAMESPACES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_NOT_IN_ADDRESSES = {ord(char): f"%{ord(char):02X}" for char in '<>"{}|^`\\ '}


class Syntax(StrEnum):
    """How it is written, by the ending of its address."""

    TURTLE = "ttl"
    XML = "rdf"
    JSON = "jsonld"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES: Mapping[Syntax, str] = labelled(
    Syntax,
    {
        Syntax.TURTLE: "text/turtle",
        Syntax.XML: "application/rdf+xml",
        Syntax.JSON: "application/ld+json",
    },
)


@dataclass(frozen=True, slots=True)
class Iri:
    address: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", self.address.translate(_NOT_IN_ADDRESSES))


@dataclass(frozen=True, slots=True)
class Literal:
    """With a language, or with a datatype such as ``xsd:date``, or neither."""

    words: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of a kind with its properties, in order. Without an address it stands inside another."""

    kind: str
    properties: tuple[tuple[str, "Iri | Literal | Node"], ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Subject:
    name: str  # an address, or _:b1
    node: Node
    values: tuple[tuple[str, "Iri | Literal | str"], ...]  # a text names another subject


def write(nodes: Iterable[Node], syntax: Syntax) -> bytes:
    return _WRITERS[syntax](list(_subjects(nodes)))


def _subjects(nodes: Iterable[Node]) -> Iterator[_Subject]:
    """Those that stand inside others get a name, and stand after them."""
    waiting = [(node.address, node) for node in nodes]
    unnamed = 0
    while waiting:
        name, node = waiting.pop(0)
        values: list[tuple[str, Iri | Literal | str]] = []
        for term, value in node.properties:
            if isinstance(value, Node):
                unnamed += 1
                waiting.append((f"_:b{unnamed}", value))
                values.append((term, f"_:b{unnamed}"))
            else:
                values.append((term, value))
        yield _Subject(name, node, tuple(values))


def _turtle(subjects: Iterable[_Subject]) -> bytes:
    prefixes = "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in NAMESPACES.items())
    return (prefixes + "".join(_block(subject) for subject in subjects)).encode()


def _block(subject: _Subject) -> str:
    name = subject.name if subject.name.startswith("_:") else f"<{subject.name}>"
    lines = [f"a {subject.node.kind}", *(f"{term} {_object(value)}" for term, value in subject.values)]
    return f"\n{name} " + " ;\n    ".join(lines) + " .\n"


def _object(value: Iri | Literal | str) -> str:
    if isinstance(value, Iri):
        return f"<{value.address}>"
    if isinstance(value, str):
        return value
    quoted = f'"{value.words.translate(_ESCAPED)}"'
    if value.language:
        return f"{quoted}@{value.language}"
    return f"{quoted}^^{value.datatype}" if value.datatype else quoted


def _full(term: str) -> str:
    prefix, _, name = term.partition(":")
    return f"{NAMESPACES[prefix]}{name}"


def _tag(term: str) -> str:
    prefix, _, name = term.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{name}"


def _xml(subjects: Iterable[_Subject]) -> bytes:
    for prefix, address in NAMESPACES.items():
        register_namespace(prefix, address)
    root = Element(_tag("rdf:RDF"))
    for subject in subjects:
        element = SubElement(root, _tag(subject.node.kind), _named(subject.name, "rdf:about"))
        for term, value in subject.values:
            _property(element, term, value)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _named(name: str, attribute: str) -> dict[str, str]:
    return {_tag("rdf:nodeID"): name[2:]} if name.startswith("_:") else {_tag(attribute): name}


def _property(parent: Element, term: str, value: Iri | Literal | str) -> None:
    if isinstance(value, Literal):
        attributes = {"{http://www.w3.org/XML/1998/namespace}lang": value.language} if value.language else {}
        attributes |= {_tag("rdf:datatype"): _full(value.datatype)} if value.datatype else {}
        words = "".join(char for char in value.words if char >= " " or char in "\n\t")
        SubElement(parent, _tag(term), attributes).text = words
    else:
        name = value.address if isinstance(value, Iri) else value
        SubElement(parent, _tag(term), _named(name, "rdf:resource"))


def _json(subjects: Iterable[_Subject]) -> bytes:
    graph = []
    for subject in subjects:
        node: dict[str, Any] = {"@id": subject.name, "@type": subject.node.kind}
        for term, value in subject.values:
            node.setdefault(term, []).append(_in_json(value))
        graph.append(node)
    written = {"@context": dict(NAMESPACES), "@graph": graph}
    return json.dumps(written, ensure_ascii=False, indent=1).encode() + b"\n"


def _in_json(value: Iri | Literal | str) -> dict[str, str]:
    if not isinstance(value, Literal):
        return {"@id": value.address if isinstance(value, Iri) else value}
    return {
        "@value": value.words,
        **({"@language": value.language} if value.language else {}),
        **({"@type": value.datatype} if value.datatype else {}),
    }


_WRITERS = labelled(Syntax, {Syntax.TURTLE: _turtle, Syntax.XML: _xml, Syntax.JSON: _json})
