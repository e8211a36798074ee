"""What every page must be for every reader: valid, named, labelled, and guarded by its headers."""

import base64
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

from register.language import Language

_PUBLIC = re.compile(r"/(?:(?:sv|en)(?:/.*)?)?")
_STAFF = re.compile(r"/(?:workspace|sign-in|sign-out)(?:/.*)?")
_TITLE = re.compile(r"\S.* – \S.*", re.DOTALL)
_POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'", "'none'"},
    "style-src": {"'self'"},
    "form-action": {"'self'", "'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
}
_STYLE_OF_A_PAGE = re.compile(r"'sha256-[\w+/=]{44}'")
_NOTHING = re.compile(r"(?!)")
_REFERRER = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
_UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


class PageError(AssertionError):
    """All that is wrong with one answer, a line each."""


def check_answer(body: bytes, headers: Mapping[str, str], *, status: int, url: str) -> None:
    """Any answer, of any kind. ``headers`` finds names in any case, as httpx's does."""
    path = urlsplit(url).path
    complaints = [*_wrong_headers(headers, path)]
    is_page = headers.get("content-type", "").startswith("text/html")
    if is_page and body:
        complaints += _wrong_page(body, headers, path)
    if complaints:
        raise PageError(f"{status} {url}\n  " + "\n  ".join(complaints))


def check_page(body: bytes, headers: Mapping[str, str], *, status: int, url: str) -> None:
    """An answer that must be a page."""
    if not headers.get("content-type", "").startswith("text/html"):
        raise PageError(f"{status} {url} is {headers.get('content-type')}, not a page")
    check_answer(body, headers, status=status, url=url)


