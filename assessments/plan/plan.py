"""The test plan: what will be compared, with which margin, decided before anybody looks at the result.

A value with its JSON and hash. What is wrong with a plan for a given file, and how a short one is completed: planning.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Literal

from assessments.judgements.agreement import Scale
from assessments.judgements.patterns import AgreedBy, JudgementColumns
from assessments.statistics.margin import USUAL, Margin, margin_of
from assessments.statistics.metrics import KNOWN_ONLY_WHERE_YES, METRICS, PAIRED, SHOWN, Metric

Task = Literal["decision", "score", "classes", "amounts", "ranking", "judgements"]
TASKS: tuple[Task, ...] = ("decision", "score", "classes", "amounts", "ranking", "judgements")
YES_OR_NO: tuple[Task, ...] = ("decision", "score")  # tasks that end in a yes or a no
YesMeans = Literal["burden", "help"]
Against = Literal["reference", "rest", "whole"]
AGAINST: tuple[Against, ...] = ("reference", "rest", "whole")
Repeated = Literal["no", "yes", "pairs", "unknown"]
Ties = Literal["out", "in"]
TotalsChoice = Literal["out", "in"]
Totals = Literal["", TotalsChoice]
TOTALS: tuple[Totals, ...] = ("", "out", "in")
TIES: tuple[Ties, ...] = ("out", "in")
REPEATED: tuple[Repeated, ...] = ("no", "yes", "pairs", "unknown")
OutcomeKnown = Literal["everyone", "flagged", "audit", "audit_of_the_rest", "unrelated"]
OUTCOME_KNOWN: tuple[OutcomeKnown, ...] = ("everyone", "flagged", "audit", "audit_of_the_rest", "unrelated")


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

    ``decision`` is the column with what the system said: yes or no, a score, a class, an amount, or a place in a
    ranking, as ``task`` says; or with what somebody thought of its answer, and then yes is good. Labels are
    presentation: they are stored with the plan but are no part of its hash.
    """

    __test__: ClassVar[bool] = False  # not a test class, whatever pytest thinks of its name

    outcome: str | None  # None: the true outcome is not known
    decision: str
    groups: tuple[str, ...]
    outcome_yes: tuple[str, ...] = ()
    outcome_no: tuple[str, ...] = ()
    decision_yes: tuple[str, ...] = ()
    decision_no: tuple[str, ...] = ()
    outcome_unknown: tuple[str, ...] = ()  # values that are counted as missing
    decision_unknown: tuple[str, ...] = ()
    group_unknown: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (attribute, its values that are no group)
    joined_values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()  # (attribute, (value, what it counts as))
    reference: tuple[tuple[str, str], ...] = ()  # (attribute, value)
    yes_means: YesMeans | None = None
    primary: tuple[str, ...] = ()  # names of rates; none means all
    reason: str = ""  # why these rates
    margin: str = USUAL  # a gap, "0.05" is 5 of 100; or a ratio, "0.8-1.25"
    margin_reason: str = ""  # why a margin that is more than half of a rate tells what matters all the same
    labels: tuple[Label, ...] = ()
    against: Against = "reference"  # with whom each group is compared
    stratum: str | None = None  # a column with a legitimate factor that is held equal in further comparisons
    task: Task = "decision"
    threshold: str = ""  # of a score: at or above it means yes
    other_thresholds: tuple[str, ...] = ()  # of a score: what would it be with these? Judged as one family
    first: int = 0  # of a score, instead of a threshold: so many with the highest get a yes
    ties: Ties = "out"  # where the last of them share a score with others: all of these, or none, get a yes
    decimals: int = 3  # of a score or an amount that are kept; a score is compared with the threshold before rounding
    top: int = 0  # of a ranking: how many places count as being first
    tolerance: str = ""  # of an amount: an error beyond it counts as wrong
    bands: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (column of numbers, lowest number of each band)
    count: str | None = None  # a column that says how many cases a row stands for
    weight: str | None = None  # a column with sampling weights
    key: str | None = None  # a column that finds each case's groups in a second file
    joined_columns: tuple[str, ...] = ()  # those of the groups that stand in the second file
    outcome_known: OutcomeKnown = "everyone"  # flagged: only where it is yes; audit: and of a sample
    population: int = 0  # with an audit: how many cases there were in all
    flagged: int = 0  # with an audit: how many of them got a yes
    period: str = ""  # first and last month of the data, "2025-01/2025-12"; no part of the hash either
    repeated: Repeated = "unknown"  # whether the same person can be in several rows; pairs: a case once for each group
    person: str | None = None  # the column that shows it: a made-up number, never stored
    pairs: bool = False  # whether attributes crossed two and two are published as well
    presets: tuple[str, ...] = ()  # rules of thumb shown with the intervals, never instead of them
    sheet: str = ""  # of a workbook with several tables
    encoding: str = ""  # of a CSV, where a person has chosen how its letters are read; no part of the hash
    totals: Totals = ""  # whether rows that look as if they summed up others are left out; no part of the hash
    left_out: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (column, its values that tell such rows of this file)
    answer: str | None = None  # of judgements in rows of their own: the column that tells which answer was judged
    rater: str | None = None  # and by whom: made-up letters, never stored
    more_judgements: tuple[str, ...] = ()  # of judgements side by side: a column for each further person who judged
    scale: Scale = "nominal"  # whether the values of judgements are names, in an order, or numbers
    scale_order: tuple[str, ...] = ()  # from the lowest up, where the values are no numbers
    agreed_by: AgreedBy = "majority"  # how several judgements of an answer become one
    sensitive: tuple[str, ...] = ()  # columns that the law protects more; no figure depends on it

    def __post_init__(self) -> None:
        """In a notebook lists and dictionaries are as good as tuples, and one name as good as a list of one."""
        for name in (*_VALUE_LISTS, *_UNKNOWN_LISTS, *_NAME_LISTS, *_NAME_SETS, "sensitive", "other_thresholds"):
            value = getattr(self, name)
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value))
        for name in ("reference", "bands", "group_unknown", "joined_values", "left_out"):
            object.__setattr__(self, name, _pairs(getattr(self, name)))
        object.__setattr__(self, "joined_values", tuple((name, _pairs(values)) for name, values in self.joined_values))

    def reference_of(self, attribute: str) -> str | None:
        return dict(self.reference).get(attribute)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every rate that can be computed: without outcome only what needs none.

        Where the outcome is known only of those with a yes, a false positive rate of 100 % would be the share of
        nobody knows whom: it is not computed. An audit sample is not everybody either; what it tells: metrics.audit.
        """
        return tuple(name for name, metric in METRICS.items() if self._can_compute(metric))

    @property
    def is_paired(self) -> bool:
        """Whether each case was tried once for each group, with only the group changed."""
        return self.repeated == "pairs"

    def _can_compute(self, metric: Metric) -> bool:
        if self.is_paired and metric.name not in PAIRED:
            return False
        if metric.task is not None or not self.is_yes_or_no:
            return metric.task == self.task
        if not metric.needs_outcome:
            return not self.has_audit
        if self.outcome_known in ("everyone", "unrelated"):
            return self.outcome is not None
        return metric.name in KNOWN_ONLY_WHERE_YES

    @property
    def is_yes_or_no(self) -> bool:
        return self.task in YES_OR_NO

    @property
    def has_audit(self) -> bool:
        """Whether the cases are those with a yes, and a random sample that was checked as well."""
        return self.outcome_known in ("audit", "audit_of_the_rest")

    @property
    def primary_metrics(self) -> tuple[str, ...]:
        """The rates that decide, in their fixed order: those named, else the usual ones."""
        return tuple(name for name in self.metrics if name in (self.primary or SHOWN))

    @property
    def shown_metrics(self) -> tuple[str, ...]:
        """The rates that are published: those that decide, and the usual ones as well."""
        return tuple(name for name in self.metrics if name in self.primary or name in SHOWN)

    @property
    def counted(self) -> tuple[str, ...]:
        """The columns that cases are counted by: the groups, and the factor that is held equal."""
        return self.groups if self.stratum is None else (*self.groups, self.stratum)

    @property
    def replaced_values(self) -> dict[str, dict[str, str | None]]:
        """By column what its values count as, where that is another value, or none at all because it is not known."""
        replaced: dict[str, dict[str, str | None]] = {name: {} for name in self.counted}
        for name, joined in self.joined_values:
            replaced.setdefault(name, {}).update(joined)
        for name, values in self.group_unknown:
            replaced.setdefault(name, {}).update(dict.fromkeys(values))
        for column, unknown in ((self.outcome, self.outcome_unknown), (self.decision, self.decision_unknown)):
            if column is not None and self.judged is None:
                replaced.setdefault(column, {}).update(dict.fromkeys(unknown))
        return {column: values for column, values in replaced.items() if values}

    @property
    def thresholds(self) -> tuple[str, ...]:
        """Every threshold of the score that is tried, from low to high, where there are several; else none."""
        if self.task != "score" or not self.other_thresholds:
            return ()
        plain = {plain_number(text) for text in (self.threshold, *self.other_thresholds)}
        return tuple(sorted(plain, key=lambda text: decimal_of(text) or Decimal()))

    def at_threshold(self, threshold: str) -> "TestPlan":
        """The same plan as if another of its thresholds were the one that is used."""
        others = tuple(text for text in self.thresholds if text != threshold)
        return replace(self, threshold=threshold, other_thresholds=others)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the plan uses, each once."""
        used = [self.outcome, self.decision, *self.counted, self.count, self.weight, self.key, self.person]
        used += [*self.more_judgements, self.answer, self.rater] if self.judged else []
        return tuple(dict.fromkeys(name for name in used if name is not None))

    @property
    def judged_by(self) -> Margin:
        """The margin as a value. ValueError for what ``complaints`` would have refused."""
        if (margin := margin_of(self.margin)) is None:
            raise ValueError(f"{self.margin} is not a margin")
        return margin

    @property
    def margin_share(self) -> Decimal:
        """The margin as a share, 0.05 for 5 of 100. Of what has no ratio, a plan with a ratio margin asks the usual."""
        share = self.judged_by.share
        return Decimal(USUAL) if share is None else share

    def to_dict(self) -> dict[str, Any]:
        labels = [{"attribute": x.attribute, "value": x.value, "sv": x.sv, "en": x.en} for x in self.labels]
        left_out = {column: sorted(set(values)) for column, values in sorted(self.left_out)}
        of_rows = {
            name: value
            for name, value in (("encoding", self.encoding), ("totals", self.totals), ("left_out", left_out))
            if value
        }
        return {**self._rules(), "labels": labels, "period": self.period, **of_rows}

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "TestPlan":
        lists: dict[str, Any] = {
            name: tuple(written.get(name, ()))
            for name in (*_VALUE_LISTS, *_UNKNOWN_LISTS, *_NAME_LISTS, *_NAME_SETS, "sensitive", "other_thresholds")
        }
        return cls(
            **{name: written[name] for name in (*_PLAIN, *_OPTIONAL, *_USUAL) if name in written},
            reference=tuple((attribute, value) for attribute, value in written.get("reference", {}).items()),
            bands=tuple((column, tuple(limits)) for column, limits in written.get("bands", {}).items()),
            group_unknown=tuple((column, tuple(values)) for column, values in written.get("group_unknown", {}).items()),
            joined_values=written.get("joined_values", {}),
            period=written.get("period", ""),
            sheet=written.get("sheet", ""),
            encoding=written.get("encoding", ""),
            totals=written.get("totals", ""),
            left_out=tuple((column, tuple(values)) for column, values in written.get("left_out", {}).items()),
            labels=tuple(
                Label(attribute=x["attribute"], value=x["value"], sv=x["sv"], en=x["en"])
                for x in written.get("labels", ())
            ),
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
            **{name: getattr(self, name) for name in _PLAIN},
            **{name: sorted(set(getattr(self, name))) for name in (*_VALUE_LISTS, *_NAME_SETS)},
            **{name: plain_number(getattr(self, name)) for name in ("threshold", "tolerance")},
            "margin": plain_margin(self.margin),
            "groups": list(self.groups),
            "reference": dict(sorted(self.reference)),
            "bands": {column: list(limits) for column, limits in sorted(self.bands)},
            **({"sensitive": sorted(set(self.sensitive))} if self.sensitive else {}),  # earlier plans keep their hash
            **({"sheet": self.sheet} if self.sheet else {}),
            **({"other_thresholds": self._other_thresholds} if self.other_thresholds else {}),
            **{name: value for name in _OPTIONAL if (value := getattr(self, name))},
            **{name: value for name, usual in _USUAL.items() if (value := getattr(self, name)) != usual},
            **{name: list(value) for name in _ORDERED if (value := getattr(self, name))},
            **{name: value for name, value in self._meanings().items() if value},
        }

    @property
    def judged(self) -> JudgementColumns | None:
        """Where judgements stand; None for another task."""
        if self.task != "judgements":
            return None
        return JudgementColumns((self.decision, *self.more_judgements), self.answer, self.rater)

    @property
    def _other_thresholds(self) -> list[str]:
        return sorted({plain_number(text) for text in self.other_thresholds})

    def _meanings(self) -> dict[str, Any]:
        """What is said of values beyond yes and no."""
        return {
            **{name: sorted(set(getattr(self, name))) for name in _UNKNOWN_LISTS},
            "group_unknown": {column: sorted(set(values)) for column, values in sorted(self.group_unknown)},
            "joined_values": {column: dict(sorted(values)) for column, values in sorted(self.joined_values)},
        }


