"""An answer as lines that can be compared: a page is an indented tree of tags, what matters of them, and words.

Classes and ids stand behind a tab at the end of a line, so that they can be compared too. Masks nothing: masks.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_CONTROLS = {"button", "input", "label", "select", "svg", "textarea"}
_WORDS = {
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
}
_MORE = {
    "img",
    "meter",
    "output",
    "progress",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "var",
    "wbr",
}
_INLINE = _CONTROLS | _WORDS | _MORE
_BLOCKS = {
    "address",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "form",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
}
_ENDED = {  # what a start tag ends when it is open, as HTML lets one leave out
    **{tag: {"p"} for tag in _BLOCKS},
    "li": {"li", "p"},
    "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"},
    "option": {"option"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
}
_NOT_COMPARED = {"class", "id"}
_REFERENCES = {"aria-controls", "aria-describedby", "aria-details", "aria-errormessage", "aria-labelledby", "for"}
_HEADERS_LEFT_OUT = {"content-length", "content-type", "date", "etag", "server"}
_HASH = re.compile(r"[0-9a-f]{32,}")
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def lines_of(status: int, headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    """Status and headers, and the content by its kind."""
    kind = headers.get("content-type", "")
    yield f"{status} {kind}"
    yield from (
        f"{name}: {_value(name, value)}" for name, value in sorted(headers.items()) if name not in _HEADERS_LEFT_OUT
    )
    yield ""
    if kind.startswith("text/html"):
        yield from page_lines(tree(body.decode()))
    elif not body:
        return
    elif body.startswith(b"PK"):
        yield from _archive(body)
    elif "json" in kind:
        yield from json.dumps(_in_order(json.loads(body)), ensure_ascii=False, indent=1).splitlines()
    elif "xml" in kind:
        yield from _element(fromstring(body), {}, 0)  # our own feeds
    elif kind.startswith("application/pdf"):
        yield from _pdf(body)
    else:
        yield from body.decode("utf-8-sig", "backslashreplace").splitlines()


def _value(name: str, value: str) -> str:
    """Methods that are allowed are a set."""
    return ", ".join(sorted(value.split(", "))) if name == "allow" else value


def _in_order(content: Any) -> Any:
    """What is kept under salted hashes comes in their order, another one each time: here in that of the words."""
    if isinstance(content, list):
        return [_in_order(part) for part in content]
    if not isinstance(content, dict):
        return content
    pairs = [(name, _in_order(value)) for name, value in content.items()]
    if pairs and all(_HASH.fullmatch(name) for name, _ in pairs):
        pairs.sort(key=lambda pair: _HASH.sub("", json.dumps(pair[1])))
    return dict(pairs)


def tree(html: str) -> Element:
    """Our pages are valid (every test asks so); html5lib would take twenty times as long."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.root


def page_lines(root: Element) -> Iterator[str]:
    named = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    for label in (element for element in root.iter("label") if element.get("for") in named):
        control = named[label.get("for", "")]
        if control.tag != "label":
            control.set("label", words(label))
    for child in root:
        yield from _element(child, named, 0)


def words(element: Element) -> str:
    return _BLANKS.sub(" ", "".join(element.itertext())).strip()


class _Parser(HTMLParser):
    """Into ElementTree's elements, which reading.Form knows how to fill in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in _VOID:
            self._open.append(self._open[-1][-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self._open[-1].tag in _ENDED.get(tag, ()):
            self._open.pop()
        SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag in {element.tag for element in self._open[1:]}:
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        inside = self._open[-1]
        if len(inside):
            inside[-1].tail = (inside[-1].tail or "") + data
        else:
            inside.text = (inside.text or "") + data


def _element(element: Element, named: Mapping[str, Element], depth: int) -> Iterator[str]:
    inside = [*_inside(element)]
    first = f"{' ' * depth}{element.tag}{''.join(_attributes(element, named))}"
    if element.tag in {"script", "style"}:
        inside = [f"sha256 {hashlib.sha256((element.text or '').encode()).hexdigest()}"] if element.text else []
    if len(inside) == 1 and isinstance(inside[0], str):
        first += f" {_quoted(inside.pop())}"
    aside = " ".join(f"{name}={element.get(name)!r}" for name in sorted(_NOT_COMPARED) if element.get(name))
    yield f"{first}\t{aside}" if aside else first
    for part in inside:
        if isinstance(part, str):
            yield f"{' ' * (depth + 1)}{_quoted(part)}"
        else:
            yield from _element(part, named, depth + 1)


def _quoted(text: object) -> str:
    return json.dumps(text, ensure_ascii=False)


def _attributes(element: Element, named: Mapping[str, Element]) -> Iterator[str]:
    for name, value in sorted(element.items()):
        if name in _NOT_COMPARED:
            continue
        if name in _REFERENCES:
            yield f" {name}→{_quoted(' '.join(_named(identity, named) for identity in value.split()))}"
        elif name in {"href", "aria-activedescendant"} and value.startswith("#"):
            yield f" {name}→{_quoted(_named(value[1:], named))}"
        else:
            yield f" {name}={_quoted(value)}" if value else f" {name}"


def _named(identity: str, named: Mapping[str, Element]) -> str:
    """What is meant, by what it is and says, as nobody ever reads an id."""
    if (target := named.get(identity)) is None:
        return f"{identity}, which is not there"
    return f"{target.tag} {target.get('name') or words(target)[:60]}"


def _inside(element: Element) -> Iterator[str | Element]:
    """Children and texts in their order, without blanks that nobody sees."""
    if element.tag in {"pre", "textarea"}:
        yield from [part for part in (element.text, *[p for e in element for p in (e, e.tail)]) if part is not None]
        return
    texts = [element.text, *(child.tail for child in element)]
    for place, text in enumerate(texts):
        before = element[place - 1].tag if place else None
        after = element[place].tag if place < len(element) else None
        if seen := _seen(text or "", element.tag, before, after):
            yield seen
        if place < len(element):
            yield element[place]


def _seen(text: str, parent: str, before: str | None, after: str | None) -> str:
    folded = _BLANKS.sub(" ", text)
    if folded == " " and {before, after} & _CONTROLS:
        return ""
    if (before or parent) not in _INLINE:
        folded = folded.lstrip(" ")
    if (after or parent) not in _INLINE:
        folded = folded.rstrip(" ")
    return folded


def _pdf(body: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(io.BytesIO(body)).pages, 1):
        yield f"page {number}"
        yield from (f" {line.strip()}" for line in page.extract_text().splitlines())


def _archive(body: bytes) -> Iterator[str]:
    """A workbook: the parts that hold its words."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in sorted(archive.namelist()):
            yield name
            if name.startswith("xl/"):
                yield from re.sub(r"(?<=>)(?=<)", "\n", archive.read(name).decode("utf-8", "replace")).splitlines()
