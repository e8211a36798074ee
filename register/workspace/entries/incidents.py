"""Incidents of an entry, and all that a person may read: recorded, completed, closed. Decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import Department, Version
from algorithms.incidents import commands as incident_commands
from algorithms.incidents import queries as incident_queries
from algorithms.incidents.rules import Incident, IncidentError, Party, report_by
from algorithms.law.authorities import Authority, AuthorityTask, authority
from algorithms.law.facts import Fact, fact
from algorithms.law.given_answers import classification
from algorithms.law.risk import RiskClass
from algorithms.people import Actor, Permission
from algorithms.review.workflow import RefusedError, may_write
from algorithms.storage import queries
from assessments.text.message import Message
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_of, shown_again
from register.web.labels import PARTIES
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen

_REPORTING = fact("ai-act.73")
_TEMPLATE = "workspace/entries/incident.html"


@dataclass(frozen=True, slots=True)
class IncidentLine:
    incident: Incident
    version: Version
    department: Department


@dataclass(frozen=True, slots=True)
class IncidentsPage:
    """Those of one entry, or of all that the person may read."""

    lines: tuple[IncidentLine, ...]
    open_count: int
    version: Version | None = None
    may_record: bool = False
    pager: Pager | None = None  # those of one entry are on one page


@dataclass(frozen=True, slots=True)
class IncidentPage(FormPage):
    version: Version
    incident: Incident | None  # None while it is being recorded
    action: str
    may_change: bool
    authorities: Mapping[Party, Authority]  # those of the day on which they were informed, or else of today
    parties: tuple[tuple[Party, Message], ...] = tuple(PARTIES.items())
    report_by: tuple[tuple[Message, date], ...] = ()  # the last days for reporting it; none where it is not high risk
    report_rule: Fact = _REPORTING
    law: tuple[Fact, ...] = (fact("ai-act.26-5"), _REPORTING)


@get("/workspace/incidents", access=Permission.READ)
async def all_incidents(request: Request[Any, Any, Any], actor: ActorInput) -> PageResponse:
    owners = {department.id: department for department in await queries.departments()}
    every, open_count = await incident_queries.number_of_incidents(seen_by=actor)
    pages = pager("/workspace/incidents", request.query_params, every)
    rows = await incident_queries.all_incidents(seen_by=actor, first=pages.first, most=pages.most)
    lines = tuple(IncidentLine(incident, version, owners[version.entry.department]) for incident, version in rows)
    return page("workspace/entries/incidents.html", IncidentsPage(lines=lines, open_count=open_count, pager=pages))


@get("/workspace/versions/{version_id:uuid}/incidents", access=Permission.READ)
async def incidents(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    version = await seen(version_id, actor)
    owner = next(department for department in await queries.departments() if department.id == version.entry.department)
    entry_incidents = await incident_queries.incidents_of(version_id, seen_by=actor)
    lines, open_count = (
        tuple(IncidentLine(incident, version, owner) for incident in entry_incidents),
        sum(incident.is_open for incident in entry_incidents),
    )
    return page(
        "workspace/entries/incidents.html",
        IncidentsPage(lines=lines, open_count=open_count, version=version, may_record=may_write(version, actor)),
    )


@get("/workspace/versions/{version_id:uuid}/incidents/new", access=Permission.WRITE)
async def new_incident(version_id: FromPath[UUID], actor: ActorInput, now: NowInput) -> PageResponse:
    return page(_TEMPLATE, await _page(version_id, None, actor, now.date()))


@post("/workspace/versions/{version_id:uuid}/incidents", access=Permission.WRITE)
async def record(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    try:
        await incident_commands.record_incident(version_id, form.typed(), by=actor, at=now)
    except (IncidentError, RefusedError) as refused:
        return shown_again(
            _TEMPLATE, await _page(version_id, None, actor, now.date()), errors_of(refused, "incident"), form
        )
    return Redirect(f"/workspace/versions/{version_id}/incidents", status_code=303)


@get("/workspace/versions/{version_id:uuid}/incidents/{incident_id:uuid}", access=Permission.READ)
async def show(
    version_id: FromPath[UUID], incident_id: FromPath[UUID], actor: ActorInput, now: NowInput
) -> PageResponse:
    return page(_TEMPLATE, await _page(version_id, incident_id, actor, now.date()))


@post("/workspace/versions/{version_id:uuid}/incidents/{incident_id:uuid}", access=Permission.WRITE)
async def change(
    version_id: FromPath[UUID], incident_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    seen_revision = form.revision()
    typed = form.typed()
    try:
        await incident_commands.change_incident(
            version_id, incident_id, typed, revision=seen_revision, by=actor, at=now
        )
    except (IncidentError, RefusedError) as refused:
        shown = await _page(version_id, incident_id, actor, now.date())
        return shown_again(_TEMPLATE, shown, errors_of(refused, "incident"), form)
    return Redirect(f"/workspace/versions/{version_id}/incidents", status_code=303)


@post("/workspace/versions/{version_id:uuid}/incidents/{incident_id:uuid}/close", access=Permission.WRITE)
async def close(
    version_id: FromPath[UUID], incident_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    try:
        await incident_commands.close_incident(version_id, incident_id, form.text("outcome"), by=actor, at=now)
    except (IncidentError, RefusedError) as refused:
        shown = await _page(version_id, incident_id, actor, now.date())
        return shown_again(_TEMPLATE, shown, errors_of(refused, "incident"), form)
    return Redirect(f"/workspace/versions/{version_id}/incidents", status_code=303)


def _report_by(version: Version, aware_on: date) -> tuple[tuple[Message, date], ...]:
    classified = classification(version)
    return report_by(aware_on) if classified and classified.risk_class is RiskClass.HIGH_RISK else ()


def authority_of(party: Party, day: date) -> Authority | None:
    """The authority that this party is on a day; None for the provider, which is none."""
    return None if party is Party.PROVIDER else authority(AuthorityTask(party.value), day)


def _authorities(informed: Mapping[Party, date], today: date) -> dict[Party, Authority]:
    named = {party: authority_of(party, informed.get(party, today)) for party in Party}
    return {party: known for party, known in named.items() if known}


async def _page(version_id: UUID, incident_id: UUID | None, actor: Actor, today: date) -> IncidentPage:
    version = await seen(version_id, actor)
    action = f"/workspace/versions/{version_id}/incidents"
    if incident_id is None:
        return IncidentPage(
            version=version,
            incident=None,
            action=action,
            may_change=may_write(version, actor),
            authorities=_authorities({}, today),
            report_by=_report_by(version, today),
        )
    incident = await incident_queries.incident(version_id, incident_id, seen_by=actor)
    account = incident.account
    typed = {
        "happened-on": str(account.happened_on),
        "what": account.what,
        "harmed": account.harmed,
        "done": account.done,
    }
    typed |= {f"{party}-on": str(day) for party, day in account.informed.items()}
    may_change = may_write(version, actor) and incident.is_open
    return IncidentPage(
        version=version,
        incident=incident,
        action=f"{action}/{incident_id}",
        may_change=may_change,
        typed=typed,
        report_by=_report_by(version, incident.at.date()),
        authorities=_authorities(account.informed, incident.closed_at.date() if incident.closed_at else today),
    )


routes = [all_incidents, incidents, new_incident, record, show, change, close]
