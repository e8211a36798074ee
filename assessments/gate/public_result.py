"""What may leave the house: the public result as a value, and the city's rules for it. All public words are said of it.

Decides nothing: ``publishing`` makes it from the full result, and the gate lets it pass.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assessments.gate.rounding import PEOPLE, Fineness
from assessments.judgements.public_agreement import PublicAgreement
from assessments.plan.names.finding_words import USUAL_WORDS, FindingWords, proposed_names
from assessments.plan.plan import Against, Label, OutcomeKnown, Repeated, YesMeans
from assessments.statistics.margin import Margin, printed_margin
from assessments.statistics.verdict import Because, Verdict

TOO_FEW = "too_few"
OTHERS = "…"  # the value of the group that several rare ones are merged into
BOUND_STEP = 5  # of 100: how coarsely it is printed what the unknown could make of a rate, and of how many it is known
CROSS = " × "  # between the names of attributes that are crossed, and between their values


@dataclass(frozen=True, slots=True)
class Policy:
    """The city's rules: nothing is shown that rests on fewer people than ``threshold``; sizes are rounded, from 1,000
    people on to twice ``size_step``.

    ValueError for a threshold below 5 or a rounding of less than 50.
    """

    threshold: int = 10
    size_step: int = 50

    def __post_init__(self) -> None:
        if self.threshold < 5 or self.size_step < 50:
            raise ValueError("a threshold is at least 5, and sizes are rounded to 50 at least")

    @property
    def fewest(self) -> int:
        """The size of a smaller group is not printed: it would be rounded to nobody."""
        return max(self.threshold, self.size_step // 2)

    @property
    def people(self) -> int:
        """How many people more or less need not have changed a figure."""
        return max(PEOPLE, self.threshold)


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A rate of a group, of 100; ``hidden`` is ``too_few`` where there is none.

    It is rounded to one of so many ``steps`` from none to all, because at least ``least`` and fewer than ``beyond``
    cases are behind it (``rounding``). ``of`` is 100, or for a rare rate of a large group 1,000 or 10,000, and then the
    figures of 100 have decimals.

    A rate that does not exist is hidden alike: to say that nobody was in that situation is to say it of everybody.
    ``weighted`` where cases count differently, by sampling weights that readers do not know; ``repeated`` where the
    same person is in several cases, so that the interval tells of persons and the rate of cases. ``lowest`` and
    ``highest`` are what it could be, whatever the outcomes that are not known: rounded outwards to ``BOUND_STEP``.
    """

    metric: str
    per_100: float | None
    low: float | None
    high: float | None
    hidden: str | None = None
    weighted: bool = False
    steps: int = 100
    repeated: bool = False
    lowest: int | None = None
    highest: int | None = None
    least: int = 0
    beyond: int = 0

    @property
    def fine(self) -> Fineness:
        return Fineness(self.steps, self.least, self.beyond)

    @property
    def is_other(self) -> bool:
        """Whether the cases it may count on are fewer than those it is of."""
        return self.weighted or self.repeated

    @property
    def of(self) -> int:
        """Of how many people it is."""
        return self.fine.of


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """``size`` is rounded, None where the group is too small. ``attribute`` is None for everybody.

    ``merged`` are the values of groups that were too small and stand here as one; ``crossed`` the attributes and values
    of a group that is a crossing of two. ``stands_from`` is the day from which its figures stand, because fewer than
    ten people have changed since, and ``stands_in`` the hash of the full result that they are of.
    """

    attribute: str | None
    value: str | None  # None is "group unknown"
    size: int | None
    is_reference: bool
    figures: tuple[PublicFigure, ...]
    merged: tuple[str, ...] = ()
    crossed: tuple[tuple[str, str], ...] = ()
    stands_from: str = ""
    stands_in: str = ""

    def figure(self, metric: str) -> PublicFigure:
        return next(figure for figure in self.figures if figure.metric == metric)


