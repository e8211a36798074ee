"""What each measure is called on a page of the workspace. Which there are: measuring and audit."""

from collections.abc import Mapping

from assessments import rate_words
from assessments.metrics import METRICS
from assessments.plan import YesMeans
from assessments.sentence import Sentence

_WORDS: Mapping[str, Sentence] = {
    "balanced_accuracy": Sentence("Right, if yes and no were as common (balanced accuracy)"),
    "area_under_curve": Sentence("How well the score ranks, 0.5 is chance (area under the curve)"),
    "calibration_in_the_large": Sentence("How much too high the score is on average (calibration)"),
    "brier_score": Sentence("Mean squared error of the score (Brier score)"),
    "mean_error": Sentence("How much too high the amount is on average (mean error)"),
    "mean_absolute_error": Sentence("How far off the amount is on average (mean absolute error)"),
    "exposure": Sentence("Attention that the places get, 1 is the first (exposure)"),
    "true_positive_share": Sentence("Rightly chosen, of the whole group"),
    "false_positive_share": Sentence("Wrongly chosen, of the whole group"),
    "equalized_odds": Sentence("The wider gap of those who should get a yes and those who should not (equalized odds)"),
}


def title(name: str, yes_means: YesMeans | None) -> Sentence:
    """The measure or the rate, in a few words."""
    if name in _WORDS:
        return _WORDS[name]
    assert name in METRICS
    return rate_words.title(name, yes_means)
