"""Two groups side by side: differences and ratios with intervals, tests as one family, and the verdict on each pair.

Knows neither plans nor files; who is compared with whom is decided in ``assessment``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from assessments.plan.plan import Against
from assessments.results.result import Attributes, Comparison, Measured
from assessments.statistics.intervals import (
    Interval,
    minimum_detectable_difference,
    newcombe,
    ratio_is_printable,
    rounded,
    walter_ratio,
)
from assessments.statistics.metrics import Metric
from assessments.statistics.significance import (
    LEVEL,
    Adjust,
    adjusted,
    benjamini_hochberg,
    cautious_test,
    holm,
    score_test,
)
from assessments.statistics.stratified import Stratified
from assessments.statistics.verdict import UNDEFINED, judge
from assessments.statistics.weighted_tally import Share

Test = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One rate of one group compared with the same rate of others.

    Against the whole, ``other`` is the rest all the same, for the two must not overlap; ``own`` is the group's share
    of the whole, by which the gap to the rest shrinks. ``unknown`` are the cases whose group is not known.
    """

    group: Attributes
    reference: Attributes
    against: Against
    metric: Metric
    share: Share
    other: Share
    own: Fraction = Fraction()
    unknown: Share | None = None
    stratified: Stratified | None = None
    given: str | None = None

    @property
    def is_defined(self) -> bool:
        return self.share.exact is not None and self.other.exact is not None

    @property
    def test(self) -> Test:
        """What names the test: a rate and its complement are one, and so are the rest and the whole."""
        others = "reference" if self.against == "reference" else "rest"
        return self.metric.family, self.group, others, self.given


def compared(pairs: Sequence[Pair], primary: Iterable[str], margin: Decimal) -> tuple[Comparison, ...]:
    """A comparison for each pair: Holm over the primary rates as one family, Benjamini-Hochberg over the others.

    ``primary`` are names of rates; a rate and its complement are one test and counted once.
    """
    chosen = set(primary)
    named = [(pair.test, pair) for pair in pairs]
    tests = {test: pair for test, pair in named if pair.is_defined}
    families = {test for test, pair in named if pair.is_defined and pair.metric.name in chosen}
    p_values = {test: _p_value(pair, score_test) for test, pair in tests.items()}
    decided = {test: pair for test, pair in tests.items() if test in families}
    explored = {test: pair for test, pair in tests.items() if test not in families}
    p_adjusted = _adjusted(decided, p_values, holm) | _adjusted(explored, p_values, benjamini_hochberg)
    return tuple(
        _comparison(pair, p_values.get(test), p_adjusted.get(test), pair.metric.name in chosen, margin)
        for test, pair in named
    )


def _adjusted(family: Mapping[Test, Pair], p_values: Mapping[Test, float], adjust: Adjust) -> dict[Test, float]:
    cautious = [p if (p := p_values[test]) > LEVEL else _p_value(pair, cautious_test) for test, pair in family.items()]
    return dict(zip(family, adjusted([p_values[test] for test in family], cautious, adjust), strict=True))


def _p_value(pair: Pair, test: Callable[[float, float, float, float], float]) -> float:
    if pair.stratified is not None:
        return pair.stratified.p_value
    return test(pair.share.yes, pair.share.cases, pair.other.yes, pair.other.cases)


def _comparison(
    pair: Pair, p_value: float | None, p_adjusted: float | None, primary: bool, margin: Decimal
) -> Comparison:
    named = partial(
        Comparison,
        pair.group,
        pair.reference,
        pair.metric.name,
        primary,
        against=pair.against,
        given=pair.given,
    )
    if p_value is None or p_adjusted is None:
        return named(UNDEFINED)
    difference, interval = _difference(pair)
    return named(
        judge(difference, interval, p_adjusted, margin),
        difference=Measured(value=float(difference), low=interval.low, high=interval.high),
        ratio=_ratio(pair),
        p_value=p_value,
        p_adjusted=p_adjusted,
        minimum_detectable_difference=_detectable(pair),
        bounds=_bounds(pair),
    )


def _difference(pair: Pair) -> tuple[Fraction, Interval]:
    """The gap, exact, and its interval. To the whole it is the gap to the rest, less the group's own part of it."""
    if pair.stratified is not None:
        return Fraction(pair.stratified.difference), pair.stratified.interval
    assert pair.share.exact is not None
    assert pair.other.exact is not None
    interval = newcombe(pair.share.yes, pair.share.cases, pair.other.yes, pair.other.cases)
    gap = pair.share.exact - pair.other.exact
    if pair.against != "whole":
        return gap, interval
    shrunk = float(1 - pair.own)
    return gap * (1 - pair.own), Interval(rounded(interval.low * shrunk), rounded(interval.high * shrunk))


def _ratio(pair: Pair) -> Measured | None:
    """The ratio of the rates; without interval ends where the numbers are too small, None where the other is 0."""
    share, other = pair.share, pair.other
    if not other.exact or share.exact is None or pair.against == "whole" or pair.stratified is not None:
        return None
    value = float(share.exact / other.exact)
    if not ratio_is_printable(share.yes, share.cases, other.yes, other.cases):
        return Measured(value=value, low=None, high=None, reason="numerator_below_5")
    interval = walter_ratio(share.yes, share.cases, other.yes, other.cases)
    return Measured(value=value, low=interval.low, high=interval.high)


def _detectable(pair: Pair) -> float | None:
    if pair.stratified is not None or pair.other.value is None:
        return None
    smallest = minimum_detectable_difference(pair.other.value, pair.share.cases, pair.other.cases)
    return smallest if smallest is None or pair.against != "whole" else rounded(smallest * float(1 - pair.own))


def _bounds(pair: Pair) -> tuple[float, float] | None:
    """The smallest and largest gap there could be, wherever those belong whose group is not known.

    Formula: all unknown yes to one side and all unknown no to the other, and the other way round. Source: the
    worst-case bounds of Horowitz & Manski, Econometrica 63 (1995) 281-302, for whole numbers of cases.
    """
    unknown = pair.unknown
    if unknown is None or unknown.cases == 0 or pair.against != "reference":
        return None
    yes, no = unknown.yes, unknown.cases - unknown.yes
    (k1, n1), (k2, n2) = (pair.share.yes, pair.share.cases), (pair.other.yes, pair.other.cases)
    highest = (k1 + yes) / (n1 + yes) - k2 / (n2 + no)
    lowest = k1 / (n1 + no) - (k2 + yes) / (n2 + yes)
    return rounded(lowest), rounded(highest)
