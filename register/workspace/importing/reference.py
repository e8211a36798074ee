"""Another register's list as something to compare with: kept apart with its source, licence and day, and never ours."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.consistency.commands import keep_known_products
from algorithms.consistency.rules import ClassedProduct
from algorithms.importing import commands as import_commands
from algorithms.importing.progress import Import
from algorithms.importing.standard_rows import days_of, standard_of
from algorithms.neighbours import commands as neighbour_commands
from algorithms.neighbours.rules import Neighbour, NeighbourList, name_key, neighbour, objections
from algorithms.people import Permission
from algorithms.standards.reading import read
from assessments.data.spreadsheet import Sheet
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_by_control, shown_again
from register.web.pages import page
from register.workspace.evidence.receiving import take_away
from register.workspace.importing.showing import rows_of, seen

_TEMPLATE = "workspace/importing/reference.html"


@dataclass(frozen=True, slots=True)
class ReferencePage(FormPage):
    list_import: Import
    action: str


@get("/workspace/imports/{import_id:uuid}/reference", access=Permission.KEEP_REGISTER)
async def ask(request: Request[Any, Any, Any], import_id: FromPath[UUID], actor: ActorInput) -> Response[Any]:
    list_import = await seen(import_id, actor)
    if await _listed(request, list_import) is None:
        return Redirect(f"/workspace/imports/{import_id}", status_code=303)
    return page(_TEMPLATE, _page(list_import))


@post("/workspace/imports/{import_id:uuid}/reference", access=Permission.KEEP_REGISTER)
async def keep(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    list_import = await seen(import_id, actor)
    if (sheet := await _listed(request, list_import)) is None:
        return Redirect(f"/workspace/imports/{import_id}", status_code=303)
    source, licence, address = (form.text(name) for name in ("source", "licence", "address"))
    as_of = _day(form)
    if (wrong := objections(source, licence, address, as_of)) or as_of is None:
        return shown_again(_TEMPLATE, _page(list_import), errors_by_control(wrong), form)
    collection = NeighbourList(id=uuid4(), source=source, licence=licence, address=address, as_of=as_of)
    neighbours = await asyncio.to_thread(_neighbours, sheet, list_import)
    await neighbour_commands.replace(collection, neighbours, by=actor, at=now)
    await keep_known_products(_products(neighbours, collection), [source])
    take_away(request, await import_commands.cancel(import_id, by=actor, at=now))
    return Redirect("/workspace/neighbours", status_code=303)


async def _listed(request: Request[Any, Any, Any], list_import: Import) -> Sheet | None:
    """Its rows, while it waits and another register has written it."""
    is_known = list_import.matching is not None and bool(list_import.matching.standard)
    return await rows_of(request, list_import) if is_known else None


def _neighbours(sheet: Sheet, list_import: Import) -> list[Neighbour]:
    matching = list_import.matching
    assert matching is not None  # or the list would not be known
    came = read(sheet, standard_of(matching), matching.language, days_of(matching))
    return [neighbour(row) for row in came.rows]


def _products(neighbours: list[Neighbour], collection: NeighbourList) -> list[ClassedProduct]:
    """What the consistency check compares classes with."""
    return [
        ClassedProduct(
            product=known.product[:200],
            supplier=known.supplier[:200] if name_key(known.supplier) else "",
            risk_class=known.risk_class,
            source=collection.source,
            address=known.address if len(known.address) <= 400 else "",
            as_of=collection.as_of,
        )
        for known in neighbours
        if known.risk_class is not None and name_key(known.product)
    ]


def _day(form: Form) -> date | None:
    try:
        return date.fromisoformat(form.text("as-of"))
    except ValueError:
        return None


def _page(list_import: Import) -> ReferencePage:
    return ReferencePage(list_import=list_import, action=f"/workspace/imports/{list_import.id}/reference")


routes = [ask, keep]
