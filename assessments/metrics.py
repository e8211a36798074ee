"""The rates of one group, each a numerator and a denominator out of a tally. One division, at the end, in ``value``.

Not responsible for uncertainty, comparison or words for residents.
"""

from collections.abc import Callable
from dataclasses import dataclass

from assessments.counts import Tally

Share = Callable[[Tally], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Metric:
    """A rate: how to count it, why it may be undefined, and which rate says the same the other way round."""

    name: str
    share: Share  # tally → (numerator, denominator)
    when_undefined: str  # the reason a reader gets when the denominator is 0
    needs_outcome: bool
    complement: str  # 1 minus this rate; the two are one test, counted once

    @property
    def family(self) -> str:
        """One name for a rate and its complement, whose tests are one and the same."""
        return min(self.name, self.complement)

    def value(self, tally: Tally) -> float | None:
        numerator, denominator = self.share(tally)
        return numerator / denominator if denominator else None


def selection_rate(tally: Tally) -> tuple[int, int]:
    """Share for whom the decision was yes, among all whose decision is known, whether or not the outcome is.

    Formula: selected / (selected + passed over). Unit: share of cases. Undefined when no decision is known.
    Source: Feldman et al., KDD 2015 (demographic parity compares it); fairlearn.metrics.selection_rate.
    """
    return tally.selected, tally.selected + tally.passed_over


def false_positive_rate(tally: Tally) -> tuple[int, int]:
    """Share for whom the decision was yes among those whose true outcome is no.

    Formula: FP / (FP + TN). Unit: share of actual negatives. Undefined when no case with outcome no has a decision.
    Source: Hardt, Price & Srebro, NeurIPS 2016 (equalized odds compares it); fairlearn.metrics.false_positive_rate.
    """
    return tally.fp, tally.fp + tally.tn


def false_negative_rate(tally: Tally) -> tuple[int, int]:
    """Share for whom the decision was no among those whose true outcome is yes.

    Formula: FN / (FN + TP). Unit: share of actual positives. Undefined when no case with outcome yes has a decision.
    Source: Hardt, Price & Srebro, NeurIPS 2016 (equal opportunity compares it); fairlearn.metrics.false_negative_rate.
    """
    return tally.fn, tally.fn + tally.tp


def precision(tally: Tally) -> tuple[int, int]:
    """Share whose true outcome is yes among those for whom the decision was yes and the outcome is known.

    Formula: TP / (TP + FP). Unit: share of predicted positives. Undefined when nobody with a known outcome got a yes.
    Source: Chouldechova, Big Data 5 (2017) (predictive parity compares it); sklearn.metrics.precision_score.
    """
    return tally.tp, tally.tp + tally.fp


METRICS = {
    metric.name: metric
    for metric in (
        Metric("selection_rate", selection_rate, "no_decisions", needs_outcome=False, complement="rejection_rate"),
        Metric(
            "false_positive_rate",
            false_positive_rate,
            "no_actual_negatives",
            needs_outcome=True,
            complement="true_negative_rate",
        ),
        Metric(
            "false_negative_rate",
            false_negative_rate,
            "no_actual_positives",
            needs_outcome=True,
            complement="true_positive_rate",
        ),
        Metric("precision", precision, "no_predicted_positives", needs_outcome=True, complement="false_discovery_rate"),
    )
}
