"""Markdown, as departments write it, to safe HTML: paragraphs, lists, emphasis, links. Rendered once, at save."""

import re
from html import unescape

import nh3
from markdown_it import MarkdownIt

from algorithms.entries.fields import TEXTS
from algorithms.entries.texts import Text

_MARKDOWN = MarkdownIt("js-default", {"html": False, "linkify": False}).disable(["image", "table", "fence", "code"])
_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "h3", "h4", "blockquote"}


def to_html(text: str) -> str:
    """Safe HTML. Headings begin at level three, so that they fit under the card's own; links open in place."""
    shifted = "\n".join(f"##{line}" if line.startswith("#") else line for line in text.splitlines())
    return nh3.clean(
        _MARKDOWN.render(shifted),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    ).strip()


def rendered(name: Text, text: str) -> str:
    """A text of an entry as safe HTML: records as a list of them."""
    records = TEXTS[name].records
    return to_html(records.to_markdown(text) if records else text)


def to_prose(html: str) -> str:
    """What ``to_html`` made as lines to read: a paragraph each, a sign before what is in a list, an address in full."""
    with_ends = _LINK.sub(_in_full, html)
    for tag, sign in _SIGNS:
        with_ends = with_ends.replace(tag, sign)
    lines = (line.strip() for line in unescape(nh3.clean(with_ends, tags=set())).splitlines())
    return "\n".join(line for line in lines if line)


_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_SIGNS = (("<li>\n<p>", "\n• "), ("<li>", "\n• "), ("</p>", "\n"), ("</li>", "\n"), ("<br>", "\n"))


def _in_full(link: re.Match[str]) -> str:
    address, words = link[1], link[2]
    return words if address in words else f"{words} ({address})"


def to_plain(text: str) -> str:
    """The words alone, for search and summaries."""
    return " ".join(unescape(nh3.clean(_MARKDOWN.render(text), tags=set())).split())
