"""Two groups side by side: differences and ratios with intervals, one family of tests, and the verdict on each pair.

Knows neither plans nor files; who is compared with whom is decided in ``assessment``.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from assessments.plan.plan import Against
from assessments.results.result import Attributes, Comparison, Measured
from assessments.statistics.intervals import (
    Z_95,
    Interval,
    newcombe,
    ratio_is_printable,
    rounded,
    walter_ratio,
)
from assessments.statistics.margin import Margin
from assessments.statistics.metrics import Metric
from assessments.statistics.power import minimum_detectable_difference
from assessments.statistics.score_comparisons import NOBODY, Claim, Family
from assessments.statistics.significance import (
    LEVEL,
    Adjust,
    adjusted,
    benjamini_hochberg,
    cautious_test,
    holm,
    score_test,
    surely,
)
from assessments.statistics.stratified import Stratified
from assessments.statistics.verdict import UNDEFINED, GapEvidence, Judgement, verdict_on
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
    joint: tuple[int, int, int, int] | None = None  # of pairs: both are counted, only the group, only the other, none

    @property
    def is_defined(self) -> bool:
        return self.share.exact is not None and self.other.exact is not None

    @property
    def test(self) -> Test:
        """What names the test: a rate and its complement are one, and so are the rest and the whole."""
        others = "reference" if self.against == "reference" else "rest"
        return self.metric.family, self.group, others, self.given


def compared(
    pairs: Sequence[Pair],
    primary: Iterable[str],
    margin: Margin | Decimal,
    *,
    others: Family = NOBODY,
    too_wide: Collection[str] = (),
) -> tuple[Comparison, ...]:
    """A comparison for each pair. The primary rates and the ``others`` are one family, in which every kind of claim
    holds 5 %: *difference*, *no important difference*, surely at least the margin. Further rates are explored
    (Benjamini-Hochberg), with their sure intervals as a family of their own.

    ``primary`` and ``too_wide``, of which the margin is more than half, name rates; a rate and its complement are one.
    """
    chosen, judged_by = set(primary), margin if isinstance(margin, Margin) else Margin(margin)
    other_p_values, other_inside, other_beyond = others
    tests = {pair.test: pair for pair in pairs if pair.is_defined}
    families = {pair.test for pair in pairs if pair.is_defined and pair.metric.name in chosen}
    p_values = {test: _p_value(pair, score_test) for test, pair in tests.items()}
    decided = {test: pair for test, pair in tests.items() if test in families}
    explored = {test: pair for test, pair in tests.items() if test not in families}
    adjusted = _adjusted(decided, p_values, holm, other_p_values)
    adjusted |= _adjusted(explored, p_values, benjamini_hochberg, ())
    inside = _surely(decided, _is_inside, judged_by, other_inside) | _surely(explored, _is_inside, judged_by, ())
    beyond = _surely(decided, _is_beyond, judged_by, other_beyond) | _surely(explored, _is_beyond, judged_by, ())
    sizes = dict.fromkeys(explored, 1) | dict.fromkeys(decided, len(decided) + len(other_p_values))
    tested = {
        test: _Tested(
            p_value=p_values[test],
            p_adjusted=adjusted[test],
            inside=inside[test],
            beyond=beyond[test],
            family=sizes[test],
        )
        for test in tests
    }
    return tuple(
        _comparison(pair, tested.get(pair.test), pair.metric.name in chosen, judged_by, pair.metric.name in too_wide)
        for pair in pairs
    )


def family_of(pairs: Iterable[Pair], primary: Iterable[str], margin: Margin) -> Family:
    """The deciding rates as others of the same family see them."""
    chosen = set(primary)
    tests = {pair.test: pair for pair in pairs if pair.is_defined and pair.metric.name in chosen}.values()
    return (
        tuple(_p_value(pair, cautious_test) for pair in tests),
        tuple(partial(_is_inside, pair, margin) for pair in tests),
        tuple(partial(_is_beyond, pair, margin) for pair in tests),
    )


def together(*families: Family) -> Family:
    """Several families as one."""
    p_values, inside, beyond = zip(*families, strict=True)
    return sum(map(tuple, p_values), ()), sum(map(tuple, inside), ()), sum(map(tuple, beyond), ())


@dataclass(frozen=True, slots=True)
class _Tested:
    p_value: float
    p_adjusted: float
    inside: bool
    beyond: bool
    family: int


def _adjusted(
    family: Mapping[Test, Pair], p_values: Mapping[Test, float], adjust: Adjust, others: Sequence[float]
) -> dict[Test, float]:
    cautious = [p if (p := p_values[test]) > LEVEL else _p_value(pair, cautious_test) for test, pair in family.items()]
    together = adjusted([*(p_values[test] for test in family), *others], [*cautious, *others], adjust)
    return dict(zip(family, together, strict=False))


def _surely(
    family: Mapping[Test, Pair], claim: Callable[[Pair, Margin, float], bool], margin: Margin, others: Sequence[Claim]
) -> dict[Test, bool]:
    claims: list[Claim] = [partial(claim, pair, margin) for pair in family.values()]
    return dict(zip(family, surely([*claims, *others]), strict=False))


def _is_inside(pair: Pair, margin: Margin, z: float) -> bool:
    if (ends := _ratio_ends(pair, margin, z)) is not None:
        return float(margin.lowest) < ends.low and ends.high < float(margin.highest)
    interval, share = _difference(pair, z)[1], _share(pair, margin)
    return -share < Decimal(interval.low) and Decimal(interval.high) < share


def _is_beyond(pair: Pair, margin: Margin, z: float) -> bool:
    if (ends := _ratio_ends(pair, margin, z)) is not None:
        return ends.low >= float(margin.highest) or ends.high <= float(margin.lowest)
    interval, share = _difference(pair, z)[1], _share(pair, margin)
    return Decimal(interval.low) >= share or Decimal(interval.high) <= -share


def _reaches(pair: Pair, margin: Margin) -> bool:
    """Whether the gap in the test is at least the margin. Where the other rate is 0, any yes is."""
    if _ratio_is_judged(pair, margin):
        assert pair.share.exact is not None
        assert pair.other.exact is not None
        own, other = pair.share.exact, pair.other.exact
        return own != other and (own >= Fraction(margin.highest) * other or own <= Fraction(margin.lowest) * other)
    return abs(_gap(pair)) >= Fraction(_share(pair, margin))


def _ratio_is_judged(pair: Pair, margin: Margin) -> bool:
    return margin.is_ratio and pair.stratified is None and pair.against != "whole"


def _ratio_ends(pair: Pair, margin: Margin, z: float) -> Interval | None:
    """None where a gap is judged; from 0 to no end where there are too few for a ratio, so that nothing is sure."""
    if not _ratio_is_judged(pair, margin):
        return None
    cases = pair.share.yes, pair.share.cases, pair.other.yes, pair.other.cases
    return walter_ratio(*cases, z) if ratio_is_printable(*cases) else Interval(0.0, math.inf)


@dataclass(frozen=True, slots=True)
class Levels:
    """What one test of a family has to meet while all others stay as they are: the largest p, and how many standard
    errors out the ends of its intervals must hold.
    """

    p_value: float
    z_inside: float
    z_beyond: float


def judgement_at(pair: Pair, margin: Margin, levels: Levels, *, too_wide: bool) -> Judgement:
    """The verdict on one pair of a family whose other tests are known."""
    is_there = all(_p_value(pair, test) <= levels.p_value for test in (score_test, cautious_test))
    reaches = _reaches(pair, margin)
    is_difference = is_there and reaches  # of the two intervals a verdict asks for one only
    return verdict_on(
        GapEvidence(
            is_there=is_there,
            reaches=reaches,
            surely_inside=not is_difference and _is_inside(pair, margin, levels.z_inside),
            surely_beyond=is_difference and _is_beyond(pair, margin, levels.z_beyond),
            margin_is_too_wide=too_wide,
        )
    )


def _share(pair: Pair, margin: Margin) -> Decimal:
    """The margin as a gap. Of a ratio margin, where only a gap can be judged, it follows from the other rate."""
    return margin.share if margin.share is not None else Decimal(margin.gap_at(pair.other.value or 0.0))


def _p_value(pair: Pair, test: Callable[[float, float, float, float], float]) -> float:
    if pair.stratified is not None:
        return pair.stratified.p_value
    return test(pair.share.yes, pair.share.cases, pair.other.yes, pair.other.cases)


def _comparison(pair: Pair, tested: _Tested | None, primary: bool, margin: Margin, too_wide: bool) -> Comparison:
    named = partial(
        Comparison,
        pair.group,
        pair.reference,
        pair.metric.name,
        primary,
        against=pair.against,
        given=pair.given,
        joint=pair.joint,
    )
    if tested is None:
        return named(UNDEFINED)
    evidence = GapEvidence(
        is_there=tested.p_adjusted <= LEVEL,
        reaches=_reaches(pair, margin),
        surely_inside=tested.inside,
        surely_beyond=tested.beyond,
        margin_is_too_wide=too_wide,
    )
    difference, interval = _difference(pair)
    return named(
        verdict_on(evidence),
        difference=Measured(value=float(difference), low=interval.low, high=interval.high),
        ratio=_ratio(pair),
        p_value=tested.p_value,
        p_adjusted=tested.p_adjusted,
        minimum_detectable_difference=_detectable(pair, margin, tested.family),
        bounds=_bounds(pair),
    )


def _difference(pair: Pair, z: float = Z_95) -> tuple[Fraction, Interval]:
    """The gap, exact, and its interval. To the whole it is the gap to the rest, less the group's own part of it."""
    if pair.stratified is not None:
        middle, ends = pair.stratified.difference, pair.stratified.interval
        wider = z / Z_95
        widened = Interval(middle - (middle - ends.low) * wider, middle + (ends.high - middle) * wider)
        return Fraction(middle), ends if z == Z_95 else widened
    interval = newcombe(pair.share.yes, pair.share.cases, pair.other.yes, pair.other.cases, z)
    if pair.against != "whole":
        return _gap(pair), interval
    shrunk = float(1 - pair.own)
    return _gap(pair), Interval(rounded(interval.low * shrunk), rounded(interval.high * shrunk))


def _gap(pair: Pair) -> Fraction:
    if pair.stratified is not None:
        return Fraction(pair.stratified.difference)
    assert pair.share.exact is not None
    assert pair.other.exact is not None
    gap = pair.share.exact - pair.other.exact
    return gap * (1 - pair.own) if pair.against == "whole" else gap


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


def _detectable(pair: Pair, margin: Margin, family: int) -> float | None:
    if pair.stratified is not None or pair.other.value is None:
        return None
    shrunk = float(1 - pair.own) if pair.against == "whole" else 1.0
    least = margin.gap_at(pair.other.value) / shrunk if shrunk else 0.0
    ratio = (float(margin.lowest), float(margin.highest)) if _ratio_is_judged(pair, margin) else None
    smallest = minimum_detectable_difference(
        pair.other.value, pair.share.cases, pair.other.cases, family=family, margin=least, ratio=ratio
    )
    return None if smallest is None else rounded(smallest * shrunk)


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
