"""The state of the list in its address, and links that change one thing of it. Asks no database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from algorithms.entries.choices import STATUS_WORDS, OperationalStatus
from algorithms.entries.entry import Topic
from algorithms.law.labels import CLASSES
from algorithms.law.risk import RiskClass
from algorithms.search.query.searching import SearchQuery
from algorithms.search.query.situations import SITUATIONS
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.web.labels import TOPICS

LONGEST_SEARCH, LONGEST_SLUG = 200, 80  # what is longer is cut, never refused
TESTED: Mapping[str, Message] = {
    "yes": Message("Tested for fairness"),
    "no": Message("Not tested yet"),
}
Words = Message | str
_TRAITS: Mapping[str, tuple[Message, Mapping[str, Words]]] = {  # of what the departments are, the database knows
    "topic": (Message("Topic"), {member.value: label for member, label in TOPICS.items()}),
    "department": (Message("Department"), {}),
    "class": (Message("AI Act class"), {member.value: label for member, label in CLASSES.items()}),
    "status": (Message("Is it in use?"), {member.value: label for member, label in STATUS_WORDS.items()}),
    "tested": (Message("Has it been tested?"), TESTED),
}
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
    title: Message
    filters: tuple[Filter, ...]


def read_search_query(query: Mapping[str, str], language: str) -> SearchQuery:
    """What the address asks for. What it cannot mean is left out, but for a department that there may have been."""
    known: dict[str, set[str]] = {
        "topic": {*Topic},
        "class": {*RiskClass},
        "status": {*OperationalStatus},
        "tested": {*TESTED},
    }
    chosen = {kind: query[kind] for kind, values in known.items() if query.get(kind, "") in values}
    if department := query.get("department", "")[:LONGEST_SLUG]:
        chosen["department"] = department
    situation, number = query.get("situation", ""), query.get("page", "")
    return SearchQuery(
        language=language,
        text=query.get("q", "").strip()[:LONGEST_SEARCH],
        situation=situation if situation in {offered.key for offered in SITUATIONS} else "",
        chosen=chosen,
        exact=query.get("exact") == "yes",
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )


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
    filter_groups = [Group(SITUATION, situation_links(search_query, situations))]
    for kind, (title, words) in _TRAITS.items():
        labels = departments if kind == "department" else words
        filter_groups.append(Group(title, _links(kind, labels, search_query, counts[kind])))
    return tuple(group for group in filter_groups if group.filters)


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
    return _links("topic", _TRAITS["topic"][1], search_query, counts["topic"])


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
