"""Words on a page that no catalogue gave and that no element says the language of."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib

_READ_OUT = ("aria-label", "alt", "title", "placeholder", "content", "label")
_SILENT = {"script", "style", "svg", "code", "pre", "samp"}
_BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]{2,}")


def unmarked(html: str) -> set[str]:
    root = html5lib.parse(html, namespaceHTMLElements=False)
    return {text for text in _texts(root, "xx") if _WORD.search(rest(text))}


def rest(text: str) -> str:
    """What stands outside of the brackets of the made-up language, one inside another."""
    while (shorter := _BRACKETS.sub("", text)) != text:
        text = shorter
    return text


def _texts(element: Any, language: str) -> Iterator[str]:
    language = element.get("lang", language)
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    if language == "xx":
        yield from (element.get(name) for name in _READ_OUT if element.get(name) and element.tag != "meta")
        if element.text:
            yield " ".join(element.text.split())
    for child in element:
        yield from _texts(child, language)
        if language == "xx" and child.tail:
            yield " ".join(child.tail.split())
