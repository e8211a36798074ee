"""The lists of other registers that are kept to compare with, and a text of entry_there to begin from."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.consistency.commands import keep_known_products
from algorithms.editing.begin_commands import begin_from
from algorithms.neighbours import commands as neighbour_commands
from algorithms.neighbours import queries as neighbour_queries
from algorithms.neighbours.rules import NeighbourList, SameName
from algorithms.people import NotFoundError, Permission
from algorithms.review.workflow import RefusedError
from algorithms.standards.origin import Origin
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen


@dataclass(frozen=True, slots=True)
class NeighboursPage(FormPage):
    collections: tuple[NeighbourList, ...]
    may_keep: bool


@get("/workspace/neighbours", access=Permission.READ)
async def collections(actor: ActorInput) -> PageResponse:
    listed = await neighbour_queries.collections()
    shown = NeighboursPage(collections=listed, may_keep=actor.may(Permission.KEEP_REGISTER))
    return page("workspace/city/neighbours.html", shown)


@post("/workspace/neighbours/{collection:uuid}/remove", access=Permission.KEEP_REGISTER)
async def remove(collection: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    del form  # nothing is asked
    known = await neighbour_queries.collection_of(collection)
    if known is None:
        raise NotFoundException
    await neighbour_commands.remove(collection, by=actor, at=now)
    await keep_known_products([], [known.source])
    return Redirect("/workspace/neighbours", status_code=303)


@post("/workspace/versions/{version_id:uuid}/begin-from", access=Permission.WRITE)
async def begin_from_words(
    version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    """Their words in every answer that has none in their language; the entry says whose they are."""
    version, number = await seen(version_id, actor), form.text("neighbour")
    known = await neighbour_queries.called(int(number)) if number.isdecimal() and len(number) < 10 else None
    if known is None:
        raise NotFoundException
    entry_there = known.neighbour
    try:
        await begin_from(version.id, entry_there.texts, entry_there.language, _origin(known), by=actor, at=now)
    except (NotFoundError, RefusedError):
        raise NotFoundException from None
    return Redirect(f"/workspace/versions/{version_id}/answers/about", status_code=303)


def _origin(known: SameName) -> Origin:
    entry_there = known.neighbour
    return Origin(
        organisation=entry_there.organisation or known.collection.source,
        identifier=entry_there.identifier,
        address=entry_there.address or known.collection.address,
        standard="neighbour",
        language=entry_there.language,
        dated=known.collection.as_of.isoformat(),
        state=f"{known.collection.source}; {known.collection.licence}",
        name=entry_there.title,
        cells={name.value: words for name, words in entry_there.texts.items()},
    )


routes = [collections, remove, begin_from_words]
