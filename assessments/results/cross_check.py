"""The second opinion: fairlearn and scikit-learn recompute every rate from the same counts. Only in a child process.

The only module that imports them. Must agree to the last bit wherever a rate is defined; judges nothing.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
from fairlearn.metrics import (
    MetricFrame,
    false_negative_rate,
    false_positive_rate,
    selection_rate,
    true_negative_rate,
    true_positive_rate,
)
from sklearn.metrics import accuracy_score, balanced_accuracy_score, brier_score_loss, roc_auc_score

from assessments.results.result import CheckedBy, GroupResult, Result
from assessments.statistics.counts import Cell, Counts, Groups
from assessments.statistics.scores import Scores
from assessments.statistics.weighted_tally import Weights

MOST_GROUPS = 200  # MetricFrame takes 1.4 s for 100 groups and 18 s for 2,000
Rate = Callable[..., float]
Rates = dict[tuple[Groups, str], float]  # (group values, metric) → what fairlearn says


def _precision(truth: Any, prediction: Any, *, sample_weight: Any = None) -> float:
    """Of those chosen the share that is right: a true positive rate with the two changed about.

    scikit-learn's precision_score makes the same matrix by a way that takes twice as long.
    """
    return float(true_positive_rate(prediction, truth, sample_weight=sample_weight))


def _false_discovery(truth: Any, prediction: Any, *, sample_weight: Any = None) -> float:
    return _precision(1 - truth, prediction, sample_weight=sample_weight)


def _false_omission(truth: Any, prediction: Any, *, sample_weight: Any = None) -> float:
    return _precision(truth, 1 - prediction, sample_weight=sample_weight)


def _negative_predictive(truth: Any, prediction: Any, *, sample_weight: Any = None) -> float:
    return _precision(1 - truth, 1 - prediction, sample_weight=sample_weight)


def _prevalence(truth: Any, _prediction: Any, *, sample_weight: Any = None) -> float:
    return float(selection_rate(truth, truth, sample_weight=sample_weight))


def _false_positive_share(truth: Any, prediction: Any, *, sample_weight: Any = None) -> float:
    return float(selection_rate(truth, prediction * (1 - truth), sample_weight=sample_weight))


def _calibration(truth: Any, predicted: Any, *, sample_weight: Any) -> float:
    return float(np.average(predicted, weights=sample_weight) - np.average(truth, weights=sample_weight))


_NEAR = 1e-12  # of metrics that are sums of real numbers, and may round in another order
_OTHER_METRICS: dict[str, Rate] = {
    "area_under_curve": roc_auc_score,
    "calibration_in_the_large": _calibration,
    "brier_score": brier_score_loss,
}
DECISION_ONLY: dict[str, Rate] = {
    "selection_rate": selection_rate,
    "misclassification_rate": selection_rate,  # of those for whom the system is wrong, and so on
    "outside_tolerance_rate": selection_rate,
    "top_share": selection_rate,
    "good_share": selection_rate,
}
WITH_OUTCOME: dict[str, Rate] = {
    "true_positive_rate": true_positive_rate,
    "false_positive_rate": false_positive_rate,
    "true_negative_rate": true_negative_rate,
    "false_negative_rate": false_negative_rate,
    "precision": _precision,
    "false_discovery_rate": _false_discovery,
    "false_omission_rate": _false_omission,
    "negative_predictive_value": _negative_predictive,
    "accuracy": accuracy_score,
    "prevalence": _prevalence,
    "false_positive_share": _false_positive_share,
}


def second_opinion(
    counts: Counts,
    result: Result,
    weights: Weights | None = None,
    scores: Mapping[Groups, Scores] | None = None,
    classes: Mapping[str, Counts] | None = None,
) -> CheckedBy:
    """Every rate of the result, those of crossed groups included, computed again and compared bit by bit.

    With sampling weights they are handed to the libraries as the weights of the cells. Metrics of scores and balanced
    accuracy are compared to 1e-12. Not checked: sums of amounts and places, draws, intervals.
    """
    crossed, sampled = _sampled(result.intersections, counts.hash)
    weighed = counts if weights is None else weights.sums
    checks = list(_rates(weighed, [result.overall, *result.groups, *crossed]))
    for class_result in result.classes:
        checks += _rates((classes or {})[class_result.name], [class_result.overall, *class_result.groups])
    checks += _measured(result, scores or {})
    checks += _balanced(result, counts)
    wrong = tuple(f"{what}: {own!r}, theirs {other!r}" for what, own, other, near in checks if _far(own, other, near))
    return CheckedBy(
        fairlearn=version("fairlearn"),
        scikit_learn=version("scikit-learn"),
        agrees=not wrong,
        checked=len(checks),
        sampled=sampled,
        disagreements=wrong,
    )


Check = tuple[str, float, float | None, float]  # what, ours, theirs, how near they must be


def _far(own: float, other: float | None, near: float) -> bool:
    return other is None or not abs(own - other) <= near


def _rates(counts: Counts, of: Iterable[GroupResult]) -> Iterable[Check]:
    """Each defined rate, ours and theirs. fairlearn prints 0 where a rate does not exist: nothing to agree about."""
    for names, groups in _by_attributes(of):
        chosen = {tuple(value for _, value in group.attributes) for group in groups}
        rates = {figure.metric for group in groups for figure in group.figures}
        recomputed = _recomputed(counts.marginal(names), chosen, rates)
        for group in groups:
            values = tuple(value for _, value in group.attributes)
            for figure in group.figures:
                if figure.value is not None:
                    other = recomputed.get((values, figure.metric))
                    yield f"{figure.metric} of {values}", figure.value, other, 0.0


def _measured(result: Result, scores: Mapping[Groups, Scores]) -> Iterable[Check]:
    """Every metric of scores that we have, compared with scikit-learn's of the same cells with counts as weights."""
    if result.other_metrics is None or not scores:
        return
    unit = 10**result.other_metrics.decimals
    for group in result.other_metrics.groups:
        place = None if group.attribute is None else result.plan.groups.index(group.attribute)
        group_scores = [cells for groups, cells in scores.items() if place is None or groups[place] == group.value]
        sides = [(cells.positives, 1) for cells in group_scores] + [(cells.negatives, 0) for cells in group_scores]
        cases = [(score, outcome, n) for counted, outcome in sides for score, n in counted.items()]
        predicted = np.array([score for score, _, _ in cases]) / unit
        truth, weights = np.array([y for _, y, _ in cases]), np.array([n for _, _, n in cases], dtype=np.float64)
        for name, estimate in group.metrics.items():
            if estimate is not None and name in _OTHER_METRICS:
                other = _OTHER_METRICS[name](truth, predicted, sample_weight=weights)
                yield f"{name} of {group.attribute} {group.value}", estimate.value, float(other), _NEAR


