"""A run that comes of an upload: how far it is, its full result, citing it, and what is done about a difference."""

from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.dates import month_of
from algorithms.entries.entry import GROWS, LANGUAGES, Evidence, MeasureTaken, Version
from algorithms.evidence import commands as evidence_commands
from algorithms.evidence.necessity import SensitiveTest, awaits_opinion
from algorithms.evidence.queries import sensitive_test
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.masks import covered_plan, covered_result, covered_run
from algorithms.review.workflow import RefusedError, may_write
from algorithms.storage import queries
from assessments.gate.public_result import PublicResult
from assessments.plan.plan import TestPlan
from assessments.report import rate_labels
from assessments.report.more_tables import PlainTable, more_tables
from assessments.report.public_report import Report, report
from assessments.report.result_tables import ResultTable, full_tables
from assessments.results.result import CheckedBy, Result
from assessments.runs import queries as run_queries
from assessments.runs.proof import AlteredError
from assessments.runs.run import ENDED, TAKES_SECOND_FILE, WORK, Run, RunJob, RunState, RunStateError, SecondFile
from assessments.text.message import Message
from register.jobs.queries import JobState, latest
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput
from register.web.forms import Errors, FormPage, errors_at, errors_of, shown_again
from register.web.labels import AGAINST, AGREED_BY, OPINIONS, OUTCOME_KNOWN, RUNS, TASKS, YES_MEANS
from register.web.pages import PageResponse, page
from register.workspace.evidence.receiving import take_away


@dataclass(frozen=True, slots=True)
class Planned:
    """A test plan with the words for what it says."""

    plan: TestPlan
    task: Message
    known: Message
    meaning: Message
    against: Message
    rates: tuple[Message, ...]
    agreed_by: Message

    @classmethod
    def of(cls, plan: TestPlan) -> "Planned":
        meaning = YES_MEANS[plan.yes_means or ""]
        rates = tuple(rate_labels.NAMES[name] for name in plan.primary_metrics)
        known = OUTCOME_KNOWN[plan.outcome_known]
        return cls(
            plan=plan,
            task=TASKS[plan.task],
            known=known,
            meaning=meaning,
            against=AGAINST[plan.against],
            rates=rates,
            agreed_by=AGREED_BY[plan.agreed_by],
        )


@dataclass(frozen=True, slots=True)
class Waits:
    """What the computer is at, how far it has come, how many wait before it, and why it was put off if it was."""

    state: Message
    progress: int = 0
    ahead: int = 0
    put_off: Message | None = None

    @classmethod
    async def of(cls, state: Message, kind: str, subject: UUID) -> "Waits":
        job = await latest(kind, subject)
        if job is None:
            return cls(state=state)
        put_off = Message(job.error) if job.error and job.state is JobState.WAITING else None
        return cls(state=state, progress=job.progress, ahead=job.ahead, put_off=put_off)


@dataclass(frozen=True, slots=True)
class RunPage(FormPage):
    version: Version
    evidence: Evidence
    run: Run
    second: SecondFile | None
    state: Message
    waits: Waits | None
    address: str
    planned: Planned | None
    tables: tuple[ResultTable, ...]
    more: tuple[PlainTable, ...]
    checked_by: CheckedBy | None
    report: Report | None
    is_altered: bool  # what is stored is not what was signed, and neither result is shown
    may_change: bool
    may_cancel: bool
    may_finish: bool  # the measure: also when the version is published
    sensitive: SensitiveTest
    awaits_my_opinion: bool  # whether it waits for this officer's opinion

    @property
    def dataset_opinion(self) -> Message | None:
        return OPINIONS[self.sensitive.opinion.kind] if self.sensitive.opinion else None

    @property
    def takes_second_file(self) -> bool:
        return self.may_change and self.run.state in TAKES_SECOND_FILE

    @property
    def second_is_refused(self) -> bool:
        """It could not be used, and no plan has been made without it yet."""
        is_refused = self.second is not None and bool(self.second.complaints)
        return self.takes_second_file and is_refused and self.planned is None


@get("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}", access=Permission.READ)
async def show_run(
    version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput, language: LanguageInput
) -> PageResponse:
    return page("workspace/evidence/run.html", await _run_page(version_id, run, actor, language))


@post("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/start", access=Permission.WRITE)
async def start(
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
    language: LanguageInput,
) -> Response[Any]:
    done = evidence_commands.queue(version_id, run, by=actor, at=now)
    return await answer(done, version_id, run, form, actor, language)


@post("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/cite", access=Permission.WRITE)
async def cite(
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
    language: LanguageInput,
) -> Response[Any]:
    change = evidence_commands.stop_citing if form.has("stop") else evidence_commands.cite
    return await answer(change(version_id, run, by=actor, at=now), version_id, run, form, actor, language)


@post("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/measure", access=Permission.WRITE)
async def record_measure(
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
    language: LanguageInput,
) -> Response[Any]:
    done = evidence_commands.record_measure(version_id, run, _measure(form, now), by=actor)
    return await answer(done, version_id, run, form, actor, language)


@post("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/done", access=Permission.WRITE)
async def finish_measure(
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
    language: LanguageInput,
) -> Response[Any]:
    done = evidence_commands.finish_measure(version_id, run, by=actor, at=now)
    return await answer(done, version_id, run, form, actor, language)


