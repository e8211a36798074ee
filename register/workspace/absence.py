"""Who acts for a person while they are away: their own page of it, and the same for those who manage people."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.dates import day_of
from algorithms.people import Actor, Permission
from register.accounts.people import deputies
from register.accounts.people import queries as accounts
from register.accounts.people.commands import AccountError
from register.accounts.people.queries import Deputy, Person
from register.guard.access import SIGNED_IN
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_of, shown_again
from register.web.pages import PageResponse, page

Asking = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class AbsencePage(FormPage):
    person: Person
    own: bool
    away: tuple[Deputy, ...]  # when somebody acts for this person, newest first
    acting: tuple[Deputy, ...]  # when this person acts for somebody
    today: date
    offered: tuple[tuple[str, str], ...]
    address: str


@get("/workspace/absence/{person:uuid}", access=SIGNED_IN)
async def show(person: FromPath[UUID], request: Asking, actor: ActorInput, now: NowInput) -> PageResponse:
    return page("workspace/absence.html", await _page(person, actor, _today(request, now)))


@post("/workspace/absence/{person:uuid}", access=SIGNED_IN)
async def arrange(
    person: FromPath[UUID], request: Asking, form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    today, days = _today(request, now), (day_of(form.text("first")), day_of(form.text("last")))
    before = await _page(person, actor, today)
    deputy = next((UUID(identity) for identity, _ in before.offered if identity == form.text("deputy")), None)
    try:
        await deputies.arrange(person, deputy, *days, by=actor, today=today, at=now)
    except AccountError as wrong:
        return shown_again("workspace/absence.html", before, errors_of(wrong), form)
    return Redirect(before.address, status_code=303)


@post("/workspace/absence/{person:uuid}/{stand_in:uuid}", access=SIGNED_IN)
async def end(
    person: FromPath[UUID], stand_in: FromPath[UUID], request: Asking, form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    del form  # a press of the button is all
    today = _today(request, now)
    before = await _page(person, actor, today)
    if stand_in not in {deputy.id for deputy in before.away}:
        raise NotFoundException
    await deputies.end(stand_in, by=actor, today=today, at=now)
    return Redirect(before.address, status_code=303)


async def _page(person: UUID, actor: Actor, today: date) -> AbsencePage:
    absentee = await accounts.person_by_id(person)
    if absentee is None or (person != actor.id and not actor.own.may(Permission.MANAGE_PEOPLE)):
        raise NotFoundException
    known = await accounts.stand_ins(person)
    return AbsencePage(
        person=absentee,
        own=person == actor.id,
        away=tuple(stand_in for stand_in in known if stand_in.person == person),
        acting=tuple(stand_in for stand_in in known if stand_in.deputy == person and not stand_in.is_over(today)),
        today=today,
        offered=tuple(
            (str(colleague.id), colleague.actor.name)
            for colleague in await accounts.people()
            if colleague.id != person and colleague.disabled_at is None
        ),
        address=f"/workspace/absence/{person}",
    )


def _today(request: Asking, now: datetime) -> date:
    day: date = now.astimezone(request.app.state.settings.zone).date()
    return day


routes = [show, arrange, end]
