"""The test plan as two short forms: which columns, then what their values mean. Nothing is counted before that."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms import evidence_commands, queries
from algorithms.entry import Version
from algorithms.people import Actor, Permission
from algorithms.queries import NotFoundError
from algorithms.workflow import RefusedError
from assessments import queries as run_queries
from assessments.inventory import Column, Inventory
from assessments.metrics import METRICS
from assessments.plan import TestPlan
from assessments.planning import complaints, complete
from assessments.runs import RunStateError
from assessments.sentence import Sentence
from register.inputs import ActorInput, Form, FormInput, NowInput
from register.pages import PageResponse, page
from register.words import RATES, YES_MEANS
from register.workspace.plan_form import Columns, begun, read

MOST_GROUPS = 6


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The first form: outcome, decision and groups are chosen among the columns."""

    version: Version
    run: UUID
    title: str
    inventory: Inventory
    usable: tuple[Column, ...]
    chosen: Columns
    errors: Mapping[str, Sentence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """The second form: what each value means, whom to compare with, and what counts as important."""

    version: Version
    run: UUID
    title: str
    action: str
    outcome: Column
    decision: Column
    groups: tuple[Column, ...]
    rates: tuple[tuple[str, Sentence], ...]
    meanings: tuple[tuple[str, Sentence], ...]
    typed: Mapping[str, str]
    chosen: tuple[str, ...]
    errors: Mapping[str, Sentence] = field(default_factory=dict)


@get("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/plan", access=Permission.WRITE)
async def choose_columns(
    request: Request[Any, Any, Any], version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput
) -> PageResponse:
    version, inventory = await _open(version_id, run, actor)
    plan = await run_queries.plan(run)
    asked = request.query_params
    chosen = Columns(asked.get("outcome", ""), asked.get("decision", ""), tuple(asked.getall("groups", [])))
    if "outcome" not in asked:
        kept = Columns(plan.outcome or "", plan.decision, plan.groups) if plan else chosen
        return page("workspace/plan_columns.html", _columns_page(version, run, inventory, kept))
    if errors := _wrong_columns(inventory, chosen):
        again = _columns_page(version, run, inventory, chosen, errors)
        return page("workspace/plan_columns.html", again, status=422)
    return page("workspace/plan_values.html", _values_page(version, run, inventory, chosen, plan))


@post("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/plan", access=Permission.WRITE)
async def store_plan(
    version_id: FromPath[UUID], run: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    version, inventory = await _open(version_id, run, actor)
    chosen = Columns(form.text("outcome"), form.text("decision"), form.all("groups"))
    if _wrong_columns(inventory, chosen):
        return Redirect(f"/workspace/versions/{version_id}/evidence/{run}/plan", status_code=303)
    plan = complete(read(form, inventory, chosen), inventory)
    errors = complaints(plan, inventory) or await _refusal(
        evidence_commands.store_plan(version_id, run, plan, by=actor, at=now)
    )
    if not errors:
        return Redirect(f"/workspace/versions/{version_id}/evidence/{run}", status_code=303)
    return _again(_values_page(version, run, inventory, chosen, None), form, errors)


def _again(shown: ValuesPage, form: Form, errors: tuple[Sentence, ...]) -> PageResponse:
    """The same form with what is wrong, and every typed word."""
    typed = {name: form.text(name) for name in form}
    told = {str(place or ""): sentence for place, sentence in enumerate(errors)}
    shown = replace(shown, typed=typed, chosen=form.all("primary"), errors=told)
    return page("workspace/plan_values.html", shown, status=422)


async def _refusal(done: Awaitable[None]) -> tuple[Sentence, ...]:
    """What stood in the way; nothing when it was done."""
    try:
        await done
    except RefusedError as refused:
        return refused.objections
    except RunStateError:
        return (Sentence("The assessment has been started already, so its plan is fixed."),)
    return ()


async def _open(version_id: UUID, run: UUID, actor: Actor) -> tuple[Version, Inventory]:
    """Version and inventory, for a run of this version whose file has been read."""
    try:
        version = await queries.version(version_id, seen_by=actor)
    except NotFoundError:
        raise NotFoundException from None
    inventory = await run_queries.inventory(run)
    if inventory is None or run not in {one.run for one in version.evidence}:
        raise NotFoundException
    return version, inventory


def _usable(inventory: Inventory) -> tuple[Column, ...]:
    return tuple(column for column in inventory.columns if column.values and not column.has_too_many_values)


def _title(version: Version, run: UUID) -> str:
    return next(one.titles["sv"] for one in version.evidence if one.run == run)


def _columns_page(
    version: Version,
    run: UUID,
    inventory: Inventory,
    chosen: Columns,
    errors: Mapping[str, Sentence] | None = None,
) -> ColumnsPage:
    return ColumnsPage(version, run, _title(version, run), inventory, _usable(inventory), chosen, errors or {})


def _wrong_columns(inventory: Inventory, chosen: Columns) -> dict[str, Sentence]:
    usable = {column.name for column in _usable(inventory)}
    errors: dict[str, Sentence] = {}
    if chosen.outcome not in usable:
        errors["outcome"] = Sentence("Choose the column that says what turned out to be true.")
    if chosen.decision not in usable - {chosen.outcome}:
        errors["decision"] = Sentence(
            "Choose the column that says what the system decided. It is another than the outcome."
        )
    if not chosen.groups or not set(chosen.groups) <= usable - {chosen.outcome, chosen.decision}:
        errors["groups"] = Sentence("Choose at least one column with groups, other than outcome and decision.")
    elif len(chosen.groups) > MOST_GROUPS:
        errors["groups"] = Sentence("Choose at most {most} columns with groups.", {"most": MOST_GROUPS})
    return errors


def _values_page(
    version: Version, run: UUID, inventory: Inventory, chosen: Columns, plan: TestPlan | None
) -> ValuesPage:
    columns = {column.name: column for column in inventory.columns}
    groups = tuple(columns[name] for name in chosen.groups)
    outcome, decision = columns[chosen.outcome], columns[chosen.decision]
    return ValuesPage(
        version=version,
        run=run,
        title=_title(version, run),
        action=f"/workspace/versions/{version.id}/evidence/{run}/plan",
        outcome=outcome,
        decision=decision,
        groups=groups,
        rates=tuple((name, RATES[name]) for name in METRICS),
        meanings=tuple(YES_MEANS.items()),
        typed=begun(plan, groups, outcome, decision),
        chosen=plan.primary if plan else (),
    )


routes = Router("/", route_handlers=[choose_columns, store_plan])
