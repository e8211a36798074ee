"""What the law asks of an entry, with where each obligation stands, and how much of it is done."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.editing import duties
from algorithms.entries.entry import Version
from algorithms.law.facts import Fact, fact
from algorithms.law.obligations import (
    Completeness,
    Obligation,
    ObligationStatus,
    Status,
    Weight,
    completeness,
    obligations,
    situation_of,
)
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.workflow import RefusedError, may_write
from algorithms.storage import queries
from assessments.text.message import Message
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_by_control, errors_of, shown_again
from register.web.labels import STANDINGS, WEIGHTS
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """One obligation, with where it stands."""

    obligation: Obligation
    weight: Message
    status: Status
    status_label: Message
    facts: tuple[Fact, ...]
    deadlines: tuple[Fact, ...]  # the day it applies from, first


@dataclass(frozen=True, slots=True)
class DutiesPage(FormPage):
    version: Version
    open_obligations: tuple[ObligationLine, ...]
    settled: tuple[ObligationLine, ...]
    done: Completeness | None
    states: tuple[tuple[str, Message], ...]
    may_change: bool


@get("/workspace/versions/{version_id:uuid}/duties", access=Permission.READ)
async def show(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/entries/duties.html", await _page(version_id, actor))


@post("/workspace/versions/{version_id:uuid}/duties/{key:str}", access=Permission.WRITE)
async def set_duty(
    version_id: FromPath[UUID], key: FromPath[str], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    new_status = (
        ObligationStatus(form.text("state")) if form.text("state") in set(ObligationStatus) else ObligationStatus.OPEN
    )
    try:
        await duties.set_duty(version_id, key, new_status, form.text("words"), form.text("link"), by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        shown = await _page(version_id, actor)
        wrong = duties.objections(new_status, form.text("words"), form.text("link"))
        errors = errors_by_control({f"{name}-{key}": objection for name, objection in wrong.items()})
        return shown_again("workspace/entries/duties.html", shown, errors or errors_of(refused, f"words-{key}"), form)
    return Redirect(f"/workspace/versions/{version_id}/duties#duty-{key}", status_code=303)


async def _page(version_id: UUID, actor: Actor) -> DutiesPage:
    version = await seen(version_id, actor)
    statuses = await queries.duties(version.entry.id, seen_by=actor)
    owed = obligations(situation_of(version))
    lines = tuple(_duty(obligation, statuses.get(obligation.key, Status())) for obligation in owed)
    order = list(Weight)
    return DutiesPage(
        version=version,
        open_obligations=tuple(
            sorted((line for line in lines if _is_open(line)), key=lambda line: order.index(line.obligation.weight))
        ),
        settled=tuple(line for line in lines if not _is_open(line)),
        done=completeness(owed, statuses),
        states=tuple((status.value, words) for status, words in STANDINGS.items()),
        may_change=may_write(version, actor),
    )


def _is_open(line: ObligationLine) -> bool:
    return line.status.state is ObligationStatus.OPEN


def _duty(obligation: Obligation, status: Status) -> ObligationLine:
    facts = tuple(_without_day(fact(key)) for key in obligation.facts if key not in obligation.deadlines)
    deadlines = tuple(fact(key) for key in obligation.deadlines)
    return ObligationLine(
        obligation=obligation,
        weight=WEIGHTS[obligation.weight],
        status=status,
        status_label=STANDINGS[status.state],
        facts=facts,
        deadlines=deadlines,
    )


def _without_day(law_fact: Fact) -> Fact:
    """The deadlines say from which day: of high risk it depends on the annex, which the fact cannot know."""
    return replace(law_fact, applies_from=None, disputed_from=None)


routes = [show, set_duty]
