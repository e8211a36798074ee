"""The sitemap: every public page in each language, and when it last changed, in files of at most 50,000 addresses."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from algorithms.published import addresses as public_addresses
from algorithms.published.addresses import PublicEntry
from register.guard.access import PUBLIC
from register.language import Language
from register.public.learning import lessons

MOST = 50_000  # addresses in one file, says the protocol
_PAGES = (  # those of their own address alone
    "/",
    "/about",
    "/accessibility",
    "/algorithms",
    "/answers",
    "/differences",
    "/evaluation-data",
    "/learn",
    "/learn/glossary",
    "/learn/quiz",
    "/missing",
    "/open-data",
    "/open-data/api",
    "/open-data/dictionary",
    "/statistics",
)
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_XML = "application/xml; charset=utf-8"
Asking = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """``path`` is the same in all languages; ``changed`` is left out where nobody keeps it."""

    path: str
    changed: datetime | None = None


@get("/sitemap.xml", access=PUBLIC)
async def sitemap(request: Asking) -> Response[bytes]:
    """All of it, or the list of its parts."""
    base_url, parts = request.app.state.settings.base_url, divided(await public_pages())
    written = await asyncio.to_thread(urls, parts[0], base_url) if len(parts) == 1 else index(parts, base_url)
    return Response(written.encode(), media_type=_XML)


@get("/sitemap/{name:str}", access=PUBLIC)
async def part(request: Asking, name: FromPath[str]) -> Response[bytes]:
    """``1.xml`` and so on, where there is more than one."""
    parts = divided(await public_pages())
    pages = next((pages for number, pages in enumerate(parts, 1) if name == f"{number}.xml"), None)
    if pages is None or len(parts) == 1:
        raise NotFoundException
    written = await asyncio.to_thread(urls, pages, request.app.state.settings.base_url)
    return Response(written.encode(), media_type=_XML)


async def public_pages() -> list[SitemapPage]:
    """Every public page, in no language."""
    fixed = [*_PAGES, *(f"/learn/{slug}" for slug in lessons.SLUGS)]
    entries = await public_addresses.public_entries()
    return [*map(SitemapPage, fixed), *(page for entry in entries for page in _of_entry(entry))]


def _of_entry(entry: PublicEntry) -> Iterator[SitemapPage]:
    """Its pages but for a published version's permanent address, which is the card once more."""
    home = f"/algorithms/{entry.slug}"
    if entry.changed is not None:
        yield SitemapPage(home, entry.changed)
        yield SitemapPage(f"{home}/history", entry.changed)
        yield SitemapPage(f"{home}/questions")
        yield from (SitemapPage(f"{home}/assessments/{number}", entry.changed) for number in entry.assessments)
    yield from (SitemapPage(f"{home}/versions/{number}", changed) for number, changed in entry.replaced)


def divided(pages: Sequence[SitemapPage], most: int = MOST) -> list[Sequence[SitemapPage]]:
    """So many pages together that their addresses in all languages fit into a file."""
    size = most // len(Language)
    return [pages[start : start + size] for start in range(0, len(pages), size)]


def urls(pages: Sequence[SitemapPage], base_url: str) -> str:
    return _document("urlset", (_url(page, language, base_url) for page in pages for language in Language))


def index(parts: Sequence[Sequence[SitemapPage]], base_url: str) -> str:
    """Where the parts are, and when a page of each last changed."""
    newest = [max((page.changed for page in pages if page.changed), default=None) for pages in parts]
    places = (f"<loc>{base_url}/sitemap/{number}.xml</loc>" for number in range(1, len(parts) + 1))
    lines = zip(places, newest, strict=True)
    return _document("sitemapindex", (f"<sitemap>{place}{_lastmod(at)}</sitemap>" for place, at in lines))


def _url(page: SitemapPage, language: Language, base_url: str) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other}" href={quoteattr(f"{base_url}/{other}{page.path}")}/>'
        for other in Language
    )
    return f"<url><loc>{base_url}/{language}{page.path}</loc>{_lastmod(page.changed)}{others}</url>"


def _lastmod(at: datetime | None) -> str:
    return f"<lastmod>{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if at else ""


def _document(root: str, lines: Iterator[str]) -> str:
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_NAMESPACES}>\n{body}\n</{root}>\n'


routes = [sitemap, part]
