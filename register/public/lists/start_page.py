"""The start page with its ways in, and the pages that explain the register."""

from dataclasses import dataclass

from litestar import get

from algorithms.search.query.searching import SearchQuery, find, newest
from algorithms.storage import queries
from register.guard.access import PUBLIC
from register.public.lists.filters import Filter, Group, groups, situation_links
from register.public.lists.search import SearchHit, WithheldLine, lines, withheld
from register.request.request_context import LanguageInput
from register.web.pages import PageResponse, page

_NEWEST = 5


@dataclass(frozen=True, slots=True)
class StartPage:
    """``situations`` come first, then ``ways``: parts of life and departments."""

    count: int
    withheld: tuple[WithheldLine, ...]
    newest: tuple[SearchHit, ...]
    situations: tuple[Filter, ...]
    ways: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page without data."""


@get("/", access=PUBLIC)
async def start(language: LanguageInput) -> PageResponse:
    asked = SearchQuery(language)
    found, names = await find(asked), {one.slug: one.names[language] for one in await queries.departments()}
    ways = {one.title.msgid: one for one in groups(asked, found.counts, found.situations, names)}
    shown = StartPage(
        found.total,
        await withheld(language),
        lines(await newest(language, _NEWEST), names),
        situation_links(asked, found.situations),
        tuple(ways[title] for title in ("Part of life", "Department") if title in ways),
    )
    return page("public/lists/start.html", shown)


@get("/about", access=PUBLIC)
async def about() -> PageResponse:
    return page("public/lists/about.html", PlainPage())


routes = [start, about]
