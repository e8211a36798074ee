"""Atom feeds: what has been published and withdrawn, for those who want to follow without asking us. No HTML here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from algorithms.cards import changes as public_changes
from algorithms.cards.changes import ChangePage, PublicChange
from algorithms.cards.model_card import Passage, chosen
from algorithms.entries.choices import STATUS_WORDS
from algorithms.law.labels import CLASSES
from algorithms.published import queries as public_queries
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.language import Language, translate
from register.request.request_context import LanguageInput
from register.web.responses import last_modified

ATOM = "http://www.w3.org/2005/Atom"
_TYPE = "application/atom+xml; charset=utf-8"
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # "updated" of a feed in which nothing has happened yet
_WITHDRAWN = Message("Withdrawn: {name}")
_TITLE = Message("Algorithms in {city}")
_OF = Message("Algorithms in {city}: {name}")
_RIGHTS = Message("Free to use again: {licence}")
HISTORY = "http://purl.org/syndication/history/1.0"
Asking = Request[Any, Any, Any]
Archive = Annotated[int | None, QueryParameter(name="archive")]


@dataclass(frozen=True, slots=True)
class FeedKind:
    """Which feed this is: its title, the page that shows the same, and which of its archives if not the newest."""

    title: Message
    page: str
    archive: int | None


@get("/feed.atom", access=PUBLIC, open_data=True)
async def everything(request: Asking, language: LanguageInput, archive: Archive = None) -> Response[bytes]:
    title = Message(_TITLE.msgid, {"city": _city(request, language)})
    return _feed(request, language, await _read(archive), FeedKind(title, f"/{language}/algorithms", archive))


@get("/departments/{slug:str}/feed.atom", access=PUBLIC, open_data=True)
async def department(
    request: Asking, slug: FromPath[str], language: LanguageInput, archive: Archive = None
) -> Response[bytes]:
    owner = next((candidate for candidate in await public_queries.departments() if candidate.slug == slug), None)
    if owner is None:
        raise NotFoundException
    title = Message(_OF.msgid, {"city": _city(request, language), "name": in_language(owner.names, language)})
    kind = FeedKind(title, f"/{language}/algorithms?department={slug}", archive)
    return _feed(request, language, await _read(archive, department=slug), kind)


@get("/algorithms/{slug:str}/feed.atom", access=PUBLIC, open_data=True)
async def entry(
    request: Asking, slug: FromPath[str], language: LanguageInput, archive: Archive = None
) -> Response[Any]:
    read = await _read(archive, slug=slug)
    if not read.changes:
        if into := await public_queries.leads_to(slug):
            return Redirect(f"/{language}/algorithms/{into}/feed.atom", status_code=301)
        raise NotFoundException
    name = _words(chosen(read.changes[0].name, language))
    title = Message(_OF.msgid, {"city": _city(request, language), "name": name})
    return _feed(request, language, read, FeedKind(title, f"/{language}/algorithms/{slug}", archive))


@get("/feed.atom", access=PUBLIC, open_data=True)
async def in_swedish() -> Redirect:
    """For readers that guess: the feed of everything, in the language of the register."""
    return Redirect("/sv/feed.atom", status_code=301)


async def _read(archive: int | None, *, department: str = "", slug: str = "") -> ChangePage:
    if archive is None:
        return await public_changes.newest(department=department, slug=slug)
    read = await public_changes.archived(archive, department=department, slug=slug)
    if read is None:
        raise NotFoundException
    return read


def _feed(request: Asking, language: Language, read: ChangePage, kind: FeedKind) -> Response[bytes]:
    settings = request.app.state.settings
    base, own = settings.base_url, f"{settings.base_url}{request.scope['path']}"
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _text(feed, "title", translate(kind.title, language))
    _text(feed, "id", own)
    SubElement(feed, "link", rel="alternate", type="text/html", hreflang=language, href=base + kind.page)
    SubElement(feed, "link", rel="license", href=settings.licence)
    _archives(feed, own, read, kind.archive)
    updated = max((change.at for change in read.changes), default=_BEGINNING)
    _text(feed, "updated", _time(updated))
    _text(feed, "rights", translate(Message(_RIGHTS.msgid, {"licence": settings.licence}), language))
    _text(SubElement(feed, "author"), "name", _city(request, language))
    for change in read.changes:
        _entry(feed, change, language, base)
    written = tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(written, media_type=_TYPE, headers=last_modified(updated))


def _archives(feed: Element, own: str, read: ChangePage, archive: int | None) -> None:
    """Where this document stands among those of the whole feed (RFC 5005)."""
    links = {"self": own if archive is None else f"{own}?archive={archive}"}
    before = read.archives if archive is None else archive - 1
    if archive is not None:
        feed.set("xmlns:fh", HISTORY)
        SubElement(feed, "fh:archive")
        links["current"] = own
        if archive < read.archives:
            links["next-archive"] = f"{own}?archive={archive + 1}"
    if before:
        links["prev-archive"] = f"{own}?archive={before}"
    for relation, address in links.items():
        SubElement(feed, "link", rel=relation, type="application/atom+xml", href=address)


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
    if not change.withdrawn:
        data = f"{base}/algorithms/{change.slug}.json?version={change.number}"
        SubElement(entry, "link", rel="alternate", type="application/json", href=data)
        SubElement(entry, "link", rel="related", type="text/html", hreflang=language, href=card)
    SubElement(entry, "link", rel="alternate", type="text/html", hreflang=language, href=address)
    _text(entry, "published", _time(change.at))
    _text(entry, "updated", _time(change.at))
    _text(SubElement(entry, "author"), "name", in_language(change.department.names, language))
    _categories(entry, change, language, base)
    if note:
        _text(entry, "summary", note.words, note.language)


def _categories(entry: Element, change: PublicChange, language: Language, base: str) -> None:
    """Whether it is in use, and its class; each with what it is called in this language."""
    traits: tuple[tuple[str, StrEnum | None, Mapping[Any, Message]], ...] = (
        ("status", change.status, STATUS_WORDS),
        ("class", change.risk_class, CLASSES),
    )
    for scheme, term, words in traits:
        if term is not None:
            label = translate(words[term], language)
            SubElement(entry, "category", term=term.value, scheme=f"{base}/feed.atom#{scheme}", label=label)


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
