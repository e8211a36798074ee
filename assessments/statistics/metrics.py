"""The rates of one group, each a numerator and a denominator out of a tally, with definition, formula and source.

Not responsible for uncertainty, comparison or words for residents. ``docs/generated/metrics.md`` is made from here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from assessments.statistics.counts import Tally

Share = Callable[[Tally], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Metric:
    """A rate: how to count it, why it may be undefined, and which rate says the same the other way round."""

    name: str
    share: Share  # tally → (numerator, denominator)
    when_undefined: str  # the reason a reader gets when the denominator is 0
    complement: str  # 1 minus this rate; the two are one test, counted once
    needs_outcome: bool = True
    task: str | None = None  # None: of decisions, and of scores cut at a threshold

    @property
    def family(self) -> str:
        """One name for a rate and its complement, whose tests are one and the same."""
        return min(self.name, self.complement)

    def value(self, tally: Tally) -> float | None:
        """One division of integers below 2^53, rounded once; None where the denominator is 0."""
        numerator, denominator = self.share(tally)
        return numerator / denominator if denominator else None


def selection_rate(tally: Tally) -> tuple[int, int]:
    """Share for whom the decision was yes, among all whose decision is known, whether or not the outcome is.

    Formula: selected / (selected + passed over). Unit: share of cases. Undefined when no decision is known.
    Source: Feldman et al., KDD 2015; fairlearn.metrics.selection_rate.
    """
    return tally.selected, tally.selected + tally.passed_over


def true_positive_rate(tally: Tally) -> tuple[int, int]:
    """Share for whom the decision was yes among those whose true outcome is yes. Also: recall, sensitivity.

    Formula: TP / (TP + FN). Unit: share of actual positives. Undefined when no case with outcome yes has a decision.
    Source: Hardt, Price & Srebro, NeurIPS 2016; fairlearn.metrics.true_positive_rate.
    """
    return tally.tp, tally.tp + tally.fn


def false_positive_rate(tally: Tally) -> tuple[int, int]:
    """Share for whom the decision was yes among those whose true outcome is no.

    Formula: FP / (FP + TN). Unit: share of actual negatives. Undefined when no case with outcome no has a decision.
    Source: Hardt, Price & Srebro, NeurIPS 2016; fairlearn.metrics.false_positive_rate.
    """
    return tally.fp, tally.fp + tally.tn


def true_negative_rate(tally: Tally) -> tuple[int, int]:
    """Share for whom the decision was no among those whose true outcome is no. Also: specificity.

    Formula: TN / (FP + TN). Unit: share of actual negatives. Undefined when no case with outcome no has a decision.
    Source: Altman & Bland, BMJ 308 (1994) 1552; fairlearn.metrics.true_negative_rate.
    """
    return tally.tn, tally.fp + tally.tn


def false_negative_rate(tally: Tally) -> tuple[int, int]:
    """Share for whom the decision was no among those whose true outcome is yes. Also: miss rate.

    Formula: FN / (FN + TP). Unit: share of actual positives. Undefined when no case with outcome yes has a decision.
    Source: Hardt, Price & Srebro, NeurIPS 2016; fairlearn.metrics.false_negative_rate.
    """
    return tally.fn, tally.fn + tally.tp


def precision(tally: Tally) -> tuple[int, int]:
    """Share whose true outcome is yes among those for whom the decision was yes. Also: positive predictive value.

    Formula: TP / (TP + FP). Unit: share of predicted positives. Undefined when nobody with a known outcome got a yes.
    Source: Chouldechova, Big Data 5 (2017) 153-163; sklearn.metrics.precision_score.
    """
    return tally.tp, tally.tp + tally.fp


def false_discovery_rate(tally: Tally) -> tuple[int, int]:
    """Share whose true outcome is no among those for whom the decision was yes.

    Formula: FP / (TP + FP). Unit: share of predicted positives. Undefined when nobody with a known outcome got a yes.
    Source: Saleiro et al., Aequitas, arXiv:1811.05577 (2018).
    """
    return tally.fp, tally.tp + tally.fp


def false_omission_rate(tally: Tally) -> tuple[int, int]:
    """Share whose true outcome is yes among those for whom the decision was no.

    Formula: FN / (FN + TN). Unit: share of predicted negatives. Undefined when nobody with a known outcome got a no.
    Source: Saleiro et al., Aequitas, arXiv:1811.05577 (2018).
    """
    return tally.fn, tally.fn + tally.tn


def negative_predictive_value(tally: Tally) -> tuple[int, int]:
    """Share whose true outcome is no among those for whom the decision was no.

    Formula: TN / (FN + TN). Unit: share of predicted negatives. Undefined when nobody with a known outcome got a no.
    Source: Altman & Bland, BMJ 309 (1994) 102.
    """
    return tally.tn, tally.fn + tally.tn


def accuracy(tally: Tally) -> tuple[int, int]:
    """Share for whom the decision was what the true outcome says it should have been.

    Formula: (TP + TN) / (TP + FP + TN + FN). Unit: share of cases. Undefined when no case has outcome and decision.
    Source: sklearn.metrics.accuracy_score.
    """
    return tally.tp + tally.tn, tally.known


def prevalence(tally: Tally) -> tuple[int, int]:
    """Share whose true outcome is yes, whatever was decided. Also: base rate.

    Formula: (TP + FN) / (TP + FP + TN + FN). Unit: share of cases. Undefined when no case has outcome and decision.
    Source: Kleinberg, Mullainathan & Raghavan, ITCS 2017 (why it limits what can be equal).
    """
    return tally.tp + tally.fn, tally.known


def false_positive_share(tally: Tally) -> tuple[int, int]:
    """Share of the whole group who got a yes although the true outcome is no.

    Formula: FP / (TP + FP + TN + FN). Unit: share of cases. Undefined when no case has outcome and decision.
    Source: Gemeente Amsterdam, evaluation of Slimme Check (2024).
    """
    return tally.fp, tally.known


def misclassification_rate(tally: Tally) -> tuple[int, int]:
    """Share whom the system put in another class than the true one. Only for several classes.

    Formula: wrong / (wrong + right). Unit: share of cases. Undefined when no case has both classes.
    Source: sklearn.metrics.zero_one_loss.
    """
    return tally.selected, tally.selected + tally.passed_over


def outside_tolerance_rate(tally: Tally) -> tuple[int, int]:
    """Share whose predicted amount is further from the true one than the tolerance. Only for amounts.

    Formula: number with |predicted - true| > tolerance / number with both amounts. Unit: share of cases. Undefined when
    no case has both amounts. Source: ISO 5725-1:2023 (a result outside its limits).
    """
    return tally.selected, tally.selected + tally.passed_over


def top_share(tally: Tally) -> tuple[int, int]:
    """Share who got one of the first places. Only for a ranking.

    Formula: number with place ≤ top / number with a place. Unit: share of cases. Undefined when nobody has a place.
    Source: Zehlike et al., CIKM 2017; Geyik, Ambler & Kenthapadi, KDD 2019.
    """
    return tally.selected, tally.selected + tally.passed_over


def good_share(tally: Tally) -> tuple[int, int]:
    """Share of answers that those who judged found good, as the plan says how several judgements become one.

    Formula: judged good / (judged good + judged not good). Unit: share of answers. An answer on which they are divided
    is in neither. Undefined when no answer has a judgement in the end. Source: Krippendorff, Content Analysis, 2nd ed.
    (2004), ch. 11 (what judgements must agree on before they are counted).
    """
    return tally.selected, tally.selected + tally.passed_over


METRICS = {
    metric.name: metric
    for metric in (
        Metric(
            name="selection_rate",
            share=selection_rate,
            when_undefined="no_decisions",
            complement="rejection_rate",
            needs_outcome=False,
        ),
        Metric(
            name="true_positive_rate",
            share=true_positive_rate,
            when_undefined="no_actual_positives",
            complement="false_negative_rate",
        ),
        Metric(
            name="false_positive_rate",
            share=false_positive_rate,
            when_undefined="no_actual_negatives",
            complement="true_negative_rate",
        ),
        Metric(
            name="true_negative_rate",
            share=true_negative_rate,
            when_undefined="no_actual_negatives",
            complement="false_positive_rate",
        ),
        Metric(
            name="false_negative_rate",
            share=false_negative_rate,
            when_undefined="no_actual_positives",
            complement="true_positive_rate",
        ),
        Metric(
            name="precision",
            share=precision,
            when_undefined="no_predicted_positives",
            complement="false_discovery_rate",
        ),
        Metric(
            name="false_discovery_rate",
            share=false_discovery_rate,
            when_undefined="no_predicted_positives",
            complement="precision",
        ),
        Metric(
            name="false_omission_rate",
            share=false_omission_rate,
            when_undefined="no_predicted_negatives",
            complement="negative_predictive_value",
        ),
        Metric(
            name="negative_predictive_value",
            share=negative_predictive_value,
            when_undefined="no_predicted_negatives",
            complement="false_omission_rate",
        ),
        Metric(name="accuracy", share=accuracy, when_undefined="no_known_cases", complement="error_rate"),
        Metric(
            name="prevalence", share=prevalence, when_undefined="no_known_cases", complement="share_of_actual_negatives"
        ),
        Metric(
            name="false_positive_share",
            share=false_positive_share,
            when_undefined="no_known_cases",
            complement="share_without_false_positive",
        ),
        Metric(
            name="misclassification_rate",
            share=misclassification_rate,
            when_undefined="no_known_cases",
            complement="share_right",
            needs_outcome=False,
            task="classes",
        ),
        Metric(
            name="outside_tolerance_rate",
            share=outside_tolerance_rate,
            when_undefined="no_known_cases",
            complement="share_within",
            needs_outcome=False,
            task="amounts",
        ),
        Metric(
            name="top_share",
            share=top_share,
            when_undefined="no_places",
            complement="share_further_down",
            needs_outcome=False,
            task="ranking",
        ),
        Metric(
            name="good_share",
            share=good_share,
            when_undefined="no_judgements",
            complement="share_not_good",
            needs_outcome=False,
            task="judgements",
        ),
    )
}
# Where a plan names none. Each of the other tasks has one rate of its own.
SHOWN = (
    "selection_rate",
    "false_positive_rate",
    "false_negative_rate",
    "precision",
    "misclassification_rate",
    "outside_tolerance_rate",
    "top_share",
    "good_share",
)
PAIRED = (  # of whom these tell does not depend on the decision, so a case can be compared with itself
    "selection_rate",
    "true_positive_rate",
    "false_positive_rate",
    "true_negative_rate",
    "false_negative_rate",
    "accuracy",
    "good_share",
)
KNOWN_ONLY_WHERE_YES = ("precision", "false_discovery_rate")  # what can be said where only a yes is followed up


@dataclass(frozen=True, slots=True)
class FairnessCriterion:
    """A fairness criterion of the field: these rates should be equal between groups."""

    name: str
    metrics: tuple[str, ...]
    definition: str
    source: str


CRITERIA = (
    FairnessCriterion(
        name="demographic parity",
        metrics=("selection_rate",),
        definition="The decision is yes equally often in every group.",
        source="Feldman et al., KDD 2015",
    ),
    FairnessCriterion(
        name="equal opportunity",
        metrics=("true_positive_rate",),
        definition="Of those whose true outcome is yes, equally many get a yes in every group.",
        source="Hardt, Price & Srebro, NeurIPS 2016",
    ),
    FairnessCriterion(
        name="equalized odds",
        metrics=("true_positive_rate", "false_positive_rate"),
        definition="Whatever the true outcome is, a yes is equally common in every group.",
        source="Hardt, Price & Srebro, NeurIPS 2016",
    ),
    FairnessCriterion(
        name="predictive parity",
        metrics=("precision",),
        definition="A yes is right equally often in every group.",
        source="Chouldechova, Big Data 5 (2017)",
    ),
)


# The counts of a tally that do not overlap: their sum is everybody, and every rate is a quotient of sums of them.
PARTS = ("tp", "fp", "tn", "fn", "selected_only", "passed_over_only", "decision_missing")


def parts_of(tally: Tally) -> tuple[int, ...]:
    """How many there are of each part."""
    with_yes, with_no = tally.tp + tally.fp, tally.tn + tally.fn
    alone = tally.selected - with_yes, tally.passed_over - with_no, tally.decision_missing
    return tally.tp, tally.fp, tally.tn, tally.fn, *alone


def rate_weights(metric: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """A rate's numerator and denominator as weights of the parts."""
    sides = [METRICS[metric].share(_single_case(part)) for part in PARTS]
    return tuple(float(numerator) for numerator, _ in sides), tuple(float(denominator) for _, denominator in sides)


def _single_case(part: str) -> Tally:
    selected, passed_over = part in {"tp", "fp", "selected_only"}, part in {"tn", "fn", "passed_over_only"}
    counted = {part: 1} if part in {"tp", "fp", "tn", "fn"} else {}
    return Tally(n=1, selected=int(selected), passed_over=int(passed_over), **counted)
