"""Whether a gap may be chance: tests of two rates, and p-values adjusted for how many tests there are.

Closed forms and whole sums over integers, only the standard library. Chooses neither pairs nor families.
"""

import math
from collections.abc import Callable, Sequence

from assessments.statistics.intervals import require_cases, rounded, z_of

Adjust = Callable[[Sequence[float]], tuple[float, ...]]  # over all p-values of a family
LEVEL = 0.05  # of every test
EXPECTED_CASES = 5  # fewer in a cell, and the normal curve is no guide to its tail


def score_test(numerator: float, denominator: float, other_numerator: float, other_denominator: float) -> float:
    """Two-sided p-value that two rates are one and the same: the pooled score test.

    Formula: z² = (k1·n2 - k2·n1)²·N / (n1·n2·K·(N-K)) with K and N the sums; p = erfc(|z|/√2), accurate in the far
    tail. Unit: probability. Undefined (ValueError) when either has no cases; 1 when all or none are counted in both.
    Source: Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions (2003), 3.1, without correction.
    """
    require_cases(numerator, denominator)
    require_cases(other_numerator, other_denominator)
    together, cases = numerator + other_numerator, denominator + other_denominator
    if together in (0, cases):
        return 1.0
    square = (numerator * other_denominator - other_numerator * denominator) ** 2 * cases
    z_squared = square / (denominator * other_denominator * together * (cases - together))
    return rounded(math.erfc(math.sqrt(z_squared / 2)))


def cautious_test(numerator: float, denominator: float, other_numerator: float, other_denominator: float) -> float:
    """The score test; but where it would claim a difference on few people, the exact test must claim it as well.

    Formula: the score test's p; where that is at most .05 and one of the four cells is expected to hold fewer than 5,
    the larger of it and Fisher's. Unit and errors as those of the score test.
    Source: Cochran, Biometrics 10 (1954) 417-451 (the limit of 5).
    """
    p_value = score_test(numerator, denominator, other_numerator, other_denominator)
    together, cases = numerator + other_numerator, denominator + other_denominator
    fewest = min(together, cases - together) * min(denominator, other_denominator) / cases
    if p_value > LEVEL or fewest >= EXPECTED_CASES:
        return p_value
    whole = (round(number) for number in (numerator, denominator, other_numerator, other_denominator))
    return max(p_value, fisher_exact_test(*whole))


def adjusted(p_values: Sequence[float], cautious: Sequence[float], adjust: Adjust) -> tuple[float, ...]:
    """The p-values of a family, adjusted; and where one would claim a difference, adjusted with the cautious ones.

    With the score test alone, up to a third of perfectly fair systems with rare outcomes and many small groups would be
    found to differ; with this none of those drawn is in more than 5 of 100 (docs/statistics.md).
    """
    pairs = zip(adjust(p_values), adjust(cautious), strict=True)
    return tuple(p if p > LEVEL else larger for p, larger in pairs)


def fisher_exact_test(numerator: int, denominator: int, other_numerator: int, other_denominator: int) -> float:
    """Two-sided p-value that two rates are one and the same, given how many there are in all on every side.

    Formula: the sum of all hypergeometric probabilities that are not larger than that of what was seen. Unit:
    probability. Undefined (ValueError) when either has no cases. Source: Fisher, JRSS 98 (1935) 39-82.
    """
    require_cases(numerator, denominator)
    require_cases(other_numerator, other_denominator)
    together, cases = numerator + other_numerator, denominator + other_denominator
    lowest, highest = max(0, together - other_denominator), min(denominator, together)
    mode = min(max((denominator + 1) * (together + 1) // (cases + 2), lowest), highest)

    def rises(k: int) -> float:
        """The probability of k + 1 through that of k."""
        return (denominator - k) * (together - k) / ((k + 1) * (other_denominator - together + k + 1))

    chances = {mode: 1.0}
    for k in range(mode, highest):
        chances[k + 1] = chances[k] * rises(k)
        if chances[k + 1] < _NEGLIGIBLE:
            break
    for k in range(mode - 1, lowest - 1, -1):
        chances[k] = chances[k + 1] / rises(k)
        if chances[k] < _NEGLIGIBLE:
            break
    seen = chances.get(numerator, 0.0) * (1 + 1e-7)  # equal ones count, whatever the last digits
    total = math.fsum(chances.values())
    return rounded(min(1.0, math.fsum(chance for chance in chances.values() if chance <= seen) / total))


_NEGLIGIBLE = 1e-25  # compared with the likeliest


def surely(claims: Sequence[Callable[[float], bool]]) -> tuple[bool, ...]:
    """Which claims of a family hold for sure, all at once in 95 of 100. A claim says whether it holds at ends that lie
    z standard errors out, and holds at fewer where it does at more.

    Formula: Holm on intervals. Those that hold at the level .05/m are sure; then the others at .05/(m - sure), until no
    more do. Source: Holm, Scandinavian Journal of Statistics 6 (1979) 65-70; Schuirmann, J. Pharmacokin. Biopharm. 15
    (1987) 657-680 (a gap inside a margin, by its interval).
    """
    open_places = list(range(len(claims)))
    for _ in range(_MOST_PASSES):
        z = z_of(LEVEL / max(1, len(open_places)))
        left = [place for place in open_places if not claims[place](z)]
        if len(left) == len(open_places):
            break
        open_places = left
    still_open = set(open_places)
    return tuple(place not in still_open for place in range(len(claims)))


_MOST_PASSES = 20  # of families so large that more would take long; fewer passes are the careful side


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """p-values adjusted so that the chance of one false claim among all of them stays at most 5 %.

    Formula: the i-th smallest of m becomes the largest of (m-j+1)·p(j), j ≤ i, at most 1. Unit: probability.
    Source: Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.
    """
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    adjusted = [1.0] * len(p_values)
    largest = 0.0
    for place, index in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[index]))
        adjusted[index] = rounded(largest)
    return tuple(adjusted)


def largest_claimed(others: Sequence[float], *, explored: bool) -> float:
    """The largest p-value with which one test more is claimed together with the others of its family.

    Formula: .05/(m - k), k the others that are claimed before it (``holm``); or, exploring, the largest i·.05/m that at
    least i - 1 others do not exceed (``benjamini_hochberg``). Unit: probability.
    """
    ordered, m = sorted(others), len(others) + 1
    if explored:
        limits = [place * LEVEL / m for place in range(1, m + 1)]
        return max(limit for place, limit in enumerate(limits) if place == 0 or ordered[place - 1] <= limit)
    claimed = 0
    while claimed < len(ordered) and ordered[claimed] <= LEVEL / (m - claimed):
        claimed += 1
    return LEVEL / (m - claimed)


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """p-values adjusted so that at most 5 % of what is found by exploring is expected to be a false find.

    Formula: the i-th smallest of m becomes the smallest of m·p(j)/j, j ≥ i, at most 1. Unit: probability.
    Source: Benjamini & Hochberg, JRSS B 57 (1995) 289-300.
    """
    order = sorted(range(len(p_values)), key=lambda index: p_values[index], reverse=True)
    adjusted = [1.0] * len(p_values)
    smallest = 1.0
    for place, index in enumerate(order):
        smallest = min(smallest, p_values[index] * len(p_values) / (len(p_values) - place))
        adjusted[index] = rounded(smallest)
    return tuple(adjusted)
