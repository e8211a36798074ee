"""Made-up publications of one entry, drawn with a seed, that an attacker lays side by side; and what he finds."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assessments.gate.disclosure_gate import pass_gate
from assessments.gate.public_result import PublicResult
from assessments.gate.releases import Printed
from assessments.plan.plan import TestPlan
from assessments.plan.score_cuts import Edge
from assessments.results.assessment import assess, deciding_family
from assessments.results.comparing import together
from assessments.results.result import Data, Result
from assessments.runs.other_cuts import with_other_cuts
from assessments.statistics.counts import Counts
from assessments.statistics.persons import PersonSums
from assessments.statistics.weighted_tally import Weights
from enumerating import (
    Table,
    Window,
    decided_alone,
    decided_by_cuts,
    decided_halves,
    decided_moved,
    decided_together,
    window,
)
from enumerating_pairs import decided_pairs

KINDS = ((True, True), (False, True), (False, False), (True, False))
PLAN = TestPlan(
    outcome="y",
    decision="d",
    groups=("g",),
    reference=(("g", "b"),),
    primary=("selection_rate", "false_positive_rate", "false_negative_rate"),
    outcome_yes="1",
    decision_yes="1",
)
YEAR, SPRING, AUTUMN = "2025-01/2025-12", "2025-01/2025-06", "2025-07/2025-12"
Finding = tuple[str, int, int]


def drawn(people: int, chance: random.Random) -> Table:
    base, right, wrongly = chance.uniform(0.05, 0.6), chance.uniform(0.3, 0.9), chance.uniform(0.02, 0.4)
    cells = [0, 0, 0, 0]
    for _ in range(people):
        true = chance.random() < base
        cells[KINDS.index((true, chance.random() < (right if true else wrongly)))] += 1
    return tuple(cells)


def size(chance: random.Random, least: int = 20, most: int = 3_000) -> int:
    return round(math.exp(chance.uniform(math.log(least), math.log(most))))


def plus(first: Table, second: Table) -> Table:
    return tuple(map(sum, zip(first, second, strict=True)))


def counts_of(groups: dict[str, Table]) -> Counts:
    cells = {}
    for name, table in groups.items():
        cells |= {((name,), *kind): n for kind, n in zip(KINDS, table, strict=True) if n}
    return Counts(("g",), cells)


def result_of(groups: dict[str, Table], plan: TestPlan = PLAN, file: int = 0, weight: float = 0) -> Result:
    counts, weights = counts_of(groups), None
    cells = counts.cells
    if weight:  # one case of the first group weighs a little more than all others
        first, more = next(iter(cells)), round(weight * 10**6)
        sums, squares = ({cell: n * 10**power for cell, n in cells.items()} for power in (6, 12))
        weights = Weights(
            Counts(("g",), {**sums, first: sums[first] - 10**6 + more}),
            Counts(("g",), {**squares, first: squares[first] - 10**12 + more**2}),
        )
        plan = replace(plan, weight="w")
    return assess(counts, plan, data=Data(f"{file:064x}", counts.n), weights=weights)


@dataclass(frozen=True)
class Series:
    """Results in the order in which they are published, each with the name of the group that is looked at. ``how`` says
    what the group's tables are to each other: chained, moved, halves, or nothing.
    """

    results: tuple[Result, ...]
    tables: tuple[Table, ...]
    how: str
    names: tuple[str, ...]


def printed(series: Series) -> list[PublicResult | None]:
    """As they pass the gate one after the other; several cuts of one score at once, and None for one that may not."""
    if series.how == "cuts":
        return _cuts_printed(series)
    releases: list[Printed] = []
    for number, result in enumerate(series.results):
        releases.append(Printed(result, pass_gate(result, earlier=releases), f"2026-01-{number + 1:02}"))
    return [release.public for release in releases]


def _cuts_printed(series: Series) -> list[PublicResult | None]:
    used = series.results[0]
    public = with_other_cuts(pass_gate(used), used, [], lambda: None)
    if used.edge is not None:
        return [public, public.opposite_tie]
    by_threshold = {other.threshold: other for other in public.thresholds}
    return [public, *(by_threshold.get(other.plan.threshold) for other in used.thresholds)]


def exceptions(series: Series, publics: Sequence[PublicResult | None], reach: int = 14) -> list[Finding]:
    """What the enumerator says is given away, of publications with figures of their own."""
    if series.how == "paired":
        return _of_pairs(series, publics, reach) and _of_pairs(series, publics, 3 * reach // 2)
    wrong = _exceptions(series, publics, reach)
    further = 20 if series.how == "halves" else 2 * reach
    return _exceptions(series, publics, further) if wrong else []


def _of_pairs(series: Series, publics: Sequence[PublicResult | None], reach: int) -> list[Finding]:
    (result,), (public,) = series.results, publics
    assert public is not None
    return [
        (f"pairs: {name}", which, 0)
        for which in range(len(series.tables))
        for name in decided_pairs(result, public, series.tables, which, reach)
    ]


def _exceptions(series: Series, publics: Sequence[PublicResult | None], reach: int) -> list[Finding]:
    windows: list[Window | None] = []
    for result, public, table, name in zip(series.results, publics, series.tables, series.names, strict=True):
        if public is None or public.group("g", name).stands_in:
            windows.append(None)
        else:
            windows.append(window(result, public, table, reach, name))
    wrong = [("alone", place, cell) for place, w in enumerate(windows) if w for cell in decided_alone(w)]
    own = [w for w in windows if w is not None]
    if len(own) > 1 and series.how == "chained":
        chain = sorted(own, key=lambda w: w.start.sum())
        wrong += decided_together(chain[:3])
    if len(own) == 2 and series.how == "moved":
        wrong += decided_moved(*own)
    if len(own) > 1 and series.how == "cuts":
        picked = [sum(table[:2]) for w, table in zip(windows, series.tables, strict=True) if w is not None]
        wrong += decided_by_cuts([own[place] for place in sorted(range(len(own)), key=lambda n: -picked[n])])
    if len(own) == 3 and series.how == "halves":
        wrong += decided_halves(*(own[place] for place in _halves_first(series)))
    return wrong


def _halves_first(series: Series) -> list[int]:
    return sorted(range(3), key=lambda place: sum(series.tables[place]))


def _reference(chance: random.Random) -> Table:
    return drawn(chance.randint(1_500, 3_000), chance)


def single(chance: random.Random) -> Series:
    table = drawn(size(chance), chance)
    return Series((result_of({"a": table, "b": _reference(chance)}),), (table,), "alone", ("a",))


def weighted(chance: random.Random) -> Series:
    table, other = drawn(size(chance), chance), _reference(chance)
    return Series((result_of({"a": table, "b": other}, weight=1.001),), (table,), "alone", ("a",))


def _followed_by(table: Table, later: Table, chance: random.Random, how: str = "chained") -> Series:
    other = _reference(chance)
    results = (result_of({"a": table, "b": other}), result_of({"a": later, "b": other}, file=1))
    return Series(results, (table, later), how, ("a", "a"))


def person_added(chance: random.Random) -> Series:
    table = drawn(size(chance), chance)
    return _followed_by(table, plus(table, drawn(1, chance)), chance)


def few_added(chance: random.Random) -> Series:
    table = drawn(size(chance), chance)
    return _followed_by(table, plus(table, drawn(chance.randint(2, 9), chance)), chance)


def corrected(chance: random.Random) -> Series:
    """One outcome turns out to be another."""
    table = drawn(size(chance), chance)
    changes = [(-1, 1, 0, 0), (1, -1, 0, 0), (0, 0, 1, -1), (0, 0, -1, 1)]
    possible = [change for change in changes if min(plus(table, change)) >= 0]
    return _followed_by(table, plus(table, chance.choice(possible)), chance, "nothing")


def part_of_a_year(chance: random.Random) -> Series:
    """Ten people and more are in the year and not in its part; either is published first."""
    table, other = drawn(size(chance), chance), _reference(chance)
    year = plus(table, drawn(chance.randint(10, 60), chance))
    whole = plus(other, drawn(chance.randint(100, 400), chance))
    both = (
        (result_of({"a": table, "b": other}, replace(PLAN, period=SPRING)), table),
        (result_of({"a": year, "b": whole}, replace(PLAN, period=YEAR), file=1), year),
    )
    ordered = both if chance.random() < 0.5 else both[::-1]
    return Series(tuple(r for r, _ in ordered), tuple(t for _, t in ordered), "chained", ("a", "a"))


def band_edge(chance: random.Random) -> Series:
    """From thirty years on, and then from thirty-one."""
    narrow, between = drawn(size(chance), chance), drawn(chance.randint(10, 40), chance)
    wide, other = plus(narrow, between), _reference(chance)
    young = drawn(chance.randint(300, 900), chance)
    plans = [replace(PLAN, bands={"g": (edge, "65")}) for edge in ("30", "31")]
    results = (
        result_of({"30–64": wide, "b": other, "–29": young}, plans[0]),
        result_of({"31–64": narrow, "b": other, "–30": plus(young, between)}, plans[1]),
    )
    return Series(results, (wide, narrow), "chained", ("30–64", "31–64"))


def threshold(chance: random.Random) -> Series:
    """The same people; with the higher threshold some of those picked out are not."""
    table, other = drawn(size(chance), chance), _reference(chance)
    moved = [min(chance.randint(0, 25), table[0]), min(chance.randint(0, 25), table[1])]
    less = (table[0] - moved[0], table[1] - moved[1], table[2] + moved[1], table[3] + moved[0])
    fewer = (other[0] - 40, other[1] - 30, other[2] + 30, other[3] + 40)
    plans = [replace(PLAN, threshold=cut, task="score") for cut in ("0.5", "0.6")]
    results = (result_of({"a": table, "b": other}, plans[0]), result_of({"a": less, "b": fewer}, plans[1]))
    return Series(results, (table, less), "moved", ("a", "a"))


def halves(chance: random.Random) -> Series:
    """Two halves and their year, in any order."""
    first, second = (drawn(size(chance, 20, 1_000), chance) for _ in range(2))
    others = [_reference(chance) for _ in range(2)]
    made = [
        (result_of({"a": table, "b": other}, replace(PLAN, period=period), file=number), table)
        for number, (table, other, period) in enumerate(
            (
                (first, others[0], SPRING),
                (second, others[1], AUTUMN),
                (plus(first, second), plus(*others), YEAR),
            )
        )
    ]
    chance.shuffle(made)
    return Series(tuple(r for r, _ in made), tuple(t for _, t in made), "halves", ("a",) * 3)


def growing(chance: random.Random, versions: int = 24) -> Series:
    """One person more in every version."""
    tables, other = [drawn(size(chance, 40, 400), chance)], _reference(chance)
    for _ in range(versions - 1):
        tables.append(plus(tables[-1], drawn(1, chance)))
    results = tuple(result_of({"a": table, "b": other}, file=number) for number, table in enumerate(tables))
    return Series(results, tuple(tables), "chained", ("a",) * versions)


def _fewer(table: Table, moved: Table) -> Table:
    """The same people with some of those picked out no longer so: of true yes and of true no."""
    yes, no = min(moved[0], table[0]), min(moved[1], table[1])
    return (table[0] - yes, table[1] - no, table[2] + no, table[3] + yes)


def thresholds(chance: random.Random) -> Series:
    """Three thresholds of one score side by side, judged as one family, the middle one used."""
    groups = {"a": drawn(size(chance, 60), chance), "b": _reference(chance)}
    cuts = [groups]
    for _ in range(2):
        few, many = ((chance.randint(0, 25), chance.randint(0, 25)), (chance.randint(5, 60), chance.randint(5, 60)))
        cuts.append({"a": _fewer(cuts[-1]["a"], few), "b": _fewer(cuts[-1]["b"], many)})
    plans = [replace(PLAN, task="score", threshold=text) for text in ("0.4", "0.5", "0.6")]
    counted = [counts_of(cut) for cut in cuts]
    families = [deciding_family(c, plan) for c, plan in zip(counted, plans, strict=True)]
    results = [
        assess(
            counted[place],
            plans[place],
            data=Data(f"{0:064x}", counted[place].n),
            others=together(*(family for number, family in enumerate(families) if number != place)),
        )
        for place in (1, 0, 2)
    ]
    used = replace(results[0], thresholds=tuple(results[1:]))
    tables = tuple(cuts[place]["a"] for place in (1, 0, 2))
    siblings = [
        replace(result, thresholds=tuple(replace(other, thresholds=()) for other in results if other is not result))
        for result in results[1:]
    ]
    return Series((used, *siblings), tables, "cuts", ("a",) * 3)


def tie(chance: random.Random) -> Series:
    """The first so many by score, with more on the edge than there are places for."""
    table, other = drawn(size(chance, 60), chance), _reference(chance)
    tied = [(chance.randint(0, 40), chance.randint(0, 40)), (chance.randint(0, 60), chance.randint(0, 60))]
    without = {"a": _fewer(table, tied[0]), "b": _fewer(other, tied[1])}
    plans = [replace(PLAN, task="score", first=1_000, ties=ties) for ties in ("in", "out")]
    taken_in, left_out = (
        result_of(cut, plan) for cut, plan in zip(({"a": table, "b": other}, without), plans, strict=True)
    )
    number = sum(table[:2]) + sum(other[:2]) - sum(without["a"][:2]) - sum(without["b"][:2])
    cut = Edge(score=1, decimals=0, places=1_000, above=0, tied=number)
    both = [(taken_in, table), (left_out, without["a"])][:: chance.choice((1, -1))]
    used = replace(both[0][0], edge=cut, opposite_tie=both[1][0] if number else None)
    return Series((used, both[1][0]), (both[0][1], both[1][1]), "cuts", ("a", "a"))


def paired(chance: random.Random, *, with_outcome: bool = False) -> Series:
    """The same cases once for each group; what was true of them is known or not."""
    parts = [drawn_pairs(size(chance, 30, 1_500), chance) for _ in range(1 + with_outcome)]
    cells: dict[Any, int] = {}
    sums: dict[Any, int] = {}
    for outcome, joint in zip((True, False) if with_outcome else (None,), parts, strict=True):
        for (own, other), number in zip(_BOTH_DECISIONS, joint, strict=True):
            first, second = (("a",), outcome, own), (("b",), outcome, other)
            for cell in (first, second):
                cells[cell] = cells.get(cell, 0) + number
                sums[cell, cell] = sums.get((cell, cell), 0) + number
            for order in ((first, second), (second, first)):
                sums[order] = sums.get(order, 0) + number
    plan = replace(PLAN, repeated="pairs", person="case", primary=("selection_rate",))
    if with_outcome:
        plan = replace(plan, primary=("selection_rate", "false_positive_rate", "false_negative_rate"))
    else:
        plan = replace(plan, outcome=None)
    counts = Counts(("g",), cells)
    result = assess(counts, plan, data=Data(f"{0:064x}", counts.n), persons=PersonSums(("g",), sums))
    return Series((result,), tuple(parts), "paired", ("a",))


_BOTH_DECISIONS = ((True, True), (True, False), (False, True), (False, False))


def drawn_pairs(cases: int, chance: random.Random) -> Table:
    likely, only = chance.uniform(0.1, 0.7), (chance.uniform(0, 0.15), chance.uniform(0, 0.08))
    weights = (likely, only[0], only[1], max(0.02, 1 - likely - sum(only)))
    drawn_now = chance.choices(range(4), weights, k=cases)
    return tuple(drawn_now.count(kind) for kind in range(4))


def paired_with_outcome(chance: random.Random) -> Series:
    return paired(chance, with_outcome=True)


KINDS_OF_SERIES: dict[str, Callable[[random.Random], Series]] = {
    "single": single,
    "weighted": weighted,
    "one added": person_added,
    "2-9 added": few_added,
    "one corrected": corrected,
    "part of a year": part_of_a_year,
    "band edge": band_edge,
    "threshold": threshold,
    "two halves and their year": halves,
    "thresholds side by side": thresholds,
    "first so many, with a tie": tie,
    "paired": paired,
    "paired, with outcome": paired_with_outcome,
}