def _balanced(result: Result, counts: Counts) -> Iterable[Check]:
    for group in () if result.other_metrics is None else result.other_metrics.groups:
        own = group.metrics.get("balanced_accuracy")
        if own is not None:
            names = () if group.attribute is None else (group.attribute,)
            cells = counts.marginal(names).cells.items()
            cases = [(y, d, n) for (values, y, d), n in cells if None not in (y, d) and values in ((), (group.value,))]
            truth, predicted, n = (np.array(side, dtype=np.int64) for side in zip(*cases, strict=True))
            other = balanced_accuracy_score(truth, predicted, sample_weight=n)
            yield f"balanced accuracy of {group.attribute} {group.value}", own.value, float(other), _NEAR


def _sampled(crossed: Sequence[GroupResult], seed: str) -> tuple[Sequence[GroupResult], bool]:
    """The crossed groups, cut to 200 drawn with the hash of the counts where there are more."""
    if len(crossed) <= MOST_GROUPS:
        return crossed, False
    chosen = set(random.Random(seed).sample(range(len(crossed)), MOST_GROUPS))  # noqa: S311 (a sample to check, no secret)
    return [group for place, group in enumerate(crossed) if place in chosen], True


def _by_attributes(groups: Iterable[GroupResult]) -> list[tuple[tuple[str, ...], list[GroupResult]]]:
    together: dict[tuple[str, ...], list[GroupResult]] = {}
    for group in groups:
        together.setdefault(tuple(name for name, _ in group.attributes), []).append(group)
    return list(together.items())


def _recomputed(counts: Counts, chosen: set[Groups], rates: set[str]) -> Rates:
    cells = [(cell, n) for cell, n in counts.cells.items() if n > 0 and cell[0] in chosen]
    decided: list[tuple[Cell, int]] = [
        ((groups, decision, decision), n) for (groups, _, decision), n in cells if decision is not None
    ]
    known = [(cell, n) for cell, n in cells if cell[1] is not None and cell[2] is not None]
    with_outcome = {name: rate for name, rate in WITH_OUTCOME.items() if name in rates}
    decision_only = {name: rate for name, rate in DECISION_ONLY.items() if name in rates}
    return {**_by_group(decided, decision_only), **_by_group(known, with_outcome)}


def _by_group(cells: list[tuple[Cell, int]], metrics: dict[str, Rate]) -> Rates:
    if not cells or not metrics:
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
