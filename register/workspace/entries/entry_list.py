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
from algorithms.entries.texts import Text
from algorithms.law.given_answers import classification
from algorithms.people import Actor, Permission
from algorithms.review.deadlines import review_by
from algorithms.storage import list_queries
from algorithms.storage.list_queries import Listed, Narrowed
from assessments.text.message import Message
from register.request.request_context import ActorInput, LanguageInput
from register.web.labels import STATES
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page
from register.workspace.home import InboxLine, owners_of_entries, version_line

_LONGEST = 100  # characters of a search
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what begins with one of these
COLUMNS = (
    *(f"name_{language}" for language in LANGUAGES),
    *("department", "state", "version", "published_version", "operational_status"),
    *("ai_act_class", "personal_data", "tested", "next_review", "address"),
    *("topic", "case_number", "human_role", "in_use_since"),
)


@dataclass(frozen=True, slots=True)
class EntryFilter:
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
    lines: tuple[InboxLine, ...]
    asked: EntryFilter
    departments: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, Message], ...]
    query: str  # the same search, for the table
    may_write: bool
    pager: Pager


@get("/workspace/entries", access=Permission.READ)
async def entries(request: Request[Any, Any, Any], actor: ActorInput, language: LanguageInput) -> PageResponse:
    asked, owners = asked_for(request.query_params), await owners_of_entries()
    wanted = narrowed(asked, actor)
    pages = pager("/workspace/entries", request.query_params, await list_queries.count(wanted, seen_by=actor))
    found = await list_queries.listed(wanted, language, seen_by=actor, first=pages.first, most=pages.most)
    mine = tuple((one.slug, one.names[language]) for one in owners.values() if actor.may(Permission.READ, one.id))
    return page("workspace/entries/entries.html", _page(found, asked, owners, mine, actor, pages))


@get("/workspace/entries.csv", access=Permission.READ)
async def table(request: Request[Any, Any, Any], actor: ActorInput) -> Stream:
    """Sent while it is read, so that a large register is never held whole."""
    owners, wanted = await owners_of_entries(), narrowed(asked_for(request.query_params), actor)
    headers = {"Content-Disposition": 'attachment; filename="entries.csv"'}
    return Stream(_csv(wanted, actor, owners), media_type="text/csv", headers=headers)


def asked_for(query: Mapping[str, str]) -> EntryFilter:
    """From the address. What nobody offers narrows nothing."""
    said = {name: query.get(name, "").strip()[:_LONGEST] for name in EntryFilter.__slots__}
    return EntryFilter(**{**said, "state": said["state"] if said["state"] in set(VersionState) else ""})


def narrowed(asked: EntryFilter, actor: Actor, needs: Permission = Permission.READ) -> Narrowed:
    return Narrowed(
        words=asked.q,
        department=asked.department,
        state=asked.state,
        is_untested=asked.tested == "no",
        responsible=actor.id if asked.mine == "yes" else None,
        needs=needs,
    )


def _page(
    found: Iterable[Listed],
    asked: EntryFilter,
    owners: Mapping[UUID | None, Department],
    mine: tuple[tuple[str, str], ...],
    actor: Actor,
    pages: Pager,
) -> EntriesPage:
    return EntriesPage(
        tuple(_line(one, owners) for one in found),
        asked,
        mine,
        tuple((state.value, words) for state, words in STATES.items()),
        asked.query,
        actor.may(Permission.WRITE),
        pages,
    )


def _line(listed: Listed, owners: Mapping[UUID | None, Department]) -> InboxLine:
    published = listed.published if listed.version.entry.withheld is None else None
    return replace(version_line(listed.version, owners), published=published)


async def _csv(wanted: Narrowed, actor: Actor, owners: Mapping[UUID | None, Department]) -> AsyncIterator[bytes]:
    yield _rows([COLUMNS]).encode("utf-8-sig")
    async for part in list_queries.all_listed(wanted, LANGUAGES[0], seen_by=actor):
        cells = (_cells(one, owners[one.version.entry.department]) for one in part)
        yield _rows([_safe(cell) for cell in row] for row in cells).encode()


def _rows(rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue()


def _cells(one: Listed, owner: Department) -> tuple[object, ...]:
    version, review = one.version, review_by(one.version)
    found = classification(version)
    published = version.number if version.state is VersionState.PUBLISHED else one.published
    return (
        *(version.text(Text.NAME, language) for language in LANGUAGES),
        *(owner.names["sv"], version.state.value),
        *(version.number, published or "", version.answers.operational_status or ""),
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
