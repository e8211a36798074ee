"""The entry itself, whatever its versions say: case number, whether it is withheld, and its department."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.editing import entry_commands
from algorithms.entries.entry import Department, Version
from algorithms.law.facts import Fact
from algorithms.merging import commands as merge_commands
from algorithms.merging import rules as merging
from algorithms.people import Actor, Permission
from algorithms.redaction import withholding
from algorithms.review.workflow import RefusedError, may_write
from algorithms.standards.origin import Origin
from algorithms.storage import list_queries, queries
from algorithms.storage.list_queries import Named, Narrowed
from algorithms.storage.origin_queries import origins
from assessments.text.localized import in_language
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_by_control, errors_of, shown_again
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen

_TEMPLATE = "workspace/entries/entry.html"


@dataclass(frozen=True, slots=True)
class EntryPage(FormPage):
    version: Version
    ground: Fact | None  # while it is withheld
    grounds: tuple[Fact, ...]
    department: Department
    others: tuple[Department, ...]  # where it may move
    may_write: bool
    may_keep: bool
    merged: tuple[Version, ...]  # the entry it was merged into, or its own duplicates
    candidates: tuple[Named, ...]  # entries that it may be merged into
    origin: Origin | None

    def moves(self, language: str) -> list[tuple[str, str]]:
        """Departments that it may move to."""
        return [(str(department.id), in_language(department.names, language)) for department in self.others]

    def merging(self, language: str) -> list[tuple[str, str]]:
        """Entries that it may be merged into, as a reader of this language chooses among them."""
        return [(str(candidate.entry), candidate.called(language)) for candidate in self.candidates]


@get("/workspace/versions/{version_id:uuid}/entry", access=Permission.READ)
async def show(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page(_TEMPLATE, await _page(version_id, actor))


@post("/workspace/versions/{version_id:uuid}/entry/case-number", access=Permission.WRITE)
async def set_case_number(
    version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    try:
        await entry_commands.set_case_number(version_id, form.text("case-number"), by=actor, at=now)
    except RefusedError as refused:
        return shown_again(_TEMPLATE, await _page(version_id, actor), errors_of(refused, "case-number"), form)
    return _back(version_id)


@post("/workspace/versions/{version_id:uuid}/entry/withhold", access=Permission.KEEP_REGISTER)
async def withhold(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    try:
        await entry_commands.withhold(version_id, form.text("ground"), form.text("reason"), by=actor, at=now)
    except RefusedError as refused:
        errors = errors_by_control(withholding.objections(form.text("ground"), form.text("reason")))
        errors = errors or errors_of(refused, "withheld")
        return shown_again(_TEMPLATE, await _page(version_id, actor), errors, form)
    return _back(version_id)


@post("/workspace/versions/{version_id:uuid}/entry/stop-withholding", access=Permission.KEEP_REGISTER)
async def stop_withholding(
    version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    try:
        await entry_commands.stop_withholding(version_id, by=actor, at=now)
    except RefusedError as refused:
        return shown_again(_TEMPLATE, await _page(version_id, actor), errors_of(refused, "withheld"), form)
    return _back(version_id)


@post("/workspace/versions/{version_id:uuid}/entry/move", access=Permission.KEEP_REGISTER)
async def move(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    to = next(
        (department.id for department in await queries.departments() if str(department.id) == form.text("department")),
        None,
    )
    try:
        await entry_commands.move(version_id, to, by=actor, at=now)
    except RefusedError as refused:
        shown = await _page(version_id, actor)
        return shown_again(_TEMPLATE, shown, errors_of(refused, "department" if shown.others else ""), form)
    return Redirect(f"/workspace/versions/{version_id}", status_code=303)


@post("/workspace/versions/{version_id:uuid}/entry/merge", access=Permission.KEEP_REGISTER)
async def merge(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    candidates = await _candidates(await seen(version_id, actor), actor)
    into = next((candidate.entry for candidate in candidates if str(candidate.entry) == form.text("into")), None)
    try:
        remaining_version = await merge_commands.merge(version_id, into, form.text("merge-reason"), by=actor, at=now)
    except RefusedError as refused:
        wrong = merging.unfit(into is not None, form.text("merge-reason"))
        errors = errors_by_control(wrong) or errors_of(refused, "into" if candidates else "merged")
        return shown_again(_TEMPLATE, await _page(version_id, actor), errors, form)
    return Redirect(f"/workspace/versions/{remaining_version}", status_code=303)


@post("/workspace/versions/{version_id:uuid}/entry/undo-merge", access=Permission.KEEP_REGISTER)
async def undo_merge(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    try:
        await merge_commands.undo(version_id, by=actor, at=now)
    except RefusedError as refused:
        return shown_again(_TEMPLATE, await _page(version_id, actor), errors_of(refused, "merged"), form)
    return _back(version_id)


async def _candidates(version: Version, actor: Actor) -> tuple[Named, ...]:
    others = await list_queries.named(Narrowed(), seen_by=actor)
    return tuple(other for other in others if other.entry != version.entry.id)


def _back(version_id: UUID) -> Redirect:
    return Redirect(f"/workspace/versions/{version_id}/entry", status_code=303)


async def _page(version_id: UUID, actor: Actor) -> EntryPage:
    version = await seen(version_id, actor)
    withheld, owners = version.entry.withheld, await queries.departments()
    typed = {"case-number": version.entry.case_number}
    keeps = actor.may(Permission.KEEP_REGISTER, version.entry.department)
    if withheld is not None:
        typed |= {"ground": withheld.ground, "reason": withheld.reason}
    return EntryPage(
        version=version,
        ground=withholding.ground(withheld.ground) if withheld else None,
        grounds=withholding.GROUNDS,
        department=next(owner for owner in owners if owner.id == version.entry.department),
        others=tuple(owner for owner in owners if owner.id != version.entry.department),
        may_write=may_write(version, actor),
        may_keep=keeps,
        merged=await queries.merged_with(version, seen_by=actor),
        candidates=await _candidates(version, actor) if keeps else (),
        origin=(await origins([version.entry], whole=True)).get(version.entry.id),
        typed=typed,
    )


routes = [show, set_case_number, withhold, stop_withholding, move, merge, undo_merge]
