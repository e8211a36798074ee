"""The list of entries: searched and narrowed in its address, and handed out as a table."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get
from litestar.response import Stream

from algorithms.entries.entry import LANGUAGES, Department, VersionState
from algorithms.entries.field import Audience, plain
from algorithms.entries.fields import ANSWERS
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
COLUMNS = (
    *(f"name_{language}" for language in LANGUAGES),
    "department",
    "state",
    "version",
    "published_version",
    "operational_status",
    "ai_act_class",
    "personal_data",
    "tested",
    "next_review",
    "address",
    "topic",
    "case_number",
    "human_role",
    "in_use_since",
)
FURTHER = tuple(field for field in ANSWERS if field.name not in COLUMNS and field.audience is not Audience.INNER)


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What the list is narrowed to; empty is everything."""

    q: str = ""
    department: str = ""
    state: str = ""
    tested: str = ""
    responsible: str = ""

    @property
    def query(self) -> str:
        """The same search, as an address has it."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


@dataclass(frozen=True, slots=True)
class EntriesPage:
    lines: tuple[InboxLine, ...]
    entry_filter: EntryFilter
    departments: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, Message], ...]
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
    parameters = {name: query.get(name, "").strip()[:_LONGEST] for name in EntryFilter.__slots__}
    return EntryFilter(
        **{**parameters, "state": parameters["state"] if parameters["state"] in set(VersionState) else ""}
    )


def narrowed(entry_filter: EntryFilter, actor: Actor, needs: Permission = Permission.READ) -> Narrowed:
    return Narrowed(
        words=entry_filter.q,
        department=entry_filter.department,
        state=entry_filter.state,
        is_untested=entry_filter.tested == "no",
        responsible=actor.id if entry_filter.responsible == "me" else None,
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
        query=entry_filter.query,
        may_write=actor.may(Permission.WRITE),
        pager=pages,
    )


def _line(listed: Listed, owners: Mapping[UUID | None, Department]) -> InboxLine:
    published = listed.published if listed.version.entry.withheld is None else None
    return replace(version_line(listed.version, owners), published=published)


async def _csv(narrowing: Narrowed, actor: Actor, owners: Mapping[UUID | None, Department]) -> AsyncIterator[bytes]:
    yield _rows([(*COLUMNS, *(field.name for field in FURTHER))]).encode("utf-8-sig")
    async for part in list_queries.all_listed(narrowing, LANGUAGES[0], seen_by=actor):
        cells = (_cells(listed_entry, owners[listed_entry.version.entry.department]) for listed_entry in part)
        yield _rows([guarded(str(cell)) for cell in row] for row in cells).encode()


def _rows(rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue()


def _cells(listed_entry: Listed, owner: Department) -> tuple[object, ...]:
    version, review = listed_entry.version, review_by(listed_entry.version)
    classified = classification(version)
    published = version.number if version.state is VersionState.PUBLISHED else listed_entry.published
    return (
        *(version.text(Text.NAME, language) for language in LANGUAGES),
        owner.names["sv"],
        version.state.value,
        version.number,
        published or "",
        version.answers.operational_status or "",
        classified.risk_class if classified else "",
        {None: "", True: "yes", False: "no"}[version.answers.personal_data],
        "yes" if any(evidence.cited for evidence in version.evidence) else "no",
        f"{review:%Y-%m}" if review else "",
        version.entry.slug,
        version.entry.topic.value,
        version.entry.case_number,
        version.answers.human_role or "",
        version.answers.in_use_since or "",
        *(plain(getattr(version.answers, field.name)) for field in FURTHER),
    )


routes = [entries, table]
