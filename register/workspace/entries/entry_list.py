"""The list of entries: searched and narrowed in its address, and handed out as a table."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
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
from algorithms.published import queries as published
from algorithms.published.findings import ENTRY_FINDINGS, VERDICTS, EntryFinding, finding_of
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
_Owners = Mapping[UUID | None, Department]


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What the list is narrowed to; empty is everything."""

    q: str = ""
    department: str = ""
    state: str = ""
    test: str = ""  # what tests found: EntryFinding
    responsible: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)  # filter of a field → value

    @property
    def query(self) -> str:
        """The same search, as an address has it."""
        own = {name: value for name in _SEARCHED if (value := getattr(self, name))}
        return urlencode({**own, **self.answers})


_SEARCHED = tuple(name for name in EntryFilter.__slots__ if name != "answers")


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry in the table that is handed out."""

    listed: Listed
    owners: _Owners
    finding: EntryFinding

    @property
    def version(self) -> Version:
        return self.listed.version


_Cell = Callable[[_Row], object]


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
    findings: tuple[tuple[str, Message], ...]
    answers: tuple[AnswerFilter, ...]
    query: str  # the same search, for the table
    may_write: bool
    pager: Pager


@get("/workspace/entries", access=Permission.READ)
async def entries(request: Request[Any, Any, Any], actor: ActorInput, language: LanguageInput) -> PageResponse:
    entry_filter, owners = read_filter(request.query_params), await owners_of_entries()
    narrowing = await narrowed(entry_filter, actor)
    pages = pager("/workspace/entries", request.query_params, await list_queries.count(narrowing, seen_by=actor))
    listed = await list_queries.listed(narrowing, language, seen_by=actor, first=pages.first, most=pages.most)
    departments = tuple(
        (owner.slug, in_language(owner.names, language))
        for owner in owners.values()
        if actor.may(Permission.READ, owner.id)
    )
    lines = await _lines(listed, owners)
    return page("workspace/entries/entries.html", _page(lines, entry_filter, departments, actor, pages))


@get("/workspace/entries.csv", access=Permission.READ)
async def table(request: Request[Any, Any, Any], actor: ActorInput) -> Stream:
    """Sent while it is read, so that a large register is never held whole."""
    owners, narrowing = await owners_of_entries(), await narrowed(read_filter(request.query_params), actor)
    headers = {"Content-Disposition": 'attachment; filename="entries.csv"'}
    return Stream(_csv(narrowing, actor, owners), media_type="text/csv", headers=headers)


def read_filter(query: Mapping[str, str]) -> EntryFilter:
    """From the address. What nobody offers narrows nothing."""
    parameters = {name: query.get(name, "").strip()[:_LONGEST] for name in _SEARCHED}
    parameters["state"] = parameters["state"] if parameters["state"] in set(VersionState) else ""
    parameters["test"] = parameters["test"] if parameters["test"] in set(EntryFinding) else ""
    answers = {
        described.filter_name: value
        for described in FILTERED_FIELDS
        if described.filters_by(value := query.get(described.filter_name, ""))
    }
    return EntryFilter(**parameters, answers=answers)


async def narrowed(entry_filter: EntryFilter, actor: Actor, needs: Permission = Permission.READ) -> Narrowed:
    finding = EntryFinding(entry_filter.test) if entry_filter.test else None
    narrowing = Narrowed(
        words=entry_filter.q,
        department=entry_filter.department,
        state=entry_filter.state,
        has_test=None if finding is None else finding is not EntryFinding.NOT_TESTED,
        responsible=actor.id if entry_filter.responsible == "me" else None,
        answers=entry_filter.answers,
        needs=needs,
    )
    if not narrowing.has_test:
        return narrowing
    cited = await published.assessments_of(await list_queries.ids(narrowing, seen_by=actor))
    fitting = (version for version, assessments in cited.items() if finding_of(assessments) is finding)
    return replace(narrowing, versions=frozenset(fitting))


def _page(
    lines: tuple[InboxLine, ...],
    entry_filter: EntryFilter,
    departments: tuple[tuple[str, str], ...],
    actor: Actor,
    pages: Pager,
) -> EntriesPage:
    return EntriesPage(
        lines=lines,
        entry_filter=entry_filter,
        departments=departments,
        states=tuple((state.value, words) for state, words in STATES.items()),
        findings=tuple((finding.value, words) for finding, words in ENTRY_FINDINGS.items()),
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


async def _lines(listed: Sequence[Listed], owners: _Owners) -> tuple[InboxLine, ...]:
    rows = await _with_findings(listed, owners)
    return tuple(
        replace(
            version_line(row.version, owners),
            published=row.listed.published if row.version.entry.withheld is None else None,
            finding=ENTRY_FINDINGS[row.finding],
            finding_verdict=VERDICTS[row.finding] or "",
        )
        for row in rows
    )


async def _with_findings(listed: Sequence[Listed], owners: _Owners) -> tuple[_Row, ...]:
    cited = await published.assessments_of(entry.version.id for entry in listed)
    return tuple(_Row(entry, owners, finding_of(cited.get(entry.version.id, ()))) for entry in listed)


async def _csv(narrowing: Narrowed, actor: Actor, owners: _Owners) -> AsyncIterator[bytes]:
    yield _rows([COLUMNS]).encode("utf-8-sig")
    async for part in list_queries.all_listed(narrowing, LANGUAGES[0], seen_by=actor):
        cells = ([str(read(row)) for read in COLUMNS.values()] for row in await _with_findings(part, owners))
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
    return lambda row: row.version.text(Text.NAME, language)


def _answer(described: Field) -> _Cell:
    return lambda row: plain(row.version.answer(described.name))


COLUMNS: Mapping[str, _Cell] = {
    **{f"name_{language}": _text(language) for language in LANGUAGES},
    "department": lambda row: row.owners[row.version.entry.department].names[LANGUAGES[0]],
    "state": lambda row: row.version.state.value,
    "version": lambda row: row.version.number,
    "published_version": lambda row: _published(row.listed),
    "ai_act_class": lambda row: _risk_class(row.version),
    "test_finding": lambda row: row.finding.value,
    "address": lambda row: row.version.entry.slug,
    "topic": lambda row: row.version.entry.topic.value,
    "case_number": lambda row: row.version.entry.case_number,
    **{described.name: _answer(described) for described in ANSWERS if described.audience is not Audience.INNER},
    "next_review": lambda row: _next_review(row.version),
}
routes = [entries, table]
