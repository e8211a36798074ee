"""The clause for a tender: read on a page in both languages, fetched as text."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from algorithms.people import Permission
from algorithms.suppliers.tender_clause import ClausePart, as_text, parts
from register.language import Language
from register.settings import Settings
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class TenderPage:
    parts: tuple[ClausePart, ...]


@get("/workspace/tender-clause", access=Permission.READ)
async def show(request: Request[Any, Any, Any]) -> PageResponse:
    return page("workspace/city/tender.html", TenderPage(parts(_city(request))))


@get("/workspace/tender-clause/{spoken:str}", access=Permission.READ)
async def fetch(spoken: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    if spoken not in set(Language):
        raise NotFoundException
    headers = {"Content-Disposition": f'attachment; filename="tender-clause-{spoken}.txt"'}
    text = as_text(_city(request), spoken)
    return Response(text.encode(), media_type="text/plain", headers=headers)


def _city(request: Request[Any, Any, Any]) -> dict[str, str]:
    settings: Settings = request.app.state.settings
    return {"sv": settings.city_sv, "en": settings.city_en}


routes = [show, fetch]
