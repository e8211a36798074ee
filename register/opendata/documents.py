"""One entry as JSON and JSON-LD, and permanent identifiers, which lead to what the reader prefers."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry, current
from algorithms.records.documents import CONTEXT, document, linked
from algorithms.records.record_fields import identity
from register.guard.access import PUBLIC
from register.language import negotiate
from register.opendata.answers import JSON, LD_JSON, Asking, json_answer, missing, preferred, problem
from register.web.responses import last_modified

_ENDINGS = {".jsonld": LD_JSON, ".json": JSON}
Version = Annotated[int | None, QueryParameter(name="version")]


@get("/algorithms/{name:str}", access=PUBLIC, open_data=True)
async def entry(request: Asking, name: FromPath[str], version: Version = None) -> Response[Any]:
    """``name.json`` or ``name.jsonld``, all languages inside; an older version with ``version``."""
    ending = next((known for known in _ENDINGS if name.endswith(known)), "")
    slug = name.removesuffix(ending)
    history = await public_queries.history(slug) if ending else ()
    shown = current(history)
    if shown is None or shown.is_withdrawn:
        return await _gone(request, slug, ending, shown)
    if version is not None:
        shown = next((known for known in history if known.number == version and not known.is_withdrawn), None)
    return missing(request) if shown is None else _answer(request, shown, ending)


def _answer(request: Asking, shown: PublishedEntry, ending: str) -> Response[bytes]:
    settings = request.app.state.settings
    base, home = settings.base_url, f"{settings.base_url}{identity(shown.slug)}"
    links = [f'<{home}>; rel="canonical"', f'<{settings.licence}>; rel="license"']
    if ending == ".json":
        links.append(f'<{base}{CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="{LD_JSON}"')
    headers = {"Link": ", ".join(links), **(last_modified(shown.published_at) if shown.published_at else {})}
    written = (document if ending == ".json" else linked)(shown, base, settings.licence)
    return json_answer(written, media_type=_ENDINGS[ending], headers=headers)


async def _gone(request: Asking, slug: str, ending: str, shown: PublishedEntry | None) -> Response[Any]:
    """As the card does: merged leads on, what was public says that it is gone, all else is not there."""
    if not ending:
        return missing(request)
    if into := await public_queries.leads_to(slug):
        return Redirect(f"/algorithms/{into}{ending}", status_code=301)
    if shown is not None or await public_queries.withheld_address(slug):
        return problem(request, 410, "This entry is not public any more", "Its page says since when, and why.")
    return missing(request)


@get("/id/{slug:str}", access=PUBLIC, open_data=True)
async def identifier(request: Asking, slug: FromPath[str]) -> Response[Any]:
    return await _preferred(request, slug, None)


@get("/id/{slug:str}/{number:int}", access=PUBLIC, open_data=True)
async def version_identifier(request: Asking, slug: FromPath[str], number: FromPath[int]) -> Response[Any]:
    return await _preferred(request, slug, number)


async def _preferred(request: Asking, slug: str, number: int | None) -> Response[Any]:
    """To the page, JSON or JSON-LD, as the reader prefers; caches learn that it depends on two headers."""
    if await public_queries.entry(slug) is None and not await _was_public(slug):
        return missing(request)
    kind = preferred(request.headers.get("accept", ""), ("text/html", JSON, LD_JSON))
    if kind == "text/html":
        language = negotiate(request.headers.get("accept-language", ""))
        place = f"/{language}/algorithms/{slug}" + ("" if number is None else f"/versions/{number}")
    else:
        ending = ".json" if kind == JSON else ".jsonld"
        place = f"/algorithms/{slug}{ending}" + ("" if number is None else f"?version={number}")
    return Redirect(place, status_code=303, headers={"Vary": "Accept, Accept-Language"})


async def _was_public(slug: str) -> bool:
    return bool(await public_queries.leads_to(slug) or await public_queries.withheld_address(slug))


routes = [entry, identifier, version_identifier]
