"""The full result of an assessment as frozen values, and its JSON: ``"format": "insyn-assessment/1"``.

Exact counts: it never leaves workspace, command line and archive. Computes nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from assessments.judgements.agreement import Agreement
from assessments.plan.plan import Against, TestPlan
from assessments.plan.score_cuts import Edge
from assessments.statistics.counts import Tally
from assessments.statistics.disparities import RuleOutcome, Spread
from assessments.statistics.score_comparisons import ScoreComparison
from assessments.statistics.verdict import Because, Judgement, Verdict

FORMAT = "insyn-assessment/1"
Attributes = tuple[tuple[str, str | None], ...]  # (attribute, value); None is missing; empty is everybody


@dataclass(frozen=True, slots=True)
class Data:
    """What was tested: the SHA-256 of the file as it was handed in, and how many rows it had.

    ``hidden`` rows of aggregated counts came without a count, for it was kept secret: their cases are in no figure.
    """

    sha256: str
    rows: int
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class RateFigure:
    """A rate with its 95 % interval. No value, but a reason, where the denominator is 0.

    ``numerator`` and ``denominator`` count cases. With sampling weights the value is weighted, and ``effective`` is
    the number of cases that its interval counts on; so it is where persons are in several cases, and then at least
    ``people`` persons stand behind the rarer side of the rate. ``lowest`` and ``highest`` are what it could be,
    whatever the outcomes that are not known.
    """

    metric: str
    value: float | None
    numerator: int
    denominator: int
    low: float | None
    high: float | None
    reason: str | None = None
    effective: float | None = None
    people: float | None = None
    lowest: float | None = None
    highest: float | None = None

    def to_dict(self) -> dict[str, Any]:
        written = {name: getattr(self, name) for name in ("value", "numerator", "denominator", "low", "high")}
        return written | _there(self, "reason", "effective", "people", "lowest", "highest")

    @classmethod
    def from_dict(cls, metric: str, written: Mapping[str, Any]) -> "RateFigure":
        return cls(metric=metric, **written)


@dataclass(frozen=True, slots=True)
class GroupResult:
    """``people`` is there where persons are in several cases: at least so many are in the group."""

    attributes: Attributes
    tally: Tally
    figures: tuple[RateFigure, ...]
    people: float | None = None

    def figure(self, metric: str) -> RateFigure:
        return next(figure for figure in self.figures if figure.metric == metric)

    def to_dict(self) -> dict[str, Any]:
        tally = self.tally
        return {
            "attributes": dict(self.attributes),
            "n": tally.n,
            "counts": {"tp": tally.tp, "fp": tally.fp, "tn": tally.tn, "fn": tally.fn},
            "decisions": {"yes": tally.selected, "no": tally.passed_over},
            "missing": {"outcome": tally.outcome_missing, "decision": tally.decision_missing},
            "metrics": {figure.metric: figure.to_dict() for figure in self.figures},
        } | _there(self, "people")

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "GroupResult":
        tally = Tally(
            n=written["n"],
            selected=written["decisions"]["yes"],
            passed_over=written["decisions"]["no"],
            outcome_missing=written["missing"]["outcome"],
            decision_missing=written["missing"]["decision"],
            **written["counts"],
        )
        figures = tuple(RateFigure.from_dict(metric, figure) for metric, figure in written["metrics"].items())
        attributes = tuple(written["attributes"].items())
        return cls(attributes=attributes, tally=tally, figures=figures, people=written.get("people"))


@dataclass(frozen=True, slots=True)
class Measured:
    """A difference or a ratio with its 95 % interval; without ends, but a reason, where an interval says nothing."""

    value: float
    low: float | None
    high: float | None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"value": self.value, "low": self.low, "high": self.high} | _there(self, "reason")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One rate of a group against another's. Without difference where one of the two rates does not exist.

    ``against`` says who the others are: the reference group, the rest, or the whole; only the first is named in
    ``reference``. Of pairs of the same case ``joint`` says in how many both are counted, only the group's, only the
    other's, and neither. ``given`` is the factor held equal, if any. ``bounds`` are the smallest and largest difference
    there could be, if all whose group is unknown belonged where that makes most of it.
    """

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
    against: Against = "reference"
    given: str | None = None
    bounds: tuple[float, float] | None = None
    joint: tuple[int, int, int, int] | None = None

    @property
    def verdict(self) -> Verdict:
        return self.judgement.verdict

    def to_dict(self) -> dict[str, Any]:
        because = self.judgement.because
        return {
            "group": {"attributes": dict(self.group)},
            "against": self.against,
            "reference": {"attributes": dict(self.reference)},
            "metric": self.metric,
            "primary": self.primary,
            "difference": None if self.difference is None else self.difference.to_dict(),
            "ratio": None if self.ratio is None else self.ratio.to_dict(),
            "p_value": self.p_value,
            "p_adjusted": self.p_adjusted,
            "verdict": self.verdict.value,
            "because": None if because is None else because.value,
            "minimum_detectable_difference": self.minimum_detectable_difference,
        } | _there(self, "given", "bounds", "joint")

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "Comparison":
        values, because = dict(written), written["because"]
        values["judgement"] = Judgement(Verdict(values.pop("verdict")), None if because is None else Because(because))
        del values["because"]
        for side in ("group", "reference"):
            values[side] = tuple(values[side]["attributes"].items())
        for name in ("difference", "ratio"):
            values[name] = None if values[name] is None else Measured(**values[name])
        return cls(**values | {name: tuple(values[name]) for name in ("bounds", "joint") if name in values})


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

    def and_of(self, *others: "CheckedBy") -> "CheckedBy":
        """One opinion on several results of the same cases."""
        every = (self, *others)
        return replace(
            self,
            agrees=all(opinion.agrees for opinion in every),
            checked=sum(opinion.checked for opinion in every),
            sampled=any(opinion.sampled for opinion in every),
            disagreements=tuple(text for opinion in every for text in opinion.disagreements),
        )

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "CheckedBy":
        return cls(**{**written, "disagreements": tuple(written["disagreements"])})


