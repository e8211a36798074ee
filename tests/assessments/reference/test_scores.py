"""Scores against scikit-learn and against arithmetic: AUC, Brier, calibration, from counts and from rows."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, roc_auc_score, roc_curve

from assessments.statistics.scores import (
    Scores,
    area_under_curve,
    brier_score,
    calibration_bins,
    calibration_in_the_large,
    curve,
)

counted = st.dictionaries(st.integers(0, 1000), st.integers(1, 50), min_size=1, max_size=40)


def rows(scores: Scores) -> tuple[np.ndarray, np.ndarray]:
    pairs = [
        (score, y)
        for c, y in ((scores.positives, 1), (scores.negatives, 0))
        for score, n in c.items()
        for _ in range(n)
    ]
    return np.array([y for _, y in pairs]), np.array([score for score, _ in pairs]) / 10**scores.decimals


@settings(max_examples=60, deadline=None)
@given(counted, counted)
def test_scikit_learn_says_the_same_row_by_row(positives, negatives) -> None:
    scores = Scores(positives, negatives, 3)
    truth, predicted = rows(scores)
    assert area_under_curve(scores).value == pytest.approx(roc_auc_score(truth, predicted), abs=1e-12)
    assert brier_score(scores).value == pytest.approx(brier_score_loss(truth, predicted), abs=1e-12)
    assert calibration_in_the_large(scores).value == pytest.approx(predicted.mean() - truth.mean(), abs=1e-12)
    fpr, tpr, thresholds = roc_curve(truth, predicted, drop_intermediate=False)
    n1, n0 = sum(positives.values()), sum(negatives.values())
    points = sorted(curve(scores), reverse=True)
    assert [score for score, _, _ in points] == [round(threshold * 1000) for threshold in thresholds[1:]]
    assert [yes / n1 for _, yes, _ in points] == pytest.approx(list(tpr[1:]))
    assert [no / n0 for _, _, no in points] == pytest.approx(list(fpr[1:]))


def test_the_variance_is_delongs() -> None:
    chance = np.random.default_rng(3)
    positives, negatives = chance.integers(300, 900, 40), chance.integers(100, 800, 70)
    wins = (positives[:, None] > negatives) + 0.5 * (positives[:, None] == negatives)
    expected = wins.mean(1).var(ddof=1) / 40 + wins.mean(0).var(ddof=1) / 70
    estimate = area_under_curve(
        Scores(*(dict(zip(*np.unique(x, return_counts=True), strict=True)) for x in (positives, negatives)), 3)
    )
    assert estimate.variance == pytest.approx(expected, rel=1e-12)
    assert estimate.low < estimate.value < estimate.high


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    chance, held = random.Random(1), {"auc": 0, "calibration": 0}
    for _ in range(400):
        positives, negatives = {}, {}
        for _ in range(150):
            score = min(999, int(1000 * chance.random()))
            into = positives if chance.random() < score / 1000 else negatives
            into[score] = into.get(score, 0) + 1
        scores = Scores(positives, negatives, 3)
        auc, gap = area_under_curve(scores), calibration_in_the_large(scores)
        held["auc"] += auc.low <= 5 / 6 <= auc.high  # for a calibrated uniform score
        held["calibration"] += gap.low <= 0 <= gap.high
    assert 0.92 < held["auc"] / 400 < 0.99  # on the careful side: docs/statistics.md
    assert 0.92 < held["calibration"] / 400 < 0.98


@given(counted, counted)
def test_bins_hold_every_case_once(positives, negatives) -> None:
    scores = Scores(positives, negatives, 3)
    for equal_count in (True, False):
        bins = calibration_bins(scores, equal_count=equal_count)
        assert sum(bucket.cases for bucket in bins) == scores.cases
        assert sum(part.positives for part in bins) == sum(positives.values())
        assert len(bins) <= 10
        assert all(part.low <= part.mean_score <= part.high for part in bins)


def test_scores_that_are_no_shares_rank_but_are_not_calibrated() -> None:
    deciles = Scores({9: 5, 4: 2}, {3: 4, 4: 4}, 0)
    assert area_under_curve(deciles).value == pytest.approx((5 * 8 + 2 * 4 + 2 * 4 * 0.5) / 56)
    assert brier_score(deciles) is None
    assert calibration_bins(deciles, equal_count=True) == ()


def test_without_both_outcomes_there_is_no_ranking() -> None:
    assert area_under_curve(Scores({1: 3}, {}, 2)) is None
