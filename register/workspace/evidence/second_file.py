"""A second file with the groups of a run's cases: uploaded, replaced or removed until the run is started."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import Version
from algorithms.evidence import commands as evidence_commands
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.masks import covered_run
from algorithms.review.workflow import RefusedError
from assessments.runs import queries
from assessments.runs.run import TAKES_SECOND_FILE, Run, RunStateError, SecondFile
from assessments.text.complaints import EvaluationDataError
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput, UploadInput
from register.settings import Settings
from register.web.forms import FormPage, errors_at, errors_of, shown_again
from register.web.pages import page
from register.workspace.evidence.receiving import received, take_away
from register.workspace.evidence.runs import TOO_LATE, answer


@dataclass(frozen=True, slots=True)
class SecondFilePage(FormPage):
    version: Version
    run: Run
    address: str
    current: SecondFile | None
    megabytes: int

    @property
    def action(self) -> str:
        return f"{self.address}/second-file"


_TEMPLATE = "workspace/evidence/second_file.html"
_PATH = "/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/second-file"


@get(_PATH, access=Permission.WRITE)
async def new_second_file(
    request: Request[Any, Any, Any], version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput
) -> Response[Any]:
    shown = await _page(request, version_id, run, actor)
    if shown.run.state not in TAKES_SECOND_FILE:
        return Redirect(shown.address, status_code=303)
    return page(_TEMPLATE, shown)


@post(_PATH, access=Permission.WRITE, upload=True)
async def receive_second_file(
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    upload: UploadInput,
    actor: ActorInput,
    now: NowInput,
) -> Response[Any]:
    shown = await _page(request, version_id, run, actor)
    if shown.run.state not in TAKES_SECOND_FILE:
        return shown_again(_TEMPLATE, shown, errors_at("file", TOO_LATE))
    try:
        file = await received(request, upload)
    except EvaluationDataError as refused:
        return shown_again(_TEMPLATE, shown, errors_of(refused, "file"))
    try:
        replaced = await evidence_commands.receive_second(version_id, run, file, by=actor, at=now)
    except (NotFoundError, RefusedError, RunStateError):
        take_away(request, file.id)
        return shown_again(_TEMPLATE, shown, errors_at("file", TOO_LATE))
    take_away(request, replaced)
    return Redirect(shown.address, status_code=303)


@post(f"{_PATH}/remove", access=Permission.WRITE)
async def remove_second_file(
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
    language: LanguageInput,
) -> Response[Any]:
    return await answer(_remove(request, version_id, run, actor, now), version_id, run, form, actor, language)


async def _remove(request: Request[Any, Any, Any], version_id: UUID, run: UUID, actor: Actor, now: datetime) -> None:
    take_away(request, await evidence_commands.remove_second(version_id, run, by=actor, at=now))


async def _page(request: Request[Any, Any, Any], version_id: UUID, run: UUID, actor: Actor) -> SecondFilePage:
    settings: Settings = request.app.state.settings
    try:
        version = await evidence_commands.with_run(version_id, run, actor)
    except (NotFoundError, RefusedError):
        raise NotFoundException from None
    return SecondFilePage(
        version=version,
        run=covered_run((await queries.runs([run]))[run], version.entry.masks),
        address=f"/workspace/versions/{version_id}/evidence/{run}",
        current=await queries.second_file(run),
        megabytes=settings.max_upload_bytes // 1_000_000,
    )


routes = [new_second_file, receive_second_file, remove_second_file]
