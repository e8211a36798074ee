"""The list of algorithms: searched, narrowed, in pages. All that it shows is said by its address."""

from dataclasses import dataclass, replace
from typing import Any

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.choices import STATUS_WORDS
from algorithms.entries.entry import Topic
from algorithms.law.facts import Fact
from algorithms.published import queries as public_queries
from algorithms.published.findings import ENTRY_FINDINGS, VERDICTS
from algorithms.redaction import withholding
from algorithms.search.query.searching import Hit, SearchQuery, SearchResult, find
from algorithms.search.query.situations import SITUATIONS
from algorithms.search.query.snippets import Snippet
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.public.lists.filters import (
    Filter,
    Group,
    address,
    download_query,
    groups,
    read_search_query,
)
from register.public.lists.ways import SearchLead, beginnings, ways
from register.request.request_context import LanguageInput
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class SearchHit:
    slug: str
    title: Snippet
    snippet: Snippet
    passage: Snippet | None  # where neither of them tells why it was found
    department: str
    status: Message
    finding: Message  # what its tests found
    verdict: str  # whose shape is shown with it; empty where there is no test


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
    result: SearchResult
    lines: tuple[SearchHit, ...]
    groups: tuple[Group, ...]
    chosen: tuple[Filter, ...]
    situations: tuple[Filter, ...]
    topics: tuple[Filter, ...]
    ways: tuple[SearchLead, ...]
    withheld: tuple[WithheldLine, ...]
    exactly: str
    before: str
    after: str
    feed: str  # address of the feed of the chosen department, if one is
    download: str  # what addresses of data files have after them to give this selection

    @property
    def narrowed(self) -> bool:
        """Whether there may be more than is shown."""
        return bool(self.download)


@get("/algorithms", access=PUBLIC)
async def algorithms(request: Request[Any, Any, Any], language: LanguageInput) -> PageResponse:
    search_query = read_search_query(request.query_params, language)
    result = await find(search_query)
    request.app.state.missed.note(search_query, result)
    shown = await _list_page(search_query, result)
    return page("public/lists/algorithms.html", shown, canonical=address(replace(search_query, number=result.number)))


@get("/search", access=PUBLIC)
async def search(request: Request[Any, Any, Any], language: LanguageInput) -> Redirect:
    """For good to the list, which is searched."""
    query = request.scope["query_string"].decode("ascii", "ignore")
    return Redirect(f"/{language}/algorithms" + (f"?{query}" if query else ""), status_code=301)


@get("/departments/{slug:str}", access=PUBLIC)
async def department(slug: FromPath[str], language: LanguageInput) -> Redirect:
    """A short address for the list of one department."""
    if slug not in {owner.slug for owner in await public_queries.departments()}:
        raise NotFoundException
    return Redirect(address(SearchQuery(language=language, chosen={"department": slug})), status_code=302)


@get("/topics/{slug:str}", access=PUBLIC)
async def topic(slug: FromPath[str], language: LanguageInput) -> Redirect:
    """A short address for the list of one topic."""
    if slug not in set(Topic):
        raise NotFoundException
    return Redirect(address(SearchQuery(language=language, chosen={"topic": slug})), status_code=302)


def lines(hits: tuple[Hit, ...], departments: dict[str, str]) -> tuple[SearchHit, ...]:
    return tuple(
        SearchHit(
            slug=facts.slug,
            title=hit.title,
            snippet=hit.snippet,
            passage=hit.passage,
            department=departments.get(facts.department, ""),
            status=STATUS_WORDS[facts.operational_status],
            finding=ENTRY_FINDINGS[facts.finding],
            verdict=VERDICTS[facts.finding] or "",
        )
        for hit in hits
        for facts in (hit.facts,)
    )


async def withheld(language: str, department: str = "") -> tuple[WithheldLine, ...]:
    """Counted whatever is searched for, so that no search tells what they are about."""
    return tuple(
        WithheldLine(in_language(row.department.names, language), row.count, withholding.ground(row.ground))
        for row in await public_queries.withheld()
        if department in ("", row.department.slug)
    )


async def _list_page(search_query: SearchQuery, result: SearchResult) -> ListPage:
    language = search_query.language
    names = {owner.slug: in_language(owner.names, language) for owner in await public_queries.departments()}
    situations, topics = await beginnings(search_query, result)
    narrowing = groups(search_query, result.counts, result.situations, names)
    return ListPage(
        text=search_query.text,
        situation=_situation(search_query),
        result=result,
        lines=lines(result.hits, names),
        groups=narrowing,
        chosen=tuple(chosen_filter for group in narrowing for chosen_filter in group.filters if chosen_filter.chosen),
        situations=situations,
        topics=topics,
        ways=await ways(search_query, result),
        withheld=await withheld(language, _owner(search_query)),
        exactly=address(replace(search_query, exact=True, number=1)) if result.corrected else "",
        before=address(replace(search_query, number=result.number - 1)) if result.number > 1 else "",
        after=address(replace(search_query, number=result.number + 1)) if result.number < result.numbers else "",
        feed=f"/{language}/departments/{owner}/feed.atom" if (owner := _owner(search_query)) in names else "",
        download=download_query(search_query),
    )


def _owner(search_query: SearchQuery) -> str:
    return search_query.chosen.get("department", "")


def _situation(search_query: SearchQuery) -> str:
    return next(
        (situation.names[search_query.language] for situation in SITUATIONS if situation.key == search_query.situation),
        "",
    )


routes = [algorithms, search, department, topic]
