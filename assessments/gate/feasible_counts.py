"""Which whole numbers can stand behind a printed rate: those that print it, its interval, and the verdicts on it.

Tries them one by one, so for groups of some 1,500 people at most. Only in a child process.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np

from assessments.gate.public_result import PublicComparison, PublicFigure, PublicResult
from assessments.plan.plan import AGAINST
from assessments.statistics.intervals import PRINTABLE_NUMERATOR, Z_95
from assessments.statistics.metrics import METRICS
from assessments.statistics.significance import EXPECTED_CASES, LEVEL
from assessments.statistics.verdict import Because, Verdict

Place = tuple[str | None, str | None, str]  # attribute, value and rate
Pairs = Any  # numerators and denominators: an array of two columns
Cells = tuple[Any, Any, Any, Any]  # numerators and denominators of two rates
SLACK = 1e-6
_ENUMERATED = 1_500  # people
_MOST_TRIED = 4_000_000  # pairs of pairs for one verdict; where there are more, it is left out
_ROUNDS = 2


def possible_counts(public: PublicResult) -> Mapping[Place, Pairs]:
    """For each printed rate of a group that is not too large the numerators and denominators it may have."""
    threshold, step = public.policy.threshold, public.policy.size_step
    pairs_by_place = {
        (group.attribute, group.value, figure.metric): behind(figure, group.size + step, threshold)
        for group in (public.overall, *public.groups)
        if group.size is not None and group.size + step <= _ENUMERATED
        for figure in group.figures
        if figure.per_100 is not None and not figure.weighted and not figure.repeated
    }
    for _ in range(_ROUNDS):
        for comparison in public.comparisons:
            for place, others, others_first in _sides(comparison):
                if place in pairs_by_place and others in pairs_by_place:
                    fits = _fitting(pairs_by_place[place], pairs_by_place[others], others_first, comparison, public)
                    pairs_by_place[place] = pairs_by_place[place][fits] if fits.any() else pairs_by_place[place]
    return pairs_by_place


@lru_cache(maxsize=4_096)
def behind(figure: PublicFigure, most: int, threshold: int) -> Pairs:
    """Every pair that prints this rate and this interval, where nothing rests on fewer than the threshold."""
    assert figure.per_100 is not None
    candidates: list[tuple[int, int]] = []
    step = 100 / figure.of
    for cases in range(2 * threshold, most + 1):
        first = max(threshold, int((2 * figure.per_100 - step) * cases // 200))
        last = min(cases - threshold, int((2 * figure.per_100 + step) * cases // 200) + 1)
        candidates.extend((count, cases) for count in range(first, last + 1))
    pairs = np.array(candidates, dtype=float).reshape(-1, 2)
    low, high = _wilson(pairs[:, 0], pairs[:, 1])
    fits = np.ones(len(pairs), dtype=bool)
    printed = (pairs[:, 0] / pairs[:, 1], figure.per_100), (low, figure.low), (high, figure.high)
    for value, printed_value in printed:
        fits &= np.abs(value * 100 - printed_value) <= step / 2 + SLACK
    return pairs[fits]


def _sides(comparison: PublicComparison) -> Iterator[tuple[Place, Place, bool]]:
    """Both rates of a comparison, each with the other, and whether the other is the one that is compared."""
    if comparison.hidden:
        return
    own = comparison.attribute, comparison.value, comparison.metric
    is_named = comparison.against == "reference"
    other = (comparison.attribute, comparison.reference, comparison.metric) if is_named else (None, None, own[2])
    yield own, other, False
    yield other, own, True


def _fitting(
    pairs: Pairs, others: Pairs, others_first: bool, comparison: PublicComparison, public: PublicResult
) -> Any:
    """Which pairs there is a pair of the other rate for, such that both together give the verdict."""
    fits = np.zeros(len(pairs), dtype=bool)
    for some in (_extremes(others), others):  # nearly every pair fits one of a few; only for the rest all are tried
        left = np.flatnonzero(~fits)
        if len(left) * len(some) > _MOST_TRIED:
            return np.ones(len(pairs), dtype=bool)
        own_pairs, other_pairs = pairs[left][:, None, :], some[None, :, :]
        first, second = (other_pairs, own_pairs) if others_first else (own_pairs, other_pairs)
        fits[left] = _gives_verdict(first, second, comparison, public).any(axis=1)
    return fits


def _extremes(pairs: Pairs) -> Pairs:
    rates = pairs[:, 0] / pairs[:, 1]
    chosen = {int(order) for by in (rates, pairs[:, 1]) for order in (by.argmin(), by.argmax())} | {len(pairs) // 2}
    return pairs[sorted(chosen)]


def _gives_verdict(first: Pairs, second: Pairs, comparison: PublicComparison, public: PublicResult) -> Any:
    """Whether a rate of ``first`` and one of ``second`` (the reference, or everybody) allow the printed verdict.

    What is sure is so at 95 % at least; what is not sure is not so at the widest interval that the family asks for.
    """
    k1, n1, k2, n2 = first[..., 0], first[..., 1], second[..., 0], second[..., 1]
    shrunk: Any = 1.0
    exists = np.ones(np.broadcast_shapes(k1.shape, k2.shape), dtype=bool)
    if comparison.against != "reference":
        whole, (k2, n2) = n2, (k2 - k1, n2 - n1)
        exists = (n2 > 0) & (k2 >= 0) & (k2 <= n2)
        k2, n2 = np.where(exists, k2, 0), np.where(exists, n2, 1)
        shrunk = 1 - n1 / whole if comparison.against == "whole" else 1.0
    return exists & _is_judged_so((k1, n1, k2, n2), shrunk, comparison, public)


def _is_judged_so(cells: Cells, shrunk: Any, comparison: PublicComparison, public: PublicResult) -> Any:
    strict = _square_at(LEVEL / (max(1, public.family) if comparison.primary else _explored(public)))
    inside, beyond, reaches = _near_margin(cells, shrunk, public, Z_95)
    surely_inside, surely_beyond, _ = _near_margin(cells, shrunk, public, float(np.sqrt(strict)))
    square, expected = _score(*cells)
    claimed = square >= _square_at(LEVEL) - SLACK
    unclaimed = (square <= strict + SLACK) | (expected < EXPECTED_CASES)
    match comparison.verdict, comparison.because:
        case Verdict.DIFFERENCE, Because.SURELY_IMPORTANT:
            fits = claimed & reaches.may & beyond.may
        case Verdict.DIFFERENCE, _:
            fits = claimed & reaches.may & ~surely_beyond.must
        case Verdict.NO_IMPORTANT_DIFFERENCE, Because.CERTAIN_GAP:
            fits = claimed & inside.may
        case Verdict.NO_IMPORTANT_DIFFERENCE, _:
            fits = inside.may & unclaimed
        case _, Because.MARGIN_TOO_WIDE:
            fits = inside.may
        case _, Because.NOT_SURELY_IMPORTANT:
            fits = ~surely_inside.must & claimed & ~reaches.must
        case _:
            fits = ~surely_inside.must & unclaimed
    return fits


@dataclass(frozen=True, slots=True)
class _Within:
    """For each pair of rates whether something may be so, and whether it must, whatever the last digits are."""

    may: Any
    must: Any


def _near_margin(cells: Cells, shrunk: Any, public: PublicResult, z: float) -> tuple[_Within, ...]:
    """Whether the interval lies inside the margin, whether beyond it, and whether the gap itself reaches it."""
    k1, n1, k2, n2 = cells
    margin = public.judged_by
    if margin.is_ratio and not np.isscalar(shrunk):
        everywhere = np.ones(np.broadcast_shapes(k1.shape, k2.shape), dtype=bool)
        return (_Within(everywhere, ~everywhere),) * 3
    if margin.is_ratio:
        low, high = _walter(*cells, z)
        least, most, middle = float(margin.lowest), float(margin.highest), k1 / n1 - 0 * k2
        other = k2 / n2
        reached = [(middle >= most * other - s) | (middle <= least * other + s) for s in (SLACK, -SLACK)]
        inner = [(low > least - s) & (high < most + s) for s in (SLACK, -SLACK)]
        outer = [(low >= most - s) | (high <= least + s) for s in (SLACK, -SLACK)]
        return _Within(*inner), _Within(*outer), _Within(*reached)
    share = float(margin.share or 0)
    gap = (k1 / n1 - k2 / n2) * shrunk
    low, high = (end * shrunk for end in _newcombe(*cells, z))
    inner = [(low > -share - s) & (high < share + s) for s in (SLACK, -SLACK)]
    outer = [(low >= share - s) | (high <= -share + s) for s in (SLACK, -SLACK)]
    return _Within(*inner), _Within(*outer), _Within(*(np.abs(gap) >= share - s for s in (SLACK, -SLACK)))


def _explored(public: PublicResult) -> int:
    """At least as many as are explored together: every rate there is, of every group, crossed ones included."""
    return max(1, sum(max(1, len(group.merged)) for group in public.groups)) * len(METRICS) * len(AGAINST)


@lru_cache(maxsize=256)
def _square_at(p_value: float) -> float:
    return NormalDist().inv_cdf(1 - p_value / 2) ** 2


def _wilson(k: Any, n: Any, z: float = Z_95) -> tuple[Any, Any]:
    z2 = z**2
    rate = k / n
    middle = rate + z2 / (2 * n)
    half = np.sqrt(z2 * (rate * (1 - rate) / n + z2 / (4 * n * n)))
    return (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)


def _walter(k1: Any, n1: Any, k2: Any, n2: Any, z: float) -> tuple[Any, Any]:
    """The ends of a ratio; from 0 to no end where it is not judged."""
    a, b, c, d = k1 + 0.5, n1 + 0.5, k2 + 0.5, n2 + 0.5
    middle, half = np.log(a / b) - np.log(c / d), z * np.sqrt(1 / a - 1 / b + 1 / c - 1 / d)
    pooled = (k1 + k2) * np.minimum(n1, n2) >= PRINTABLE_NUMERATOR * (n1 + n2)
    judged = pooled & (np.minimum(k1, k2) >= PRINTABLE_NUMERATOR)
    return np.where(judged, np.exp(middle - half), 0.0), np.where(judged, np.exp(middle + half), np.inf)


def _newcombe(k1: Any, n1: Any, k2: Any, n2: Any, z: float) -> tuple[Any, Any]:
    (low1, high1), (low2, high2), p1, p2 = _wilson(k1, n1, z), _wilson(k2, n2, z), k1 / n1, k2 / n2
    return p1 - p2 - np.hypot(p1 - low1, high2 - p2), p1 - p2 + np.hypot(high1 - p1, p2 - low2)


def _score(k1: Any, n1: Any, k2: Any, n2: Any) -> tuple[Any, Any]:
    """The square of the score test's z, and how many cases the emptiest cell is expected to have."""
    together, cases = k1 + k2, n1 + n2
    spread = n1 * n2 * together * (cases - together)
    square = np.where(spread > 0, (k1 * n2 - k2 * n1) ** 2 * cases / np.where(spread > 0, spread, 1), 0.0)
    return square, np.minimum(together, cases - together) * np.minimum(n1, n2) / cases
