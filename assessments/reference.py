"""The second opinion: fairlearn and scikit-learn recompute every rate from the same counts. Only in a child process.

The only module that imports them. Must agree to the last bit wherever a rate is defined; judges nothing.
"""

import random
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

import numpy as np
from fairlearn.metrics import MetricFrame, false_negative_rate, false_positive_rate, selection_rate
from sklearn.metrics import precision_score

from assessments.counts import Cell, Counts, Groups
from assessments.metrics import METRICS
from assessments.result import CheckedBy, Result

MOST_GROUPS = 200  # MetricFrame takes 1.4 s for 100 groups and 18 s for 2,000
Rates = dict[tuple[Groups, str], float]  # (group values, metric) → what fairlearn says


def _precision(truth: Any, prediction: Any, *, sample_weight: Any = None) -> float:
    return float(precision_score(truth, prediction, sample_weight=sample_weight, zero_division=0))


_DECISION_ONLY: dict[str, Callable[..., float]] = {"selection_rate": selection_rate}
_WITH_OUTCOME: dict[str, Callable[..., float]] = {
    "false_positive_rate": false_positive_rate,
    "false_negative_rate": false_negative_rate,
    "precision": _precision,
}


def second_opinion(counts: Counts, result: Result) -> CheckedBy:
    """Every rate of the result, and of the intersections of its groups, computed again and compared bit by bit."""
    wrong: list[str] = []
    checked = 0
    for groups, ours, theirs in _figures(counts, result):
        for name, value in ours.items():
            if value is None:
                continue  # fairlearn prints 0 where a rate does not exist; there is nothing to agree about
            checked += 1
            if theirs.get((groups, name)) != value:
                wrong.append(f"{name} of {groups}: {value!r}, fairlearn {theirs.get((groups, name))!r}")
    intersections, sampled = _intersections(counts)
    if intersections is not None:
        more, differing = _check_intersections(intersections)
        checked, wrong = checked + more, [*wrong, *differing]
    return CheckedBy(version("fairlearn"), version("scikit-learn"), not wrong, checked, sampled, tuple(wrong))


def _figures(counts: Counts, result: Result) -> Iterable[tuple[Groups, dict[str, float | None], Rates]]:
    everybody = _recomputed(counts.marginal(()))
    yield (), {figure.metric: figure.value for figure in result.overall.figures}, everybody
    for attribute in counts.attributes:
        theirs = _recomputed(counts.marginal((attribute,)))
        for group in result.groups:
            if group.attributes[0][0] == attribute:
                values = tuple(value for _, value in group.attributes)
                yield values, {figure.metric: figure.value for figure in group.figures}, theirs


def _intersections(counts: Counts) -> tuple[Counts | None, bool]:
    """The counts of all groups crossed, cut to a sample of 200 seeded by the counts where there are more."""
    if len(counts.attributes) < 2:
        return None, False
    crossed = list(counts.tallies())
    if len(crossed) <= MOST_GROUPS:
        return counts, False
    chosen = set(random.Random(counts.hash).sample(crossed, MOST_GROUPS))  # noqa: S311 (a sample to check, no secret)
    return Counts(counts.attributes, {cell: n for cell, n in counts.cells.items() if cell[0] in chosen}), True


def _check_intersections(counts: Counts) -> tuple[int, list[str]]:
    theirs, checked, wrong = _recomputed(counts), 0, []
    for groups, tally in counts.tallies().items():
        for name, metric in METRICS.items():
            if (value := metric.value(tally)) is not None:
                checked += 1
                if theirs.get((groups, name)) != value:
                    wrong.append(f"{name} of {groups}: {value!r}, fairlearn {theirs.get((groups, name))!r}")
    return checked, wrong


def _recomputed(counts: Counts) -> Rates:
    cells = [(cell, n) for cell, n in counts.cells.items() if n > 0]
    decided: list[tuple[Cell, int]] = [
        ((groups, decision, decision), n) for (groups, _, decision), n in cells if decision is not None
    ]
    known = [(cell, n) for cell, n in cells if cell[1] is not None and cell[2] is not None]
    return {**_by_group(decided, _DECISION_ONLY), **_by_group(known, _WITH_OUTCOME)}


def _by_group(cells: list[tuple[Cell, int]], metrics: dict[str, Callable[..., float]]) -> Rates:
    if not cells:
        return {}
    codes = {groups: code for code, groups in enumerate(dict.fromkeys(cell[0] for cell, _ in cells))}
    weights = np.array([n for _, n in cells], dtype=np.float64)  # integers below 2^53: their sums are exact
    frame = MetricFrame(
        metrics=metrics,
        y_true=np.array([int(bool(cell[1])) for cell, _ in cells]),
        y_pred=np.array([int(bool(cell[2])) for cell, _ in cells]),
        sensitive_features=[codes[cell[0]] for cell, _ in cells],  # a list: an array of one row fails
        sample_params={name: {"sample_weight": weights} for name in metrics},
    )
    by_group = frame.by_group
    return {(groups, name): float(by_group[name].loc[code]) for groups, code in codes.items() for name in metrics}
