"""The full result of an assessment as frozen values, and its JSON: ``"format": "insyn-assessment/1"``.

Exact counts: it never leaves workspace, command line and archive. Computes nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from assessments.counts import Tally
from assessments.plan import TestPlan
from assessments.verdict import Because, Judgement, Verdict

FORMAT = "insyn-assessment/1"
Attributes = tuple[tuple[str, str | None], ...]  # (attribute, value); None is missing; empty is everybody


@dataclass(frozen=True, slots=True)
class Data:
    """What was tested: the SHA-256 of the file as it was handed in, and how many rows it had."""

    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate with its 95 % interval. No value, but a reason, where the denominator is 0."""

    metric: str
    value: float | None
    numerator: int
    denominator: int
    low: float | None
    high: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class GroupResult:
    attributes: Attributes
    tally: Tally
    figures: tuple[Figure, ...]

    def figure(self, metric: str) -> Figure:
        return next(figure for figure in self.figures if figure.metric == metric)


@dataclass(frozen=True, slots=True)
class Measured:
    """A difference or a ratio with its 95 % interval; without ends, but a reason, where an interval says nothing."""

    value: float
    low: float | None
    high: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One rate of a group against the reference. Without difference where one of the two rates does not exist."""

    group: Attributes
    reference: Attributes
    metric: str
    primary: bool
    judgement: Judgement
    difference: Measured | None = None
    ratio: Measured | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    minimum_detectable_difference: float | None = None

    @property
    def verdict(self) -> Verdict:
        return self.judgement.verdict


@dataclass(frozen=True, slots=True)
class CheckedBy:
    """The second opinion: which libraries recomputed how many figures, and whether every one was the same."""

    fairlearn: str
    scikit_learn: str
    agrees: bool
    checked: int
    sampled: bool = False  # intersections were too many to check all of them
    disagreements: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        written = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**written, "disagreements": list(self.disagreements)}

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "CheckedBy":
        return cls(**{**written, "disagreements": tuple(written["disagreements"])})


@dataclass(frozen=True, slots=True)
class Result:
    data: Data
    plan: TestPlan
    overall: GroupResult
    groups: tuple[GroupResult, ...]  # single attributes in the plan's order, values by name, missing last
    comparisons: tuple[Comparison, ...]
    checked_by: CheckedBy | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "data": {"sha256": self.data.sha256, "rows": self.data.rows},
            "plan": {**self.plan.to_dict(), "hash": self.plan.hash},
            "overall": _group_to_dict(self.overall),
            "groups": [_group_to_dict(group) for group in self.groups],
            "comparisons": [_comparison_to_dict(comparison) for comparison in self.comparisons],
            "checked_by": None if self.checked_by is None else self.checked_by.to_dict(),
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "Result":
        if written.get("format") != FORMAT:
            raise ValueError(f"not a result of the format {FORMAT}")
        checked = written["checked_by"]
        return cls(
            Data(written["data"]["sha256"], written["data"]["rows"]),
            TestPlan.from_dict(written["plan"]),
            _group_from_dict(written["overall"]),
            tuple(_group_from_dict(group) for group in written["groups"]),
            tuple(_comparison_from_dict(comparison) for comparison in written["comparisons"]),
            None if checked is None else CheckedBy.from_dict(checked),
        )

    def canonical_json(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()


def _group_to_dict(group: GroupResult) -> dict[str, Any]:
    tally = group.tally
    return {
        "attributes": dict(group.attributes),
        "n": tally.n,
        "counts": {"tp": tally.tp, "fp": tally.fp, "tn": tally.tn, "fn": tally.fn},
        "decisions": {"yes": tally.selected, "no": tally.passed_over},
        "missing": {"outcome": tally.outcome_missing, "decision": tally.decision_missing},
        "metrics": {figure.metric: _figure_to_dict(figure) for figure in group.figures},
    }


def _group_from_dict(written: Mapping[str, Any]) -> GroupResult:
    tally = Tally(
        n=written["n"],
        selected=written["decisions"]["yes"],
        passed_over=written["decisions"]["no"],
        outcome_missing=written["missing"]["outcome"],
        decision_missing=written["missing"]["decision"],
        **written["counts"],
    )
    figures = tuple(
        Figure(name, f["value"], f["numerator"], f["denominator"], f["low"], f["high"], f.get("reason"))
        for name, f in written["metrics"].items()
    )
    return GroupResult(tuple(written["attributes"].items()), tally, figures)


def _figure_to_dict(figure: Figure) -> dict[str, Any]:
    written = {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "low": figure.low,
        "high": figure.high,
    }
    return written if figure.reason is None else {**written, "reason": figure.reason}


def _comparison_to_dict(comparison: Comparison) -> dict[str, Any]:
    because = comparison.judgement.because
    return {
        "group": {"attributes": dict(comparison.group)},
        "reference": {"attributes": dict(comparison.reference)},
        "metric": comparison.metric,
        "primary": comparison.primary,
        "difference": _measured_to_dict(comparison.difference),
        "ratio": _measured_to_dict(comparison.ratio),
        "p_value": comparison.p_value,
        "p_adjusted": comparison.p_adjusted,
        "verdict": comparison.verdict.value,
        "because": None if because is None else because.value,
        "minimum_detectable_difference": comparison.minimum_detectable_difference,
    }


def _comparison_from_dict(written: Mapping[str, Any]) -> Comparison:
    because = written["because"]
    return Comparison(
        group=tuple(written["group"]["attributes"].items()),
        reference=tuple(written["reference"]["attributes"].items()),
        metric=written["metric"],
        primary=written["primary"],
        judgement=Judgement(Verdict(written["verdict"]), None if because is None else Because(because)),
        difference=_measured_from_dict(written["difference"]),
        ratio=_measured_from_dict(written["ratio"]),
        p_value=written["p_value"],
        p_adjusted=written["p_adjusted"],
        minimum_detectable_difference=written["minimum_detectable_difference"],
    )


def _measured_to_dict(measured: Measured | None) -> dict[str, Any] | None:
    if measured is None:
        return None
    written = {"value": measured.value, "low": measured.low, "high": measured.high}
    return written if measured.reason is None else {**written, "reason": measured.reason}


def _measured_from_dict(written: Mapping[str, Any] | None) -> Measured | None:
    return (
        None if written is None else Measured(written["value"], written["low"], written["high"], written.get("reason"))
    )
