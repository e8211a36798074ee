"""The state of the list in its address, and links that change one thing of it. Asks no database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from algorithms.published.filters import FILTERS, ListFilter
from algorithms.search.query.searching import SearchQuery
from algorithms.search.query.situations import SITUATIONS
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.web.labels import TOPICS

LONGEST_SEARCH = 200  # what is longer is cut, never refused
Words = Message | str
_TOPICS: Mapping[str, Words] = {topic.value: label for topic, label in TOPICS.items()}
SITUATION = Message("What brings you here?")


@dataclass(frozen=True, slots=True)
class Filter:
    """A link that narrows the list, or, once chosen, widens it again; ``count`` is what it leaves."""

    words: Words
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str  # in addresses
    title: Message
    filters: tuple[Filter, ...]


def read_search_query(query: Mapping[str, str], language: str) -> SearchQuery:
    """What the address asks for. What it cannot mean is left out, but for a department that there may have been."""
    chosen = {name: query[name] for name, offered in FILTERS.items() if _may_be(offered, query.get(name, ""))}
    situation, number = query.get("situation", ""), query.get("page", "")
    return SearchQuery(
        language=language,
        text=query.get("q", "").strip()[:LONGEST_SEARCH],
        situation=situation if situation in {offered.key for offered in SITUATIONS} else "",
        chosen=chosen,
        exact=query.get("exact") == "yes",
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )


def _may_be(offered: ListFilter, value: str) -> bool:
    return value in offered.options if offered.options else bool(re.fullmatch(offered.pattern, value))


def address(search_query: SearchQuery) -> str:
    """Of the list with exactly this."""
    parameters = {
        "q": search_query.text,
        "exact": "yes" if search_query.exact else "",
        "situation": search_query.situation,
        **search_query.chosen,
    }
    if search_query.number > 1:
        parameters["page"] = str(search_query.number)
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"/{search_query.language}/algorithms" + (f"?{query}" if query else "")


def download_query(search_query: SearchQuery) -> str:
    """The same selection as a query to the data; empty where nothing is chosen."""
    _, _, query = address(replace(search_query, number=1)).partition("?")
    return f"?{query}&lang={search_query.language}" if query else ""


def groups(
    search_query: SearchQuery,
    counts: Mapping[str, Mapping[str, int]],
    situations: Mapping[str, int],
    departments: Mapping[str, str],
) -> tuple[Group, ...]:
    """All ways to narrow the list that leave something, and those that are chosen."""
    filter_groups = [Group("situation", SITUATION, situation_links(search_query, situations))]
    for name, offered in FILTERS.items():
        labels = _labels(offered, counts[name], departments)
        filter_groups.append(Group(name, offered.title, _links(name, labels, search_query, counts[name])))
    return tuple(group for group in filter_groups if group.filters)


def _labels(offered: ListFilter, counts: Mapping[str, int], departments: Mapping[str, str]) -> Mapping[str, Words]:
    """What is shown for each value: of departments their names, of years themselves, the last first."""
    elsewhere: Mapping[str, Mapping[str, Words]] = {"topic": _TOPICS, "department": departments}
    years = {value: value for value in sorted(counts, reverse=True)}
    own = {value: words for value, words in offered.options.items() if words}
    return elsewhere.get(offered.name) or own or years


def situation_links(search_query: SearchQuery, counts: Mapping[str, int]) -> tuple[Filter, ...]:
    links = (
        Filter(
            words=in_language(situation.names, search_query.language),
            count=counts.get(situation.key, 0),
            address=address(
                replace(
                    search_query, situation="" if search_query.situation == situation.key else situation.key, number=1
                )
            ),
            chosen=search_query.situation == situation.key,
        )
        for situation in SITUATIONS
    )
    return tuple(link for link in links if link.count or link.chosen)


def topic_links(search_query: SearchQuery, counts: Mapping[str, Mapping[str, int]]) -> tuple[Filter, ...]:
    return _links("topic", _TOPICS, search_query, counts["topic"])


def _links(
    kind: str, words: Mapping[str, Words], search_query: SearchQuery, counts: Mapping[str, int]
) -> tuple[Filter, ...]:
    links = (_link(label, kind, value, search_query, counts.get(value, 0)) for value, label in words.items())
    return tuple(link for link in links if link.count or link.chosen)


def _link(words: Words, kind: str, value: str, search_query: SearchQuery, count: int) -> Filter:
    chosen = search_query.chosen.get(kind) == value
    selection = {**search_query.chosen, kind: "" if chosen else value}
    return Filter(
        words=words, count=count, address=address(replace(search_query, chosen=selection, number=1)), chosen=chosen
    )
