"""The start page, the list of algorithms with its search, and the pages that explain the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from litestar import Router, get
from litestar.params import FromQuery

from algorithms import public_queries, withholding
from algorithms.entry import Department, OperationalStatus, Topic
from algorithms.law import Fact
from algorithms.public_queries import Listed
from algorithms.sections import STATUS_WORDS
from assessments.sentence import Sentence
from register.access import PUBLIC
from register.inputs import LanguageInput
from register.pages import PageResponse, page
from register.words import TOPICS

_LONGEST_SEARCH = 200  # characters; what is longer is cut, never refused


@dataclass(frozen=True, slots=True)
class Line:
    slug: str
    name: str
    summary: str
    language: str
    department: str
    status: Sentence
    tested: bool


@dataclass(frozen=True, slots=True)
class Filter:
    words: Sentence | str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class WithheldLine:
    """How many a department has withheld on this ground."""

    department: str
    count: int
    ground: Fact | None


@dataclass(frozen=True, slots=True)
class StartPage:
    count: int
    withheld: tuple[WithheldLine, ...]
    newest: tuple[Line, ...]
    topics: tuple[Filter, ...]
    departments: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    text: str
    lines: tuple[Line, ...]
    topics: tuple[Filter, ...]
    departments: tuple[Filter, ...]
    statuses: tuple[Filter, ...]
    withheld: tuple[WithheldLine, ...]
    narrowed: bool


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page without data."""


@get("/", access=PUBLIC)
async def start(language: LanguageInput) -> PageResponse:
    found = await public_queries.listed(language)
    newest = sorted(found, key=lambda one: one.published_at, reverse=True)[:5]
    topics, departments, _ = await _filters(language, found, {})
    withheld = await _withheld(language)
    shown = StartPage(len(found), withheld, tuple(_line(one) for one in newest), topics, departments)
    return page("public/start.html", shown)


@get("/algorithms", access=PUBLIC)
async def algorithms(
    language: LanguageInput,
    q: FromQuery[str] = "",
    topic: FromQuery[str] = "",
    department: FromQuery[str] = "",
    status: FromQuery[str] = "",
) -> PageResponse:
    text = q.strip()[:_LONGEST_SEARCH]
    known = (topic if topic in set(Topic) else "", status if status in set(OperationalStatus) else "")
    asked = {"q": text, "topic": known[0], "department": department[:80], "status": known[1]}
    everything = await public_queries.listed(language, text=text)
    lines = tuple(_line(one) for one in everything if _fits(one, asked))
    filters = await _filters(language, everything, asked)
    withheld = await _withheld(language, asked["department"])
    narrowed = any(asked[kind] for kind in ("topic", "department", "status"))
    return page("public/algorithms.html", ListPage(text, lines, *filters, withheld, narrowed))


@get("/about", access=PUBLIC)
async def about() -> PageResponse:
    return page("public/about.html", PlainPage())


async def _filters(
    language: str, found: tuple[Listed, ...], asked: dict[str, str]
) -> tuple[tuple[Filter, ...], tuple[Filter, ...], tuple[Filter, ...]]:
    """Links that narrow the list, each with how many it leaves; the chosen one leads back."""
    statuses = tuple(
        _filter(
            STATUS_WORDS[one], sum(line.operational_status is one for line in found), "status", one, language, asked
        )
        for one in OperationalStatus
    )
    topics = tuple(
        _filter(words, sum(one.topic is topic for one in found), "topic", topic.value, language, asked)
        for topic, words in TOPICS.items()
    )
    departments = tuple(
        _filter(
            _name(one, language),
            sum(line.department_slug == one.slug for line in found),
            "department",
            one.slug,
            language,
            asked,
        )
        for one, _ in await public_queries.departments()
    )
    return _some(topics), _some(departments), _some(statuses)


def _some(filters: tuple[Filter, ...]) -> tuple[Filter, ...]:
    return tuple(one for one in filters if one.count)


def _fits(one: Listed, asked: Mapping[str, str]) -> bool:
    said = {"topic": one.topic, "department": one.department_slug, "status": one.operational_status}
    return all(asked[kind] in ("", value) for kind, value in said.items())


async def _withheld(language: str, department: str = "") -> tuple[WithheldLine, ...]:
    """Counted whatever is searched for, so that no search tells what they are about."""
    return tuple(
        WithheldLine(_name(one.department, language), one.count, withholding.ground(one.ground))
        for one in await public_queries.withheld()
        if department in ("", one.department.slug)
    )


def _filter(words: Sentence | str, count: int, kind: str, value: str, language: str, asked: dict[str, str]) -> Filter:
    chosen = asked.get(kind) == value
    query = {**asked, kind: "" if chosen else value}
    address = urlencode({name: said for name, said in query.items() if said})
    return Filter(words, count, f"/{language}/algorithms" + (f"?{address}" if address else ""), chosen)


def _name(department: Department, language: str) -> str:
    return department.names[language]


def _line(one: Listed) -> Line:
    status = STATUS_WORDS[one.operational_status]
    return Line(one.slug, one.name, one.summary, one.language, one.department, status, one.tested)


routes = Router("/", route_handlers=[start, algorithms, about])
