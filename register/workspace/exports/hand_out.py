"""The page on which an entry is handed out as a public record, and the package that comes of it."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from algorithms.entries.entry import Version
from algorithms.handing_out import commands
from algorithms.handing_out.rules import INNER_FIELDS, HandOut, may_hand_out, may_unmask, objections
from algorithms.people import Actor, Permission
from algorithms.redaction.masks import Mask, MaskStatus
from algorithms.review.workflow import RefusedError
from algorithms.storage.mask_queries import masks_of
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput
from register.web.forms import FormPage, errors_by_control, errors_of, shown_again
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen
from register.workspace.exports.package import HandOutRequest, package, unmasked_from

_PATH = "/workspace/versions/{version_id:uuid}/hand-out"
_TEMPLATE = "workspace/exports/hand_out.html"


@dataclass(frozen=True, slots=True)
class HandOutPage(FormPage):
    version: Version
    masks: tuple[Mask, ...]  # those that are active
    may_hand_out: bool
    may_unmask: bool
    has_inner: bool


@get(_PATH, access=Permission.READ)
async def show_hand_out(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page(_TEMPLATE, await _page(version_id, actor))


@post(_PATH, access=Permission.READ, status_code=200)
async def hand_out(
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
    language: LanguageInput,
) -> Response[Any]:
    shown = await _page(version_id, actor)
    chosen, state = _chosen(form, shown.masks), request.app.state
    try:
        await commands.check(version_id, chosen, by=actor)
        order = HandOutRequest(
            version=shown.version, chosen=chosen, masks=shown.masks, actor=actor, language=language, at=now
        )
        made = await package(state.settings, state.templates, order)
        sha256 = hashlib.sha256(made).hexdigest()
        await commands.record(version_id, chosen, shown.masks, sha256, by=actor, at=now)
    except RefusedError as refused:
        errors = errors_by_control(objections(chosen, shown.version, actor)) or errors_of(refused)
        return shown_again(_TEMPLATE, shown, errors, form)
    attached = {"Content-Disposition": f'attachment; filename="{shown.version.entry.slug}.zip"'}
    return Response(made, media_type="application/zip", headers=attached)


def _chosen(form: Form, masks: tuple[Mask, ...]) -> HandOut:
    return HandOut(
        unmasked=unmasked_from(form.all("unmasked"), masks),
        with_inner=form.text("inner") == "yes",
        paragraph=form.text("paragraph"),
    )


async def _page(version_id: UUID, actor: Actor) -> HandOutPage:
    version = await seen(version_id, actor)
    masks = await masks_of(version_id, seen_by=actor)
    return HandOutPage(
        version=version,
        masks=tuple(mask for mask in masks if mask.status is MaskStatus.ACTIVE),
        may_hand_out=may_hand_out(version, actor),
        may_unmask=may_unmask(version, actor),
        has_inner=bool(INNER_FIELDS),
    )


routes = [show_hand_out, hand_out]
