"""What somebody can work out who knows everything that is printed about an entry, and the rules it was printed by.

Linear programs (HiGHS) over the counts behind the figures. Only in a child process. Hides nothing: that is the gate's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from assessments.gate.public_result import BOUND_STEP, PublicComparison, PublicFigure, PublicGroup, PublicResult
from assessments.gate.rounding import rates_behind, sizes_behind
from assessments.statistics.metrics import PARTS, rate_weights
from assessments.statistics.verdict import Verdict

SLACK = 1e-6
_MANY = 12  # groups, from where on it pays to look around first
Cells = tuple[float, ...]  # one weight for each part of a tally that an attacker does not know
Limits = tuple[float, float]
Owner = tuple[int, str | None, str | None]  # which counts, attribute, value
Numbers = Mapping[str | None, int]  # by attribute which counts its groups have; None is everybody


@dataclass(frozen=True, slots=True)
class _ReleasedFigures:
    """lowest ≤ Σ weight·count ≤ highest, over the counts of one group."""

    weights: Cells
    low: float
    high: float


class Attack:
    """The unknown counts of every group in every document, and all that is known about them.

    Groups with the same number in two documents are the same counts. ArithmeticError where what is printed contradicts
    itself.
    """

    def __init__(self, documents: Sequence[tuple[Numbers, PublicResult]]) -> None:
        self._places: dict[Owner, int] = {}
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._worlds: list[Any] = []  # counts that would have printed all this, as they were found
        for numbers, public in documents:
            self._learn(numbers, public)

    def look_around(self, owners: Sequence[Owner], parts: Sequence[str]) -> None:
        """Finds worlds in which many counts are as large, and as small, as can be at once: each saves many programs."""
        for part in parts if len(owners) > _MANY else ():
            for every in (1, 2, 4):
                cost = np.zeros(len(self._places) * len(PARTS))
                for number, owner in enumerate(owners):
                    cost[self._places[owner] * len(PARTS) + PARTS.index(part)] = (-1.0) ** (number // every)
                self._extreme(cost)
                self._extreme(-cost)

    def is_open(self, owner: Owner, weights: Cells, by: int) -> bool:
        """Whether worlds already found differ by more than this in the weighted counts of a group: then no two linear
        programs need to be solved to know it. False where it is not known yet.
        """
        start = self._places[owner] * len(PARTS)
        totals = [float(np.dot(world[start : start + len(PARTS)], weights)) for world in self._worlds]
        return len(totals) > 1 and max(totals) - min(totals) > by + 2  # whole numbers in between are two fewer at most

    def range_of(self, owner: Owner, weights: Cells) -> tuple[int, int]:
        """The smallest and largest whole number that the weighted counts of a group may be."""
        cost = np.zeros(len(self._places) * len(PARTS))
        start = self._places[owner] * len(PARTS)
        cost[start : start + len(PARTS)] = weights
        low, high = self._extreme(cost), -self._extreme(-cost)
        return int(np.ceil(low - SLACK)), int(np.floor(high + SLACK))

    def _extreme(self, cost: Any) -> float:
        matrix, limits = self._problem
        solution = linprog(cost, A_ub=matrix, b_ub=limits, bounds=(0, None), method="highs")
        if solution.status == 3:  # without bound
            return float("-inf")
        if not solution.success:
            raise ArithmeticError(f"what is printed contradicts itself: {solution.message}")
        self._worlds.append(solution.x)
        return float(solution.fun)

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

    def learn_part(self, shorter: Sequence[Owner], longer: Owner, *, least: float) -> None:
        """A group of shorter times together is no more than that of a longer one; ``least`` is 0 where they are all."""
        for part in range(len(PARTS)):
            weights = {self._start(owner) + part: 1.0 for owner in shorter}
            self._rows.append((weights | {self._start(longer) + part: -1.0}, least, 0.0))

    def learn_same(self, owner: Owner, other: Owner, weights: Cells) -> None:
        """Two groups of the same cases, counted by other rules, have these weighted counts in common."""
        named = {self._start(owner) + place: weight for place, weight in enumerate(weights) if weight}
        named |= {self._start(other) + place: -weight for place, weight in enumerate(weights) if weight}
        self._rows.append((named, 0.0, 0.0))

    def _learn(self, numbers: Numbers, public: PublicResult) -> None:
        whole: Owner = (numbers[None], None, None)
        for known in (*_of_group(public.overall, public), *_of_follow_up(public)):
            self._add(whole, known)
        for attribute in public.attributes:
            owners = []
            for group in public.groups_of(attribute):
                owner = owner_of(group, numbers)
                owners.append(owner)
                self._learn_merged(group, owner)
                for known in _of_group(group, public):
                    self._add(owner, known)
            retained = [g for g in (public.overall, *public.groups_of(attribute)) if g.stands_in]
            for part in range(len(PARTS)):
                self._add_up(owners, whole, part, by=len(retained) * public.policy.people)
        for pair in public.pairs:
            self._learn_crossed(numbers, pair, public)

    def _learn_merged(self, group: PublicGroup, owner: Owner) -> None:
        """A group into which several are merged stands for all of them; elsewhere they may be printed one by one."""
        if group.merged:
            for part in range(len(PARTS)):
                self._add_up([(owner[0], owner[1], value) for value in group.merged], owner, part)

    def _learn_crossed(self, numbers: Numbers, pair: str, public: PublicResult) -> None:
        """Groups of two attributes crossed: each single group is all its crossings, those with unknown included."""
        data = numbers[pair]
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
                retained = sum(bool(g.stands_in) for g in (*printed.values(), public.group(name, single)))
                for part in range(len(PARTS)):
                    whole = owner_of(public.group(name, single), numbers)
                    self._add_up(owners, whole, part, by=retained * public.policy.people)

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

    def _add(self, owner: Owner, known: _ReleasedFigures) -> None:
        start = self._start(owner)
        weights = {start + place: weight for place, weight in enumerate(known.weights) if weight}
        self._rows.append((weights, known.low, known.high))

    def _add_up(self, owners: Iterable[Owner], whole: Owner, part: int, by: int = 0) -> None:
        """The groups of an attribute are everybody, each once; or nearly, where earlier figures stand."""
        weights = {self._start(owner) + part: 1.0 for owner in owners} | {self._start(whole) + part: -1.0}
        self._rows.append((weights, -by, by))

    def _start(self, owner: Owner) -> int:
        return self._places.setdefault(owner, len(self._places)) * len(PARTS)


def owner_of(group: PublicGroup, numbers: Numbers) -> Owner:
    """Whose counts they are. A group of merged ones is named by them: others may be merged elsewhere."""
    merged = f" {sorted(group.merged)!r}" if group.merged else ""
    return numbers[group.attribute], group.attribute, group.value if not merged else f"{group.value}{merged}"


def _values(public: PublicResult, attribute: str) -> dict[str | None, tuple[str | None, ...]]:
    """The printed groups of an attribute, each with the values in the data that it stands for."""
    return {group.value: group.merged or (group.value,) for group in public.groups_of(attribute)}


def weights_of(tally_part: str) -> Cells:
    return tuple(float(part == tally_part) for part in PARTS)


def _of_group(group: PublicGroup, public: PublicResult) -> Iterator[_ReleasedFigures]:
    everybody = (1.0,) * len(PARTS)
    if group.stands_in:
        pass  # rounded by the rules of another day, which may have been other ones
    elif group.size is None:
        yield _ReleasedFigures(everybody, 0, public.policy.fewest - 1)
    else:
        yield _ReleasedFigures(everybody, *sizes_behind(group.size, public.policy.size_step))
    if not public.has_missing:
        yield _ReleasedFigures(tuple(float(part not in {"tp", "fp", "tn", "fn"}) for part in PARTS), 0, 0)
    for figure in group.figures:
        if figure.per_100 is not None:
            yield from _of_figure(figure, group, public)


def _of_figure(figure: PublicFigure, group: PublicGroup, public: PublicResult) -> Iterator[_ReleasedFigures]:
    """A printed rate: the people it must rest on, and its rounding. A weighted one may be of any counts."""
    numerator, denominator = rate_weights(figure.metric)
    threshold, endless = public.policy.threshold, float("inf")
    yield _ReleasedFigures(numerator, threshold, endless)
    yield _ReleasedFigures(_minus(denominator, numerator), threshold, endless)
    yield from _of_bounds(figure)
    yield _ReleasedFigures(denominator, figure.least, endless if figure.is_other else figure.beyond - 1)
    if not figure.weighted:
        low, high = _limits_of_rate(figure, group, public)
        yield _ReleasedFigures(_minus(numerator, denominator, low), 0, endless)
        yield _ReleasedFigures(_minus(numerator, denominator, high), -endless, 0)


def _of_follow_up(public: PublicResult) -> Iterator[_ReleasedFigures]:
    """Of about how many of 100 with a yes, and with a no, the outcome is known."""
    sides = (
        (public.known_with_yes, ("tp", "fp"), "selected_only"),
        (public.known_with_no, ("tn", "fn"), "passed_over_only"),
    )
    for printed, known_parts, unknown_part in sides:
        if printed is not None:
            known = tuple(float(part in known_parts) for part in PARTS)
            cases = tuple(float(part in (*known_parts, unknown_part)) for part in PARTS)
            step = next(coarse for coarse in (25, 10, BOUND_STEP) if printed % coarse == 0)  # at most
            low, high = (printed - step / 2) / 100, (printed + step / 2) / 100
            yield _ReleasedFigures(_minus(known, cases, low), -SLACK, float("inf"))
            yield _ReleasedFigures(_minus(known, cases, high), -float("inf"), SLACK)


def _of_bounds(figure: PublicFigure) -> Iterator[_ReleasedFigures]:
    """What the unknown could make of a rate: as low or high with every way to decide them, and at one nearly so."""
    if figure.lowest is None or figure.highest is None:
        return
    numerator, denominator = rate_weights(figure.metric)
    completed = [(_completed(numerator, *ways), _completed(denominator, *ways)) for ways in _WAYS]
    for above, below in completed:
        yield _ReleasedFigures(_minus(above, below, figure.lowest / 100), -SLACK, float("inf"))
        yield _ReleasedFigures(_minus(above, below, figure.highest / 100), -float("inf"), SLACK)
    if figure.metric in _MONOTONE:
        by_rate = sorted(completed, key=lambda sides: sum(sides[0]) / sum(sides[1]))
        (low_above, low_below), (high_above, high_below) = by_rate[0], by_rate[-1]
        step = max(BOUND_STEP, figure.fine.step)
        least, most = (figure.lowest + step) / 100, (figure.highest - step) / 100
        yield _ReleasedFigures(_minus(low_above, low_below, least), -float("inf"), SLACK)
        yield _ReleasedFigures(_minus(high_above, high_below, most), -SLACK, float("inf"))


_WAYS = tuple(product(("tp", "fp"), ("tn", "fn")))
_MONOTONE = frozenset(  # rates that every unknown outcome moves the same way, whatever the counts
    ["precision", "false_omission_rate", "true_positive_rate", "false_negative_rate", "false_positive_rate"]
)


def _completed(weights: Cells, with_yes: str, with_no: str) -> Cells:
    """The weights of a sum when unknown outcomes count as these parts."""
    counted_as = {"selected_only": with_yes, "passed_over_only": with_no}
    return tuple(weights[PARTS.index(counted_as.get(part, part))] for part in PARTS)


def _limits_of_rate(figure: PublicFigure, group: PublicGroup, public: PublicResult) -> Limits:
    """Between what the exact rate lies: its rounding, and what verdicts on it say."""
    assert figure.per_100 is not None
    low, high = map(float, rates_behind(figure.per_100, figure.steps))
    for comparison in public.comparisons:
        other = _compared_rate(comparison, figure, group, public)
        if other is None or comparison.verdict is Verdict.NOT_ENOUGH_DATA or comparison.difference is None:
            continue
        if public.judged_by.is_ratio or (comparison.verdict is Verdict.DIFFERENCE and not comparison.difference):
            continue
        margin = float(public.judged_by.share or 0)
        their_low, their_high = other
        if comparison.verdict is Verdict.DIFFERENCE:
            margin *= 1.0 if comparison.against != "rest" else _least_rest(group, public)
            is_higher = (comparison.difference > 0) == (group.value == comparison.value)
            low, high = (max(low, their_low + margin), high) if is_higher else (low, min(high, their_high - margin))
        else:
            low, high = max(low, their_low - margin), min(high, their_high + margin)
    return low, high


def _compared_rate(
    comparison: PublicComparison, figure: PublicFigure, group: PublicGroup, public: PublicResult
) -> Limits | None:
    """Between what the rate lies that a comparison of this figure is with; None for another comparison.

    For a comparison with the rest it is that of everybody: no group is further from everybody than from the rest.
    """
    if (comparison.attribute, comparison.metric) != (group.attribute, figure.metric) or group.value is None:
        return None
    if comparison.against != "reference":
        return _rounding(public.overall.figure(figure.metric)) if group.value == comparison.value else None
    if group.value not in (comparison.value, comparison.reference):
        return None
    other = comparison.reference if group.value == comparison.value else comparison.value
    return _rounding(public.group(comparison.attribute, other).figure(figure.metric))


def _rounding(figure: PublicFigure) -> Limits | None:
    if figure.per_100 is None:
        return None
    low, high = rates_behind(figure.per_100, figure.steps)
    return float(low), float(high)


def _least_rest(group: PublicGroup, public: PublicResult) -> float:
    """The least share of everybody outside the group: a gap to the rest, times this, is the gap to everybody."""
    if group.size is None or not public.size:
        return 0.0
    step = public.policy.size_step
    return max(0.0, 1 - sizes_behind(group.size, step)[1] / max(sizes_behind(public.size, step)[0], 1))


def _minus(weights: Cells, others: Cells, times: float = 1.0) -> Cells:
    return tuple(weight - times * other for weight, other in zip(weights, others, strict=True))
