"""Suppliers' templates: the list, one to read or change, and the beginning of a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import LANGUAGES
from algorithms.entries.field import Field
from algorithms.entries.texts import Text
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.storage import list_queries, queries
from algorithms.storage.list_queries import Narrowed
from algorithms.suppliers import commands as template_commands
from algorithms.suppliers import queries as template_queries
from algorithms.suppliers.commands import TemplateError
from algorithms.suppliers.templates import QUESTIONS, TEXTS, SupplierTemplate, taken_from
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_of, shown_again
from register.web.pages import PageResponse, page

LIST = "/workspace/templates"


@dataclass(frozen=True, slots=True)
class TemplatesPage:
    templates: tuple[SupplierTemplate, ...]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class TemplatePage(FormPage):
    template: SupplierTemplate | None  # None while it is being made
    action: str
    may_keep: bool
    entries: tuple[tuple[str, str], ...] = ()  # from whose words a new one may begin
    revision: int = 0
    saved: Mapping[str, str] = field(default_factory=dict)  # what somebody else has saved meanwhile
    questions: tuple[Field, ...] = QUESTIONS


@get(LIST, access=Permission.READ)
async def show_list(actor: ActorInput) -> PageResponse:
    templates = await template_queries.templates(seen_by=actor)
    return page("workspace/city/templates.html", TemplatesPage(templates, actor.may(Permission.KEEP_REGISTER)))


@get(f"{LIST}/new", access=Permission.KEEP_REGISTER)
async def new(request: Request[Any, Any, Any], actor: ActorInput) -> PageResponse:
    chosen = request.query_params.get("from", "")
    described = Narrowed(written_texts=tuple(sorted(TEXTS)))
    candidates = {str(candidate.version): candidate for candidate in await list_queries.named(described, seen_by=actor)}
    typed = {"from": chosen}
    if chosen in candidates:
        version = await queries.version(candidates[chosen].version, seen_by=actor)
        typed |= {"template-name": version.text(Text.PRODUCT, "sv"), **_controls(taken_from(version))}
    entries = tuple((key, candidate.called(LANGUAGES[0])) for key, candidate in candidates.items())
    return page(
        "workspace/city/template.html",
        TemplatePage(template=None, action=f"{LIST}/new", may_keep=True, typed=typed, entries=entries),
    )


@post(f"{LIST}/new", access=Permission.KEEP_REGISTER)
async def add(form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    typed = _typed(form)
    try:
        await template_commands.add(typed, by=actor, at=now)
    except TemplateError as wrong:
        shown = TemplatePage(template=None, action=f"{LIST}/new", may_keep=True)
        return shown_again("workspace/city/template.html", shown, errors_of(wrong), typed)
    return Redirect(LIST, status_code=303)


@get(LIST + "/{template_id:uuid}", access=Permission.READ)
async def show(template_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/city/template.html", await _page(template_id, actor))


@post(LIST + "/{template_id:uuid}", access=Permission.KEEP_REGISTER)
async def change(template_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    before, typed = await _page(template_id, actor), _typed(form)
    seen = form.revision()
    try:
        await template_commands.change(template_id, typed, revision=seen, by=actor, at=now)
    except TemplateError as wrong:
        saved = before.typed if "" in wrong.errors else {}
        return shown_again("workspace/city/template.html", before, errors_of(wrong), typed, saved=saved)
    return Redirect(LIST, status_code=303)


@post(LIST + "/{template_id:uuid}/remove", access=Permission.KEEP_REGISTER)
async def remove(template_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Redirect:
    del form  # a press of the button is all
    await template_commands.remove(template_id, by=actor, at=now)
    return Redirect(LIST, status_code=303)


async def _page(template_id: UUID, actor: Actor) -> TemplatePage:
    try:
        template = await template_queries.template(template_id, seen_by=actor)
    except NotFoundError:
        raise NotFoundException from None
    typed = {"template-name": template.name, **_controls(template.texts)}
    keeps = actor.may(Permission.KEEP_REGISTER)
    return TemplatePage(
        template=template, action=f"{LIST}/{template.id}", may_keep=keeps, typed=typed, revision=template.revision
    )


def _controls(texts: Mapping[tuple[Text, str], str]) -> dict[str, str]:
    return {f"{name}-{language}": words for (name, language), words in texts.items()}


def _typed(form: Form) -> dict[str, str]:
    return form.typed()


routes = [show_list, new, add, show, change, remove]
