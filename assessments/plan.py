"""The test plan: what will be compared, with which margin, decided before anybody looks at the result.

Also what is wrong with a plan for a given inventory, and how a short plan is completed. Not responsible for counting.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Literal

from assessments.complaints import quoted
from assessments.inventory import MAX_LEVELS, Column, Inventory
from assessments.metrics import METRICS
from assessments.sentence import Sentence

YesMeans = Literal["burden", "help"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a group (or, without a value, an attribute) is called on a page. Best a plural noun: "kvinnor", "women"."""

    attribute: str
    value: str | None
    sv: str
    en: str


def called(labels: Iterable[Label], attribute: str, value: str | None, language: str) -> str | None:
    """What these labels call a group or (without a value) an attribute; None where they have no name for it."""
    for label in labels:
        if (label.attribute, label.value) == (attribute, value):
            return label.sv if language == "sv" else label.en
    return None


@dataclass(frozen=True, slots=True)
class TestPlan:
    """Columns, the values that mean yes and no, groups with their reference, and the margin that counts as important.

    Labels are presentation: they are stored with the plan but are no part of its hash.
    """

    __test__: ClassVar[bool] = False  # not a test class, whatever pytest thinks of its name

    outcome: str
    decision: str
    groups: tuple[str, ...]
    outcome_yes: tuple[str, ...] = ()
    outcome_no: tuple[str, ...] = ()
    decision_yes: tuple[str, ...] = ()
    decision_no: tuple[str, ...] = ()
    reference: tuple[tuple[str, str], ...] = ()  # (attribute, value)
    yes_means: YesMeans | None = None
    primary: tuple[str, ...] = ()  # names of rates; none means all
    reason: str = ""  # why these rates
    margin: str = "0.05"
    labels: tuple[Label, ...] = ()

    def reference_of(self, attribute: str) -> str | None:
        return dict(self.reference).get(attribute)

    @property
    def primary_metrics(self) -> tuple[str, ...]:
        return tuple(name for name in METRICS if name in self.primary) or tuple(METRICS)

    @property
    def margin_share(self) -> Decimal:
        """The margin as a share, 0.05 for 5 of 100. ValueError for what ``complaints`` would have refused."""
        if (margin := _decimal(self.margin)) is None:
            raise ValueError(f"{self.margin} is not a margin")
        return margin

    def to_dict(self) -> dict[str, Any]:
        labels = [{"attribute": x.attribute, "value": x.value, "sv": x.sv, "en": x.en} for x in self.labels]
        return {**self._rules(), "labels": labels}

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "TestPlan":
        lists = {name: tuple(written.get(name, ())) for name in (*_VALUE_LISTS, "groups", "primary")}
        return cls(
            outcome=written["outcome"],
            decision=written["decision"],
            reference=tuple((attribute, value) for attribute, value in written.get("reference", {}).items()),
            yes_means=written.get("yes_means"),
            reason=written.get("reason", ""),
            margin=written.get("margin", "0.05"),
            labels=tuple(Label(x["attribute"], x["value"], x["sv"], x["en"]) for x in written.get("labels", ())),
            **lists,
        )

    def canonical_json(self) -> str:
        """The same bytes for the same rules, whatever the order in which values were named; without labels."""
        return json.dumps(self._rules(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()

    def _rules(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "decision": self.decision,
            **{name: sorted(set(getattr(self, name))) for name in _VALUE_LISTS},
            "groups": list(self.groups),
            "reference": dict(sorted(self.reference)),
            "yes_means": self.yes_means,
            "primary": sorted(set(self.primary)),
            "reason": self.reason,
            "margin": _plain(self.margin),
        }


_VALUE_LISTS = ("outcome_yes", "outcome_no", "decision_yes", "decision_no")


def complete(plan: TestPlan, inventory: Inventory) -> TestPlan:
    """The plan with what it leaves open filled in and named.

    0/1 and true/false need no mapping; where only the yes values are given, every other non-empty value means no;
    without a reference, an attribute's largest group is it (the first by name where two are equally large).
    """
    outcome_yes, outcome_no = _mapping(inventory.column(plan.outcome), plan.outcome_yes, plan.outcome_no)
    decision_yes, decision_no = _mapping(inventory.column(plan.decision), plan.decision_yes, plan.decision_no)
    missing = [attribute for attribute in plan.groups if plan.reference_of(attribute) is None]
    largest = ((attribute, _largest(inventory.column(attribute))) for attribute in missing)
    found = tuple((attribute, value) for attribute, value in largest if value is not None)
    return replace(
        plan,
        outcome_yes=tuple(sorted(outcome_yes)),
        outcome_no=tuple(sorted(outcome_no)),
        decision_yes=tuple(sorted(decision_yes)),
        decision_no=tuple(sorted(decision_no)),
        reference=tuple(sorted((*plan.reference, *found))),
    )


def _mapping(
    column: Column | None, yes: tuple[str, ...], no: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if column is None or no or not column.levels:
        return yes, no
    if yes:
        return yes, tuple(value for value in column.levels if value not in yes)
    for says_yes, says_no in (("1", "0"), ("true", "false")):
        if {value.casefold() for value in column.levels} <= {says_yes, says_no}:
            return tuple(_said(column, says_yes)), tuple(_said(column, says_no))
    return yes, no


def _said(column: Column, word: str) -> Iterable[str]:
    return (value for value in column.levels if value.casefold() == word)


def _largest(column: Column | None) -> str | None:
    if column is None or not column.values:
        return None
    return min(column.values, key=lambda pair: (-pair[1], pair[0]))[0]


def complaints(plan: TestPlan, inventory: Inventory) -> tuple[Sentence, ...]:
    """Everything that keeps a completed plan from being computed on this file; empty when it can be."""
    found = list(_about_columns(plan, inventory))
    if not found:
        found += _about_mapping(inventory, plan.outcome, plan.outcome_yes, plan.outcome_no)
        found += _about_mapping(inventory, plan.decision, plan.decision_yes, plan.decision_no)
        found += _about_groups(plan, inventory)
    return (*found, *_about_rules(plan))


def _about_columns(plan: TestPlan, inventory: Inventory) -> Iterable[Sentence]:
    for name in dict.fromkeys((plan.outcome, plan.decision, *plan.groups)):
        if inventory.column(name) is None:
            yield Sentence(
                "There is no column “{column}” in the file. It has these columns: {columns}.",
                {"column": name, "columns": quoted(inventory.names, most=50)},
            )
    if plan.outcome == plan.decision:
        yield Sentence(
            "Column “{column}” cannot be both the true outcome and the decision. Choose two columns.",
            {"column": plan.outcome},
        )
    if not plan.groups:
        yield Sentence("Choose at least one column with groups to compare.")
    for name in plan.groups:
        if name in (plan.outcome, plan.decision):
            yield Sentence(
                "Column “{column}” cannot be a group as well as the outcome or the decision.", {"column": name}
            )
    if len(set(plan.groups)) < len(plan.groups):
        yield Sentence("The same column is chosen as a group twice. Name it once.")


def _about_mapping(inventory: Inventory, name: str, yes: tuple[str, ...], no: tuple[str, ...]) -> Iterable[Sentence]:
    column = inventory.column(name)
    if column is None or column.has_too_many_values:
        yield _too_many_values(name)
        return
    unmapped = tuple(value for value in column.levels if value not in yes and value not in no)
    if unmapped:
        yield Sentence(
            "Column “{column}” has values that nobody has said mean yes or no: {values}. Say which mean yes and which "
            "mean no.",
            {"column": name, "values": quoted(unmapped, most=50)},
        )
    if both := tuple(value for value in yes if value in no):
        yield Sentence(
            "In column “{column}” these values are said to mean both yes and no: {values}.",
            {"column": name, "values": quoted(both)},
        )
    unknown = tuple(v for v in (*yes, *no) if v not in column.levels and v.casefold() not in _PLAIN_WORDS)
    if unknown:
        yield Sentence(
            "Column “{column}” does not have the values {values}. It has {there_are}.",
            {"column": name, "values": quoted(unknown), "there_are": quoted(column.levels, most=50)},
        )


_PLAIN_WORDS = ("0", "1", "true", "false")


def _about_groups(plan: TestPlan, inventory: Inventory) -> Iterable[Sentence]:
    for name in plan.groups:
        column = inventory.column(name)
        if column is None or column.has_too_many_values:
            yield _too_many_values(name)
        elif not column.values:
            yield Sentence("Column “{column}” is empty in every row. Choose another group.", {"column": name})
    for attribute, value in plan.reference:
        column = inventory.column(attribute)
        if attribute not in plan.groups or column is None:
            yield Sentence(
                "“{column}” is given a group to compare with, but is not among the groups.", {"column": attribute}
            )
        elif not column.has_too_many_values and value not in column.levels:
            yield Sentence(
                "Column “{column}” has no group “{value}” to compare with. It has {there_are}.",
                {"column": attribute, "value": value, "there_are": quoted(column.levels, most=50)},
            )
    if len(dict(plan.reference)) < len(plan.reference):
        yield Sentence("A column is given two groups to compare with. Name one.")


def _too_many_values(name: str) -> Sentence:
    return Sentence(
        "Column “{column}” has more than {most} different values. Merge them into fewer, for example ages into age "
        "bands, or choose another column.",
        {"column": name, "most": MAX_LEVELS},
    )


def _about_rules(plan: TestPlan) -> Iterable[Sentence]:
    margin = _decimal(plan.margin)
    if margin is None or not 0 < margin <= Decimal("0.5"):
        yield Sentence(
            "The margin “{margin}” must be a number above 0 and at most 0.5; 0.05 means 5 of 100.",
            {"margin": plan.margin},
        )
    if unknown := tuple(name for name in plan.primary if name not in METRICS):
        yield Sentence(
            "There is no rate called {names}. There are {there_are}.",
            {"names": quoted(unknown), "there_are": quoted(tuple(METRICS))},
        )
    if plan.yes_means not in (None, "burden", "help"):
        yield Sentence("Say whether a yes burdens or helps the person, or leave it open.")


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _plain(text: str) -> str:
    number = _decimal(text)
    return text if number is None else f"{number.normalize():f}"
