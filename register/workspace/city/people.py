"""People and their roles, for those who manage them. What may be done to an account, and its record: accounts."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import Department
from algorithms.people import CITY_WIDE, ROLE_WORDS, Membership, Permission, Role
from algorithms.storage import queries
from assessments.text.languages import FIRST
from assessments.text.message import Message
from register.accounts.people import commands
from register.accounts.people import queries as accounts
from register.accounts.people.commands import AccountError
from register.accounts.people.erasing import erase_person
from register.accounts.people.notices import PATH as OWN_ACCOUNT
from register.accounts.people.queries import AccountEvent, Identity, Person
from register.accounts.sign_in import password_links
from register.accounts.sign_in.pages import local_accounts
from register.accounts.single_sign_on import identities
from register.accounts.two_factor import one_time_codes
from register.language import Language
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, NowInput
from register.settings import Settings
from register.storage.database import forget_written
from register.web.event_labels import ACCOUNT_EVENTS, ON_THE_MACHINE, UNSIGNED_ACTS
from register.web.forms import FormPage, errors_of, shown_again
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page

Held = tuple[str, Message, Department | None]  # what a form calls it, the role, where it is held


@dataclass(frozen=True, slots=True)
class PeoplePage:
    people: tuple[tuple[Person, tuple[Held, ...]], ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class NewPersonPage(FormPage):
    offered: tuple[Held, ...]
    local_accounts: bool
    action: str = "/workspace/people/new"


@dataclass(frozen=True, slots=True)
class PersonPage(FormPage):
    person: Person
    address: str
    held: tuple[Held, ...]
    offered: tuple[Held, ...]
    by_groups: tuple[Held, ...]
    identities: tuple[Identity, ...]
    has_codes: bool
    has_password: bool
    is_linked: bool  # so that the city's sign-in opens the account
    invited_until: datetime | None
    local_accounts: bool  # whether passwords open anything at all
    invitation: str  # the address of the link, shown this once where no mail goes out; else empty
    events: tuple[tuple[Message, AccountEvent, Message | None, Message | str], ...]


@get("/workspace/people", access=Permission.MANAGE_PEOPLE)
async def people(request: Request[Any, Any, Any]) -> PageResponse:
    homes = await _homes()
    pages = pager("/workspace/people", request.query_params, await accounts.number_of_people())
    listed = await accounts.some_people(first=pages.first, most=pages.most)
    lines = tuple((person, _held(person.actor.memberships, homes)) for person in listed)
    return page("workspace/people/people.html", PeoplePage(lines, pages))


@get("/workspace/people/new", access=Permission.MANAGE_PEOPLE)
async def new_person(request: Request[Any, Any, Any]) -> PageResponse:
    local: bool = request.app.state.settings.local_accounts
    return page(
        "workspace/people/new_person.html", NewPersonPage(offered=_offered(await _homes()), local_accounts=local)
    )


@post("/workspace/people/new", access=Permission.MANAGE_PEOPLE)
async def add_person(
    request: Request[Any, Any, Any], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    offered, local = _offered(await _homes()), request.app.state.settings.local_accounts
    typed = {name: form.text(name) for name in ("name", "email", "language", "role")}
    language = Language(typed["language"]) if typed["language"] in set(Language) else FIRST
    who: dict[str, Any] = {"memberships": _chosen(typed["role"], offered), "language": language}
    try:
        added = await commands.add_person(
            typed["email"], typed["name"], _password(form) or None, by=actor, at=now, **who
        )
    except AccountError as wrong:
        shown = NewPersonPage(offered=offered, local_accounts=local)
        return shown_again("workspace/people/new_person.html", shown, errors_of(wrong), typed)
    if local and not _password(form):
        return await _invited(request, added, actor, now)
    return Redirect(f"/workspace/people/{added}", status_code=303)


@get("/workspace/people/{person:uuid}", access=Permission.MANAGE_PEOPLE)
async def show_person(request: Request[Any, Any, Any], person: FromPath[UUID]) -> PageResponse:
    return page("workspace/people/person.html", await _person_page(request, person))


@post("/workspace/people/{person:uuid}/invite", access=Permission.MANAGE_PEOPLE)
async def invite(
    request: Request[Any, Any, Any], person: FromPath[UUID], actor: ActorInput, now: NowInput
) -> Response[Any]:
    try:
        return await _invited(request, person, actor, now)
    except AccountError as wrong:
        return shown_again("workspace/people/person.html", await _person_page(request, person), errors_of(wrong))


@post("/workspace/people/{person:uuid}/{action:str}", access=Permission.MANAGE_PEOPLE)
async def change_person(
    request: Request[Any, Any, Any],
    person: FromPath[UUID],
    action: FromPath[str],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
) -> Response[Any]:
    await _person_page(request, person)  # somebody who is not there cannot be changed
    if action == "password" and person == actor.id:  # there the old one is asked for
        return Redirect(OWN_ACCOUNT, status_code=303)
    if (change := _change(action, person, form, _chosen(form.text("role"), _offered(await _homes())))) is None:
        raise NotFoundException
    answer = await _answer(request, change(by=actor, at=now), person, form)
    if action == "erase":
        await forget_written()
    return answer


def _change(
    action: str, person: UUID, form: Form, chosen: tuple[Membership, ...]
) -> Callable[..., Awaitable[None]] | None:
    """What this button does; None for a button that is not ours."""
    plainly: dict[str, Callable[..., Awaitable[None]]] = {
        "disable": commands.disable_person,
        "enable": commands.enable_person,
        "codes": one_time_codes.take_away,
        "withdraw-invitation": password_links.withdraw,
    }
    match action, chosen, _uuid(form.text("identity")):
        case "give-role", (membership,), _:
            return partial(commands.give_role, person, membership)
        case "take-role", (membership,), _:
            return partial(commands.take_role, person, membership)
        case "erase", _, _:
            return partial(erase_person, person, form.text("decision"))
        case "password", _, _:
            return partial(commands.set_password, person, _password(form))
        case "link" | "unlink", _, UUID() as identity:
            return partial(identities.link if action == "link" else identities.unlink, identity, person)
    return partial(plainly[action], person) if action in plainly else None


async def _invited(request: Request[Any, Any, Any], person: UUID, by: ActorInput, now: datetime) -> Response[Any]:
    """A letter is on its way; where no mail goes out, the inviter reads the link here, this once."""
    settings: Settings = local_accounts(request)
    path = await password_links.invite(person, by=by, at=now, secret=request.app.state.secret)
    if settings.smtp_url:
        return Redirect(f"/workspace/people/{person}", status_code=303)
    return page(
        "workspace/people/person.html",
        replace(await _person_page(request, person), invitation=settings.base_url + path),
    )


async def _answer(request: Request[Any, Any, Any], done: Awaitable[None], person: UUID, form: Form) -> Response[Any]:
    typed = {"decision": form.text("decision")}
    try:
        await done
    except AccountError as wrong:
        return shown_again("workspace/people/person.html", await _person_page(request, person), errors_of(wrong), typed)
    return Redirect(f"/workspace/people/{person}", status_code=303)


async def _person_page(request: Request[Any, Any, Any], person: UUID) -> PersonPage:
    account = await accounts.person_by_id(person)
    if account is None:
        raise NotFoundException
    homes, by_groups = await _homes(), await accounts.group_roles(person)
    held = _held(await accounts.roles_by_hand(person), homes)
    return PersonPage(
        person=account,
        address=f"/workspace/people/{person}",
        held=held,
        offered=tuple(membership for membership in _offered(homes) if membership not in held),
        by_groups=_held(tuple(sorted(by_groups, key=str)), homes),
        identities=await accounts.identities(person),
        has_codes=await accounts.has_codes(person),
        has_password=await accounts.has_password(person),
        is_linked=await accounts.is_linked(person),
        invited_until=await accounts.invited_until(person, request.app.state.clock()),
        local_accounts=request.app.state.settings.local_accounts,
        invitation="",
        events=tuple(_event_line(event) for event in await accounts.account_events(person)),
    )


def _event_line(event: AccountEvent) -> tuple[Message, AccountEvent, Message | None, Message | str]:
    """What was done, which role it was about, and who did it."""
    by = event.by or UNSIGNED_ACTS.get(event.action, ON_THE_MACHINE)
    return ACCOUNT_EVENTS[event.action], event, ROLE_WORDS[event.held.role] if event.held else None, by


async def _homes() -> dict[UUID | None, Department]:
    return {department.id: department for department in await queries.departments()}


def _held(memberships: tuple[Membership, ...], homes: Mapping[UUID | None, Department]) -> tuple[Held, ...]:
    return tuple(_called(held.role, homes.get(held.department)) for held in memberships)


def _offered(homes: Mapping[UUID | None, Department]) -> tuple[Held, ...]:
    """Every role that can be given: in the city, then in each department."""
    in_city = [_called(role, None) for role in Role if role in CITY_WIDE]
    return (*in_city, *(_called(role, home) for home in homes.values() for role in Role if role not in CITY_WIDE))


def _called(role: Role, home: Department | None) -> Held:
    return f"{role}/{home.slug}" if home else role.value, ROLE_WORDS[role], home


def _chosen(called: str, offered: tuple[Held, ...]) -> tuple[Membership, ...]:
    """The role that a form names; none where it names none."""
    return tuple(
        Membership(Role(name.partition("/")[0]), home.id if home else None)
        for name, _, home in offered
        if name == called
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _password(form: Form) -> str:
    """As it was typed: blanks at the ends belong to it."""
    return next((value for name, value in form.fields if name == "password"), "")


routes = [people, new_person, add_person, show_person, invite, change_person]