@lru_cache(maxsize=32)  # an answer is checked, and then read
def parse(body: bytes) -> tuple[Element, list[str]]:
    """The tree of an HTML page, and what a strict parser has to say about it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(io.BytesIO(body), transport_encoding="utf-8")
    return tree, [f"line {place[0]}: {code} {values or ''}".rstrip() for place, code, values in parser.errors]


def text_of(element: Element) -> str:
    """What a person sees, with single blanks."""
    return " ".join("".join(element.itertext()).split())


def _wrong_headers(headers: Mapping[str, str], path: str) -> Iterator[str]:
    policy = _policy(headers)
    for directive, allowed in _POLICY.items():
        named = {
            source
            for source in policy.get(directive, ())
            if directive == "style-src" and _STYLE_OF_A_PAGE.fullmatch(source)
        }
        if not policy.get(directive) or policy[directive] - allowed - named:
            yield f"content-security-policy: {directive} is {policy.get(directive)}, may be {allowed}"
    if headers.get("x-content-type-options") != "nosniff":
        yield "x-content-type-options is not nosniff"
    if headers.get("referrer-policy") not in _REFERRER:
        yield f"referrer-policy is {headers.get('referrer-policy')}"
    if _PUBLIC.fullmatch(path) and "set-cookie" in headers:
        yield f"a resident is given a cookie: {headers['set-cookie'].partition('=')[0]}"
    if _STAFF.fullmatch(path) and "no-store" not in headers.get("cache-control", ""):
        yield "a staff page may be stored: cache-control has no no-store"


def _policy(headers: Mapping[str, str]) -> dict[str, set[str]]:
    parts = (part.split() for part in headers.get("content-security-policy", "").split(";"))
    return {words[0]: set(words[1:]) for words in parts if words}


def _wrong_page(body: bytes, headers: Mapping[str, str], path: str) -> Iterator[str]:
    if headers["content-type"].replace(" ", "").lower() != "text/html;charset=utf-8":
        yield f"content-type is {headers['content-type']}"
    root, errors = parse(body)
    yield from (f"not valid HTML: {error}" for error in errors)
    if not body.lstrip().lower().startswith(b"<!doctype html>"):
        yield "does not begin with <!doctype html>"
    yield from _wrong_head(root, path)
    yield from _wrong_structure(root)
    yield from _unlabelled(root)
    yield from _inline(root, _policy(headers).get("style-src", set()))


def _wrong_head(root: Element, path: str) -> Iterator[str]:
    language, first = root.get("lang"), path.lstrip("/").partition("/")[0]
    if language not in set(Language) or (first in set(Language) and language != first):
        yield f"lang is {language!r}"
    titles = [text_of(title) for title in root.findall("./head/title")]
    if len(titles) != 1 or not _TITLE.fullmatch(titles[0]):
        yield f"the title must say the page and the city, “Page – City”: {titles}"


def _wrong_structure(root: Element) -> Iterator[str]:
    headings = [text_of(heading) for heading in root.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"one h1 is wanted, with words: {headings}"
    if len(list(root.iter("main"))) != 1:
        yield "one main is wanted"
    ids = Counter(identity for element in root.iter() if (identity := element.get("id")) is not None)
    yield from (f"id {identity!r} stands {count} times" for identity, count in ids.items() if count > 1)
    yield from (f"id {identity!r} is empty or has a blank" for identity in ids if not identity or " " in identity)
    yield from _nameless_and_lost(root, set(ids))


def _nameless_and_lost(root: Element, ids: set[str]) -> Iterator[str]:
    for element in root.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "for", "headers"):
            lost = set((element.get(attribute) or "").split()) - ids
            yield from (f"<{element.tag} {attribute}={identity!r}> points at nothing" for identity in lost)
        if element.get("id") == "errors":
            lost = {link.get("href", "#").removeprefix("#") for link in element.iter("a")} - ids
            yield from (f"the summary of errors leads to {identity!r}, which is not there" for identity in lost)
        if element.tag in {"a", "button"} and not _accessible_name(element):
            yield f"<{element.tag}> without words: {element.attrib}"
        if element.tag == "img" and element.get("alt") is None:
            yield f"<img> without alt: {element.get('src')}"


def _accessible_name(element: Element) -> str:
    parts = [text_of(element), element.get("aria-label", ""), element.get("aria-labelledby", "")]
    return " ".join([*parts, *(image.get("alt", "") for image in element.iter("img"))]).strip()


def _unlabelled(root: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in root.iter("label") if text_of(label)}
    within = {id(control) for label in root.iter("label") if text_of(label) for control in label.iter()}
    for control in (element for element in root.iter() if element.tag in {"input", "select", "textarea"}):
        if control.tag == "input" and control.get("type", "text") in _UNLABELLED:
            continue
        named = control.get("aria-label") or control.get("aria-labelledby")
        if not (named or control.get("id") in labelled or id(control) in within):
            yield f"<{control.tag} name={control.get('name')!r}> has no label"


def _inline(root: Element, styles: set[str]) -> Iterator[str]:
    for element in root.iter():
        tag = str(element.tag)
        if tag == "script" and not element.get("src") and element.get("type") != "application/ld+json":  # data
            yield "an inline script"
        if tag == "style" and _named(element) not in styles:
            yield "an inline style sheet that the policy does not name"
        if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield "a timed refresh"
        yield from _bad_attributes(element)


def _named(style: Element) -> str:
    """As the policy names a style sheet with exactly these words."""
    return f"'sha256-{base64.b64encode(hashlib.sha256((style.text or '').encode()).digest()).decode()}'"


def _bad_attributes(element: Element) -> Iterator[str]:
    tag = str(element.tag)
    for name, value in element.attrib.items():
        if name == "style" or str(name).startswith("on"):
            yield f"<{tag} {name}={value!r}>"
        if name in {"href", "src", "action"} and value.strip().lower().startswith("javascript:"):
            yield f"<{tag} {name}={value!r}>"
        if name in {"src", "srcset"} and re.match(r"(?:https?:)?//", value):
            yield f"<{tag}> asks another site: {value}"
