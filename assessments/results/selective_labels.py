"""Error rates where only those with a yes are followed up, and a random sample besides: reconstructed for everybody.

Only in a child process, for the intervals are drawn with NumPy. Where there is no sample, such rates are not known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from assessments.plan.plan import TestPlan
from assessments.results.bootstrap import generator
from assessments.statistics.counts import Counts, Tally
from assessments.statistics.estimates import Estimate
from assessments.statistics.intervals import Interval, rounded
from assessments.statistics.score_comparisons import (
    GroupMetrics,
    MetricComparison,
    ScoreComparison,
    compared,
    with_margins,
)

DRAWS = 20_000
OTHER_METRICS = (
    "selection_rate",
    "precision",
    "true_positive_rate",
    "false_positive_rate",
    "true_positive_share",
    "false_positive_share",
    "prevalence",
)


@dataclass(frozen=True, slots=True)
class _Design:
    """``population`` cases of which ``flagged`` got a yes; the sample is of everyone, or of those with a no alone."""

    population: int
    flagged: int
    of_the_rest: bool


def reconstructed(counts: Counts, plan: TestPlan) -> ScoreComparison | None:
    """For each group: selection rate, precision, true and false positive rate and share, and prevalence.

    Formula, with f cases followed up of F flagged, and s sampled of N: flagged yes and no are F·f₁/f and F·f₀/f, all
    yes and no N·s₁/s and N·s₀/s, or the flagged plus (N-F)·s₁/s and (N-F)·s₀/s where the rest was sampled. A rate is
    a quotient of these; a share is through all of the group. Interval: bootstrap of both samples by themselves, 20,000
    draws. Unit: share. None where the sample has no such case, or the quotient is above 1, which a sample too small for
    its question gives. Source: Begg & Greenes, Biometrics 39 (1983) 207-215 (verification bias); Efron & Tibshirani
    (1993), 13.3. None without an audit.
    """
    if not plan.has_audit:
        return None
    design = _Design(plan.population, plan.flagged, plan.outcome_known == "audit_of_the_rest")
    groups: list[GroupMetrics] = []
    comparisons: list[MetricComparison] = []
    for attribute in (None, *plan.groups):
        names = () if attribute is None else (attribute,)
        tallies = {key[0] if key else None: tally for key, tally in counts.marginal(names).tallies().items()}
        values = list(tallies)
        point, drawn = _drawn(list(tallies.values()), design, generator(counts, f"audit {attribute}"))
        estimates = {name: _estimates(point[name], drawn[name], tallies.values()) for name in OTHER_METRICS}
        for place, value in enumerate(values):
            metrics = {name: estimates[name][place] for name in OTHER_METRICS}
            groups.append(GroupMetrics(attribute=attribute, value=value, cases=tallies[value].known, metrics=metrics))
        if attribute is not None and plan.reference_of(attribute) in tallies:
            comparisons += _compared(attribute, values, plan, estimates, drawn)
    return ScoreComparison(
        groups=tuple(groups), comparisons=with_margins(comparisons, dict.fromkeys(OTHER_METRICS, plan.margin_share))
    )


def _drawn(tallies: list[Tally], design: _Design, chance: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The metrics of each group as they are, and of 20,000 draws."""
    flagged = np.array([[tally.tp, tally.fp] for tally in tallies])
    sample = np.array([[tally.fn, tally.tn] for tally in tallies])
    point = _metrics_of(flagged[None], sample[None], design)
    drawn = _metrics_of(_resampled(flagged, chance), _resampled(sample, chance), design)
    return {name: value[0] for name, value in point.items()}, drawn


def _resampled(cells: Any, chance: Any) -> Any:
    total = int(cells.sum())
    if total == 0:
        return np.zeros((DRAWS, *cells.shape))
    return chance.multinomial(total, cells.ravel() / total, size=DRAWS).reshape(DRAWS, *cells.shape)


def _metrics_of(flagged: Any, sample: Any, design: _Design) -> Mapping[str, Any]:
    """Draws × groups × (yes, no), scaled up to everybody; then each metric."""
    positives = _share(flagged, flagged.sum(axis=(1, 2), keepdims=True)) * design.flagged
    sampled = _share(sample, sample.sum(axis=(1, 2), keepdims=True))
    if design.of_the_rest:
        everybody = positives + sampled * (design.population - design.flagged)
    else:
        everybody = sampled * design.population
    (tp, fp), (yes, no) = np.moveaxis(positives, -1, 0), np.moveaxis(everybody, -1, 0)
    return {
        "selection_rate": _share(tp + fp, yes + no),
        "precision": _share(tp, tp + fp),
        "true_positive_rate": _share(tp, yes),
        "false_positive_rate": _share(fp, no),
        "true_positive_share": _share(tp, yes + no),
        "false_positive_share": _share(fp, yes + no),
        "prevalence": _share(yes, yes + no),
    }


def _share(part: Any, whole: Any) -> Any:
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def _estimates(values: Any, drawn: Any, tallies: Iterable[Tally]) -> list[Estimate | None]:
    return [_estimate(values[place], drawn[:, place], tally.known) for place, tally in enumerate(tallies)]


def _estimate(value: float, drawn: Any, cases: int) -> Estimate | None:
    if np.isnan(value) or value > 1:
        return None
    variance = float(np.nanvar(drawn))
    if np.isnan(drawn).mean() > 0.05:
        return Estimate(value=float(value), low=None, high=None, variance=variance, cases=cases)
    low, high = np.nanquantile(drawn, (0.025, 0.975))
    return Estimate(
        value=float(value),
        low=rounded(float(low)),
        high=rounded(float(min(high, 1.0))),
        variance=rounded(variance),
        cases=cases,
    )


def _compared(
    attribute: str,
    values: list[str | None],
    plan: TestPlan,
    estimates: Mapping[str, list[Estimate | None]],
    drawn: Mapping[str, Any],
) -> Iterable[MetricComparison]:
    """Group minus reference from the same draws, for the groups share the two samples."""
    reference = str(plan.reference_of(attribute))
    base = values.index(reference)
    for place, value in enumerate(values):
        for name in OTHER_METRICS:
            own, other = estimates[name][place], estimates[name][base]
            if value in (None, reference) or own is None or other is None or own.low is None or other.low is None:
                continue
            gaps = drawn[name][:, place] - drawn[name][:, base]
            low, high = np.nanquantile(gaps, (0.025, 0.975))
            ends = Interval(rounded(float(low)), rounded(float(high)))
            named = attribute, str(value), reference, name
            yield from compared(named, own.value - other.value, rounded(float(np.nanvar(gaps))), ends)
