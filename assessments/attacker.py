"""What somebody can work out who knows everything that is printed about an entry, and the rules it was printed by.

Linear programs (HiGHS) over the counts behind the figures. Only in a child process. Hides nothing: that is the gate's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from assessments.disclosure import PublicComparison, PublicFigure, PublicGroup, PublicResult
from assessments.metrics import PARTS, rate_weights
from assessments.verdict import Verdict

Cells = tuple[float, ...]  # one weight for each part of a tally that an attacker does not know
Limits = tuple[float, float]
Owner = tuple[int, str | None, str | None]  # which data, attribute, value
_ENUMERATED = 1_500  # denominators up to here are tried one by one against the printed interval
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class _Known:
    """lowest ≤ Σ weight·count ≤ highest, over the counts of one group."""

    weights: Cells
    low: float
    high: float


class Attack:
    """The unknown counts of every group in every document, and all that is known about them.

    Documents with the same number are of the same data. ArithmeticError where what is printed contradicts itself.
    """

    def __init__(self, documents: Sequence[tuple[int, PublicResult]]) -> None:
        self._places: dict[Owner, int] = {}
        self._rows: list[tuple[dict[int, float], float, float]] = []
        for data, public in documents:
            self._learn(data, public)

    def range_of(self, owner: Owner, weights: Cells) -> tuple[int, int]:
        """The smallest and largest whole number that the weighted counts of a group may be."""
        cost = np.zeros(len(self._places) * len(PARTS))
        start = self._places[owner] * len(PARTS)
        cost[start : start + len(PARTS)] = weights
        low, high = self._extreme(cost), -self._extreme(-cost)
        return int(np.ceil(low - _SLACK)), int(np.floor(high + _SLACK))

    def _extreme(self, cost: Any) -> float:
        matrix, limits = self._problem
        found = linprog(cost, A_ub=matrix, b_ub=limits, bounds=(0, None), method="highs")
        if found.status == 3:  # without bound
            return float("-inf")
        if not found.success:
            raise ArithmeticError(f"what is printed contradicts itself: {found.message}")
        return float(found.fun)

    @cached_property
    def _problem(self) -> tuple[Any, Any]:
        """Every inequality: a matrix, and what its rows may come to at most."""
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        limits: list[float] = []
        for weights, low, high in self._rows:
            for sign, limit in ((1.0, high), (-1.0, -low)):
                if np.isfinite(limit):
                    rows += [len(limits)] * len(weights)
                    columns += weights
                    values += (sign * weight for weight in weights.values())
                    limits.append(limit)
        shape = (len(limits), len(self._places) * len(PARTS))
        return csr_matrix((values, (rows, columns)), shape=shape), np.array(limits)

    def _learn(self, data: int, public: PublicResult) -> None:
        whole: Owner = (data, None, None)
        for known in _of_group(public.overall, public):
            self._add(whole, known)
        for attribute in public.attributes:
            owners = []
            for group in public.groups_of(attribute):
                owner: Owner = (data, attribute, group.value)
                owners.append(owner)
                for known in _of_group(group, public):
                    self._add(owner, known)
            for part in range(len(PARTS)):
                self._add_up(owners, whole, part)
        for pair in public.pairs:
            self._learn_crossed(data, pair, public)

    def _learn_crossed(self, data: int, pair: str, public: PublicResult) -> None:
        """Groups of two attributes crossed: each single group is all its crossings, those with unknown included."""
        printed = {group.crossed: group for group in public.groups_of(pair)}
        for group in printed.values():
            for known in _of_group(group, public):
                self._add((data, pair, group.value), known)
        names = tuple(dict.fromkeys(name for crossed in printed for name, _ in crossed))
        values = [_values(public, name) for name in names]
        for side, name in enumerate(names):
            for single, raw in values[side].items():
                owners = [
                    self._crossing(data, pair, names, side, (value, other), printed)
                    for value in raw
                    for others in values[1 - side].values()
                    for other in others
                ]
                for part in range(len(PARTS)):
                    self._add_up(owners, (data, name, single), part)

    def _crossing(
        self,
        data: int,
        pair: str,
        names: tuple[str, ...],
        side: int,
        values: tuple[str | None, str | None],
        printed: Mapping[tuple[tuple[str, str], ...], PublicGroup],
    ) -> Owner:
        """A crossing as it is printed; one with unknown, or of nobody at all, under a name of its own."""
        ordered = values if side == 0 else values[::-1]
        group = printed.get(tuple((name, str(value)) for name, value in zip(names, ordered, strict=True)))
        if group is not None and None not in ordered:
            return data, pair, group.value
        return data, pair, f"not printed {ordered!r}"

    def _add(self, owner: Owner, known: _Known) -> None:
        start = self._start(owner)
        weights = {start + place: weight for place, weight in enumerate(known.weights) if weight}
        self._rows.append((weights, known.low, known.high))

    def _add_up(self, owners: Iterable[Owner], whole: Owner, part: int) -> None:
        """The groups of an attribute are everybody, each once."""
        weights = {self._start(owner) + part: 1.0 for owner in owners} | {self._start(whole) + part: -1.0}
        self._rows.append((weights, 0.0, 0.0))

    def _start(self, owner: Owner) -> int:
        return self._places.setdefault(owner, len(self._places)) * len(PARTS)


def _values(public: PublicResult, attribute: str) -> dict[str | None, tuple[str | None, ...]]:
    """The printed groups of an attribute, each with the values in the data that it stands for."""
    return {group.value: group.merged or (group.value,) for group in public.groups_of(attribute)}


def weights_of(tally_part: str) -> Cells:
    return tuple(float(part == tally_part) for part in PARTS)


def _of_group(group: PublicGroup, public: PublicResult) -> Iterator[_Known]:
    everybody, step, threshold = (1.0,) * len(PARTS), public.policy.size_step, public.policy.threshold
    if group.size is None:
        yield _Known(everybody, 0, threshold - 1)
    else:
        yield _Known(everybody, group.size - step // 2, group.size + (step - 1) // 2)
    if not public.has_missing:
        yield _Known(tuple(float(part not in {"tp", "fp", "tn", "fn"}) for part in PARTS), 0, 0)
    for figure in group.figures:
        if figure.per_100 is not None:
            yield from _of_figure(figure, group, public)


def _of_figure(figure: PublicFigure, group: PublicGroup, public: PublicResult) -> Iterator[_Known]:
    """A printed rate: its rounding, the people it must rest on, and what its interval says of how many there are."""
    numerator, denominator = rate_weights(figure.metric)
    rest = _minus(denominator, numerator)
    low, high = _limits_of_rate(figure, group, public)
    threshold, endless = public.policy.threshold, float("inf")
    yield _Known(_minus(numerator, denominator, low), 0, endless)
    yield _Known(_minus(numerator, denominator, high), -endless, 0)
    yield _Known(numerator, threshold, endless)
    yield _Known(rest, threshold, endless)
    most = (group.size or 0) + public.policy.size_step
    if most <= _ENUMERATED:
        pairs = _pairs(figure, most, threshold)
        if len(pairs):
            for weights, column in ((numerator, 0), (denominator, 1)):
                yield _Known(weights, float(pairs[:, column].min()), float(pairs[:, column].max()))
            yield _Known(rest, float((pairs[:, 1] - pairs[:, 0]).min()), float((pairs[:, 1] - pairs[:, 0]).max()))


def _limits_of_rate(figure: PublicFigure, group: PublicGroup, public: PublicResult) -> Limits:
    """Between what the exact rate lies: its rounding, and what verdicts on it say."""
    assert figure.per_100 is not None
    low, high = (figure.per_100 - 0.5) / 100, (figure.per_100 + 0.5) / 100
    for one in public.comparisons:
        other = _beside(one, figure, group, public)
        if other is None or one.verdict is Verdict.NOT_ENOUGH_DATA or one.difference is None:
            continue
        margin = float(public.margin) / 100
        their_low, their_high = (other - 0.5) / 100, (other + 0.5) / 100
        if one.verdict is Verdict.DIFFERENCE:
            margin *= 1.0 if one.against != "rest" else _least_rest(group, public)
            is_higher = (one.difference > 0) == (group.value == one.value)
            low, high = (max(low, their_low + margin), high) if is_higher else (low, min(high, their_high - margin))
        else:
            low, high = max(low, their_low - margin), min(high, their_high + margin)
    return low, high


def _beside(one: PublicComparison, figure: PublicFigure, group: PublicGroup, public: PublicResult) -> int | None:
    """The printed rate that a comparison of this figure is with; None for another comparison.

    Beside the rest it is that of everybody, from whom a group is never further than from the rest.
    """
    if (one.attribute, one.metric) != (group.attribute, figure.metric) or group.value is None:
        return None
    if one.against != "reference":
        return public.overall.figure(figure.metric).per_100 if group.value == one.value else None
    if group.value not in (one.value, one.reference):
        return None
    other = one.reference if group.value == one.value else one.value
    return public.group(one.attribute, other).figure(figure.metric).per_100


def _least_rest(group: PublicGroup, public: PublicResult) -> float:
    """At least this share of everybody is not in the group: by so much a gap to the rest shrinks beside everybody."""
    if group.size is None or not public.size:
        return 0.0
    step = public.policy.size_step
    return max(0.0, 1 - (group.size + step) / max(public.size - step, 1))


def _pairs(figure: PublicFigure, most: int, threshold: int) -> Any:
    """Every (numerator, denominator) that prints this rate and this interval."""
    assert figure.per_100 is not None
    found: list[tuple[int, int]] = []
    for cases in range(2 * threshold, most + 1):
        first = max(threshold, (2 * figure.per_100 - 1) * cases // 200)
        last = min(cases - threshold, (2 * figure.per_100 + 1) * cases // 200 + 1)
        found.extend((count, cases) for count in range(first, last + 1))
    pairs = np.array(found, dtype=float).reshape(-1, 2)
    low, high = _wilson(pairs[:, 0], pairs[:, 1])
    printed = (pairs[:, 0] / pairs[:, 1], low, high)
    wanted = (figure.per_100, figure.low, figure.high)
    fits = np.ones(len(pairs), dtype=bool)
    for value, said in zip(printed, wanted, strict=True):
        fits &= np.abs(value * 100 - said) <= 0.5 + _SLACK
    return pairs[fits]


def _wilson(k: Any, n: Any) -> tuple[Any, Any]:
    z2 = 1.959963984540054**2
    rate = k / n
    middle = rate + z2 / (2 * n)
    half = np.sqrt(z2 * (rate * (1 - rate) / n + z2 / (4 * n * n)))
    return (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)


def _minus(weights: Cells, others: Cells, times: float = 1.0) -> Cells:
    return tuple(weight - times * other for weight, other in zip(weights, others, strict=True))
