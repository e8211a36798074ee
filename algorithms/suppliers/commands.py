"""Writes of suppliers' templates, for those who keep the register."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from algorithms.city_tables import SupplierTemplateRow, TemplateTextRow
from algorithms.entries.texts import Text
from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.suppliers.templates import read
from assessments.storage import transaction
from assessments.text.complaints import FieldError
from assessments.text.message import Message


class TemplateError(FieldError):
    """What is wrong with a template: a sentence for each field, "" for the whole."""


async def add(typed: Mapping[str, str], *, by: Actor, at: datetime) -> UUID:
    """A new template, of what was written in the form."""
    _check(by)
    new = uuid4()
    async with transaction():
        name, texts = await _checked(typed, None)
        row = SupplierTemplateRow(id=new, name=name, revision=0, changed_by=by.id, changed_at=at)
        await SupplierTemplateRow.insert(row)
        await _store(new, texts)
        await _log("add-template", new, by, at)
    return new


async def change(template: UUID, typed: Mapping[str, str], *, revision: int, by: Actor, at: datetime) -> None:
    """Entries that began with it stay as they are. TemplateError if somebody has changed it since it was opened."""
    _check(by)
    async with transaction():
        name, texts = await _checked(typed, template)
        columns: dict[Any, Any] = {
            SupplierTemplateRow.name: name,
            SupplierTemplateRow.revision: revision + 1,
            SupplierTemplateRow.changed_by: by.id,
            SupplierTemplateRow.changed_at: at,
        }
        seen = (SupplierTemplateRow.id == template) & (SupplierTemplateRow.revision == revision)
        if not await SupplierTemplateRow.update(columns).where(seen).returning(SupplierTemplateRow.id):
            late = Message("Somebody else has changed this template since you opened it. Your words are still here.")
            raise TemplateError({"": late})
        await TemplateTextRow.delete().where(TemplateTextRow.template == template)
        await _store(template, texts)
        await _log("change-template", template, by, at)


async def remove(template: UUID, *, by: Actor, at: datetime) -> None:
    """Nothing new begins with it. Entries that did stay as they are."""
    _check(by)
    async with transaction():
        gone = SupplierTemplateRow.delete().where(SupplierTemplateRow.id == template)
        if await gone.returning(SupplierTemplateRow.id):
            await _log("remove-template", template, by, at)


async def _checked(typed: Mapping[str, str], but: UUID | None) -> tuple[str, dict[tuple[Text, str], str]]:
    name, texts, errors = read(typed)
    same = await SupplierTemplateRow.select(SupplierTemplateRow.id).where(SupplierTemplateRow.name == name)
    if any(row["id"] != but for row in same):
        errors["template-name"] = Message("There is a template with that name already.")
    if errors:
        raise TemplateError(errors)
    return name, texts


async def _store(template: UUID, texts: Mapping[tuple[Text, str], str]) -> None:
    for (name, language), words in texts.items():
        row = TemplateTextRow(template=template, name=name.value, language=language, words=words)
        await TemplateTextRow.insert(row)


def _check(by: Actor) -> None:
    if not by.may(Permission.KEEP_REGISTER):
        raise NotFoundError


async def _log(action: str, template: UUID, by: Actor, at: datetime) -> None:
    role = by.role_for([Permission.KEEP_REGISTER])
    await log_commands.append(Act(action=action, kind="template", object=str(template), at=at, by=by.id, role=role))
