"""The start page with its ways in, and the pages that explain the register."""

from dataclasses import dataclass

from litestar import get

from algorithms.published import queries as public_queries
from algorithms.search.query.searching import SearchQuery, find, newest
from assessments.text.localized import in_language
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
    search_query = SearchQuery(language=language)
    result, names = (
        await find(search_query),
        {department.slug: in_language(department.names, language) for department in await public_queries.departments()},
    )
    ways = {group.name: group for group in groups(search_query, result.counts, result.situations, names)}
    shown = StartPage(
        count=result.total,
        withheld=await withheld(language),
        newest=lines(await newest(language, _NEWEST), names),
        situations=situation_links(search_query, result.situations),
        ways=tuple(ways[name] for name in ("topic", "department") if name in ways),
    )
    return page("public/lists/start.html", shown)


@get("/about", access=PUBLIC)
async def about() -> PageResponse:
    return page("public/lists/about.html", PlainPage())


routes = [start, about]
