"""Which file an address becomes, and how pages lead from file to file by relative links. Pure."""

import os
import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from register.language import Language
from register.opendata.datasets import DATASETS
from register.opendata.files import Format
from register.opendata.rdf import Syntax

FACETS = frozenset({"class", "department", "situation", "status", "test", "topic"})
DATA = (
    *(f"/data/{name}.{kind}" for name in DATASETS for kind in Format),
    *(f"/data/{name}" for name in ("SHA256SUMS", "context.jsonld", "dictionary.csv", "index.json")),
    *(f"/catalog.{syntax}" for syntax in Syntax),
    "/api/v1/log/head",
)
_LANGUAGES = "|".join(Language)
_LEFT_OUT = re.compile(rf"/(?:{_LANGUAGES})/(?:answers|search|open-data/api|.*/check)(?:/.*)?")
_INCLUDED = re.compile(
    rf"/(?:{_LANGUAGES})(?:/.*)?|/algorithms/[^/]+\.json(?:ld)?|/id/[^/]+(?:/\d+)?|/(?:static|keys)/[^/]+|/(?:data|catalog)"
)
_LIST = re.compile(rf"/(?:{_LANGUAGES})/algorithms")
_QUERIES = (  # which parameters an address may have, and still be a file
    (re.compile(rf"/(?:{_LANGUAGES})/(?:.*/)?feed\.atom"), frozenset({"archive"})),
    (re.compile(r"/algorithms/[^/]+\.json(?:ld)?"), frozenset({"version"})),
    (
        re.compile(rf"/(?:{_LANGUAGES})/learn/fairness-test"),
        frozenset({"north", "north-wrong", "south", "south-wrong", "margin"}),
    ),
)
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")
_HEAD_LINK = re.compile(r"<link\b[^>]*>")
_PAIR = re.compile(r"(<a\b[^>]*>)(.*?)</a>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\s(?:href|src)=")([^"]*)(")')
_WITH_FILE = re.compile(r"<(?:img|script|link|a)\b[^>]*>")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)

Target = Callable[[str], str | None]


def is_included(address: str) -> bool:
    """Whether the static edition has a file for it: pages of each single facet, and no page of a search."""
    path, _, query = address.partition("?")
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    if path in DATA:
        return not query
    if _LEFT_OUT.fullmatch(path) or not _INCLUDED.fullmatch(path):
        return False
    if not names:
        return True
    if _LIST.fullmatch(path):
        return len([name for name in names if name in FACETS]) <= 1 and set(names) <= {*FACETS, "page"}
    return any(kind.fullmatch(path) and set(names) <= allowed for kind, allowed in _QUERIES)


def file_of(address: str, *, is_page: bool) -> str:
    """The file below the folder: ``/sv/algorithms?topic=x`` is ``sv/algorithms.topic-x.html``."""
    path, _, query = address.partition("?")
    home, _, name = unquote(path).strip("/").rpartition("/")
    if not name or name in set(Language):
        home, name = name, "index"
    chosen = "".join(f".{_plain(key)}-{_plain(value)}" for key, value in parse_qsl(query, keep_blank_values=True))
    stem, dot, ending = name.rpartition(".") if not is_page else (name, "", "")
    stem, ending = (stem, f".{ending}") if dot else (name, ".html" if is_page else "")
    if path == "/api/v1/log/head":
        ending = ".json"
    return f"{home}/{stem}{chosen}{ending}".lstrip("/")


def _plain(words: str) -> str:
    return _NOT_IN_NAMES.sub("_", words)


def internal(link: str, page: str, base_url: str) -> tuple[str, str] | None:
    """The address and the fragment that a link on a page leads to; None where it leads out of the register."""
    if link.startswith(f"{base_url}/"):
        link = link.removeprefix(base_url)
    if _SCHEME.match(link) or link.startswith("#"):
        return None
    parts = urlsplit(urljoin(page, link))
    path = f"/{home}/" if (home := parts.path.strip("/")) in set(Language) else parts.path
    return path + (f"?{parts.query}" if parts.query else ""), parts.fragment


def links_of(html: str, page: str, base_url: str) -> Iterator[str]:
    """The addresses in the register that this page leads to or needs; in its head only those from here."""
    for tag in _WITH_FILE.findall(html):
        for _, link, _ in _ATTRIBUTE.findall(tag):
            written = unescape(link)
            is_abroad = tag.startswith("<link") and written.startswith(base_url)
            if not is_abroad and (place := internal(written, page, base_url)) is not None:
                yield place[0]


def linked(html: str, page: str, base_url: str, target: Target) -> str:
    """The page with relative links. A link to what the edition does not have becomes its words alone."""
    own = _own_file(page)
    html = _HEAD_LINK.sub(lambda match: _rewritten(match[0], page, base_url, target, own) or "", html)
    html = _PAIR.sub(lambda match: _anchor(match, page, base_url, target, own), html)
    tags = re.compile(r"<(?:img|script)\b[^>]*>")
    return tags.sub(lambda match: _rewritten(match[0], page, base_url, target, own) or "", html)


def _own_file(page: str) -> str:
    return file_of(page, is_page=True)


def _anchor(match: re.Match[str], page: str, base_url: str, target: Target, own: str) -> str:
    tag = _rewritten(match[1], page, base_url, target, own)
    if tag is not None:
        return f"{tag}{match[2]}</a>"
    style_class = re.search(r'\sclass="[^"]*"', match[1])
    return f"<span{style_class[0] if style_class else ''}>{match[2]}</span>"


def _rewritten(tag: str, page: str, base_url: str, target: Target, own: str) -> str | None:
    """The tag with its link as a relative one; None where there is no such file."""
    attribute = _ATTRIBUTE.search(tag)
    if attribute is None:
        return tag
    link = unescape(attribute[2])
    if tag.startswith("<link") and link.startswith(base_url):
        return tag  # where the page itself is read, which stays true
    place = internal(link, page, base_url)
    if place is None:
        return tag
    file = target(place[0])
    if file is None:
        return None
    relative = os.path.relpath(file, Path(own).parent) if file != own or not place[1] else ""
    written = escape(relative + (f"#{place[1]}" if place[1] else ""))
    return tag[: attribute.start()] + attribute[1] + written + attribute[3] + tag[attribute.end() :]


def archives_of(feed: str, base_url: str) -> Iterator[str]:
    """The addresses of older parts that a feed leads to (RFC 5005)."""
    for link in re.findall(r'href="([^"]*)"', feed):
        address = unescape(link)
        if address.startswith(base_url) and "feed.atom?archive=" in address:
            yield address.removeprefix(base_url)
