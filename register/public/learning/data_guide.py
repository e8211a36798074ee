"""How to get evaluation data out of a department's systems: a page for everybody, and the files that belong to it."""

import csv
import io
from dataclasses import dataclass

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from register.guard.access import PUBLIC
from register.language import Language
from register.public.learning.guide_content import GUIDES, Guide
from register.request.request_context import LanguageInput
from register.spreadsheets.workbook import EXCEL, workbook
from register.web.pages import PageResponse, page

_CSV = "text/csv"


@dataclass(frozen=True, slots=True)
class GuidePage:
    guides: tuple[Guide, ...]


@get("/evaluation-data", access=PUBLIC)
async def data_guide() -> PageResponse:
    return page("public/learning/data_guide.html", GuidePage(GUIDES))


@get("/evaluation-data/{name:str}", access=PUBLIC)
async def guide_file(name: FromPath[str], language: LanguageInput) -> Response[bytes]:
    """``decision-template.csv``, ``decision-example.csv`` or ``decision-example.xlsx``."""
    begins, _, kind = name.rpartition("-")
    guide = next((candidate for candidate in GUIDES if candidate.name == begins), None)
    if guide is None or kind not in ("template.csv", "example.csv", "example.xlsx"):
        raise NotFoundException
    rows = [guide.header(language), *(guide.rows(language) if kind.startswith("example") else ())]
    content = workbook(rows) if kind.endswith("xlsx") else _csv(rows, language)
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=EXCEL if kind.endswith("xlsx") else _CSV, headers=attached)


def _csv(rows: list[list[str]], language: Language) -> bytes:
    """As Excel writes it in that language: semicolons in Swedish; UTF-8 with its mark."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";" if language is Language.SWEDISH else ",").writerows(rows)
    return written.getvalue().encode("utf-8-sig")


routes = [data_guide, guide_file]
