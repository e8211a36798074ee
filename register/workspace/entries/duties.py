"""What the law asks of an entry, with where each obligation stands, and how much of it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from register.request.request_context import ActorInput, Form, FormInput, NowInput
from register.web.labels import STANDINGS, WEIGHTS
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """One obligation, with where it stands."""

    obligation: Obligation
    weight: Message
    status: Status
    standing: Message
    facts: tuple[Fact, ...]
    deadlines: tuple[Fact, ...]  # the day it applies from, first


@dataclass(frozen=True, slots=True)
class DutiesPage:
    version: Version
    open_ones: tuple[ObligationLine, ...]
    settled: tuple[ObligationLine, ...]
    done: Completeness | None
    standings: tuple[tuple[str, Message], ...]
    may_change: bool
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)


@get("/workspace/versions/{version_id:uuid}/duties", access=Permission.READ)
async def show(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/entries/duties.html", await _page(version_id, actor))


@post("/workspace/versions/{version_id:uuid}/duties/{key:str}", access=Permission.WRITE)
async def set_duty(
    version_id: FromPath[UUID], key: FromPath[str], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    standing = (
        ObligationStatus(form.text("standing"))
        if form.text("standing") in set(ObligationStatus)
        else ObligationStatus.OPEN
    )
    try:
        await duties.set_duty(version_id, key, standing, form.text("words"), form.text("link"), by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        shown = await _page(version_id, actor, _typed(form), {f"words-{key}": refused.objections[0]})
        return page("workspace/entries/duties.html", shown, status=422)
    return Redirect(f"/workspace/versions/{version_id}/duties#duty-{key}", status_code=303)


def _typed(form: Form) -> dict[str, str]:
    return {name: form.text(name) for name in ("standing", "words", "link")}


async def _page(
    version_id: UUID,
    actor: Actor,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Message] | None = None,
) -> DutiesPage:
    version = await seen(version_id, actor)
    statuses = await queries.duties(version.entry.id, seen_by=actor)
    owed = obligations(situation_of(version))
    lines = tuple(_duty(one, statuses.get(one.key, Status())) for one in owed)
    order = list(Weight)
    return DutiesPage(
        version,
        tuple(sorted((one for one in lines if _is_open(one)), key=lambda one: order.index(one.obligation.weight))),
        tuple(one for one in lines if not _is_open(one)),
        completeness(owed, statuses),
        tuple((standing.value, words) for standing, words in STANDINGS.items()),
        may_write(version, actor),
        typed or {},
        errors or {},
    )


def _is_open(one: ObligationLine) -> bool:
    return one.status.standing is ObligationStatus.OPEN


def _duty(one: Obligation, status: Status) -> ObligationLine:
    facts = tuple(fact(key) for key in one.facts if key not in one.deadlines)
    deadlines = tuple(fact(key) for key in one.deadlines)
    return ObligationLine(one, WEIGHTS[one.weight], status, STANDINGS[status.standing], facts, deadlines)


routes = [show, set_duty]