@dataclass(frozen=True, slots=True)
class ClassResult:
    """One of several classes against all others: how often it is given, found and right. Compared as exploring."""

    name: str
    overall: GroupResult
    groups: tuple[GroupResult, ...]
    comparisons: tuple[Comparison, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "overall": self.overall.to_dict(),
            "groups": [group.to_dict() for group in self.groups],
            "comparisons": [comparison.to_dict() for comparison in self.comparisons],
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "ClassResult":
        return cls(
            name=written["name"],
            overall=GroupResult.from_dict(written["overall"]),
            groups=tuple(GroupResult.from_dict(group) for group in written["groups"]),
            comparisons=tuple(Comparison.from_dict(comparison) for comparison in written["comparisons"]),
        )


@dataclass(frozen=True, slots=True)
class Result:
    """``groups`` and ``comparisons`` are of single attributes, as the plan asks.

    ``intersections`` are groups of two and three attributes crossed; ``further`` compares them, and single groups in
    the other ways there are. Neither is published unless the plan says so. ``left_out`` names the attributes whose
    crossing made too many groups. ``metrics`` are no simple rates; ``classes`` are there where there are several;
    ``spreads`` and ``rules_of_thumb`` tell of the widest gaps, and are no verdicts. ``salt`` is chance in the
    register: the published hash of a result must not let anybody try counts until the hash fits.
    """

    data: Data
    plan: TestPlan
    overall: GroupResult
    groups: tuple[GroupResult, ...]  # single attributes in the plan's order, values by name, missing last
    comparisons: tuple[Comparison, ...]
    checked_by: CheckedBy | None = None
    intersections: tuple[GroupResult, ...] = ()
    further: tuple[Comparison, ...] = ()
    left_out: tuple[tuple[str, ...], ...] = ()
    other_metrics: ScoreComparison | None = None
    classes: tuple[ClassResult, ...] = ()
    spreads: tuple[Spread, ...] = ()
    rules_of_thumb: tuple[RuleOutcome, ...] = ()
    salt: str = ""
    edge: Edge | None = None  # where places by score end, and who is on the edge
    other_tests: int = 0  # tests of other thresholds that decide together with these
    thresholds: tuple["Result", ...] = ()  # the same cases by each other threshold of the plan
    opposite_tie: "Result | None" = None  # the same cases with those on the edge decided the other way
    agreement: Agreement | None = None  # of those who judged the answers

    def to_dict(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "data": asdict(self.data),
            "plan": {**self.plan.to_dict(), "hash": self.plan.hash},
            "overall": self.overall.to_dict(),
            "groups": [group.to_dict() for group in self.groups],
            "comparisons": [comparison.to_dict() for comparison in self.comparisons],
            "intersections": [group.to_dict() for group in self.intersections],
            "further": [comparison.to_dict() for comparison in self.further],
            "left_out": [list(attributes) for attributes in self.left_out],
            "checked_by": None if self.checked_by is None else self.checked_by.to_dict(),
            "other_metrics": None if self.other_metrics is None else self.other_metrics.to_dict(),
            "classes": [class_result.to_dict() for class_result in self.classes],
            "spreads": [spread.to_dict() for spread in self.spreads],
            "rules_of_thumb": [rule.to_dict() for rule in self.rules_of_thumb],
            "salt": self.salt,
            **({"edge": self.edge.to_dict()} if self.edge else {}),
            **({"other_tests": self.other_tests} if self.other_tests else {}),
            **({"thresholds": [other.to_dict() for other in self.thresholds]} if self.thresholds else {}),
            **({"opposite_tie": self.opposite_tie.to_dict()} if self.opposite_tie else {}),
            **({"agreement": self.agreement.to_dict()} if self.agreement else {}),
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "Result":
        if written.get("format") != FORMAT:
            raise ValueError(f"not a result of the format {FORMAT}")
        checked = written["checked_by"]
        return cls(
            data=Data(**written["data"]),
            plan=TestPlan.from_dict(written["plan"]),
            overall=GroupResult.from_dict(written["overall"]),
            groups=tuple(GroupResult.from_dict(group) for group in written["groups"]),
            comparisons=tuple(Comparison.from_dict(comparison) for comparison in written["comparisons"]),
            checked_by=None if checked is None else CheckedBy.from_dict(checked),
            intersections=tuple(GroupResult.from_dict(group) for group in written["intersections"]),
            further=tuple(Comparison.from_dict(comparison) for comparison in written["further"]),
            left_out=tuple(tuple(attributes) for attributes in written["left_out"]),
            other_metrics=None
            if written["other_metrics"] is None
            else ScoreComparison.from_dict(written["other_metrics"]),
            classes=tuple(ClassResult.from_dict(class_result) for class_result in written["classes"]),
            spreads=tuple(Spread.from_dict(spread) for spread in written["spreads"]),
            rules_of_thumb=tuple(RuleOutcome.from_dict(rule) for rule in written["rules_of_thumb"]),
            salt=written["salt"],
            edge=Edge.from_dict(written["edge"]) if "edge" in written else None,
            other_tests=written.get("other_tests", 0),
            thresholds=tuple(cls.from_dict(other) for other in written.get("thresholds", ())),
            opposite_tie=cls.from_dict(written["opposite_tie"]) if "opposite_tie" in written else None,
            agreement=Agreement.from_dict(written["agreement"]) if "agreement" in written else None,
        )

    def canonical_json(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()


def _there(value: object, *names: str) -> dict[str, Any]:
    """The fields that say something; what is not there is not written."""
    return {name: field_value for name in names if (field_value := getattr(value, name)) is not None}
