"""The page on which an entry is handed out as a public record, and the one where its package waits."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import Version
from algorithms.handing_out import commands
from algorithms.handing_out.rules import INNER_FIELDS, HandOut, may_hand_out, may_unmask, objections
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.masks import Mask, MaskStatus
from algorithms.review.workflow import RefusedError
from algorithms.storage.mask_queries import masks_of
from assessments.text.message import Message
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput
from register.settings import Settings
from register.web.forms import FormPage, errors_by_control, errors_of, shown_again
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen
from register.workspace.evidence.runs import Waits
from register.workspace.exports import orders
from register.workspace.exports.orders import Order, Stage
from register.workspace.exports.package import unmasked_from

_PATH = "/workspace/versions/{version_id:uuid}/hand-out"
_PACKAGE = _PATH + "/{order_id:uuid}"
_TEMPLATE = "workspace/exports/hand_out.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePage:
    version: Version
    stage: Stage | None  # None: words were masked since it was made
    waits: Waits | None
    address: str


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


@post(_PATH, access=Permission.READ)
async def hand_out(
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
    language: LanguageInput,
) -> Response[Any]:
    shown = await _page(version_id, actor)
    chosen = _chosen(form, shown.masks)
    try:
        await commands.check(version_id, chosen, by=actor)
    except RefusedError as refused:
        errors = errors_by_control(objections(chosen, shown.version, actor)) or errors_of(refused)
        return shown_again(_TEMPLATE, shown, errors, form)
    order = Order(id=uuid4(), version=version_id, by=actor.id, language=language, at=now, chosen=chosen)
    await asyncio.to_thread(orders.place, request.app.state.settings, order)
    return Redirect(_address(version_id, order.id), status_code=303)


@get(_PACKAGE, access=Permission.READ)
async def show_package(
    request: Request[Any, Any, Any], version_id: FromPath[UUID], order_id: FromPath[UUID], actor: ActorInput
) -> PageResponse:
    settings = request.app.state.settings
    version, order = await seen(version_id, actor), await _own(settings, version_id, order_id, actor)
    stage = orders.stage(settings, order)
    waits = Waits(Message("The package is being made")) if stage is Stage.WAITING else None
    shown = PackagePage(version=version, stage=stage, waits=waits, address=_address(version_id, order_id))
    return page("workspace/exports/package.html", shown)


@get(f"{_PACKAGE}/file", access=Permission.READ)
async def fetch_package(
    request: Request[Any, Any, Any], version_id: FromPath[UUID], order_id: FromPath[UUID], actor: ActorInput
) -> Response[Any]:
    """What was masked since it was made goes out with no package: then it has to be made again."""
    settings = request.app.state.settings
    order = await _own(settings, version_id, order_id, actor)
    version = await _still_allowed(order, actor)
    package = await asyncio.to_thread(orders.made, settings, order)
    if package is None:
        return Redirect(_address(version_id, order_id), status_code=303)
    if orders.active(await masks_of(version_id, seen_by=actor)) - package.masks:
        outdated = PackagePage(version=version, stage=None, waits=None, address=_address(version_id, order_id))
        return page("workspace/exports/package.html", outdated)
    attached = {"Content-Disposition": f'attachment; filename="{version.entry.slug}.zip"'}
    return Response(package.content, media_type="application/zip", headers=attached)


def _address(version_id: UUID, order_id: UUID) -> str:
    return f"/workspace/versions/{version_id}/hand-out/{order_id}"


async def _own(settings: Settings, version_id: UUID, order_id: UUID, actor: Actor) -> Order:
    """Nobody else's, and of this version; NotFoundError."""
    order = await asyncio.to_thread(orders.ordered, settings, order_id)
    if order is None or (order.version, order.by) != (version_id, actor.id):
        raise NotFoundError
    return order


async def _still_allowed(order: Order, actor: Actor) -> Version:
    try:
        return await commands.check(order.version, order.chosen, by=actor)
    except RefusedError:
        raise NotFoundError from None


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


routes = [show_hand_out, hand_out, show_package, fetch_package]
