"""The dossier of a test with sensitive data: article 4a of the AI Act, condition by condition."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from algorithms.evidence.necessity import Necessity
from algorithms.law.facts import Fact, fact
from algorithms.people import Actor, Permission
from assessments.runs import queries as run_queries
from assessments.runs.run import SecondFile
from register.accounts.people import queries as accounts
from register.papers.pdf import PDFError, is_installed, to_pdf
from register.request.request_context import ActorInput
from register.web.forms import FormPage, errors_at
from register.web.labels import NO_PDF
from register.web.pages import PageResponse, page
from register.workspace.evidence.necessity import RUN, OpinionPage, opinion_page

log = logging.getLogger("insyn.web")


@dataclass(frozen=True, slots=True)
class DossierPage(FormPage):
    """All that shows that the six conditions of article 4a are met, for the authority that asks."""

    opinion_page: OpinionPage
    necessity: Necessity
    law: Fact
    second: SecondFile | None
    names: Mapping[UUID, str]
    has_pdf: bool = field(default_factory=is_installed)


@get(f"{RUN}/dossier", access=Permission.READ)
async def dossier(version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/evidence/dossier.html", await _dossier_page(version_id, run, actor))


@get(f"{RUN}/dossier.pdf", access=Permission.READ)
async def dossier_as_pdf(
    request: Request[Any, Any, Any], version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput
) -> Response[Any]:
    """The same page on paper."""
    shown, templates = await _dossier_page(version_id, run, actor), request.app.state.templates
    try:
        made = await to_pdf(templates.render("workspace/evidence/dossier.html", shown, templates.frame(request)))
    except PDFError:
        log.exception("The dossier could not be made into a PDF")
        return page("workspace/evidence/dossier.html", replace(shown, errors=errors_at("", NO_PDF)), status=503)
    headers = {"Content-Disposition": f'attachment; filename="dossier-{run}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


async def _dossier_page(version_id: UUID, run: UUID, actor: Actor) -> DossierPage:
    shown = await opinion_page(version_id, run, actor)
    necessity = shown.test.necessity
    if necessity is None:
        raise NotFoundException
    opinion = shown.test.opinion
    people = [necessity.by, *([opinion.by] if opinion else ())]
    people += [opinion.decision.by] if opinion and opinion.decision else []
    return DossierPage(
        opinion_page=shown,
        necessity=necessity,
        law=fact("ai-act.4a"),
        second=await run_queries.second_file(run),
        names=await accounts.names(people),
    )


routes = [dossier, dossier_as_pdf]
