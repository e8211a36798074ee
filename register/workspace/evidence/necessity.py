"""Sensitive data in a run: why they are needed, the officer's advice, what is decided, and the same file again."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import OpinionKind, Version
from algorithms.evidence import commands as evidence_commands
from algorithms.evidence import necessity_commands
from algorithms.evidence.commands import ReceivedFile
from algorithms.evidence.necessity import DATASET_OPINIONS, Reasons, SensitiveTest
from algorithms.evidence.necessity_commands import IncompleteError
from algorithms.evidence.queries import sensitive_test
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.masks import covered_run
from algorithms.review.workflow import RefusedError
from algorithms.storage import queries
from assessments.plan.second_file import Files
from assessments.runs import queries as run_queries
from assessments.runs.run import Run, RunFile, RunState, RunStateError
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, NowInput, UploadInput
from register.settings import Settings
from register.web.forms import FormPage, shown_again
from register.web.labels import OPINIONS
from register.web.pages import PageResponse, page
from register.workspace.evidence.receiving import received, take_away
from register.workspace.evidence.runs import Planned, run_errors

RUN = "/workspace/versions/{version_id:uuid}/evidence/{run:uuid}"


@dataclass(frozen=True, slots=True)
class NecessityPage(FormPage):
    """The form of those who need the data. An earlier one is a proposal for the next."""

    version: Version
    run: Run
    test: SensitiveTest
    address: str

    @property
    def action(self) -> str:
        return f"{self.address}/necessity"


@dataclass(frozen=True, slots=True)
class OpinionPage(FormPage):
    """What the officer reads: columns and values, plan and necessity, and no figure of anybody."""

    version: Version
    run: Run
    test: SensitiveTest
    address: str
    files: Files
    planned: Planned
    deleted: date | None
    opinion: Message | None
    may_give: bool
    may_decide: bool
    opinions: tuple[tuple[str, Message], ...] = tuple((kind.value, OPINIONS[kind]) for kind in DATASET_OPINIONS)


@dataclass(frozen=True, slots=True)
class SameFilePage(FormPage):
    version: Version
    run: Run
    address: str
    missing: tuple[RunFile, ...]
    megabytes: int

    @property
    def action(self) -> str:
        return f"{self.address}/same-file"


@get(f"{RUN}/necessity", access=Permission.WRITE)
async def show_necessity(version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput) -> Response[Any]:
    shown = await _necessity_page(version_id, run, actor)
    if shown.run.state is not RunState.SET_ASIDE or not shown.test.columns:
        return Redirect(shown.address, status_code=303)
    return page("workspace/evidence/necessity.html", shown)


@post(f"{RUN}/necessity", access=Permission.WRITE)
async def record_necessity(
    version_id: FromPath[UUID], run: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    shown, reasons = await _necessity_page(version_id, run, actor), _reasons(form)
    try:
        await necessity_commands.record_necessity(version_id, run, reasons, by=actor, at=now)
    except (IncompleteError, RefusedError, RunStateError) as refused:
        return shown_again("workspace/evidence/necessity.html", shown, run_errors(refused, ""), _typed(reasons))
    return Redirect(shown.address, status_code=303)


@get(f"{RUN}/opinion", access=Permission.READ)
async def show_opinion(version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/evidence/dataset_opinion.html", await opinion_page(version_id, run, actor))


@post(f"{RUN}/opinion", access=Permission.GIVE_OPINION)
async def give_opinion(
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
) -> Response[Any]:
    shown = await opinion_page(version_id, run, actor)
    try:
        await _give(request, version_id, run, form, actor, now)
    except NotFoundError:
        raise NotFoundException from None
    except (IncompleteError, RefusedError, RunStateError) as refused:
        return shown_again("workspace/evidence/dataset_opinion.html", shown, run_errors(refused, ""), form)
    return Redirect(f"{shown.address}/opinion", status_code=303)


@post(f"{RUN}/decision", access=Permission.READ)
async def decide(
    version_id: FromPath[UUID], run: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    """After advice against it; who may, the command knows."""
    shown, read = await opinion_page(version_id, run, actor), _row_id(form.text("advice"))
    words, case_number = form.text("decision"), form.text("case-number")
    try:
        await necessity_commands.decide(version_id, run, read, words, case_number, by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except (IncompleteError, RefusedError) as refused:
        return shown_again("workspace/evidence/dataset_opinion.html", shown, run_errors(refused, ""), form)
    return Redirect(f"{shown.address}/opinion", status_code=303)


@get(f"{RUN}/same-file", access=Permission.WRITE)
async def ask_for_file(
    request: Request[Any, Any, Any], version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput
) -> Response[Any]:
    shown = await _same_file_page(request, version_id, run, actor)
    if shown.run.state is not RunState.SET_ASIDE or (await sensitive_test(run)).obstacle:
        return Redirect(shown.address, status_code=303)
    return page("workspace/evidence/same_file.html", shown)


@post(f"{RUN}/same-file", access=Permission.WRITE, upload=True)
async def receive_same_file(
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    upload: UploadInput,
    actor: ActorInput,
    now: NowInput,
) -> Response[Any]:
    shown = await _same_file_page(request, version_id, run, actor)
    try:
        file = await received(request, upload)
        await _bring_back(request, version_id, run, file, actor, now)
    except (EvaluationDataError, RefusedError, RunStateError) as refused:
        return shown_again("workspace/evidence/same_file.html", shown, run_errors(refused, "file"))
    again = shown.action if len(shown.missing) > 1 else shown.address
    return Redirect(again, status_code=303)


async def _give(
    request: Request[Any, Any, Any], version_id: UUID, run: UUID, form: Form, actor: Actor, now: datetime
) -> None:
    kind = form.text("opinion")
    gone = await necessity_commands.give_opinion(
        version_id,
        run,
        _row_id(form.text("necessity")),
        OpinionKind(kind) if kind in set(OpinionKind) else None,
        form.text("words"),
        by=actor,
        at=now,
    )
    for file in gone:
        take_away(request, file)


async def _bring_back(
    request: Request[Any, Any, Any], version_id: UUID, run: UUID, file: ReceivedFile, actor: Actor, now: datetime
) -> None:
    """Nothing is kept of a file that is not the one."""
    try:
        await necessity_commands.bring_back(version_id, run, file, by=actor, at=now)
    except (NotFoundError, RefusedError, RunStateError):
        take_away(request, file.id)  # of anything else nobody knows whether it was stored: the sweep looks
        raise


def _row_id(typed: str) -> int:
    """What a form says that was read; nought for what can be none."""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _reasons(form: Form) -> Reasons:
    return Reasons(**{reason.name: form.text(reason.name) for reason in fields(Reasons)})


def _typed(reasons: Reasons) -> dict[str, str]:
    return {reason.name: getattr(reasons, reason.name) for reason in fields(Reasons)}


async def _necessity_page(version_id: UUID, run: UUID, actor: Actor) -> NecessityPage:
    version, stored_run = await _writable(version_id, run, actor)
    test = await sensitive_test(run)
    before = _typed(test.recorded.reasons if test.recorded else Reasons())
    return NecessityPage(version=version, run=stored_run, test=test, address=_address(version_id, run), typed=before)


async def opinion_page(version_id: UUID, run: UUID, actor: Actor) -> OpinionPage:
    """For everybody who may read the version; NotFoundException where the run has no sensitive data."""
    try:
        version = await queries.version(version_id, seen_by=actor)
    except NotFoundError:
        raise NotFoundException from None
    files, plan, test = await run_queries.files(run), await run_queries.plan(run), await sensitive_test(run)
    if run not in {evidence.run for evidence in version.evidence} or files is None or plan is None or not test.columns:
        raise NotFoundException
    return OpinionPage(
        version=version,
        run=covered_run((await run_queries.runs([run]))[run], version.entry.masks),
        test=test,
        address=_address(version_id, run),
        files=files,
        planned=Planned.of(plan),
        deleted=date.fromisoformat(test.necessity.reasons.deleted) if test.necessity else None,
        opinion=OPINIONS[test.opinion.kind] if test.opinion else None,
        may_give=await _may_give(version_id, run, actor),
        may_decide=await _may_decide(version_id, run, actor),
    )


async def _may_give(version_id: UUID, run: UUID, actor: Actor) -> bool:
    try:
        _, test = await necessity_commands.for_opinion(version_id, run, actor)
    except (NotFoundError, RefusedError):
        return False
    return test.necessity is not None


async def _may_decide(version_id: UUID, run: UUID, actor: Actor) -> bool:
    try:
        await necessity_commands.for_decision(version_id, run, actor)
    except (NotFoundError, RefusedError):
        return False
    return True


async def _same_file_page(request: Request[Any, Any, Any], version_id: UUID, run: UUID, actor: Actor) -> SameFilePage:
    settings: Settings = request.app.state.settings
    version, stored_run = await _writable(version_id, run, actor)
    missing, megabytes = await run_queries.missing(run), settings.max_upload_bytes // 1_000_000
    return SameFilePage(
        version=version, run=stored_run, address=_address(version_id, run), missing=missing, megabytes=megabytes
    )


async def _writable(version_id: UUID, run: UUID, actor: Actor) -> tuple[Version, Run]:
    try:
        version = await evidence_commands.with_run(version_id, run, actor)
    except (NotFoundError, RefusedError):
        raise NotFoundException from None
    return version, covered_run((await run_queries.runs([run]))[run], version.entry.masks)


def _address(version_id: UUID, run: UUID) -> str:
    return f"/workspace/versions/{version_id}/evidence/{run}"


routes = [show_necessity, record_necessity, show_opinion, give_opinion, decide, ask_for_file, receive_same_file]
