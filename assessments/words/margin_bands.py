"""The margin around the rates that others are compared with: from where to where no difference matters. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.gate.public_result import PublicComparison, PublicResult
from assessments.statistics.verdict import UNAGREED, Because

_WITHOUT_MARGIN = frozenset({*UNAGREED, Because.MARGIN_TOO_WIDE})  # the verdict says that it decides nothing here


@dataclass(frozen=True, slots=True)
class MarginBand:
    """From one rate to another, of 100."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MarginBands:
    """``everywhere`` is that of every row, where all are compared with one group; else each has its own."""

    everywhere: MarginBand | None = None
    by_value: Mapping[str, MarginBand] = field(default_factory=dict)
    comparison: PublicComparison | None = None  # one of those that are drawn, for its words

    def of(self, value: str | None) -> MarginBand | None:
        return self.everywhere or self.by_value.get(value or "")


def bands(public: PublicResult, attribute: str, metric: str) -> MarginBands:
    """Around the printed rate of the reference group, or of the others and of all where each group has its own."""
    judged = [
        comparison
        for comparison in public.comparisons
        if (comparison.attribute, comparison.metric) == (attribute, metric)
        and comparison.because not in _WITHOUT_MARGIN
    ]
    if not judged:
        return MarginBands()
    if judged[0].against == "reference":
        rate = public.group(attribute, judged[0].reference).figure(metric).per_100
        return MarginBands() if rate is None else MarginBands(everywhere=band(public, rate), comparison=judged[0])
    own = {comparison.value: band(public, comparison.other) for comparison in judged if comparison.other is not None}
    return MarginBands(by_value=own, comparison=judged[0]) if own else MarginBands()


def band(public: PublicResult, rate: float) -> MarginBand:
    """Formula: r - m to r + m for a margin m; r·a to r·b for a ratio from a to b. Unit: of 100."""
    margin = public.judged_by
    if margin.share is None:
        return MarginBand(rate * float(margin.lowest), min(100.0, rate * float(margin.highest)))
    return MarginBand(max(0.0, rate - 100 * float(margin.share)), min(100.0, rate + 100 * float(margin.share)))
