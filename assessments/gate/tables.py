"""Whole-number tables that would have printed the same, of one group or of several publications together.

Integer programs (HiGHS) propose them, the rule of printing itself confirms each. Only in a child process.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from assessments.gate.public_result import Policy, PublicFigure, PublicGroup
from assessments.gate.rounding import in_steps, rates_behind, sizes_behind
from assessments.statistics.counts import Tally
from assessments.statistics.metrics import METRICS, PARTS, parts_of, rate_weights

Table = tuple[int, ...]  # how many there are of each of its parts, mostly PARTS
Weights = tuple[float, ...]
ENDLESS = float("inf")
_SPAN = 30  # tables are sought so near the true one: whatever lies further off is not needed to leave ten open
_SECONDS = 1.0  # for one program; a count of which nothing is known by then is taken for decided


@dataclass(frozen=True, slots=True)
class Inequality:
    """low ≤ Σ weight·count ≤ high, with whole weights, so that it is exact."""

    weights: Weights
    low: float
    high: float

    def holds(self, table: Table) -> bool:
        return self.low <= sum(w * count for w, count in zip(self.weights, table, strict=True)) <= self.high


@dataclass(frozen=True, slots=True, eq=False)
class PrintedTable:
    """The counts behind a printed group. ``near`` are limits within which nearly all tables give the printed verdicts;
    ``is_judged_so`` says it exactly. ``need`` is how far apart a count must be able to lie. ``parts`` names the counts.
    """

    truth: Table
    limits: tuple[Inequality, ...]
    near: tuple[Inequality, ...] = ()
    is_judged_so: Callable[[Table], bool] = lambda _: True
    need: int = 10
    parts: tuple[str, ...] = PARTS

    def prints_the_same(self, table: Table) -> bool:
        return all(limit.holds(table) for limit in self.limits) and self.is_judged_so(table)


@dataclass(frozen=True, slots=True)
class Count:
    """A count that somebody may work out: weights of the parts of each table in turn. ``of`` names it."""

    of: tuple[int, str]  # which table, and which part of it
    weights: Weights
    need: int


def known_to_be_complete() -> Inequality:
    """That outcome and decision of everybody are known."""
    return Inequality(tuple(float(part not in {"tp", "fp", "tn", "fn"}) for part in PARTS), 0, 0)


def limits_of(group: PublicGroup, policy: Policy, truth: Table | None = None) -> Iterator[Inequality]:
    """What size and rates of a printed group say of its counts, exactly.

    Where weights are behind a rate, it may be of any counts; but if those of ``truth`` would print it without weights,
    somebody who guesses that they are all alike is right.
    """
    everybody, threshold = (1.0,) * len(PARTS), policy.threshold
    sizes = (0, policy.fewest - 1) if group.size is None else sizes_behind(group.size, policy.size_step)
    if truth is None or sizes[0] <= sum(truth) <= sizes[1]:
        yield Inequality(everybody, *sizes)
    for figure in group.figures:
        if figure.per_100 is not None:
            numerator, denominator = rate_weights(figure.metric)
            yield Inequality(numerator, threshold, ENDLESS)
            yield Inequality(_minus(denominator, numerator), threshold, ENDLESS)
            yield Inequality(denominator, figure.least, ENDLESS if figure.is_other else figure.beyond - 1)
            if not figure.is_other or (truth is not None and _is_printed_so(figure, truth)):
                yield from _limits_of_rate(figure, numerator, denominator)


def _limits_of_rate(figure: PublicFigure, numerator: Weights, denominator: Weights) -> Iterator[Inequality]:
    low, high = rates_behind(figure.per_100 or 0, figure.steps)
    yield Inequality(_minus(numerator, denominator, low.denominator, low.numerator), 0, ENDLESS)
    yield Inequality(_minus(numerator, denominator, high.denominator, high.numerator), -ENDLESS, -1)


def _is_printed_so(figure: PublicFigure, truth: Table) -> bool:
    numerator, denominator = (dot(weights, truth) for weights in rate_weights(figure.metric))
    return denominator > 0 and in_steps(numerator / denominator, figure.steps) == figure.per_100


def _minus(weights: Weights, others: Weights, times: float = 1.0, other_times: float = 1.0) -> Weights:
    return tuple(times * weight - other_times * other for weight, other in zip(weights, others, strict=True))


def dot(weights: Weights, table: Table) -> int:
    return round(sum(weight * count for weight, count in zip(weights, table, strict=True)))


def tally_of(table: Table) -> Tally:
    """The counts of a group as everything else knows them."""
    tp, fp, tn, fn, selected_only, passed_over_only, decision_missing = table
    return Tally(
        n=sum(table),
        tp=tp,
        fp=fp,
        tn=tn,
        fn=fn,
        selected=tp + fp + selected_only,
        passed_over=tn + fn + passed_over_only,
        decision_missing=decision_missing,
    )


def table_of(tally: Tally) -> Table:
    return parts_of(tally)


def share_of(metric: str, table: Table) -> tuple[int, int]:
    return METRICS[metric].share(tally_of(table))


def decided(tables: Sequence[PrintedTable], links: Sequence[Inequality], counts: Sequence[Count]) -> list[Count]:
    """Those counts for which no two worlds were found that lie far enough apart, and print all of it.

    A world is a table for each of ``tables``, and ``links`` say how they hang together. A count lies far apart where it
    may differ by what it needs, or be 0 as well as nearly that.
    """
    search = _Search(tables, links)
    return [count for count in counts if not search.leaves_open(count)]


class _Search:
    def __init__(self, tables: Sequence[PrintedTable], links: Sequence[Inequality]) -> None:
        self._tables, self._links = tables, links
        self._truth = np.array([count for table in tables for count in table.truth], dtype=float)
        self._worlds = [self._truth]
        self._begins = [0, *accumulate(len(table.parts) for table in tables[:-1])]
        self._span = max(_SPAN, *(2 * table.need for table in tables))
        self._matrix, self._low, self._high = self._rows()

    def leaves_open(self, count: Count) -> bool:
        weights = np.array(count.weights)
        if self._is_open(weights, count.need):
            return True
        for sign in (-1.0, 1.0):
            self._explore(sign * weights, count.need)
            if self._is_open(weights, count.need):
                return True
        return False

    def _is_open(self, weights: Any, need: int) -> bool:
        values = [float(world @ weights) for world in self._worlds]
        low, high = min(values), max(values)
        return high - low >= need or (low <= 0 and high >= need - 1)

    def _explore(self, cost: Any, need: int) -> None:
        """Adds the world that goes as far this way as is needed, or the furthest on the way there that prints alike."""
        for with_verdicts in (True, False):
            proposed = self._proposed(cost, need, with_verdicts=with_verdicts)
            if proposed is not None:
                world = self._furthest(proposed)
                self._worlds.append(world)
                if world is proposed:
                    return

    def _proposed(self, cost: Any, need: int, *, with_verdicts: bool) -> Any:
        rows = slice(None) if with_verdicts else slice(self._exact)
        limits = (
            LinearConstraint(self._matrix[rows], self._low[rows], self._high[rows]) if len(self._low[rows]) else None
        )
        far_enough = LinearConstraint(cost, float(self._truth @ cost) - need, ENDLESS)
        solution = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(np.maximum(self._truth - self._span, 0), self._truth + self._span),
            constraints=[far_enough, *([limits] if limits is not None else [])],
            options={"time_limit": _SECONDS},
        )
        return None if solution.x is None else np.round(solution.x)

    def _furthest(self, proposed: Any) -> Any:
        if self._is_world(proposed):
            return proposed
        for part in range(_PARTS_OF_A_WAY - 1, 0, -1):
            between = np.round(self._truth + (proposed - self._truth) * part / _PARTS_OF_A_WAY)
            if self._is_world(between):
                return between
        return self._truth

    def _is_world(self, world: Any) -> bool:
        whole = tuple(int(count) for count in world)
        if not all(limit.holds(whole) for limit in self._links):
            return False
        return all(
            table.prints_the_same(whole[begin : begin + len(table.parts)])
            for table, begin in zip(self._tables, self._begins, strict=True)
        )

    def _rows(self) -> tuple[Any, Any, Any]:
        """All limits as rows of a matrix; those that only lie near the truth come last."""
        rows: list[Inequality] = []
        for name in ("limits", "near"):
            for table, begin in zip(self._tables, self._begins, strict=True):
                before, after = (0.0,) * begin, (0.0,) * (len(self._truth) - begin - len(table.parts))
                rows += [Inequality((*before, *x.weights, *after), x.low, x.high) for x in getattr(table, name)]
            if name == "limits":
                rows += self._links
                self._exact = len(rows)
        matrix = np.array([row.weights for row in rows], dtype=float)
        return matrix, np.array([row.low for row in rows]), np.array([row.high for row in rows])


_PARTS_OF_A_WAY = 6


def own_counts(tables: Sequence[PrintedTable], parts: Sequence[str]) -> Iterator[Count]:
    """Each count of each table."""
    for place, table in enumerate(tables):
        for part in parts:
            yield Count((place, part), _only(len(tables), {place: 1.0}, part), table.need)


def remainder_counts(tables: Sequence[PrintedTable], parts: Sequence[str]) -> Iterator[Count]:
    """What each table holds that the one before it does not."""
    for place in range(1, len(tables)):
        for part in parts:
            need = max(tables[place].need, tables[place - 1].need)
            yield Count((place, part), _only(len(tables), {place: 1.0, place - 1: -1.0}, part), need)


def contained(number: int) -> Iterator[Inequality]:
    """Each table is part of the next."""
    for place in range(1, number):
        for part in PARTS:
            yield Inequality(_only(number, {place: 1.0, place - 1: -1.0}, part), 0, ENDLESS)


def equal(number: int) -> Iterator[Inequality]:
    """All tables are the same counts."""
    for place in range(1, number):
        for part in PARTS:
            yield Inequality(_only(number, {place: 1.0, place - 1: -1.0}, part), 0, 0)


def added_up(number: int) -> Iterator[Inequality]:
    """The last table is all the others together."""
    for part in PARTS:
        yield Inequality(_only(number, {**dict.fromkeys(range(number - 1), 1.0), number - 1: -1.0}, part), 0, 0)


def moved(number: int) -> Iterator[Inequality]:
    """Tables of the same people by several rules: as many of each outcome, and each picks out no more than the last."""
    for place in range(1, number):
        times = {place - 1: 1.0, place: -1.0}
        for picked, left in (("tp", "fn"), ("fp", "tn"), ("selected_only", "passed_over_only")):
            both = [_only(number, times, part) for part in (picked, left)]
            yield Inequality(tuple(map(sum, zip(*both, strict=True))), 0, 0)
            yield Inequality(both[0], 0, ENDLESS)
        yield Inequality(_only(number, times, "decision_missing"), 0, 0)


def _only(number: int, times: dict[int, float], part: str) -> Weights:
    return tuple(times.get(place, 0.0) * (name == part) for place in range(number) for name in PARTS)


def need_of(policy: Policy, cases: int, people: float | None) -> int:
    """How far apart a count must be able to lie: ten people, and as many cases as they are in."""
    rows = 1.0 if people is None or people <= 0 else max(1.0, cases / people)
    return ceil(policy.people * rows)
