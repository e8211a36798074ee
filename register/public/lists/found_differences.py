"""All differences that the city's tests have found: who is worse off and how much, and what is done about it."""

from dataclasses import dataclass, replace
from typing import Any

from litestar import Request, get

from algorithms.cards.model_card import Card, Tested, card
from algorithms.published import queries as public_queries
from algorithms.published.findings import EntryFinding
from algorithms.search.query.searching import SearchQuery, SearchResult, find
from assessments.report.metric_report import MetricFinding
from assessments.report.public_report import PublicFinding
from assessments.statistics.verdict import Verdict
from register.guard.access import PUBLIC
from register.public.lists.filters import read_search_query
from register.request.request_context import LanguageInput
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """One test of an entry, and of what it found the differences alone."""

    card: Card
    tested: Tested
    findings: tuple[PublicFinding | MetricFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDifferencesPage:
    language: str
    differences: tuple[ShownDifference, ...]
    result: SearchResult

    @property
    def before(self) -> str:
        return self._at(self.result.number - 1)

    @property
    def after(self) -> str:
        return self._at(self.result.number + 1)

    def _at(self, number: int) -> str:
        return f"/{self.language}/differences?page={number}" if 1 <= number <= self.result.numbers else ""


@get("/differences", access=PUBLIC)
async def differences(request: Request[Any, Any, Any], language: LanguageInput) -> PageResponse:
    """Of a page of entries at a time, in the order of the list."""
    narrowed = SearchQuery(language=language, chosen={"test": EntryFinding.DIFFERENCE})
    result = await find(replace(narrowed, number=read_search_query(request.query_params, language).number))
    entries = {entry.slug: entry for entry in await public_queries.entries(hit.facts.slug for hit in result.hits)}
    cards = [card(entries[hit.facts.slug], language) for hit in result.hits if hit.facts.slug in entries]
    listed = [difference for shown in cards for difference in _differences(shown)]
    return page(
        "public/lists/differences.html",
        ShownDifferencesPage(language=language, differences=tuple(listed), result=result),
    )


def _differences(shown: Card) -> list[ShownDifference]:
    return [
        ShownDifference(card=shown, tested=tested, findings=_findings(tested))
        for tested in shown.tested
        if tested.shows_difference and not tested.has_later
    ]


def _findings(tested: Tested) -> tuple[PublicFinding | MetricFinding, ...]:
    if tested.report is None:
        return ()
    others = tested.report.other_metrics.findings if tested.report.other_metrics else ()
    listed: tuple[PublicFinding | MetricFinding, ...] = (*tested.report.shown, *tested.report.folded, *others)
    return tuple(finding for finding in listed if finding.verdict is Verdict.DIFFERENCE)


routes = [differences]
