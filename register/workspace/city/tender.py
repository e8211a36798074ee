"""The clause for a tender: read on a page, fetched as text."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from algorithms.entries.entry import LANGUAGES
from algorithms.people import Permission
from algorithms.suppliers.tender_clause import ClausePart, as_text, parts, written_in
from assessments.text.languages import FIRST
from assessments.text.message import Message
from register.language import Language
from register.request.request_context import LanguageInput
from register.settings import Settings
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class TenderPage:
    """``language`` is that of the clause: the reader's where it is written in it."""

    parts: tuple[ClausePart, ...]
    language: str
    downloads: tuple[tuple[str, Message], ...]


@get("/workspace/tender-clause", access=Permission.READ)
async def show(request: Request[Any, Any, Any], language: LanguageInput) -> PageResponse:
    spoken = language if language in written_in() else FIRST
    shown = TenderPage(parts=parts(_city(request)), language=spoken, downloads=tuple(map(_download, written_in())))
    return page("workspace/city/tender.html", shown)


def _download(language: str) -> tuple[str, Message]:
    other = Message("Fetch it: {language}", {"language": Language(language).own_name})
    return language, _DOWNLOADS.get(language, other)


_DOWNLOADS = {"sv": Message("Fetch it in Swedish"), "en": Message("Fetch it in English")}


@get("/workspace/tender-clause/{spoken:str}", access=Permission.READ)
async def fetch(spoken: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    if spoken not in written_in():
        raise NotFoundException
    headers = {"Content-Disposition": f'attachment; filename="tender-clause-{spoken}.txt"'}
    text = as_text(_city(request), spoken)
    return Response(text.encode(), media_type="text/plain", headers=headers)


def _city(request: Request[Any, Any, Any]) -> dict[str, str]:
    settings: Settings = request.app.state.settings
    return {language: settings.city_in(language) for language in LANGUAGES}


routes = [show, fetch]