@dataclass(frozen=True, slots=True)
class PublicComparison:
    """A group compared with others, of 100, worked out from the printed figures of the two: it gives nothing more away.

    ``reference`` names the group they are; it is empty against the rest and the whole.

    ``smallest_visible`` is the smallest gap that would probably have been found. A hidden comparison has no figures,
    and its verdict is *not enough data*, whatever the full result says. ``of`` as in ``PublicFigure``; ``step`` is how
    coarsely the two rates together are rounded, of 100, and ``other`` the rate that the group's is compared with.
    """

    attribute: str
    value: str
    reference: str
    metric: str
    primary: bool
    verdict: Verdict
    because: Because | None
    difference: float | None
    low: float | None
    high: float | None
    smallest_visible: float | None
    hidden: str | None = None
    against: Against = "reference"
    of: int = 100
    step: float = 0.0
    other: float | None = None


@dataclass(frozen=True, slots=True)
class PublicSpread:
    """The widest gap among the printed rates of an attribute, of 100, and what a fair system would show on average.

    Worked out from what is printed, as anybody could: it gives nothing away.
    """

    attribute: str
    metric: str
    gap: float
    by_chance: float
    of: int = 100


@dataclass(frozen=True, slots=True)
class PublicRule:
    """What a rule of thumb says of the printed rates, and for how many of 100 fair systems it would go off."""

    preset: str
    attribute: str
    metric: str
    tripped: tuple[str, ...]
    by_chance: int


