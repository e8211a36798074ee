"""A test plan leaves as a file, and comes again: from a file, or from an earlier assessment of the same entry."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.masks import covered_plan
from algorithms.storage import queries
from assessments.plan.plan_file import LARGEST, read_plan, write_plan
from assessments.runs import queries as run_queries
from assessments.text.complaints import EvaluationDataError
from register.request.request_context import ActorInput, UploadInput
from register.request.uploads import Upload
from register.web.forms import errors_of, shown_again
from register.workspace.evidence.plan_form import Columns
from register.workspace.evidence.plans import PlanColumnsPage, columns_page, open_run, used_again

_PATH = "/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/plan"


@get(f"{_PATH}.json", access=Permission.READ)
async def download_plan(version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput) -> Response[bytes]:
    """The plan as the command and a notebook read it."""
    try:
        version = await queries.version(version_id, seen_by=actor)
    except NotFoundError:
        raise NotFoundException from None
    plan = await run_queries.plan(run)
    if plan is None or run not in {evidence.run for evidence in version.evidence}:
        raise NotFoundException
    attached = {"Content-Disposition": 'attachment; filename="plan.json"'}
    content = write_plan(covered_plan(plan, version.entry.masks))
    return Response(content, media_type="application/json", headers=attached)


@get(f"{_PATH}/again/{{earlier:uuid}}", access=Permission.WRITE)
async def use_earlier_plan(
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    earlier: FromPath[UUID],
    actor: ActorInput,
) -> Response[Any]:
    shown = await _page(version_id, run, actor, request.query_params)
    plan = await run_queries.plan(earlier)
    if plan is None or earlier not in {other.id for other in shown.earlier}:
        raise NotFoundException
    if shown.files.cases.sheets:
        return Redirect(shown.address, status_code=303)
    return used_again(shown, covered_plan(plan, shown.version.entry.masks))


@post(f"{_PATH}/file", access=Permission.WRITE, upload=True)
async def use_plan_file(
    version_id: FromPath[UUID], run: FromPath[UUID], upload: UploadInput, actor: ActorInput
) -> Response[Any]:
    content = await _content(upload)
    shown = await _page(version_id, run, actor, upload.fields)
    if shown.files.cases.sheets:
        return Redirect(shown.address, status_code=303)
    try:
        return used_again(shown, read_plan(content))
    except EvaluationDataError as refused:
        return shown_again("workspace/evidence/plan_columns.html", shown, errors_of(refused, "file"))


async def _content(upload: Upload) -> bytes:
    """So much of the file as a plan may have, and one byte more."""
    content = b""
    async for piece in upload.file():
        content += piece[: LARGEST + 1 - len(content)]
    return content


async def _page(version_id: UUID, run: UUID, actor: Actor, typed: Mapping[str, str]) -> PlanColumnsPage:
    version, files = await open_run(version_id, run, actor)
    chosen = Columns(sheet=typed.get("sheet", ""), encoding=typed.get("encoding", ""))
    return await columns_page(version, run, files.of_sheet(chosen.sheet).read_as(chosen.encoding), chosen)


routes = [download_plan, use_earlier_plan, use_plan_file]
