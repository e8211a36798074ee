"""What the two forms of a test plan hold, and how a plan is read from them. What may be wrong with it: its rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assessments.inventory import Column, Inventory
from assessments.metrics import METRICS
from assessments.plan import Label, TestPlan
from assessments.planning import complete
from register.inputs import Form


@dataclass(frozen=True, slots=True)
class Columns:
    """What the first form asks for."""

    outcome: str
    decision: str
    groups: tuple[str, ...]


def begun(plan: TestPlan | None, groups: tuple[Column, ...], outcome: Column, decision: Column) -> dict[str, str]:
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


def read(form: Form, inventory: Inventory, chosen: Columns) -> TestPlan:
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
