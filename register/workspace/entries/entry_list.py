"""The list of entries: searched and narrowed in its address, and handed out as a table."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get
from litestar.response import Stream

from algorithms.entries.entry import LANGUAGES, Department, Version, VersionState
from algorithms.entries.field import Audience, Field
from algorithms.entries.fields import ANSWERS, FILTERED_FIELDS
from algorithms.entries.kinds import plain
from algorithms.entries.texts import Text
from algorithms.law.given_answers import classification
from algorithms.people import Actor, Permission
from algorithms.review.deadlines import review_by
from algorithms.storage import list_queries
from algorithms.storage.list_queries import Listed, Narrowed
from assessments.data.spreadsheet import guarded
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.request.request_context import ActorInput, LanguageInput
from register.web.labels import STATES
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page
from register.workspace.home import InboxLine, owners_of_entries, version_line

_LONGEST = 100  # characters of a search
_Cell = Callable[[Listed, Mapping[UUID | None, Department]], object]
_YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What the list is narrowed to; empty is everything."""

    q: str = ""
    department: str = ""
    state: str = ""
    tested: str = ""
    responsible: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)  # filter of a field → value

    @property
    def query(self) -> str:
        """The same search, as an address has it."""
        own = {name: value for name in _SEARCHED if (value := getattr(self, name))}
        return urlencode({**own, **self.answers})


_SEARCHED = tuple(name for name in EntryFilter.__slots__ if name != "answers")


@dataclass(frozen=True, slots=True)
class AnswerFilter:
    """A control that narrows the list by the answers to one field. Without options it takes a year."""

    name: str
    label: Message
    options: tuple[tuple[str, Message], ...]
    value: str


@dataclass(frozen=True, slots=True)
class EntriesPage:
    lines: tuple[InboxLine, ...]
    entry_filter: EntryFilter
    departments: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, Message], ...]
    answers: tuple[AnswerFilter, ...]
    query: str  # the same search, for the table
    may_write: bool
    pager: Pager


@get("/workspace/entries", access=Permission.READ)
async def entries(request: Request[Any, Any, Any], actor: ActorInput, language: LanguageInput) -> PageResponse:
    entry_filter, owners = read_filter(request.query_params), await owners_of_entries()
    narrowing = narrowed(entry_filter, actor)
    pages = pager("/workspace/entries", request.query_params, await list_queries.count(narrowing, seen_by=actor))
    listed = await list_queries.listed(narrowing, language, seen_by=actor, first=pages.first, most=pages.most)
    departments = tuple(
        (owner.slug, in_language(owner.names, language))
        for owner in owners.values()
        if actor.may(Permission.READ, owner.id)
    )
    return page("workspace/entries/entries.html", _page(listed, entry_filter, owners, departments, actor, pages))


@get("/workspace/entries.csv", access=Permission.READ)
async def table(request: Request[Any, Any, Any], actor: ActorInput) -> Stream:
    """Sent while it is read, so that a large register is never held whole."""
    owners, narrowing = await owners_of_entries(), narrowed(read_filter(request.query_params), actor)
    headers = {"Content-Disposition": 'attachment; filename="entries.csv"'}
    return Stream(_csv(narrowing, actor, owners), media_type="text/csv", headers=headers)


def read_filter(query: Mapping[str, str]) -> EntryFilter:
    """From the address. What nobody offers narrows nothing."""
    parameters = {name: query.get(name, "").strip()[:_LONGEST] for name in _SEARCHED}
    parameters["state"] = parameters["state"] if parameters["state"] in set(VersionState) else ""
    answers = {
        described.filter_name: value
        for described in FILTERED_FIELDS
        if described.filters_by(value := query.get(described.filter_name, ""))
    }
    return EntryFilter(**parameters, answers=answers)


def narrowed(entry_filter: EntryFilter, actor: Actor, needs: Permission = Permission.READ) -> Narrowed:
    return Narrowed(
        words=entry_filter.q,
        department=entry_filter.department,
        state=entry_filter.state,
        is_untested=entry_filter.tested == "no",
        responsible=actor.id if entry_filter.responsible == "me" else None,
        answers=entry_filter.answers,
        needs=needs,
    )


def _page(
    listed: Iterable[Listed],
    entry_filter: EntryFilter,
    owners: Mapping[UUID | None, Department],
    departments: tuple[tuple[str, str], ...],
    actor: Actor,
    pages: Pager,
) -> EntriesPage:
    return EntriesPage(
        lines=tuple(_line(listed_entry, owners) for listed_entry in listed),
        entry_filter=entry_filter,
        departments=departments,
        states=tuple((state.value, words) for state, words in STATES.items()),
        answers=tuple(_answer_filter(described, entry_filter) for described in FILTERED_FIELDS),
        query=entry_filter.query,
        may_write=actor.may(Permission.WRITE),
        pager=pages,
    )


def _answer_filter(described: Field, entry_filter: EntryFilter) -> AnswerFilter:
    name = described.filter_name
    return AnswerFilter(
        name=name, label=described.label, options=described.options, value=entry_filter.answers.get(name, "")
    )


def _line(listed: Listed, owners: Mapping[UUID | None, Department]) -> InboxLine:
    published = listed.published if listed.version.entry.withheld is None else None
    return replace(version_line(listed.version, owners), published=published)


async def _csv(narrowing: Narrowed, actor: Actor, owners: Mapping[UUID | None, Department]) -> AsyncIterator[bytes]:
    yield _rows([COLUMNS]).encode("utf-8-sig")
    async for part in list_queries.all_listed(narrowing, LANGUAGES[0], seen_by=actor):
        cells = ([str(read(listed_entry, owners)) for read in COLUMNS.values()] for listed_entry in part)
        yield _rows([guarded(cell) for cell in row] for row in cells).encode()


def _rows(rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue()


def _published(listed_entry: Listed) -> object:
    version = listed_entry.version
    return (version.number if version.state is VersionState.PUBLISHED else listed_entry.published) or ""


def _risk_class(version: Version) -> str:
    classified = classification(version)
    return classified.risk_class.value if classified else ""


def _next_review(version: Version) -> str:
    review = review_by(version)
    return f"{review:%Y-%m}" if review else ""


def _text(language: str) -> _Cell:
    return lambda listed_entry, _: listed_entry.version.text(Text.NAME, language)


def _answer(described: Field) -> _Cell:
    return lambda listed_entry, _: plain(listed_entry.version.answer(described.name))


COLUMNS: Mapping[str, _Cell] = {
    **{f"name_{language}": _text(language) for language in LANGUAGES},
    "department": lambda listed_entry, owners: owners[listed_entry.version.entry.department].names[LANGUAGES[0]],
    "state": lambda listed_entry, _: listed_entry.version.state.value,
    "version": lambda listed_entry, _: listed_entry.version.number,
    "published_version": lambda listed_entry, _: _published(listed_entry),
    "ai_act_class": lambda listed_entry, _: _risk_class(listed_entry.version),
    "tested": lambda listed_entry, _: _YES_NO[any(evidence.cited for evidence in listed_entry.version.evidence)],
    "address": lambda listed_entry, _: listed_entry.version.entry.slug,
    "topic": lambda listed_entry, _: listed_entry.version.entry.topic.value,
    "case_number": lambda listed_entry, _: listed_entry.version.entry.case_number,
    **{described.name: _answer(described) for described in ANSWERS if described.audience is not Audience.INNER},
    "next_review": lambda listed_entry, _: _next_review(listed_entry.version),
}
routes = [entries, table]
