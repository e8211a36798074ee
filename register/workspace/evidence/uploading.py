"""Evaluation data for a version: the form that sends a file, and the run that begins with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import LANGUAGES, Version
from algorithms.evidence import commands as evidence_commands
from algorithms.evidence.commands import ReceivedFile
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.workflow import RefusedError
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message
from register.language import Language, translate
from register.request.request_context import ActorInput, NowInput, UploadInput
from register.settings import Settings
from register.web.forms import FormPage, errors_of, shown_again
from register.web.pages import PageResponse, page
from register.workspace.evidence.receiving import received, take_away


@dataclass(frozen=True, slots=True)
class UploadPage(FormPage):
    version: Version
    action: str
    megabytes: int


@get("/workspace/versions/{version_id:uuid}/evidence/new", access=Permission.WRITE)
async def new_evidence(request: Request[Any, Any, Any], version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/evidence/upload.html", await _upload_page(request, version_id, actor))


@post("/workspace/versions/{version_id:uuid}/evidence/new", access=Permission.WRITE, upload=True)
async def receive(
    request: Request[Any, Any, Any], version_id: FromPath[UUID], upload: UploadInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    shown = await _upload_page(request, version_id, actor)
    try:
        file = await received(request, upload)
        await _begin(request, version_id, file, _titles(upload.fields, now.date()), actor, now)
    except NotFoundError:
        raise NotFoundException from None
    except (EvaluationDataError, RefusedError) as refused:
        return shown_again("workspace/evidence/upload.html", shown, errors_of(refused, "file"), upload.fields)
    return Redirect(f"/workspace/versions/{version_id}/evidence/{file.id}", status_code=303)


async def _begin(
    request: Request[Any, Any, Any],
    version_id: UUID,
    file: ReceivedFile,
    titles: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> None:
    """Nothing is kept of a file that a version no longer takes: it may have been published while the file was sent."""
    try:
        await evidence_commands.receive(version_id, file, titles=titles, by=actor, at=now)
    except (NotFoundError, RefusedError):
        take_away(request, file.id)
        raise


async def _upload_page(request: Request[Any, Any, Any], version_id: UUID, actor: Actor) -> UploadPage:
    settings: Settings = request.app.state.settings
    try:
        version = await evidence_commands.open_for_evidence(version_id, actor)
    except (NotFoundError, RefusedError):
        raise NotFoundException from None
    action = f"/workspace/versions/{version_id}/evidence/new"
    return UploadPage(version=version, action=action, megabytes=settings.max_upload_bytes // 1_000_000)


def _titles(fields: Mapping[str, str], today: date) -> dict[str, str]:
    """Without a title the day stands for one: the name of a file may say who somebody is, and titles are public."""
    typed = {language: fields.get(f"title-{language}", "")[:200] for language in LANGUAGES}
    neutral = Message("Test of data from {date}", {"date": today.isoformat()})
    spoken = {language.value: translate(neutral, language) for language in Language}
    return {language: words or typed["sv"] or spoken.get(language, spoken["en"]) for language, words in typed.items()}


routes = [new_evidence, receive]