@dataclass(frozen=True, slots=True)
class PublicMetric:
    """A figure that is no simple rate: of 100, or in a unit of its own. ``hidden`` and without figures for few people.

    ``verdict`` is on the group compared with the reference, and ``because`` its reason; none where it is not compared.
    """

    name: str
    attribute: str | None
    value: str | None
    is_reference: bool
    figure: float | None = None
    low: float | None = None
    high: float | None = None
    hidden: str | None = None
    verdict: Verdict | None = None
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Of the places by score: whether the last ones were shared by more than fitted, and about how many these were.

    ``about`` is rounded to 50, and to 100 from 1,000 on; 0 is fewer than 50. ``changes_verdict`` says whether a printed
    verdict is another with the tie decided the other way: it follows from what is printed of both.
    """

    is_there: bool
    about: int = 0
    taken_in: bool = False
    changes_verdict: bool = False


@dataclass(frozen=True, slots=True)
class PublicResult:
    """Only what passed the gate, the rules it passed by, and the hash of the full result it was made from.

    ``has_missing`` says whether outcomes or decisions are missing in the data, ``has_hidden`` whether rows of counts
    came without theirs.
    """

    size: int | None
    margin: str  # of 100, "5" or "2.5"; or a ratio, "0.8-1.25"
    yes_means: YesMeans | None
    primary: tuple[str, ...]
    attributes: tuple[str, ...]
    overall: PublicGroup
    groups: tuple[PublicGroup, ...]
    comparisons: tuple[PublicComparison, ...]
    full_result_sha256: str
    checked_with: Mapping[str, str] = field(default_factory=dict)  # library → version
    labels: tuple[Label, ...] = ()
    policy: Policy = Policy()
    has_missing: bool = False
    has_hidden: bool = False
    spreads: tuple[PublicSpread, ...] = ()
    rules: tuple[PublicRule, ...] = ()
    other_metrics: tuple[PublicMetric, ...] = ()
    period: str = ""  # first and last month of the data, "2025-01/2025-12"
    plan_sha256: str = ""  # the same plan on other periods has the same
    outcome_known: OutcomeKnown | None = None  # of whom, as the plan says it; None without a true outcome
    known_with_yes: int | None = None  # about how many of 100 with a yes have a known outcome; None for few people
    known_with_no: int | None = None
    family: int = 1  # how many tests are adjusted together
    repeated: Repeated = "unknown"  # whether the same person can be in several cases; "yes": it is taken into account
    tie: Tie | None = None  # of the last places by score; None where a threshold decides
    threshold: str = ""  # from which score on it means yes, where several thresholds are laid side by side
    thresholds: tuple["PublicResult", ...] = ()  # the same cases by each other threshold that may be printed
    opposite_tie: "PublicResult | None" = None  # with the tie decided the other way, where that may be printed
    agreement: PublicAgreement | None = None  # of those who judged, where answers were judged
    words: FindingWords = USUAL_WORDS  # of the citation that shows it: kept and sealed there, and not written here

    def cited_with(self, words: FindingWords) -> "PublicResult":
        """The same, called as the citation calls it."""
        groups = [(group.attribute, group.value) for group in self.groups if not group.crossed]
        named = words.over((*proposed_names(groups), *self.labels))
        return replace(self, words=words, labels=named)

    @property
    def judged_by(self) -> Margin:
        return printed_margin(self.margin)

    @property
    def pairs(self) -> tuple[str, ...]:
        """Names of attributes crossed two and two, where the plan asks for them."""
        return tuple(dict.fromkeys(str(group.attribute) for group in self.groups if group.crossed))

    @property
    def shows_difference(self) -> bool:
        """Whether what decides is a *difference* that may be shown."""
        return Verdict.DIFFERENCE in self.deciding_verdicts

    @property
    def deciding_verdicts(self) -> tuple[Verdict | None, ...]:
        """Of rates that decide, and of other metrics where they do. None where a comparison may not be shown."""
        compared = (metric for metric in self.other_metrics if metric.value is not None and not metric.is_reference)
        return (
            *(comparison.verdict for comparison in self.comparisons if comparison.primary),
            *(metric.verdict for metric in compared if self.other_metrics_decide),
        )

    @property
    def other_metrics_decide(self) -> bool:
        """Where error rates are worked out from an audit, or no rate was chosen to decide."""
        return not self.primary or any(metric.name == "true_positive_share" for metric in self.other_metrics)

    def groups_of(self, attribute: str) -> tuple[PublicGroup, ...]:
        return tuple(group for group in self.groups if group.attribute == attribute)

    def group(self, attribute: str, value: str | None) -> PublicGroup:
        return next(group for group in self.groups_of(attribute) if group.value == value)

    def to_dict(self) -> dict[str, Any]:
        return {
            "format": "insyn-public-assessment/1",
            "size": self.size,
            "margin_per_100": self.margin,
            "yes_means": self.yes_means,
            "primary": list(self.primary),
            "attributes": list(self.attributes),
            "overall": _group_to_dict(self.overall),
            "groups": [_group_to_dict(group) for group in self.groups],
            "comparisons": [_comparison_to_dict(comparison) for comparison in self.comparisons],
            "full_result_sha256": self.full_result_sha256,
            "checked_with": dict(self.checked_with),
            "labels": [{"attribute": x.attribute, "value": x.value, "sv": x.sv, "en": x.en} for x in self.labels],
            "policy": asdict(self.policy),
            "has_missing": self.has_missing,
            "has_hidden": self.has_hidden,
            "spreads": [asdict(spread) for spread in self.spreads],
            "rules": [asdict(rule) for rule in self.rules],
            "other_metrics": [asdict(metric) for metric in self.other_metrics],
            "period": self.period,
            "plan_sha256": self.plan_sha256,
            "outcome_known": self.outcome_known,
            "known_with_yes": self.known_with_yes,
            "known_with_no": self.known_with_no,
            "family": self.family,
            "repeated": self.repeated,
            **({"tie": asdict(self.tie)} if self.tie else {}),
            **({"threshold": self.threshold} if self.threshold else {}),
            **({"thresholds": [other.to_dict() for other in self.thresholds]} if self.thresholds else {}),
            **({"opposite_tie": self.opposite_tie.to_dict()} if self.opposite_tie else {}),
            **({"agreement": asdict(self.agreement)} if self.agreement else {}),
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "PublicResult":
        return cls(
            size=written["size"],
            margin=written["margin_per_100"],
            yes_means=written["yes_means"],
            primary=tuple(written["primary"]),
            attributes=tuple(written["attributes"]),
            overall=_group_from_dict(written["overall"]),
            groups=tuple(_group_from_dict(group) for group in written["groups"]),
            comparisons=tuple(_comparison_from_dict(comparison) for comparison in written["comparisons"]),
            full_result_sha256=written["full_result_sha256"],
            checked_with=written["checked_with"],
            labels=tuple(
                Label(attribute=x["attribute"], value=x["value"], sv=x["sv"], en=x["en"]) for x in written["labels"]
            ),
            policy=Policy(**written["policy"]),
            has_missing=written["has_missing"],
            has_hidden=written["has_hidden"],
            spreads=tuple(PublicSpread(**spread) for spread in written["spreads"]),
            rules=tuple(PublicRule(**{**rule, "tripped": tuple(rule["tripped"])}) for rule in written["rules"]),
            other_metrics=tuple(_metric_from_dict(metric) for metric in written["other_metrics"]),
            period=written["period"],
            plan_sha256=written["plan_sha256"],
            outcome_known=written.get("outcome_known"),
            known_with_yes=written.get("known_with_yes"),
            known_with_no=written.get("known_with_no"),
            family=written["family"],
            repeated=written["repeated"],
            tie=Tie(**written["tie"]) if "tie" in written else None,
            threshold=written.get("threshold", ""),
            thresholds=tuple(cls.from_dict(other) for other in written.get("thresholds", ())),
            opposite_tie=cls.from_dict(written["opposite_tie"]) if "opposite_tie" in written else None,
            agreement=PublicAgreement(**written["agreement"]) if "agreement" in written else None,
        )


def _group_to_dict(group: PublicGroup) -> dict[str, Any]:
    figures = {f.metric: {name: getattr(f, name) for name in _FIGURE_FIELDS} for f in group.figures}
    return {
        "attribute": group.attribute,
        "value": group.value,
        "size": group.size,
        "is_reference": group.is_reference,
        "figures": figures,
        "merged": list(group.merged),
        "crossed": [list(pair) for pair in group.crossed],
        "stands_from": group.stands_from,
        "stands_in": group.stands_in,
    }


def _group_from_dict(written: Mapping[str, Any]) -> PublicGroup:
    figures = tuple(PublicFigure(metric=metric, **figure) for metric, figure in written["figures"].items())
    return PublicGroup(
        attribute=written["attribute"],
        value=written["value"],
        size=written["size"],
        is_reference=written["is_reference"],
        figures=figures,
        merged=tuple(written["merged"]),
        crossed=tuple((attribute, value) for attribute, value in written["crossed"]),
        stands_from=written["stands_from"],
        stands_in=written["stands_in"],
    )


_FIGURE_FIELDS = tuple(name for name in PublicFigure.__dataclass_fields__ if name != "metric")
_COMPARISON_FIELDS = tuple(PublicComparison.__dataclass_fields__)


def _comparison_to_dict(comparison: PublicComparison) -> dict[str, Any]:
    because = comparison.because
    written = {name: getattr(comparison, name) for name in _COMPARISON_FIELDS}
    return {**written, "verdict": comparison.verdict.value, "because": None if because is None else because.value}


def _metric_from_dict(written: Mapping[str, Any]) -> PublicMetric:
    kinds = {"verdict": Verdict, "because": Because}
    return PublicMetric(**{**written, **{key: kind(written[key]) for key, kind in kinds.items() if written[key]}})


def _comparison_from_dict(written: Mapping[str, Any]) -> PublicComparison:
    because = written["because"]
    parsed = {"verdict": Verdict(written["verdict"]), "because": None if because is None else Because(because)}
    return PublicComparison(**{**written, **parsed})