_OPTIONAL = ("margin_reason", "person", "first", "answer", "rater")
_USUAL = {"repeated": "unknown", "ties": "out", "scale": "nominal", "agreed_by": "majority"}
_ORDERED = ("more_judgements", "scale_order")
_NAME_LISTS = ("groups", *_ORDERED)


def _pairs(value: Any) -> tuple[Any, ...]:
    return tuple(value.items() if isinstance(value, Mapping) else value)


_NAME_SETS = ("primary", "presets", "joined_columns")
_VALUE_LISTS = ("outcome_yes", "outcome_no", "decision_yes", "decision_no")
_UNKNOWN_LISTS = ("outcome_unknown", "decision_unknown")
_PLAIN = (
    "task",
    "outcome",
    "decision",
    "threshold",
    "decimals",
    "top",
    "tolerance",
    "count",
    "weight",
    "key",
    "stratum",
    "against",
    "yes_means",
    "reason",
    "margin",
    "outcome_known",
    "population",
    "flagged",
    "pairs",
)


MOST_DIGITS = 30  # before and behind the decimal point: 1e999999999 would take a thousand million letters


def decimal_of(text: str) -> Decimal | None:
    """The number that a person wrote, with a decimal point or comma, 84 % as 0.84; None where it is none."""
    try:
        number = Decimal(text.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        return None
    return number / 100 if text.strip().endswith("%") else number


def plain_number(text: str) -> str:
    """The same number always written alike: 0,050 is 0.05. What is no number stays as it is."""
    number = decimal_of(text)
    return text if number is None else f"{number.normalize():f}"


def plain_margin(text: str) -> str:
    """The same margin always written alike. What is none stays as it is."""
    margin = margin_of(text)
    return text if margin is None else margin.text
