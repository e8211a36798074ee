"""The list of entries: searched and narrowed in its address, and handed out as a table."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get

from algorithms import queries
from algorithms.due import review_by
from algorithms.entry import LANGUAGES, Department, State
from algorithms.law.answers import classification
from algorithms.people import Actor, Permission
from algorithms.queries import Latest
from algorithms.texts import Text, fold, sort_key
from assessments.sentence import Sentence
from register.inputs import ActorInput, LanguageInput
from register.pages import PageResponse, page
from register.words import STATES
from register.workspace.home import Line, owners_of_entries, version_line

_LONGEST = 100  # characters of a search
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what begins with one of these
COLUMNS = (
    *(f"name_{language}" for language in LANGUAGES),
    *("department", "state", "version", "published_version", "operational_status"),
    *("ai_act_class", "personal_data", "tested", "next_review", "address"),
    *("topic", "case_number", "human_role", "in_use_since"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; empty is everything."""

    q: str = ""
    department: str = ""
    state: str = ""
    tested: str = ""
    mine: str = ""

    @property
    def query(self) -> str:
        """The same search, as an address has it."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


@dataclass(frozen=True, slots=True)
class EntriesPage:
    lines: tuple[Line, ...]
    asked: Asked
    departments: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, Sentence], ...]
    query: str  # the same search, for the table
    may_write: bool


@get("/workspace/entries", access=Permission.READ)
async def entries(request: Request[Any, Any, Any], actor: ActorInput, language: LanguageInput) -> PageResponse:
    asked, owners = asked_for(request.query_params), await owners_of_entries()
    found = await found_for(actor, asked, owners)
    found.sort(key=lambda one: sort_key(one.version.called(language)))
    mine = tuple((one.slug, one.names[language]) for one in owners.values() if actor.may(Permission.READ, one.id))
    return page("workspace/entries.html", _page(found, asked, owners, mine, actor))


@get("/workspace/entries.csv", access=Permission.READ)
async def table(request: Request[Any, Any, Any], actor: ActorInput) -> Response[bytes]:
    owners = await owners_of_entries()
    text = _csv(await found_for(actor, asked_for(request.query_params), owners), owners)
    headers = {"Content-Disposition": 'attachment; filename="entries.csv"'}
    return Response(text.encode("utf-8-sig"), media_type="text/csv", headers=headers)


def asked_for(query: Mapping[str, str]) -> Asked:
    """From the address. What nobody offers narrows nothing."""
    said = {name: query.get(name, "").strip()[:_LONGEST] for name in Asked.__slots__}
    return Asked(**{**said, "state": said["state"] if said["state"] in set(State) else ""})


async def found_for(actor: Actor, asked: Asked, owners: Mapping[UUID | None, Department]) -> list[Latest]:
    words = fold(asked.q).split()
    listed = queries.discarded if asked.state == State.DISCARDED else queries.newest
    return [
        one
        for one in await listed(seen_by=actor)
        if all(word in _searched(one) for word in words)
        and (not asked.department or owners[one.version.entry.department].slug == asked.department)
        and (not asked.state or one.version.state == asked.state)
        and (asked.tested != "no" or not any(each.cited for each in one.version.evidence))
        and (asked.mine != "yes" or one.version.entry.responsible == actor.id)
    ]


def _searched(one: Latest) -> str:
    return fold(" ".join(one.version.texts.values()))


def _page(
    found: Iterable[Latest],
    asked: Asked,
    owners: Mapping[UUID | None, Department],
    mine: tuple[tuple[str, str], ...],
    actor: Actor,
) -> EntriesPage:
    return EntriesPage(
        tuple(_line(one, owners) for one in found),
        asked,
        mine,
        tuple((state.value, words) for state, words in STATES.items()),
        asked.query,
        actor.may(Permission.WRITE),
    )


def _line(latest: Latest, owners: Mapping[UUID | None, Department]) -> Line:
    shown = latest.published is not None and latest.version.entry.withheld is None
    published = latest.published.number if latest.published and shown else None
    return replace(version_line(latest.version, owners), published=published)


def _csv(found: Iterable[Latest], owners: Mapping[UUID | None, Department]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(COLUMNS)
    for one in found:
        writer.writerow([_safe(cell) for cell in _cells(one, owners[one.version.entry.department])])
    return written.getvalue()


def _cells(one: Latest, owner: Department) -> tuple[object, ...]:
    version, review = one.version, review_by(one.version)
    found = classification(version)
    published = version if version.state is State.PUBLISHED else one.published
    return (
        *(version.text(Text.NAME, language) for language in LANGUAGES),
        *(owner.names["sv"], version.state.value),
        *(version.number, published.number if published else "", version.answers.operational_status or ""),
        found.risk_class if found else "",
        {None: "", True: "yes", False: "no"}[version.answers.personal_data],
        "yes" if any(each.cited for each in version.evidence) else "no",
        f"{review:%Y-%m}" if review else "",
        version.entry.slug,
        *(version.entry.topic.value, version.entry.case_number),
        *(version.answers.human_role or "", version.answers.in_use_since or ""),
    )


def _safe(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


routes = [entries, table]
