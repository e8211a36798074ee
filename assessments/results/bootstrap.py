"""The widest gap among groups and rules of thumb, compared with what chance alone makes of them. By seeded draws.

Only in a child process, for it needs NumPy. The seed is the hash of the counts, so that a second run says the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from assessments.plan.plan import TestPlan
from assessments.results.result import Result
from assessments.statistics.counts import Counts, Groups
from assessments.statistics.disparities import PRESETS, Preset, RuleOutcome, Spread, ratios
from assessments.statistics.intervals import rounded
from assessments.statistics.metrics import PARTS, parts_of, rate_weights
from assessments.statistics.significance import LEVEL

DRAWS = 2_000
_ODDS = ("true_positive_rate", "false_positive_rate")
EQUALIZED_ODDS = "equalized_odds"
_NORMAL = 20.0  # cases of standard deviation


@dataclass(frozen=True, slots=True)
class _Set:
    """The known groups of one attribute, or of several crossed. ``cells`` has a row for each and a column per part."""

    attributes: tuple[str, ...]
    groups: tuple[Groups, ...]
    cells: Any


def generator(counts: Counts, purpose: str) -> Any:
    """Draws that are the same for the same counts."""
    return seeded(counts.hash, purpose)


def seeded(sha256: str, purpose: str) -> Any:
    return np.random.Generator(np.random.PCG64([int(sha256[:16], 16), *purpose.encode()]))


def spreads(counts: Counts, result: Result) -> tuple[Spread, ...]:
    """For single attributes and crossings, of each rate shown, and of equalized odds where both its rates are there.

    Formula of the interval: the largest lower and the largest upper end of Newcombe's interval over all pairs of
    groups, each at the level .05 divided by how many pairs there are (Bonferroni), from 0 up: it holds the true widest
    gap in at least 95 of 100 assessments. The percentile bootstrap, which is usual, holds a true gap of 0 in none, for
    the widest gap of a draw is never 0 (docs/statistics.md). By chance: the mean gap of 2,000 draws in which every
    group has the pooled rate.
    """
    groups = (*result.groups, *result.intersections)
    named = dict.fromkeys(tuple(name for name, _ in group.attributes) for group in groups)
    sha256 = counts.hash
    return tuple(spread for names in named for spread in _spreads(_set(counts, names), sha256, result.plan))


def _set(counts: Counts, names: tuple[str, ...]) -> _Set:
    known = {groups: tally for groups, tally in counts.marginal(names).tallies().items() if None not in groups}
    return _Set(names, tuple(known), np.array([parts_of(tally) for tally in known.values()]).reshape(-1, len(PARTS)))


def _spreads(group_set: _Set, sha256: str, plan: TestPlan) -> Iterable[Spread]:
    if len(group_set.groups) < 2:
        return
    metrics = dict.fromkeys((*plan.shown_metrics, *(_ODDS if set(_ODDS) <= set(plan.metrics) else ())))
    chance = seeded(sha256, f"spread {group_set.attributes}")
    by_metric: dict[str, tuple[Spread, Any]] = {}
    for metric in metrics:
        yes, cases = _shares(metric, group_set.cells)
        if np.count_nonzero(cases) < 2:
            continue
        rates = _rates(yes, cases)
        fair = _gaps(_fair(yes, cases, chance))
        lowest, highest = int(np.nanargmin(rates)), int(np.nanargmax(rates))
        low, high = ends_of_widest(yes, cases)
        spread = Spread(
            attributes=group_set.attributes,
            metric=metric,
            lowest=group_set.groups[lowest],
            highest=group_set.groups[highest],
            gap=float(rates[highest] - rates[lowest]),
            low=low,
            high=high,
            by_chance=rounded(float(np.nanmean(fair))),
        )
        by_metric[metric] = spread, fair
    yield from (spread for metric, (spread, _) in by_metric.items() if metric in plan.shown_metrics)
    if set(_ODDS) <= set(by_metric):
        yield _odds(group_set, *(by_metric[metric] for metric in _ODDS))


def _odds(group_set: _Set, first: tuple[Spread, Any], second: tuple[Spread, Any]) -> Spread:
    """The wider of the two gaps: of those who should get a yes, and of those who should not."""
    wider = max(first[0], second[0], key=lambda spread: spread.gap)
    ends = [ends_of_widest(*_shares(metric, group_set.cells), families=len(_ODDS)) for metric in _ODDS]
    low, high = (max(end[side] for end in ends) for side in (0, 1))
    by_chance = rounded(float(np.nanmean(np.fmax(first[1], second[1]))))
    return Spread(
        attributes=wider.attributes,
        metric=EQUALIZED_ODDS,
        lowest=wider.lowest,
        highest=wider.highest,
        gap=wider.gap,
        low=low,
        high=high,
        by_chance=by_chance,
    )


def ends_of_widest(yes: Any, cases: Any, *, families: int = 1) -> tuple[float, float]:
    """The interval of the widest gap; ``families`` is how many rates' gaps it must hold at once."""
    there = cases > 0
    rates, cases = yes[there] / cases[there], cases[there]
    pairs = families * len(rates) * (len(rates) - 1) / 2
    z = NormalDist().inv_cdf(1 - LEVEL / 2 / pairs)
    middle, half = rates + z * z / (2 * cases), z * np.sqrt(rates * (1 - rates) / cases + z * z / (4 * cases * cases))
    low, high = (middle - half) / (1 + z * z / cases), (middle + half) / (1 + z * z / cases)
    gaps = rates[:, None] - rates[None]
    lower = gaps - np.hypot((rates - low)[:, None], (high - rates)[None])
    upper = gaps + np.hypot((high - rates)[:, None], (rates - low)[None])
    np.fill_diagonal(upper, 0.0)
    return rounded(max(0.0, float(lower.max()))), rounded(min(1.0, float(upper.max())))


