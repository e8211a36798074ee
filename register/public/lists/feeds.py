"""Atom feeds: what has been published and withdrawn, for those who want to follow without asking us. No HTML here."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.cards import changes as public_changes
from algorithms.cards import queries as public_queries
from algorithms.cards.changes import PublicChange
from algorithms.cards.model_card import Passage, chosen
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.language import Language, translate
from register.request.request_context import LanguageInput

ATOM = "http://www.w3.org/2005/Atom"
_TYPE = "application/atom+xml; charset=utf-8"
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # "updated" of a feed in which nothing has happened yet
_WITHDRAWN = Message("Withdrawn: {name}")
_TITLE = Message("Algorithms in {city}")
_OF = Message("Algorithms in {city}: {name}")
Asking = Request[Any, Any, Any]


@get("/feed.atom", access=PUBLIC)
async def everything(request: Asking, language: LanguageInput) -> Response[bytes]:
    title = Message(_TITLE.msgid, {"city": _city(request, language)})
    return _feed(request, language, title, f"/{language}/algorithms", await public_changes.changes())


@get("/departments/{slug:str}/feed.atom", access=PUBLIC)
async def department(request: Asking, slug: FromPath[str], language: LanguageInput) -> Response[bytes]:
    owner = next((candidate for candidate, _ in await public_queries.departments() if candidate.slug == slug), None)
    if owner is None:
        raise NotFoundException
    title = Message(_OF.msgid, {"city": _city(request, language), "name": in_language(owner.names, language)})
    page = f"/{language}/algorithms?department={slug}"
    return _feed(request, language, title, page, await public_changes.changes(department=slug))


@get("/algorithms/{slug:str}/feed.atom", access=PUBLIC)
async def entry(request: Asking, slug: FromPath[str], language: LanguageInput) -> Response[Any]:
    if not (changes := await public_changes.changes(slug=slug)):
        if into := await public_queries.leads_to(slug):
            return Redirect(f"/{language}/algorithms/{into}/feed.atom", status_code=301)
        raise NotFoundException
    name = _words(chosen(changes[0].name, language))
    title = Message(_OF.msgid, {"city": _city(request, language), "name": name})
    return _feed(request, language, title, f"/{language}/algorithms/{slug}", changes)


@get("/feed.atom", access=PUBLIC)
async def in_swedish() -> Redirect:
    """For readers that guess: the feed of everything, in the language of the register."""
    return Redirect("/sv/feed.atom", status_code=301)


def _feed(
    request: Asking, language: Language, title: Message, page: str, changes: Iterable[PublicChange]
) -> Response[bytes]:
    change_list, base = list(changes), request.app.state.settings.base_url
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _text(feed, "title", translate(title, language))
    own = f"{base}{request.scope['path']}"
    _text(feed, "id", own)
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=own)
    SubElement(feed, "link", rel="alternate", type="text/html", hreflang=language, href=base + page)
    _text(feed, "updated", _time(max((change.at for change in change_list), default=_BEGINNING)))
    _text(SubElement(feed, "author"), "name", _city(request, language))
    for change in change_list:
        _entry(feed, change, language, base)
    return Response(tostring(feed, encoding="utf-8", xml_declaration=True), media_type=_TYPE)


def _entry(feed: Element, change: PublicChange, language: Language, base: str) -> None:
    card = f"{base}/{language}/algorithms/{change.slug}"
    address = card if change.withdrawn else f"{card}/versions/{change.number}"
    name, note = chosen(change.name, language), chosen(change.note, language)
    entry = SubElement(feed, "entry")
    title = Message(_WITHDRAWN.msgid, {"name": _words(name)})
    _text(
        entry,
        "title",
        translate(title, language) if change.withdrawn else _words(name),
        "" if change.withdrawn else _in(name),
    )
    _text(entry, "id", f"{address}#withdrawn" if change.withdrawn else address)
    SubElement(entry, "link", rel="alternate", type="text/html", hreflang=language, href=address)
    _text(entry, "updated", _time(change.at))
    _text(SubElement(entry, "author"), "name", in_language(change.department.names, language))
    if note:
        _text(entry, "summary", note.words, note.language)


def _text(parent: Element, tag: str, words: str, language: str = "") -> None:
    SubElement(parent, tag, {"xml:lang": language} if language else {}).text = _printable(words)


def _printable(words: str) -> str:
    """Without the characters that XML has no way to write."""
    return "".join(char for char in words if char >= " " or char in "\n\t")


def _words(passage: Passage | None) -> str:
    return passage.words if passage else ""


def _in(passage: Passage | None) -> str:
    return passage.language if passage else ""


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _city(request: Asking, language: Language) -> str:
    settings = request.app.state.settings
    city: str = settings.city_in(language)
    return city


routes = [everything, department, entry]
root = [in_swedish]
