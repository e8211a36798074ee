"""The list of algorithms: searched, narrowed, in pages. All that it shows is said by its address."""

from dataclasses import dataclass, replace
from typing import Any

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.cards import queries as public_queries
from algorithms.entries.entry import Topic
from algorithms.law.facts import Fact
from algorithms.questionnaire.sections import STATUS_WORDS
from algorithms.redaction import withholding
from algorithms.search.query.searching import Hit, SearchQuery, SearchResult, find
from algorithms.search.query.situations import SITUATIONS
from algorithms.search.query.snippets import Snippet
from algorithms.storage import queries
from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.public.lists.filters import Filter, Group, address, asked_for, groups, situation_links
from register.request.request_context import LanguageInput
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class SearchHit:
    slug: str
    title: Snippet
    snippet: Snippet
    department: str
    status: Message
    tested: bool


@dataclass(frozen=True, slots=True)
class WithheldLine:
    """How many a department has withheld on this ground."""

    department: str
    count: int
    ground: Fact | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """``instead`` is what was searched for in place of ``text``, and ``exactly`` leads to what was typed."""

    text: str
    situation: str
    found: SearchResult
    lines: tuple[SearchHit, ...]
    groups: tuple[Group, ...]
    chosen: tuple[Filter, ...]
    situations: tuple[Filter, ...]
    withheld: tuple[WithheldLine, ...]
    exactly: str
    before: str
    after: str
    narrowed: bool  # whether there may be more than is shown


@get("/algorithms", access=PUBLIC)
async def algorithms(request: Request[Any, Any, Any], language: LanguageInput) -> PageResponse:
    asked = asked_for(request.query_params, language)
    found, owners = await find(asked), await queries.departments()
    names = {one.slug: one.names[language] for one in owners}
    narrowing = groups(asked, found.counts, found.situations, names)
    shown = ListPage(
        *(asked.text, _situation(asked), found, lines(found.hits, names), narrowing),
        chosen=tuple(one for group in narrowing for one in group.filters if one.chosen),
        situations=await _other_ways(asked, found),
        withheld=await withheld(language, asked.chosen.get("department", "")),
        exactly=address(replace(asked, exact=True, number=1)) if found.corrected else "",
        before=address(replace(asked, number=found.number - 1)) if found.number > 1 else "",
        after=address(replace(asked, number=found.number + 1)) if found.number < found.numbers else "",
        narrowed=address(replace(asked, number=1)) != address(SearchQuery(language)),
    )
    return page("public/lists/algorithms.html", shown)


@get("/search", access=PUBLIC)
async def search(request: Request[Any, Any, Any], language: LanguageInput) -> Redirect:
    """For good to the list, which is searched."""
    query = request.scope["query_string"].decode("ascii", "ignore")
    return Redirect(f"/{language}/algorithms" + (f"?{query}" if query else ""), status_code=301)


@get("/departments/{slug:str}", access=PUBLIC)
async def department(slug: FromPath[str], language: LanguageInput) -> Redirect:
    """A short address for the list of one department."""
    if slug not in {one.slug for one in await queries.departments()}:
        raise NotFoundException
    return Redirect(address(SearchQuery(language, chosen={"department": slug})), status_code=302)


@get("/topics/{slug:str}", access=PUBLIC)
async def topic(slug: FromPath[str], language: LanguageInput) -> Redirect:
    """A short address for the list of one part of life."""
    if slug not in set(Topic):
        raise NotFoundException
    return Redirect(address(SearchQuery(language, chosen={"topic": slug})), status_code=302)


def lines(hits: tuple[Hit, ...], departments: dict[str, str]) -> tuple[SearchHit, ...]:
    return tuple(
        SearchHit(
            *(facts.slug, one.title, one.snippet, departments.get(facts.department, "")),
            *(STATUS_WORDS[facts.operational_status], facts.tested),
        )
        for one in hits
        for facts in (one.facts,)
    )


async def withheld(language: str, department: str = "") -> tuple[WithheldLine, ...]:
    """Counted whatever is searched for, so that no search tells what they are about."""
    return tuple(
        WithheldLine(one.department.names[language], one.count, withholding.ground(one.ground))
        for one in await public_queries.withheld()
        if department in ("", one.department.slug)
    )


def _situation(asked: SearchQuery) -> str:
    return next((one.names[asked.language] for one in SITUATIONS if one.key == asked.situation), "")


async def _other_ways(asked: SearchQuery, found: SearchResult) -> tuple[Filter, ...]:
    """Where nothing fits: the situations of life, each by itself."""
    if found.total:
        return ()
    afresh = SearchQuery(asked.language)
    return situation_links(afresh, (await find(afresh)).situations)


routes = [algorithms, search, department, topic]
