"""From counts and a plan to the result: every rate with its interval, every comparison with its verdict.

Pure arithmetic in a fixed order: the same counts and plan give the same bytes. Knows no files and no words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from assessments.counts import Counts, Groups, Tally
from assessments.intervals import (
    holm,
    minimum_detectable_difference,
    newcombe,
    ratio_is_printable,
    score_test,
    walter_ratio,
    wilson,
)
from assessments.metrics import METRICS, Metric
from assessments.plan import TestPlan
from assessments.result import Comparison, Data, Figure, GroupResult, Measured, Result
from assessments.verdict import UNDEFINED, Judgement, judge

Pair = tuple[str, str, str]  # family of rates, attribute, value: one test


@dataclass(frozen=True, slots=True)
class _Pair:
    """One rate of one group beside the same rate of the reference group of its attribute."""

    attribute: str
    value: str
    reference: str
    metric: Metric
    group: tuple[int, int]
    other: tuple[int, int]

    @property
    def is_defined(self) -> bool:
        return self.group[1] > 0 and self.other[1] > 0

    @property
    def key(self) -> Pair:
        return self.metric.family, self.attribute, self.value


def assess(counts: Counts, plan: TestPlan, *, data: Data) -> Result:
    """The full result, not yet checked by anybody else. The plan must be complete (``plan.complete``)."""
    tallies = {attribute: counts.marginal((attribute,)).tallies() for attribute in plan.groups}
    groups = tuple(
        _group(tally, ((attribute, values[0]),))
        for attribute in plan.groups
        for values, tally in tallies[attribute].items()
    )
    pairs = [pair for attribute in plan.groups for pair in _pairs(attribute, tallies[attribute], plan)]
    overall = _group(counts.marginal(()).tallies().get((), Tally()), ())
    return Result(data, plan, overall, groups, tuple(_compared(pairs, plan)))


def _group(tally: Tally, attributes: tuple[tuple[str, str | None], ...]) -> GroupResult:
    return GroupResult(attributes, tally, tuple(figure(metric, tally) for metric in METRICS.values()))


def figure(metric: Metric, tally: Tally) -> Figure:
    """One rate with its Wilson interval; without a value, and with a reason, where its denominator is 0."""
    numerator, denominator = metric.share(tally)
    if denominator == 0:
        return Figure(metric.name, None, numerator, denominator, None, None, metric.when_undefined)
    interval = wilson(numerator, denominator)
    return Figure(metric.name, numerator / denominator, numerator, denominator, interval.low, interval.high)


def _pairs(attribute: str, tallies: Mapping[Groups, Tally], plan: TestPlan) -> Iterable[_Pair]:
    """Each known group beside the reference. Unknown membership is no group of people, and is compared with nobody."""
    reference = plan.reference_of(attribute)
    if reference is None:
        return
    other = tallies.get((reference,), Tally())
    for (value,), tally in tallies.items():
        if value is None or value == reference:
            continue
        for metric in METRICS.values():
            yield _Pair(attribute, value, reference, metric, metric.share(tally), metric.share(other))


def _compared(pairs: list[_Pair], plan: TestPlan) -> Iterable[Comparison]:
    """Adjusts the primary pairs as one family; the others, which only explore, as part of everything shown."""
    p_values = {pair.key: score_test(*pair.group, *pair.other) for pair in pairs if pair.is_defined}
    primary = {METRICS[name].family for name in plan.primary_metrics}
    among_primary = _adjusted({key: p for key, p in p_values.items() if key[0] in primary})
    among_all = _adjusted(p_values)
    for pair in pairs:
        is_primary = pair.metric.family in primary
        adjusted = (among_primary if is_primary else among_all).get(pair.key)
        comparison = Comparison(
            group=((pair.attribute, pair.value),),
            reference=((pair.attribute, pair.reference),),
            metric=pair.metric.name,
            primary=is_primary,
            judgement=UNDEFINED,
        )
        if adjusted is None:
            yield comparison
        else:
            yield _measured(comparison, pair, p_values[pair.key], adjusted, plan.margin_share)


def _adjusted(p_values: Mapping[Pair, float]) -> dict[Pair, float]:
    return dict(zip(p_values, holm(list(p_values.values())), strict=True))


def _measured(comparison: Comparison, pair: _Pair, p_value: float, p_adjusted: float, margin: Decimal) -> Comparison:
    (k1, n1), (k2, n2) = pair.group, pair.other
    interval = newcombe(k1, n1, k2, n2)
    judgement: Judgement = judge(Fraction(k1, n1) - Fraction(k2, n2), interval, p_adjusted, margin)
    return replace(
        comparison,
        difference=Measured(k1 / n1 - k2 / n2, interval.low, interval.high),
        ratio=_ratio(k1, n1, k2, n2),
        p_value=p_value,
        p_adjusted=p_adjusted,
        judgement=judgement,
        minimum_detectable_difference=minimum_detectable_difference(k2 / n2, n1, n2),
    )


def _ratio(k1: int, n1: int, k2: int, n2: int) -> Measured | None:
    """The ratio of the rates; without interval ends where the numbers are too small, None where the reference is 0."""
    if k2 == 0:
        return None
    value = (k1 / n1) / (k2 / n2)
    if not ratio_is_printable(k1, n1, k2, n2):
        return Measured(value, None, None, reason="expected_numerator_below_5")
    interval = walter_ratio(k1, n1, k2, n2)
    return Measured(value, interval.low, interval.high)
