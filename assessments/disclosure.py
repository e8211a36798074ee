"""What may leave the house: the public result, made from the full one by the first disclosure rule.

Whole numbers per 100, sizes rounded to 10, nothing from fewer than 10. Everything public is said from this alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from assessments.plan import Label, YesMeans
from assessments.result import Comparison, Figure, GroupResult, Result
from assessments.verdict import Because, Verdict

FEWEST = 10  # people: a size or a denominator below this is not shown, nor anything made from it
TOO_FEW = "too_few"
UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A rate of a group, of 100; ``hidden`` says why there is none: ``too_few`` or ``undefined``."""

    metric: str
    per_100: int | None
    low: int | None
    high: int | None
    hidden: str | None = None


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """``size`` is rounded to 10, None where the group is too small. ``attribute`` is None for everybody."""

    attribute: str | None
    value: str | None  # None is "group unknown"
    size: int | None
    is_reference: bool
    figures: tuple[PublicFigure, ...]

    def figure(self, metric: str) -> PublicFigure:
        return next(figure for figure in self.figures if figure.metric == metric)


@dataclass(frozen=True, slots=True)
class PublicComparison:
    """A group beside the reference, of 100. ``difference`` is the group's rate minus the reference's, rounded last.

    ``smallest_visible`` is the smallest rise that would probably have been found. A hidden comparison has no figures,
    and its verdict is *not enough data*, whatever the full result says.
    """

    attribute: str
    value: str
    reference: str
    metric: str
    primary: bool
    verdict: Verdict
    because: Because | None
    difference: int | None
    low: int | None
    high: int | None
    smallest_visible: int | None
    hidden: str | None = None


@dataclass(frozen=True, slots=True)
class PublicResult:
    """Only what passed the rule, and the hash of the full result it was made from."""

    size: int | None
    margin: str  # of 100, "5" or "2.5"
    yes_means: YesMeans | None
    primary: tuple[str, ...]
    attributes: tuple[str, ...]
    overall: PublicGroup
    groups: tuple[PublicGroup, ...]
    comparisons: tuple[PublicComparison, ...]
    full_result_sha256: str
    checked_with: Mapping[str, str] = field(default_factory=dict)  # library → version
    labels: tuple[Label, ...] = ()

    @property
    def shows_difference(self) -> bool:
        """Whether a primary comparison is a *difference* that may be shown."""
        return any(c.primary and c.verdict is Verdict.DIFFERENCE for c in self.comparisons)

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
            labels=tuple(Label(x["attribute"], x["value"], x["sv"], x["en"]) for x in written["labels"]),
        )


def publish(result: Result, labels: Iterable[Label] | None = None) -> PublicResult:
    """The public result. ``labels`` replace those of the plan."""
    plan, checked = result.plan, result.checked_by
    metrics = plan.shown_metrics
    groups = tuple(_group(group, plan.reference_of(group.attributes[0][0]), metrics) for group in result.groups)
    shown = {(group.attribute, group.value): group for group in groups}
    return PublicResult(
        size=_size(result.overall.tally.n),
        margin=f"{(plan.margin_share * 100).normalize():f}",
        yes_means=plan.yes_means,
        primary=plan.primary_metrics,
        attributes=plan.groups,
        overall=_group(result.overall, None, metrics),
        groups=groups,
        comparisons=tuple(_comparison(one, shown) for one in result.comparisons if one.metric in metrics),
        full_result_sha256=result.hash,
        checked_with={} if checked is None else {"fairlearn": checked.fairlearn, "scikit-learn": checked.scikit_learn},
        labels=plan.labels if labels is None else tuple(labels),
    )


def of_100(share: float | Fraction) -> int:
    """A share as a whole number of 100, halves away from zero."""
    exact = abs(share) if isinstance(share, Fraction) else Fraction(Decimal(repr(abs(share))))
    hundredths = int(exact * 100 + Fraction(1, 2))
    return -hundredths if share < 0 else hundredths


def _size(number: int) -> int | None:
    if number < FEWEST:
        return None
    return int((Decimal(number) / 10).quantize(Decimal(1), ROUND_HALF_UP)) * 10


def _group(group: GroupResult, reference: str | None, metrics: tuple[str, ...]) -> PublicGroup:
    attribute, value = group.attributes[0] if group.attributes else (None, None)
    hides_all = group.tally.n < FEWEST
    figures = tuple(_figure(figure, hides_all=hides_all) for figure in group.figures if figure.metric in metrics)
    return PublicGroup(attribute, value, _size(group.tally.n), value is not None and value == reference, figures)


def _figure(figure: Figure, *, hides_all: bool) -> PublicFigure:
    if figure.denominator < FEWEST or hides_all or figure.low is None or figure.high is None:
        nobody = figure.denominator == 0 and not hides_all
        return PublicFigure(figure.metric, None, None, None, UNDEFINED if nobody else TOO_FEW)
    share = of_100(Fraction(figure.numerator, figure.denominator))
    return PublicFigure(figure.metric, share, of_100(figure.low), of_100(figure.high))


def _comparison(comparison: Comparison, shown: Mapping[tuple[str | None, str | None], PublicGroup]) -> PublicComparison:
    (attribute, value), (_, reference) = comparison.group[0], comparison.reference[0]
    figures = [
        shown[attribute, side].figure(comparison.metric) for side in (value, reference) if (attribute, side) in shown
    ]
    hidden = next((figure.hidden for figure in figures if figure.hidden), None)
    named = (attribute, str(value), str(reference), comparison.metric, comparison.primary)
    difference, visible = comparison.difference, comparison.minimum_detectable_difference
    if hidden or difference is None or difference.low is None or difference.high is None:
        because = Because.TOO_FEW
        return PublicComparison(*named, Verdict.NOT_ENOUGH_DATA, because, None, None, None, None, hidden or UNDEFINED)
    return PublicComparison(
        *named,
        comparison.verdict,
        comparison.judgement.because,
        of_100(difference.value),
        of_100(difference.low),
        of_100(difference.high),
        None if visible is None else of_100(visible),
    )


def _group_to_dict(group: PublicGroup) -> dict[str, Any]:
    figures = {
        f.metric: {"per_100": f.per_100, "low": f.low, "high": f.high, "hidden": f.hidden} for f in group.figures
    }
    return {
        "attribute": group.attribute,
        "value": group.value,
        "size": group.size,
        "is_reference": group.is_reference,
        "figures": figures,
    }


def _group_from_dict(written: Mapping[str, Any]) -> PublicGroup:
    figures = tuple(PublicFigure(metric, **figure) for metric, figure in written["figures"].items())
    return PublicGroup(written["attribute"], written["value"], written["size"], written["is_reference"], figures)


_COMPARISON_FIELDS = tuple(PublicComparison.__dataclass_fields__)


def _comparison_to_dict(comparison: PublicComparison) -> dict[str, Any]:
    because = comparison.because
    written = {name: getattr(comparison, name) for name in _COMPARISON_FIELDS}
    return {**written, "verdict": comparison.verdict.value, "because": None if because is None else because.value}


def _comparison_from_dict(written: Mapping[str, Any]) -> PublicComparison:
    because = written["because"]
    told = {"verdict": Verdict(written["verdict"]), "because": None if because is None else Because(because)}
    return PublicComparison(**{**written, **told})
