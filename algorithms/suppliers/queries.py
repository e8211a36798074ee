"""Reading suppliers' templates: everybody who writes may begin with one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from algorithms.city_tables import SupplierTemplateRow, TemplateTextRow
from algorithms.entries.texts import Text, sort_key
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.suppliers.templates import SupplierTemplate


async def templates(*, seen_by: Actor) -> tuple[SupplierTemplate, ...]:
    """In the order of their names."""
    if not seen_by.may(Permission.READ):
        raise NotFoundError
    rows = await SupplierTemplateRow.select()
    rows.sort(key=lambda row: sort_key(row["name"]))
    return tuple([await _template(row) for row in rows])


async def template(template_id: UUID, *, seen_by: Actor) -> SupplierTemplate:
    row = await SupplierTemplateRow.select().where(SupplierTemplateRow.id == template_id).first()
    if row is None or not seen_by.may(Permission.READ):
        raise NotFoundError
    return await _template(row)


async def _template(row: Mapping[str, Any]) -> SupplierTemplate:
    rows = await TemplateTextRow.select().where(TemplateTextRow.template == row["id"])
    texts = {(Text(text_row["name"]), text_row["language"]): text_row["words"] for text_row in rows}
    return SupplierTemplate(id=row["id"], name=row["name"], revision=row["revision"], at=row["changed_at"], texts=texts)
