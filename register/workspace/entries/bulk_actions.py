"""What is done with several entries at once: making people responsible, reminding. Narrowed as the list is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput
from register.web.forms import Errors, FormPage, errors_at, errors_of, shown_again
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page
from register.workspace.entries.entry_list import EntryFilter, narrowed, read_filter
from register.workspace.home import owners_of_entries

PLACE = "/workspace/entries/together"
NOBODY = "nobody"
_TEMPLATE = "workspace/entries/together.html"


@dataclass(frozen=True, slots=True)
class BulkRow:
    entry: str
    version: Version
    department: Department
    responsible: str
    review: str  # "2027-03"


@dataclass(frozen=True, slots=True)
class TogetherPage(FormPage):
    rows: tuple[BulkRow, ...]
    entry_filter: EntryFilter
    query: str
    people: tuple[tuple[str, str], ...]
    may_remind: bool
    pager: Pager
    written: int | None = None  # letters, just now
    chosen: tuple[str, ...] = ()


@get(PLACE, access=Permission.WRITE)
async def show(request: Request[Any, Any, Any], actor: ActorInput, language: LanguageInput) -> PageResponse:
    shown = await _page(request.query_params, actor, language)
    every = tuple(row.entry for row in shown.rows) if "all" in request.query_params else ()
    return page(_TEMPLATE, replace(shown, chosen=every))


@post(f"{PLACE}/assign", access=Permission.WRITE)
async def assign(request: Request[Any, Any, Any], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    people = {str(person.id): person.actor for person in await accounts.people() if person.disabled_at is None}
    requested, chosen = form.text("person"), form.all("chosen")
    errors = {} if chosen else dict(errors_at("chosen", _NONE_CHOSEN))
    if requested != NOBODY and requested not in people:
        errors |= errors_at("person", Message("Choose who is responsible for them."))
    if errors:
        return await _again(request, form, actor, errors)
    try:
        await assign_commands.assign(_identities(chosen), people.get(requested), by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        return await _again(request, form, actor, errors_of(refused, "person"))
    return Redirect(f"{PLACE}?{request.scope['query_string'].decode('ascii')}", status_code=303)


@post(f"{PLACE}/remind", access=Permission.KEEP_REGISTER)
async def remind(request: Request[Any, Any, Any], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    """A letter to those who write in the departments; the page then tells how many were written."""
    chosen = form.all("chosen")
    if not chosen:
        return await _again(request, form, actor, errors_at("chosen", _NONE_CHOSEN))
    try:
        written = await mail.remind(_identities(chosen), form.text("words"), by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        return await _again(request, form, actor, errors_of(refused, "words"))
    shown = await _page(request.query_params, actor)
    return page(_TEMPLATE, replace(shown, written=written))


_NONE_CHOSEN = Message("Choose one entry or several.")


async def _again(request: Request[Any, Any, Any], form: Form, actor: Actor, errors: Errors) -> PageResponse:
    shown = await _page(request.query_params, actor)
    return shown_again(_TEMPLATE, shown, errors, form, chosen=form.all("chosen"))


async def _page(query: Mapping[str, str], actor: Actor, language: str = LANGUAGES[0]) -> TogetherPage:
    entry_filter, owners = read_filter(query), await owners_of_entries()
    narrowing = await narrowed(entry_filter, actor, Permission.WRITE)
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
