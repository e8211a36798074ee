"""The state of the list in its address, and links that change one thing of it. Asks no database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from algorithms.entries.entry import OperationalStatus, Topic
from algorithms.law.labels import CLASSES
from algorithms.law.risk import RiskClass
from algorithms.questionnaire.sections import STATUS_WORDS
from algorithms.search.query.searching import SearchQuery
from algorithms.search.query.situations import SITUATIONS
from assessments.text.message import Message
from register.web.labels import TOPICS

LONGEST_SEARCH, LONGEST_SLUG = 200, 80  # what is longer is cut, never refused
TESTED: Mapping[str, Message] = {
    "yes": Message("Tested for fairness"),
    "no": Message("Not tested yet"),
}
Words = Message | str
_TRAITS: Mapping[str, tuple[Message, Mapping[str, Words]]] = {  # of what the departments are, the database knows
    "topic": (Message("Part of life"), {one.value: said for one, said in TOPICS.items()}),
    "department": (Message("Department"), {}),
    "class": (Message("The AI Act’s class"), {one.value: said for one, said in CLASSES.items()}),
    "status": (Message("Is it in use?"), {one.value: said for one, said in STATUS_WORDS.items()}),
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


def asked_for(query: Mapping[str, str], language: str) -> SearchQuery:
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
        language,
        query.get("q", "").strip()[:LONGEST_SEARCH],
        situation if situation in {one.key for one in SITUATIONS} else "",
        chosen,
        exact=query.get("exact") == "yes",
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )


def address(asked: SearchQuery) -> str:
    """Of the list with exactly this."""
    said = {"q": asked.text, "exact": "yes" if asked.exact else "", "situation": asked.situation, **asked.chosen}
    if asked.number > 1:
        said["page"] = str(asked.number)
    query = urlencode({name: value for name, value in said.items() if value})
    return f"/{asked.language}/algorithms" + (f"?{query}" if query else "")


def groups(
    asked: SearchQuery,
    counts: Mapping[str, Mapping[str, int]],
    situations: Mapping[str, int],
    departments: Mapping[str, str],
) -> tuple[Group, ...]:
    """All ways to narrow the list that leave something, and those that are chosen."""
    found = [Group(SITUATION, situation_links(asked, situations))]
    for kind, (title, words) in _TRAITS.items():
        said = departments if kind == "department" else words
        found.append(Group(title, _links(kind, said, asked, counts[kind])))
    return tuple(one for one in found if one.filters)


def situation_links(asked: SearchQuery, counts: Mapping[str, int]) -> tuple[Filter, ...]:
    found = (
        Filter(
            one.names[asked.language],
            counts.get(one.key, 0),
            address(replace(asked, situation="" if asked.situation == one.key else one.key, number=1)),
            asked.situation == one.key,
        )
        for one in SITUATIONS
    )
    return tuple(one for one in found if one.count or one.chosen)


def _links(kind: str, words: Mapping[str, Words], asked: SearchQuery, counts: Mapping[str, int]) -> tuple[Filter, ...]:
    found = (_link(said, kind, value, asked, counts.get(value, 0)) for value, said in words.items())
    return tuple(one for one in found if one.count or one.chosen)


def _link(words: Words, kind: str, value: str, asked: SearchQuery, count: int) -> Filter:
    chosen = asked.chosen.get(kind) == value
    said = {**asked.chosen, kind: "" if chosen else value}
    return Filter(words, count, address(replace(asked, chosen=said, number=1)), chosen)
