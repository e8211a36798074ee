"""Where an entry begins, and the next version of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.editing import commands
from algorithms.entries.entry import Department, Topic
from algorithms.entries.fields import TEXTS
from algorithms.entries.texts import Text
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.storage import queries
from algorithms.suppliers.queries import templates
from algorithms.suppliers.templates import SupplierTemplate
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_by_control, shown_again
from register.web.labels import TOPICS
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class NewEntryPage(FormPage):
    departments: tuple[Department, ...]
    templates: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, Message], ...] = tuple((topic.value, words) for topic, words in TOPICS.items())
    action: str = "/workspace/entries/new"

    def owners(self, language: str) -> list[tuple[str, str]]:
        """Departments that may own it."""
        return [(str(department.id), in_language(department.names, language)) for department in self.departments]


@get("/workspace/entries/new", access=Permission.WRITE)
async def new_entry(actor: ActorInput) -> PageResponse:
    departments, known = await _writable(actor), await templates(seen_by=actor)
    return page("workspace/entries/new_entry.html", NewEntryPage(departments=departments, templates=_offered(known)))


@post("/workspace/entries/new", access=Permission.WRITE)
async def create_entry(form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    departments = await _writable(actor)
    known = await templates(seen_by=actor)
    typed = {name: form.text(name) for name in ("name", "department", "topic", "template")}
    if errors := _complaints(typed, departments):
        shown = NewEntryPage(departments=departments, templates=_offered(known))
        return shown_again("workspace/entries/new_entry.html", shown, errors_by_control(errors), typed)
    texts = next((template.texts for template in known if str(template.id) == typed["template"]), None)
    owner, topic = UUID(typed["department"]), Topic(typed["topic"])
    version = await commands.create_entry(
        name=typed["name"], department=owner, topic=topic, by=actor, at=now, texts=texts
    )
    return Redirect(f"/workspace/versions/{version}/answers/about", status_code=303)


@post("/workspace/entries/{entry:uuid}/new-version", access=Permission.WRITE)
async def new_version(entry: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    del form  # nothing is asked: the next version begins as a copy of this one
    try:
        version = await commands.new_version(entry, by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    return Redirect(f"/workspace/versions/{version}", status_code=303)


def _offered(known: tuple[SupplierTemplate, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((str(template.id), template.name) for template in known)


def _complaints(typed: Mapping[str, str], departments: tuple[Department, ...]) -> dict[str, Message]:
    errors: dict[str, Message] = {}
    if not typed["name"]:
        errors["name"] = Message("Write a name. It can be changed later.")
    elif len(typed["name"]) > TEXTS[Text.NAME].limit:
        errors["name"] = Message("Shorten the name to {most} characters.", {"most": TEXTS[Text.NAME].limit})
    if typed["department"] not in {str(department.id) for department in departments}:
        errors["department"] = Message("Choose the department that owns it.")
    if typed["topic"] not in set(Topic):
        errors["topic"] = Message("Choose the topic it belongs to.")
    return errors


async def _writable(actor: Actor) -> tuple[Department, ...]:
    return tuple(department for department in await queries.departments() if actor.may(Permission.WRITE, department.id))


routes = [new_entry, create_entry, new_version]
