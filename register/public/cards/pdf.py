"""The card as a PDF, which the worker makes; while the stored one says something else, one is asked to wait."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from algorithms.published import queries as public_queries
from register.guard.access import PUBLIC
from register.public.cards.card_pdfs import given_up, stored, written
from register.public.cards.pages import elsewhere, gone
from register.request.request_context import LanguageInput
from register.web.pages import page
from register.web.responses import last_modified


@dataclass(frozen=True, slots=True)
class Missing:
    slug: str
    coming: bool


@get("/algorithms/{slug:str}/card.pdf", access=PUBLIC)
async def card_as_pdf(request: Request[Any, Any, Any], slug: FromPath[str], language: LanguageInput) -> Response[Any]:
    state = request.app.state
    if (html := await written(state.templates, slug, language)) is None:
        published = await public_queries.entry(slug)
        return await elsewhere(slug, language, "/card.pdf") or await gone(slug, published, language)
    if not (file := stored(state.settings, slug, language, html)).exists():
        coming = not given_up(file).exists()
        headers = {"Retry-After": "60"} if coming else {}
        return page("public/cards/paper.html", Missing(slug, coming), status=503, headers=headers)
    headers = {"Content-Disposition": f'inline; filename="{slug}-{language}.pdf"'}
    headers |= last_modified(datetime.fromtimestamp(file.stat().st_mtime, UTC))
    return Response(file.read_bytes(), media_type="application/pdf", headers=headers)


routes = [card_as_pdf]