@post("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/cancel", access=Permission.WRITE)
async def cancel(
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
    language: LanguageInput,
) -> Response[Any]:
    return await answer(_cancel(request, version_id, run, actor, now), version_id, run, form, actor, language)


async def _cancel(request: Request[Any, Any, Any], version_id: UUID, run: UUID, actor: Actor, now: datetime) -> None:
    for upload in await evidence_commands.cancel(version_id, run, by=actor, at=now):
        take_away(request, upload)


async def answer(
    done: Awaitable[None], version_id: UUID, run: UUID, form: Form, actor: Actor, language: str
) -> Response[Any]:
    """Back to the run; or the same page with what stood in the way and every typed word."""
    try:
        await done
    except NotFoundError:
        raise NotFoundException from None
    except (RefusedError, RunStateError) as refused:
        shown = await _run_page(version_id, run, actor, language)
        return shown_again(
            "workspace/evidence/run.html",
            shown,
            run_errors(refused, "measure" if shown.run.shows_difference else ""),
            form,
        )
    return Redirect(f"/workspace/versions/{version_id}/evidence/{run}", status_code=303)


TOO_LATE = Message("The assessment has moved on since you opened this page. Reload it and look again.")


def run_errors(refused: Exception, control: str) -> Errors:
    """What an act on a run was refused for; its state says no more than that somebody was first."""
    return errors_at(control, TOO_LATE) if isinstance(refused, RunStateError) else errors_of(refused, control)


async def _seen(version_id: UUID, run: UUID, actor: Actor) -> tuple[Version, Evidence]:
    try:
        version = await queries.version(version_id, seen_by=actor)
    except NotFoundError:
        raise NotFoundException from None
    evidence = next((candidate for candidate in version.evidence if candidate.run == run), None)
    if evidence is None:
        raise NotFoundException
    return version, evidence


async def _run_page(version_id: UUID, run: UUID, actor: Actor, language: str) -> RunPage:
    version, evidence = await _seen(version_id, run, actor)
    stored_run, second = (await run_queries.runs([run]))[run], await run_queries.second_file(run)
    masks = version.entry.masks
    stored_run = covered_run(stored_run, masks)
    plan, results = await run_queries.plan(run), await _results(run)
    plan, (result, public) = plan and covered_plan(plan, masks), results or (None, None)
    result = result and replace(result, plan=covered_plan(result.plan, masks))
    sensitive = await sensitive_test(run)
    return RunPage(
        version=version,
        evidence=evidence,
        run=stored_run,
        second=second,
        state=RUNS[stored_run.state],
        waits=await _waits(stored_run, second),
        address=f"/workspace/versions/{version_id}/evidence/{run}",
        planned=Planned.of(plan) if plan and stored_run.planned_at else None,
        tables=full_tables(result, language) if result else (),
        more=more_tables(result, language) if result else (),
        checked_by=result.checked_by if result else None,
        report=report(covered_result(public, masks).cited_with(evidence.words), language) if public else None,
        is_altered=results is None,
        may_change=may_write(version, actor) and version.state in GROWS,
        may_cancel=may_write(version, actor) and stored_run.state not in ENDED,
        may_finish=may_write(version, actor) and _is_to_do(evidence.measure),
        sensitive=sensitive,
        awaits_my_opinion=stored_run.state is RunState.SET_ASIDE
        and awaits_opinion(sensitive, version.entry.department, actor),
        typed=_typed(evidence.measure),
    )


async def _results(run: UUID) -> tuple[Result | None, PublicResult | None] | None:
    """The full and the public result; None where one of them is not what was signed."""
    public = await run_queries.public_results([run])
    try:
        full = await run_queries.full_result(run)
    except AlteredError:
        return None
    return None if run in public.altered else (full, public.intact.get(run))


async def _waits(run: Run, second: SecondFile | None) -> Waits | None:
    if run.waiting:
        kind, subject, state = WORK[run.state], run.id, RUNS[run.state]
    elif second is not None and second.waiting:
        kind, subject, state = RunJob.SECOND_FILE, second.id, Message("The second file is being read")
    else:
        return None
    return await Waits.of(state, kind, subject)


def _measure(form: Form, now: datetime) -> MeasureTaken:
    what, who, accepted = (
        {language: form.text(f"{name}-{language}") for language in LANGUAGES} for name in ("what", "who", "accepted")
    )
    by_when = form.text("by-when")
    return MeasureTaken(what=what, who=who, by_when=month_of(by_when) or by_when or None, accepted=accepted, at=now)


def _is_to_do(measure: MeasureTaken | None) -> bool:
    return measure is not None and measure.complete and bool(measure.what.get("sv")) and measure.done_at is None


def _typed(measure: MeasureTaken | None) -> dict[str, str]:
    if measure is None:
        return {}
    parts = (("what", measure.what), ("who", measure.who), ("accepted", measure.accepted))
    texts = {f"{name}-{language}": words for name, translated in parts for language, words in translated.items()}
    return {**texts, "by-when": measure.by_when or ""}


routes = [show_run, start, cancel, cite, record_measure, finish_measure]
