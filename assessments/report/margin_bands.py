"""The margin on a chart's scale: around each rate that others are compared with, where no difference matters. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assessments.gate.public_result import PublicComparison, PublicResult
from assessments.report.sentences import decimal_number, others_name
from assessments.statistics.verdict import UNAGREED, Because
from assessments.text.message import Message
from assessments.words.phrases import worse

_WITHOUT_MARGIN = frozenset({*UNAGREED, Because.MARGIN_TOO_WIDE})  # the verdict says that it decides nothing here


@dataclass(frozen=True, slots=True)
class Band:
    """From one rate to another, of 100."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bands:
    """``everywhere`` is that of every row, where all are compared with one group; else each has its own."""

    everywhere: Band | None = None
    by_value: Mapping[str, Band] = field(default_factory=dict)
    comparison: PublicComparison | None = None  # one of those that are drawn, for its words

    def of(self, value: str | None) -> Band | None:
        return self.everywhere or self.by_value.get(value or "")


def bands(public: PublicResult, attribute: str, metric: str) -> Bands:
    """Around the printed rate of the reference group, or of the others and of all where each group has its own."""
    judged = [
        comparison
        for comparison in public.comparisons
        if (comparison.attribute, comparison.metric) == (attribute, metric)
        and comparison.because not in _WITHOUT_MARGIN
    ]
    if not judged:
        return Bands()
    if judged[0].against == "reference":
        rate = public.group(attribute, judged[0].reference).figure(metric).per_100
        return Bands() if rate is None else Bands(everywhere=band(public, rate), comparison=judged[0])
    own = {comparison.value: band(public, comparison.other) for comparison in judged if comparison.other is not None}
    return Bands(by_value=own, comparison=judged[0]) if own else Bands()


def band(public: PublicResult, rate: float) -> Band:
    """Formula: r - m to r + m for a margin m; r·a to r·b for a ratio from a to b. Unit: of 100."""
    margin = public.judged_by
    if margin.share is None:
        return Band(rate * float(margin.lowest), min(100.0, rate * float(margin.highest)))
    return Band(max(0.0, rate - 100 * float(margin.share)), min(100.0, rate + 100 * float(margin.share)))


def in_words(public: PublicResult, comparison: PublicComparison, language: str, of: int) -> Message:
    """What the band is, as the caption of a chart says it."""
    margin, others = public.judged_by, {"reference": others_name(public, comparison, language)}
    if margin.share is None:
        limits = {
            "lowest": decimal_number(f"{margin.lowest:f}", language),
            "highest": decimal_number(f"{margin.highest:f}", language),
        }
        return replace(_RATIO, values={**others, **limits})
    size = decimal_number(f"{float(margin.share) * of:.10g}", language)
    return replace(_GAP, values={**others, "margin": size, "of": of})


def worse_side(public: PublicResult, metric: str) -> Message | None:
    """Towards which end of the scale a group is worse off; None where neither is."""
    side = worse(metric, public.yes_means)
    if side == 0:
        return None
    return Message("Further to the right is worse.") if side > 0 else Message("Further to the left is worse.")


_GAP = Message(
    "Shaded: less than {margin} in {of} from {reference}. It was decided beforehand that so little does not matter."
)
_RATIO = Message(
    "Shaded: between {lowest} and {highest} times as common as among {reference}. It was decided beforehand that so "
    "little does not matter."
)
