"""Where the same product has another class: in another entry, or as somebody else has classed it; and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.consistency import commands as consistency_commands
from algorithms.consistency.queries import disagreements_of
from algorithms.consistency.rules import ClassedProduct, Disagreement
from algorithms.entries.entry import EDITABLE, Department, Version
from algorithms.law.labels import CLASSES
from algorithms.neighbours.queries import same_name
from algorithms.neighbours.rules import SameName
from algorithms.people import Actor, Permission
from algorithms.review.workflow import RefusedError, may_write
from algorithms.storage import queries
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_of, shown_again
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen


@dataclass(frozen=True, slots=True)
class DisagreementLine:
    """One other side: an entry with its owner, or a product that somebody else has classed."""

    disagreement: Disagreement
    own_class: Message
    other_class: Message
    entry: Version | None
    owner: Department | None
    address: str  # of the other entry, where this person may open it
    known: ClassedProduct | None
    answered_by: str


@dataclass(frozen=True, slots=True)
class ConsistencyPage(FormPage):
    """``typed`` is by the key of the other side."""

    version: Version
    lines: tuple[DisagreementLine, ...]
    may_answer: bool
    may_change: bool
    same_name: tuple[SameName, ...]


@get("/workspace/versions/{version_id:uuid}/consistency", access=Permission.READ)
async def show(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/city/consistency.html", await _page(version_id, actor))


@post("/workspace/versions/{version_id:uuid}/consistency", access=Permission.WRITE)
async def answer(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    key, words = form.text("other"), form.text("words")
    try:
        await consistency_commands.answer(version_id, key, words, by=actor, at=now)
    except RefusedError as refused:
        before = await _page(version_id, actor)
        place = next((n for n, line in enumerate(before.lines, 1) if line.disagreement.key == key), 0)
        errors = errors_of(refused, f"words-{place}" if place else "")
        return shown_again("workspace/city/consistency.html", before, errors, {key: words})
    return Redirect(f"/workspace/versions/{version_id}/consistency", status_code=303)


async def _page(version_id: UUID, actor: Actor) -> ConsistencyPage:
    version = await seen(version_id, actor)
    disagreements = await disagreements_of(version, seen_by=actor)
    owners = {department.id: department for department in await queries.departments()}
    names = await accounts.names(disagreement.answer.by for disagreement in disagreements if disagreement.answer)
    lines = tuple(_line(disagreement, owners, names, actor) for disagreement in disagreements)
    may_answer = may_write(version, actor)
    return ConsistencyPage(
        version=version,
        lines=lines,
        may_answer=may_answer,
        may_change=may_answer and version.state in EDITABLE,
        same_name=await same_name(version),
    )


def _line(
    disagreement: Disagreement, owners: Mapping[UUID, Department], names: Mapping[UUID, str], actor: Actor
) -> DisagreementLine:
    other = disagreement.other
    entry, known = (other, None) if isinstance(other, Version) else (None, other)
    return DisagreementLine(
        disagreement=disagreement,
        own_class=CLASSES[disagreement.own_class],
        other_class=CLASSES[disagreement.other_class],
        entry=entry,
        owner=owners[entry.entry.department] if entry else None,
        address=f"/workspace/versions/{entry.id}"
        if entry and actor.may(Permission.READ, entry.entry.department)
        else "",
        known=known,
        answered_by=names.get(disagreement.answer.by, "") if disagreement.answer else "",
    )


routes = [show, answer]
