"""Markdown, as departments write it, to safe HTML: paragraphs, lists, emphasis, links. Rendered once, at save."""

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


def to_plain(text: str) -> str:
    """The words alone, for search and summaries."""
    return " ".join(unescape(nh3.clean(_MARKDOWN.render(text), tags=set())).split())
