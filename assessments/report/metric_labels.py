"""What each metric is called, in the workspace and to residents. Which: metrics_of_plan and selective_labels."""

from collections.abc import Mapping

from assessments.plan.plan import YesMeans
from assessments.report import rate_labels
from assessments.statistics.metrics import METRICS
from assessments.text.message import Message

_WORDS: Mapping[str, Message] = {
    "balanced_accuracy": Message("Right, if yes and no were as common (balanced accuracy)"),
    "area_under_curve": Message("How well the score ranks, 0.5 is chance (area under the curve)"),
    "calibration_in_the_large": Message("How much too high the score is on average (calibration)"),
    "brier_score": Message("Mean squared error of the score (Brier score)"),
    "mean_error": Message("How much too high the amount is on average (mean error)"),
    "mean_absolute_error": Message("How far off the amount is on average (mean absolute error)"),
    "exposure": Message("Attention that the places get, 1 is the first (exposure)"),
    "true_positive_share": Message("Rightly chosen, of the whole group"),
    "false_positive_share": Message("Wrongly chosen, of the whole group"),
    "equalized_odds": Message("The wider gap of those who should get a yes and those who should not (equalized odds)"),
}


_CAPTIONS: Mapping[str, Message] = {
    "area_under_curve": Message(
        "Where the score is higher for the right one, of 100 pairs of somebody who should get a yes and somebody who "
        "should not"
    ),
    "balanced_accuracy": Message("Decided right, of 100 people, if yes and no were right equally often"),
    "exposure": Message("Attention that the places get, of 100 for the first place"),
    "true_positive_share": Message("Got a yes that was right, of 100 people in the whole group"),
    "calibration_in_the_large": Message("How much too high the score is on average, of 100 (below 0: too low)"),
    "mean_error": Message("How much too high the amount is on average (below 0: too low)"),
    "mean_absolute_error": Message("How far off the amount is on average"),
}
_OWN_UNIT = frozenset({"calibration_in_the_large", "mean_error", "mean_absolute_error"})


def has_own_unit(name: str) -> bool:
    """Whether it is no share of 100 that a scale from 0 to 100 could show."""
    return name in _OWN_UNIT


def caption(name: str, yes_means: YesMeans | None) -> Message:
    """What the figures are, for residents."""
    return _CAPTIONS[name] if name in _CAPTIONS else rate_labels.caption(name, yes_means)


def title(name: str, yes_means: YesMeans | None) -> Message:
    """The metric or the rate, in a few words."""
    if name in _WORDS:
        return _WORDS[name]
    assert name in METRICS
    return rate_labels.title(name, yes_means)