def _shares(metric: str, cells: Any) -> tuple[Any, Any]:
    """Numerators and denominators of a rate, for each row of cells."""
    yes, cases = (np.array(weights, dtype=np.int64) for weights in rate_weights(metric))
    return cells @ yes, cells @ cases


def _rates(yes: Any, cases: Any) -> Any:
    return np.divide(yes, cases, out=np.full(np.shape(yes), np.nan), where=cases > 0)


def _fair(yes: Any, cases: Any, chance: Any) -> Any:
    """Rates of a system that treats everybody alike, with groups as large as these.

    Of groups so large that nobody can tell the two apart, by the normal curve: ten times as fast.
    """
    rate = yes.sum() / cases.sum()
    spread = np.sqrt(cases * rate * (1 - rate))
    large = spread > _NORMAL
    curve = spread[large] * chance.standard_normal((DRAWS, large.sum()), dtype=np.float32)
    curve += cases[large] * rate
    np.rint(curve, out=curve)
    if large.all():
        return np.divide(curve, cases, out=curve)
    drawn = np.empty((DRAWS, len(cases)))
    drawn[:, large] = curve
    drawn[:, ~large] = chance.binomial(cases[~large], rate, size=(DRAWS, (~large).sum()))
    return _rates(drawn, cases)


def gap_by_chance(yes: Any, cases: Any, chance: Any) -> float:
    """The mean widest gap of 2,000 systems that treat everybody alike."""
    return float(np.nanmean(_gaps(_fair(yes, cases, chance))))


def _gaps(rates: Any) -> Any:
    return np.fmax.reduce(rates, axis=-1) - np.fmin.reduce(rates, axis=-1)


@dataclass(frozen=True, slots=True)
class ThresholdQuery:
    """One rule of thumb on one rate of the groups of one attribute."""

    preset: Preset
    attribute: str
    metric: str
    reference: str | None


def threshold_queries(plan: TestPlan) -> Iterable[ThresholdQuery]:
    """What the presets of a plan ask of single attributes: the rates they are made for, else the primary ones."""
    for attribute in plan.groups:
        for preset in (PRESETS[name] for name in sorted(plan.presets)):
            metrics = (
                [name for name in plan.metrics if name in preset.metrics] if preset.metrics else plan.primary_metrics
            )
            yield from (
                ThresholdQuery(
                    preset=preset, attribute=attribute, metric=metric, reference=plan.reference_of(attribute)
                )
                for metric in metrics
            )


def rules_of_thumb(counts: Counts, result: Result) -> tuple[RuleOutcome, ...]:
    """The presets that the plan asks for, on single attributes."""
    outcomes: list[RuleOutcome] = []
    for query in threshold_queries(result.plan):
        groups = _set(counts, (query.attribute,))
        sizes = groups.cells.sum(axis=1) / max(counts.n, 1)
        chance = generator(counts, f"{query.preset.name} {query.attribute} {query.metric}")
        names = [str(value) for (value,) in groups.groups]
        outcomes += outcome(query, names, *_shares(query.metric, groups.cells), sizes, chance)
    return tuple(outcomes)


def outcome(
    query: ThresholdQuery, groups: Sequence[str], yes: Any, cases: Any, sizes: Any, chance: Any
) -> Iterable[RuleOutcome]:
    """What the rule says of these groups, and of how many of 2,000 fair systems it says that something is wrong."""
    there = np.flatnonzero(cases > 0).tolist()
    if len(there) < 2:
        return
    names, yes, cases, sizes = [groups[place] for place in there], yes[there], cases[there], sizes[there]
    group_ratios = ratios(
        query.preset, list(zip(names, (yes / cases).tolist(), sizes.tolist(), strict=True)), query.reference
    )
    tripped = tuple(group for group, ratio in group_ratios.items() if query.preset.trips(ratio))
    by_chance = None
    if group_ratios and (query.preset.lowest, query.preset.highest) != (None, None):
        fair = _fair(yes, cases, chance)
        base = fair.max(axis=1) if query.preset.of_highest else fair[:, names.index(str(query.reference))]
        by_chance = float(_trips(query.preset, fair, base[:, None]).mean())
    yield RuleOutcome(
        preset=query.preset.name,
        attribute=query.attribute,
        metric=query.metric,
        ratios=tuple(group_ratios.items()),
        tripped=tripped,
        by_chance=by_chance,
    )


def _trips(preset: Preset, rates: Any, base: Any) -> Any:
    """Of which draws the rule says that something is wrong. Nothing is, where nobody at all got a yes."""
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = rates / base
    lowest, highest = preset.lowest or 0.0, preset.highest or np.inf
    return ((drawn < lowest) | (drawn > highest)).any(axis=1)
