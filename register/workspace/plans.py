"""The test plan as two short forms: which columns, then what their values mean. Nothing is counted before that."""

from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
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
from assessments.plan import Label, TestPlan, complaints, complete
from assessments.runs import RunStateError
from assessments.sentence import Sentence
from register.inputs import ActorInput, Form, FormInput, NowInput
from register.pages import PageResponse, page
from register.words import RATES, YES_MEANS

MOST_GROUPS = 6


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the first form asks for."""

    outcome: str
    decision: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The first form: outcome, decision and groups are chosen among the columns."""

    version: Version
    run: UUID
    title: str
    inventory: Inventory
    usable: tuple[Column, ...]
    chosen: _Columns
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
    chosen = _Columns(asked.get("outcome", ""), asked.get("decision", ""), tuple(asked.getall("groups", [])))
    if "outcome" not in asked:
        begun = _Columns(plan.outcome, plan.decision, plan.groups) if plan else chosen
        return page("workspace/plan_columns.html", _columns_page(version, run, inventory, begun))
    if errors := _wrong_columns(inventory, chosen):
        again = _columns_page(version, run, inventory, chosen, errors)
        return page("workspace/plan_columns.html", again, status=422)
    return page("workspace/plan_values.html", _values_page(version, run, inventory, chosen, plan))


@post("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/plan", access=Permission.WRITE)
async def store_plan(
    version_id: FromPath[UUID], run: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    version, inventory = await _open(version_id, run, actor)
    chosen = _Columns(form.text("outcome"), form.text("decision"), form.all("groups"))
    if _wrong_columns(inventory, chosen):
        return Redirect(f"/workspace/versions/{version_id}/evidence/{run}/plan", status_code=303)
    plan = complete(_read(form, inventory, chosen), inventory)
    errors = complaints(plan, inventory) or await _refusal(
        evidence_commands.store_plan(version_id, run, plan, by=actor, at=now)
    )
    if not errors:
        return Redirect(f"/workspace/versions/{version_id}/evidence/{run}", status_code=303)
    shown = replace(
        _values_page(version, run, inventory, chosen, None),
        typed={name: form.text(name) for name in form},
        chosen=form.all("primary"),
        errors={str(place or ""): sentence for place, sentence in enumerate(errors)},
    )
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
    chosen: _Columns,
    errors: Mapping[str, Sentence] | None = None,
) -> ColumnsPage:
    return ColumnsPage(version, run, _title(version, run), inventory, _usable(inventory), chosen, errors or {})


def _wrong_columns(inventory: Inventory, chosen: _Columns) -> dict[str, Sentence]:
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
    version: Version, run: UUID, inventory: Inventory, chosen: _Columns, plan: TestPlan | None
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
        typed=_begun(plan, groups, outcome, decision),
        chosen=plan.primary if plan else (),
    )


def _begun(plan: TestPlan | None, groups: tuple[Column, ...], outcome: Column, decision: Column) -> dict[str, str]:
    """What the second form holds at first: an earlier plan, else what needs no choice, and the largest groups."""
    first = TestPlan(outcome.name, decision.name, tuple(column.name for column in groups))
    columns = (outcome, decision, *groups)
    known = Inventory(0, "", "", "", columns)
    kept = (
        plan
        if plan and (plan.outcome, plan.decision, plan.groups) == (first.outcome, first.decision, first.groups)
        else first
    )
    filled = complete(kept, known)
    typed = {"margin": _of_100(filled.margin), "yes_means": filled.yes_means or "", "reason": filled.reason}
    for part, column in (("outcome", outcome), ("decision", decision)):
        for n, value in enumerate(column.levels):
            yes, no = getattr(filled, f"{part}_yes"), getattr(filled, f"{part}_no")
            typed[f"{part}-{n}"] = "yes" if value in yes else "no" if value in no else ""
    for g, column in enumerate(groups):
        reference = filled.reference_of(column.name)
        typed[f"reference-{g}"] = str(column.levels.index(reference)) if reference in column.levels else ""
    return typed | dict(_labels_typed(filled, groups))


def _labels_typed(plan: TestPlan, groups: tuple[Column, ...]) -> Iterable[tuple[str, str]]:
    known = {(label.attribute, label.value): label for label in plan.labels}
    for g, column in enumerate(groups):
        for n, value in enumerate((None, *column.levels)):
            if label := known.get((column.name, value)):
                yield f"label-{g}-{n}-sv", label.sv
                yield f"label-{g}-{n}-en", label.en


def _read(form: Form, inventory: Inventory, chosen: _Columns) -> TestPlan:
    outcome, decision, groups = chosen.outcome, chosen.decision, chosen.groups
    columns = [column for name in groups for column in [inventory.column(name)] if column is not None]
    return TestPlan(
        outcome=outcome,
        decision=decision,
        groups=groups,
        outcome_yes=_mapped(form, "outcome", inventory.column(outcome), "yes"),
        outcome_no=_mapped(form, "outcome", inventory.column(outcome), "no"),
        decision_yes=_mapped(form, "decision", inventory.column(decision), "yes"),
        decision_no=_mapped(form, "decision", inventory.column(decision), "no"),
        reference=tuple(_references(form, columns)),
        yes_means={"burden": "burden", "help": "help"}.get(form.text("yes_means")),  # type: ignore[arg-type]  # one of two
        primary=tuple(name for name in METRICS if name in form.all("primary")),
        reason=form.text("reason"),
        margin=_share(form.text("margin")),
        labels=tuple(_labels(form, columns)),
    )


def _mapped(form: Form, part: str, column: Column | None, meaning: str) -> tuple[str, ...]:
    levels = column.levels if column else ()
    return tuple(value for n, value in enumerate(levels) if form.text(f"{part}-{n}") == meaning)


def _references(form: Form, columns: Iterable[Column]) -> Iterable[tuple[str, str]]:
    for g, column in enumerate(columns):
        place = form.text(f"reference-{g}")
        if place.isdecimal() and int(place) < len(column.levels):
            yield column.name, column.levels[int(place)]


def _labels(form: Form, columns: Iterable[Column]) -> Iterable[Label]:
    for g, column in enumerate(columns):
        for n, value in enumerate((None, *column.levels)):
            swedish, english = form.text(f"label-{g}-{n}-sv"), form.text(f"label-{g}-{n}-en")
            if swedish or english:
                yield Label(column.name, value, swedish or english, english or swedish)


def _share(of_100: str) -> str:
    """``5`` of 100 as ``0.05``; what is no number is left for the plan's own complaint."""
    try:
        return format((Decimal(of_100.replace(",", ".")) / 100).normalize(), "f")
    except InvalidOperation:
        return of_100


def _of_100(share: str) -> str:
    return format((Decimal(share) * 100).normalize(), "f")


routes = Router("/", route_handlers=[choose_columns, store_plan])
