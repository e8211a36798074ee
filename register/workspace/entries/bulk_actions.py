"""What is done with several entries at once: making people responsible, reminding. Narrowed as the list is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from algorithms.editing import assign_commands
from algorithms.entries.entry import LANGUAGES, Department, Version
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.deadlines import review_by
from algorithms.review.workflow import RefusedError
from algorithms.storage import list_queries
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.mail import commands as mail
from register.request.request_context import ActorInput, Form, FormInput, LanguageInput, NowInput
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page
from register.workspace.entries.entry_list import EntryFilter, narrowed, read_filter
from register.workspace.home import owners_of_entries

PLACE = "/workspace/entries/together"
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class BulkRow:
    entry: str
    version: Version
    department: Department
    responsible: str
    review: str  # "2027-03"


@dataclass(frozen=True, slots=True)
class TogetherPage:
    rows: tuple[BulkRow, ...]
    entry_filter: EntryFilter
    query: str
    people: tuple[tuple[str, str], ...]
    may_remind: bool
    pager: Pager
    written: int | None = None  # letters, just now
    chosen: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)


@get(PLACE, access=Permission.WRITE)
async def show(request: Request[Any, Any, Any], actor: ActorInput, language: LanguageInput) -> PageResponse:
    shown = await _page(request.query_params, actor, language)
    every = tuple(row.entry for row in shown.rows) if "all" in request.query_params else ()
    return page("workspace/entries/together.html", replace(shown, chosen=every))


@post(f"{PLACE}/assign", access=Permission.WRITE)
async def assign(request: Request[Any, Any, Any], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    people = {str(person.id): person.actor for person in await accounts.people() if person.disabled_at is None}
    requested, chosen = form.text("person"), form.all("chosen")
    if requested != NOBODY and requested not in people:
        return await _again(request, form, actor, {"person": Message("Choose who sees to them.")})
    try:
        await assign_commands.assign(_identities(chosen), people.get(requested), by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        return await _again(request, form, actor, {"person" if chosen else "chosen": refused.objections[0]})
    return Redirect(f"{PLACE}?{request.scope['query_string'].decode('ascii')}", status_code=303)


@post(f"{PLACE}/remind", access=Permission.KEEP_REGISTER)
async def remind(request: Request[Any, Any, Any], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    """A letter to those who write in the departments; the page then tells how many were written."""
    chosen = form.all("chosen")
    if not chosen:
        return await _again(request, form, actor, {"chosen": Message("Choose one entry or several.")})
    try:
        written = await mail.remind(_identities(chosen), form.text("words"), by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        return await _again(request, form, actor, {"words": refused.objections[0]})
    shown = await _page(request.query_params, actor)
    return page("workspace/entries/together.html", replace(shown, written=written))


async def _again(
    request: Request[Any, Any, Any], form: Form, actor: Actor, errors: Mapping[str, Message]
) -> Response[Any]:
    """The page as it was, with all that was chosen and written, and what stood in the way."""
    typed = {name: form.text(name) for name in form}
    shown = replace(await _page(request.query_params, actor), typed=typed, errors=errors)
    return page("workspace/entries/together.html", replace(shown, chosen=tuple(form.all("chosen"))), status=422)


async def _page(query: Mapping[str, str], actor: Actor, language: str = LANGUAGES[0]) -> TogetherPage:
    entry_filter, owners = read_filter(query), await owners_of_entries()
    narrowing = narrowed(entry_filter, actor, Permission.WRITE)
    remaining = {name: value for name, value in query.items() if name != "all"}
    pages = pager(PLACE, remaining, await list_queries.count(narrowing, seen_by=actor))
    listed = await list_queries.listed(narrowing, language, seen_by=actor, first=pages.first, most=pages.most)
    everybody = [person for person in await accounts.people() if person.disabled_at is None]
    names = {person.id: person.actor.name for person in everybody}
    rows = tuple(
        BulkRow(
            entry=str(version.entry.id),
            version=version,
            department=owners[version.entry.department],
            responsible=names.get(version.entry.responsible, "") if version.entry.responsible else "",
            review=f"{review:%Y-%m}" if (review := review_by(version)) else "",
        )
        for version in (listed_entry.version for listed_entry in listed)
    )
    people = tuple((str(person.id), person.actor.name) for person in everybody if person.actor.may(Permission.WRITE))
    return TogetherPage(
        rows=rows,
        entry_filter=entry_filter,
        query=entry_filter.query,
        people=people,
        may_remind=actor.may(Permission.KEEP_REGISTER),
        pager=pages,
    )


def _identities(chosen: Sequence[str]) -> list[UUID]:
    try:
        return [UUID(identity) for identity in chosen]
    except ValueError:
        raise NotFoundException from None


routes = [show, assign, remind]
