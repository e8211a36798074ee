"""The test plan as two short forms: which columns, then what their values mean. Nothing is counted before that."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import Version
from algorithms.evidence import commands as evidence_commands
from algorithms.evidence.necessity import suggested
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.masks import covered_run
from algorithms.review.workflow import RefusedError
from algorithms.storage import queries
from assessments.data.encodings import ENCODINGS, choices
from assessments.data.inventory import ColumnInventory
from assessments.data.total_words import seen_in_words
from assessments.plan.completing import as_counted, complete
from assessments.plan.guidance import Proposal, proposed, proposed_person
from assessments.plan.judging import decision_column
from assessments.plan.objections import absent, complaints
from assessments.plan.overall_rates import about_margin
from assessments.plan.plan import TestPlan
from assessments.plan.second_file import Files
from assessments.plan.unknown_words import differ_in_case_only
from assessments.report import rate_labels
from assessments.runs import queries as run_queries
from assessments.runs.run import Run, RunStateError, SecondFile
from assessments.statistics.disparities import PRESETS
from assessments.text.message import Message
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import Errors, FormPage, errors_at, errors_by_control, errors_of, shown_again
from register.web.labels import AGAINST, AGREED_BY, OUTCOME_KNOWN, REPEATED, SCALES, TASKS, TIES, TOTALS, YES_MEANS
from register.web.pages import PageResponse, page
from register.workspace.evidence.plan_form import MOST_GROUPS, Columns, begun, read, unreadable, wrong_columns
from register.workspace.evidence.receiving import take_away

Choices = tuple[tuple[str, Message], ...]


@dataclass(frozen=True, slots=True)
class PlanColumnsPage(FormPage):
    """The first form: what the system gives, what is known, and the groups, chosen among the columns."""

    version: Version
    run: UUID
    title: str
    files: Files
    second: SecondFile | None
    chosen: Columns
    tasks: Choices = tuple(TASKS.items())
    known: Choices = tuple(OUTCOME_KNOWN.items())
    meanings: Choices = tuple(YES_MEANS.items())
    repeated: Choices = tuple(REPEATED.items())
    totals: Choices = tuple(TOTALS.items())
    earlier: tuple[Run, ...] = ()  # whose plans may be used again

    @property
    def address(self) -> str:
        return f"/workspace/versions/{self.version.id}/evidence/{self.run}/plan"

    @property
    def encodings(self) -> Choices:
        """By which the letters of the file can be read, each with what they are by it."""
        examples = choices(self.files.cases).items()
        return tuple(
            (
                name,
                Message(
                    "{encoding}: {examples}", {"encoding": ENCODINGS.get(name, name), "examples": ", ".join(letters)}
                ),
            )
            for name, letters in examples
        )

    @property
    def seen_totals(self) -> Message | None:
        """Which rows look like totals of others."""
        return None if self.files.cases.totals is None else seen_in_words(self.files.cases.totals)


@dataclass(frozen=True, slots=True)
class ValuesPage(FormPage):
    """The second form: what each value means, whom to compare with, and what counts as important."""

    version: Version
    run: UUID
    title: str
    action: str
    columns: Columns
    outcome: ColumnInventory | None
    decision: ColumnInventory
    groups: tuple[ColumnInventory, ...]
    second_file_groups: tuple[str, ...]  # those of the groups that stand in the second file
    rates: Choices
    proposal: Proposal
    chosen: tuple[str, ...]
    presets_chosen: tuple[str, ...] = ()
    sensitive_chosen: tuple[str, ...] = ()
    against: Choices = tuple(AGAINST.items())
    ties: Choices = tuple(TIES.items())
    scales: Choices = tuple(SCALES.items())
    agreed_by: Choices = tuple(AGREED_BY.items())
    presets: Choices = tuple((name, preset.title) for name, preset in PRESETS.items())

    @property
    def plan(self) -> TestPlan:
        return self.columns.plan

    def same_but_for_case(self, column: ColumnInventory) -> tuple[str, ...]:
        """Values that are written alike but for capital letters; a person says whether they are one group."""
        pairs = differ_in_case_only(column.values).items()
        return tuple(sorted({value for pair in pairs for value in pair}))

    @property
    def used(self) -> tuple[tuple[str, str], ...]:
        """The columns that may be sensitive: every one that the plan uses."""
        return tuple((name, name) for name in self.plan.columns)


@get("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/plan", access=Permission.WRITE)
async def choose_columns(
    request: Request[Any, Any, Any], version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput
) -> Response[Any]:
    version, files = await open_run(version_id, run, actor)
    plan, query = await _stored_plan(run, files), request.query_params
    second = await run_queries.second_file(run)
    if second is not None and second.waiting:
        return Redirect(f"/workspace/versions/{version_id}/evidence/{run}", status_code=303)
    stored = Columns.of(plan) if plan else _proposed_columns(files)
    as_read = {name: query.get(name, getattr(stored, name)) for name in ("sheet", "encoding")}
    stored = replace(stored, **as_read)
    files = files.of_sheet(stored.sheet).read_as(stored.encoding)
    shown = await columns_page(version, run, files, stored)
    if "decision" not in query or files.cases.sheets:
        return page("workspace/evidence/plan_columns.html", shown)
    chosen = Columns.read(lambda name: query.get(name, ""), lambda name: tuple(query.getall(name, [])))
    files = files.counted_rows(chosen.totals)
    if errors := wrong_columns(files, chosen):
        return shown_again("workspace/evidence/plan_columns.html", shown, errors_by_control(errors), chosen=chosen)
    return page("workspace/evidence/plan_values.html", _values_page(version, run, files, chosen, plan))


async def _stored_plan(run: UUID, files: Files) -> TestPlan | None:
    """The plan, or that which the counts were made by."""
    plan, counted_by = await run_queries.plan(run), files.cases.counted_by
    return TestPlan.from_dict(counted_by) if plan is None and counted_by is not None else plan


async def columns_page(version: Version, run: UUID, files: Files, chosen: Columns) -> PlanColumnsPage:
    second, earlier = await run_queries.second_file(run), await queries.other_runs(run)
    planned = [other for other in (await run_queries.runs(earlier)).values() if other.planned_at is not None]
    title, masks = _title(version, run), version.entry.masks
    return PlanColumnsPage(
        version=version,
        run=run,
        title=title,
        files=files,
        second=second,
        chosen=chosen,
        earlier=tuple(covered_run(other, masks) for other in sorted(planned, key=lambda other: other.received_at)),
    )


def used_again(shown: PlanColumnsPage, plan: TestPlan) -> PageResponse:
    """The second form, filled in by a plan that was made for other data; the first, where it does not fit."""
    plan = replace(plan, period="", totals=plan.totals if shown.files.cases.totals else "", left_out=())
    files = shown.files.counted_rows(plan.totals)
    plan = replace(plan, sheet=shown.chosen.sheet, encoding=shown.chosen.encoding)
    chosen = Columns.of(plan)
    missing = tuple(islice(absent(plan, files.inventory), MOST_GROUPS))
    errors = {**errors_by_control(wrong_columns(files, chosen)), **(errors_at("", *missing) if missing else {})}
    if errors:
        return shown_again("workspace/evidence/plan_columns.html", shown, errors, chosen=chosen)
    return page("workspace/evidence/plan_values.html", _values_page(shown.version, shown.run, files, chosen, plan))


def _proposed_columns(files: Files) -> Columns:
    """Nothing but a column that looks as if it tells persons apart."""
    person = proposed_person(files.cases)
    return Columns(person=person, repeated="yes") if person else Columns()


@post("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/plan", access=Permission.WRITE)
async def store_plan(
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
) -> Response[Any]:
    version, files = await open_run(version_id, run, actor)
    chosen = Columns.read(form.text, form.all)
    files = files.of_sheet(chosen.sheet).read_as(chosen.encoding).counted_rows(chosen.totals)
    if files.cases.sheets or wrong_columns(files, chosen):
        return Redirect(f"/workspace/versions/{version_id}/evidence/{run}/plan", status_code=303)
    plan = complete(read(form, files, chosen), files.inventory)
    if files.cases.counted_by is not None:
        plan = as_counted(plan, TestPlan.from_dict(files.cases.counted_by), files.cases)
    shown = _values_page(version, run, files, chosen, None)
    if errors := _wrong(form, plan, files):
        return _again(shown, form, errors)
    try:
        await _store(request, version_id, run, plan, actor, now)
    except (RefusedError, RunStateError) as refused:
        return _again(
            shown, form, errors_at("", _STARTED) if isinstance(refused, RunStateError) else errors_of(refused)
        )
    return Redirect(f"/workspace/versions/{version_id}/evidence/{run}", status_code=303)


def _wrong(form: Form, plan: TestPlan, files: Files) -> Errors:
    """All of it: numbers that cannot be read at their controls, and what the plan's own rules say; of a sound plan
    whose margin is too wide, that, at the margin.
    """
    wrong = complaints(plan, files.inventory)
    control = "margin" if wrong == tuple(about_margin(plan, files.inventory)) else ""
    return {**errors_by_control(unreadable(form)), **(errors_at(control, *wrong) if wrong else {})}


_STARTED = Message("The assessment has been started already, so its plan is fixed.")


def _again(shown: ValuesPage, form: Form, errors: Errors) -> PageResponse:
    return shown_again(
        "workspace/evidence/plan_values.html",
        shown,
        errors,
        form,
        chosen=form.all("primary"),
        presets_chosen=form.all("presets"),
        sensitive_chosen=form.all("sensitive"),
    )


async def _store(
    request: Request[Any, Any, Any], version_id: UUID, run: UUID, plan: TestPlan, actor: Actor, now: datetime
) -> None:
    """Store the plan; files that may not be kept for it are gone afterwards."""
    for file in await evidence_commands.store_plan(version_id, run, plan, by=actor, at=now):
        take_away(request, file)


async def open_run(version_id: UUID, run: UUID, actor: Actor) -> tuple[Version, Files]:
    """Version and what was read, for a run of this version whose file has been read."""
    try:
        version = await queries.version(version_id, seen_by=actor)
    except NotFoundError:
        raise NotFoundException from None
    files = await run_queries.files(run)
    if files is None or run not in {evidence.run for evidence in version.evidence}:
        raise NotFoundException
    return version, files


def _title(version: Version, run: UUID) -> str:
    return next(evidence.titles["sv"] for evidence in version.evidence if evidence.run == run)


def _values_page(version: Version, run: UUID, files: Files, chosen: Columns, plan: TestPlan | None) -> ValuesPage:
    columns = {column.name: column for column in files.inventory.columns}
    proposal = proposed(chosen.known)
    return ValuesPage(
        version=version,
        run=run,
        title=_title(version, run),
        action=f"/workspace/versions/{version.id}/evidence/{run}/plan",
        columns=chosen,
        outcome=columns.get(chosen.outcome),
        decision=decision_column(chosen.plan, files.inventory) or columns[chosen.decision],
        groups=tuple(columns[name] for name in chosen.groups),
        second_file_groups=files.placed(chosen.plan).joined_columns,
        rates=tuple((name, rate_labels.NAMES[name]) for name in chosen.plan.metrics),
        proposal=proposal,
        typed=begun(plan, chosen, columns),
        chosen=plan.primary if plan else proposal.metrics,
        presets_chosen=plan.presets if plan else (),
        sensitive_chosen=_sensitive(chosen.plan, plan),
    )


def _sensitive(plan: TestPlan, before: TestPlan | None) -> tuple[str, ...]:
    """What a person has called sensitive; of columns that are new to the plan, those that sound so."""
    declared = before.sensitive if before else ()
    new = [name for name in plan.columns if before is None or name not in before.columns]
    return (*declared, *suggested(new))


routes = [choose_columns, store_plan]
