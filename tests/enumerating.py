"""An exact enumerator of whole-number tables, who shares nothing with the gate: he tries every table there is.

He has what is printed of a group, the rule it was printed by, and the rates of the reference group exactly. Tables are
(tp, fp, tn, fn); a window is a box of them around the truth, held as an array of four axes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from statistics import NormalDist
from typing import Any

import numpy as np

from assessments.gate.public_result import PublicResult
from assessments.results.result import Result
from assessments.statistics.metrics import METRICS
from assessments.statistics.significance import benjamini_hochberg, holm

SIDES = {  # numerator and denominator of each rate, as places of (tp, fp, tn, fn)
    "selection_rate": ((0, 1), (0, 1, 2, 3)),
    "true_positive_rate": ((0,), (0, 3)),
    "false_positive_rate": ((1,), (1, 2)),
    "true_negative_rate": ((2,), (1, 2)),
    "false_negative_rate": ((3,), (0, 3)),
    "precision": ((0,), (0, 1)),
    "false_discovery_rate": ((1,), (0, 1)),
    "false_omission_rate": ((3,), (2, 3)),
    "negative_predictive_value": ((2,), (2, 3)),
    "accuracy": ((0, 2), (0, 1, 2, 3)),
    "prevalence": ((0, 3), (0, 1, 2, 3)),
    "false_positive_share": ((1,), (0, 1, 2, 3)),
}
Table = tuple[int, int, int, int]
Z = 1.959963984540054


@dataclass(frozen=True)
class Window:
    """Which tables print the same; ``start`` is the lowest corner."""

    start: np.ndarray
    fits: Any

    def moved_to(self, start: np.ndarray, shape: Sequence[int]) -> Any:
        """The same in a larger box."""
        box = np.zeros(shape, dtype=bool)
        begin = self.start - start
        box[tuple(slice(b, b + n) for b, n in zip(begin, self.fits.shape, strict=True))] = self.fits
        return box


def window(result: Result, public: PublicResult, truth: Table, reach: int, value: str = "a") -> Window:
    """Every table within ``reach`` of the truth that prints the group's size, rates and verdicts."""
    start = np.maximum(np.array(truth) - reach, 0)
    axes = [np.arange(begin, middle + reach + 1) for begin, middle in zip(start, truth, strict=True)]
    cells = np.meshgrid(*axes, indexing="ij", sparse=True)
    group = public.group("g", value)
    sizes = sum(cells)
    fits = sizes < 25 if group.size is None else size_printed(sizes) == group.size
    for figure in group.figures:
        if figure.per_100 is not None:
            above, below = (sum(cells[place] for place in places) for places in SIDES[figure.metric])
            fits = fits & (above >= 10) & (below - above >= 10) & (below >= figure.least) & (below < figure.beyond)
            steps = np.floor(above * figure.steps / np.maximum(below, 1) + 0.5 + 1e-12)
            fits = fits & (np.abs(steps * 100 / figure.steps - figure.per_100) < 1e-9)
    return Window(start, _with_verdicts(fits, cells, result, public, value))


def size_printed(people: Any) -> Any:
    fine, coarse = (people + 25) // 50 * 50, (people + 50) // 100 * 100
    return np.where(people < 1_000, fine, coarse)


def _with_verdicts(fits: Any, cells: Any, result: Result, public: PublicResult, value: str) -> Any:
    """Those of them whose verdicts are the printed ones, with the reference known exactly."""
    places = np.argwhere(fits)
    tables = np.stack([cells[axis].ravel()[places[:, axis]] for axis in range(4)])
    printed = {c.metric for c in public.comparisons if c.value == value and c.hidden is None}
    good = np.ones(len(places), dtype=bool)
    for comparison in result.comparisons:
        if comparison.metric in printed and dict(comparison.group)["g"] == value and comparison.against == "reference":
            other = next(g for g in result.groups if g.attributes == comparison.reference).figure(comparison.metric)
            above, below = (tables[list(places)].sum(axis=0) for places in SIDES[comparison.metric])
            good &= _judged_alike(above, below, other.numerator, other.denominator, comparison, result)
    fits = np.zeros(fits.shape, dtype=bool)
    fits[tuple(places[good].T)] = True
    return fits


def _judged_alike(k: Any, n: Any, k2: int, n2: int, comparison: Any, result: Result) -> Any:
    """Whether a claim is made, whether the gap reaches the margin, and whether it is surely inside or beyond it."""
    margin, level, inside_z, beyond_z = levels_of(comparison, result)
    truth = next(g for g in result.groups if g.attributes == comparison.group).figure(comparison.metric)
    facts = _facts(k, n, k2, n2, margin, level, inside_z, beyond_z)
    true = _facts(np.array([truth.numerator]), np.array([truth.denominator]), k2, n2, margin, level, inside_z, beyond_z)
    claimed, reaches, inside, beyond, more = (fact == own[0] for fact, own in zip(facts, true, strict=True))
    is_difference = bool(true[0][0] and true[1][0])
    if is_difference:
        return claimed & reaches & beyond & more
    either = claimed & inside & ~(facts[0] & facts[1])
    return either & more if true[0][0] else either


def _facts(k: Any, n: Any, k2: int, n2: int, margin: float, level: float, inside_z: float, beyond_z: float) -> Any:
    together, cases = k + k2, n + n2
    spread = n * n2 * together * (cases - together)
    square = np.where(spread > 0, (k * n2 - k2 * n) ** 2 * cases / np.maximum(spread, 1), 0.0)
    claimed = square >= _z(level) ** 2
    gap = k / n - k2 / n2
    reaches = np.abs(gap) >= margin - 1e-12
    low, high = _newcombe(k, n, k2, n2, inside_z)
    inside = (low > -margin) & (high < margin)
    low, high = _newcombe(k, n, k2, n2, beyond_z)
    return claimed, reaches, inside, (low >= margin) | (high <= -margin), gap > 0


def levels_of(comparison: Any, result: Result) -> tuple[float, float, float, float]:
    """What this test has to meet: Holm over the family with all others as they are, found by trying."""
    own = (METRICS[comparison.metric].family, comparison.group)
    known = [other for other in result.comparisons if other.p_value is not None and other.against == "reference"]
    deciding = {(METRICS[other.metric].family, other.group) for other in known if other.primary}
    family = {(METRICS[other.metric].family, other.group): other for other in known}
    family = {test: other for test, other in family.items() if (test in deciding) == (own in deciding)}
    others = [other for test, other in family.items() if test != own]
    if comparison.primary:
        others += _at_other_thresholds(result)
    adjust = holm if comparison.primary else benjamini_hochberg
    low, high = 1e-12, 0.05
    for _ in range(60):
        middle = (low * high) ** 0.5
        is_claimed = adjust([middle, *(other.p_value for other in others)])[0] <= 0.05
        low, high = (middle, high) if is_claimed else (low, middle)
    inside = sum(other.judgement.verdict.value == "no_important_difference" for other in others)
    beyond = sum(other.judgement.because == "surely_important" for other in others)
    m = len(others) + 1
    return float(result.plan.margin), high, _z(0.05 / (m - inside)), _z(0.05 / (m - beyond))


def _at_other_thresholds(result: Result) -> list[Any]:
    """Tests at all thresholds are of one family."""
    tests = {}
    for other in result.thresholds:
        for c in other.comparisons:
            if c.primary and c.p_value is not None and c.against == "reference":
                tests[other.plan.threshold, METRICS[c.metric].family, c.group] = c
    return list(tests.values())


def _z(level: float) -> float:
    return NormalDist().inv_cdf(1 - level / 2)


def _newcombe(k1: Any, n1: Any, k2: Any, n2: Any, z: float) -> tuple[Any, Any]:
    (low1, high1), (low2, high2), p1, p2 = wilson_ends(k1, n1, z), wilson_ends(k2, n2, z), k1 / n1, k2 / n2
    return p1 - p2 - np.hypot(p1 - low1, high2 - p2), p1 - p2 + np.hypot(high1 - p1, p2 - low2)


def wilson_ends(k: Any, n: Any, z: float = Z) -> tuple[Any, Any]:
    rate, z2 = k / n, z * z
    middle, half = rate + z2 / (2 * n), z * np.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n))
    return (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)


def is_open(values: Any) -> bool:
    """Undecided by ten, or from 0 to at least 9."""
    return len(values) > 0 and (values.max() - values.min() >= 10 or (values.min() == 0 and values.max() >= 9))


def decided_alone(tables: Window) -> list[int]:
    """The cells of a group that its own print leaves no ten people for."""
    return [axis for axis in range(4) if not is_open(tables.start[axis] + np.flatnonzero(_along(tables.fits, axis)))]


def _along(fits: Any, axis: int) -> Any:
    return fits.any(axis=tuple(other for other in range(4) if other != axis))


def chained(windows: Sequence[Window]) -> tuple[np.ndarray, list[Any]]:
    """Tables of which each is part of the next: those of each that have partners on both sides."""
    start = reduce(np.minimum, (w.start for w in windows))
    shape = reduce(np.maximum, (w.start + w.fits.shape for w in windows)) - start
    boxes = [w.moved_to(start, shape) for w in windows]
    for place in range(1, len(boxes)):
        boxes[place] &= _up(boxes[place - 1])
    for place in range(len(boxes) - 2, -1, -1):
        boxes[place] &= _down(boxes[place + 1])
    return start, boxes


def _up(box: Any, axes: Sequence[int] = range(4)) -> Any:
    """All tables that are nowhere less than one of these."""
    return reduce(lambda array, axis: np.logical_or.accumulate(array, axis=axis), axes, box)


def _down(box: Any, axes: Sequence[int] = range(4)) -> Any:
    flip = tuple(slice(None, None, -1) if axis in axes else slice(None) for axis in range(4))
    return _up(box[flip], axes)[flip]


def decided_together(windows: Sequence[Window]) -> list[tuple[str, int, int]]:
    """Cells of each table, and of what is left over between each and the next, that are given away."""
    start, boxes = chained(windows)
    wrong = []
    for place, box in enumerate(boxes):
        wrong += [
            ("own", place, axis) for axis in range(4) if not is_open(start[axis] + np.flatnonzero(_along(box, axis)))
        ]
    for place in range(1, len(boxes)):
        wrong += [
            ("rest", place, axis) for axis in range(4) if not is_open(_rest(boxes[place - 1], boxes[place], axis))
        ]
    return wrong


def _rest(smaller: Any, larger: Any, axis: int) -> Any:
    """What the difference in one cell may be, with all others free."""
    others = [other for other in range(4) if other != axis]
    reachable = np.moveaxis(_down(larger, others), axis, 0)
    own = np.moveaxis(smaller, axis, 0)
    length = len(own)
    return np.array([d for d in range(length) if (own[: length - d] & reachable[d:]).any()])


def decided_by_cuts(windows: Sequence[Window]) -> list[tuple[str, int, int]]:
    """The same people by two or three cuts, each of which picks out no more than the last: what of them has moved."""
    if len(windows) == 2:
        return decided_moved(*windows)
    first, middle, last = (_by_outcomes(np.argwhere(w.fits) + w.start) for w in windows)
    reached: dict[tuple[str, int, int], set[int]] = {}
    for yes, no in first.keys() & middle.keys() & last.keys():
        for name, values in _of_three_cuts([side[yes, no] for side in (first, middle, last)], yes, no):
            reached.setdefault(name, set()).update(values)
    if not reached:
        return [("none", 0, 0)]
    return [name for name, values in reached.items() if not is_open(np.array(sorted(values)))]


def _of_three_cuts(picked: Sequence[Any], yes: int, no: int) -> Iterator[tuple[tuple[str, int, int], list[int]]]:
    """What each count may be, of so many with either outcome, by who is picked out of them at each cut."""
    start = np.minimum.reduce([tables.min(axis=0) for tables in picked])
    shape = np.maximum.reduce([tables.max(axis=0) for tables in picked]) - start + 1
    boxes = []
    for tables in picked:
        box = np.zeros(shape, dtype=bool)
        box[tuple((tables - start).T)] = True
        boxes.append(box)
    boxes[1] &= _below(boxes[0])
    boxes[2] &= _below(boxes[1])
    boxes[1] &= _above(boxes[2])
    boxes[0] &= _above(boxes[1])
    for place, box in enumerate(boxes):
        tp, fp = start[0] + np.flatnonzero(box.any(axis=1)), start[1] + np.flatnonzero(box.any(axis=0))
        for axis, values in enumerate((tp, fp, no - fp, yes - tp)):
            yield ("own", place, axis), values.tolist()
    for place, axis in product((1, 2), (0, 1)):
        yield ("rest", place, axis), _rest_of_two(boxes[place - 1], boxes[place], axis)


def _below(box: Any) -> Any:
    """All pairs that are nowhere more than one of these."""
    return np.logical_or.accumulate(np.logical_or.accumulate(box[::-1, ::-1], axis=0), axis=1)[::-1, ::-1]


def _above(box: Any) -> Any:
    return np.logical_or.accumulate(np.logical_or.accumulate(box, axis=0), axis=1)


def _rest_of_two(more: Any, less: Any, axis: int) -> list[int]:
    """By how many fewer the second may pick out of one outcome, with the other free."""
    own, other = (np.moveaxis(box, axis, 0) for box in (more, less))
    free = np.logical_or.accumulate(other, axis=1)
    length = len(own)
    return [d for d in range(length) if (own[d:] & free[: length - d]).any()]


def decided_moved(more: Window, less: Window) -> list[tuple[str, int, int]]:
    """The same people by two thresholds, of which the second picks out no more: what of them has moved."""
    tables = [np.argwhere(w.fits) + w.start for w in (more, less)]
    by_sums: list[Mapping[tuple[int, int], Any]] = [_by_outcomes(counts) for counts in tables]
    together: list[Any] = []
    for sums in by_sums[0].keys() & by_sums[1].keys():
        first, second = (np.unique(side[sums], axis=0) for side in by_sums)
        gaps = first[:, None, :] - second[None, :, :]
        good = (gaps >= 0).all(axis=2)
        left, right = np.nonzero(good)
        together.append(np.hstack([first[left], second[right], np.tile(sums, (len(left), 1))]))
    if not together:
        return [("none", 0, 0)]
    rows = np.vstack(together)
    tp, fp, tp2, fp2, yes, no = rows.T
    counts = {
        ("own", 0, 0): tp, ("own", 0, 1): fp, ("own", 0, 2): no - fp, ("own", 0, 3): yes - tp,
        ("own", 1, 0): tp2, ("own", 1, 1): fp2, ("own", 1, 2): no - fp2, ("own", 1, 3): yes - tp2,
        ("rest", 1, 0): tp - tp2, ("rest", 1, 1): fp - fp2,
    }  # fmt: skip
    return [name for name, values in counts.items() if not is_open(values)]


def _by_outcomes(tables: Any) -> dict[tuple[int, int], Any]:
    """tp and fp of the tables, by how many have either outcome."""
    yes, no = tables[:, 0] + tables[:, 3], tables[:, 1] + tables[:, 2]
    order = np.lexsort((no, yes))
    keys = np.stack([yes, no], axis=1)[order]
    breaks = np.flatnonzero((np.diff(keys, axis=0) != 0).any(axis=1)) + 1
    groups = np.split(tables[order][:, :2], breaks)
    return {(int(key[0]), int(key[1])): group for key, group in zip(keys[np.r_[0, breaks]], groups, strict=True)}


def decided_halves(first: Window, second: Window, whole: Window) -> list[tuple[str, int, int]]:
    """Two that are the third together: cells of each of the three that are given away."""
    shape = [sum(w.fits.shape[axis] for w in (first, second)) + whole.fits.shape[axis] for axis in range(4)]
    left, right, both = (np.fft.rfftn(w.fits.astype(np.float32), shape) for w in (first, second, whole))
    pairs = (
        (whole, np.fft.irfftn(left * right, shape), first.start + second.start),
        (first, np.fft.irfftn(both * np.conj(right), shape), whole.start - second.start),
        (second, np.fft.irfftn(both * np.conj(left), shape), whole.start - first.start),
    )
    wrong = []
    for place, (own, ways, start) in enumerate(pairs):
        index = [(own.start[axis] - start[axis] + np.arange(own.fits.shape[axis])) % shape[axis] for axis in range(4)]
        fits = own.fits & (ways[np.ix_(*index)] > 0.5)
        wrong += [
            ("own", place, axis)
            for axis in range(4)
            if not is_open(own.start[axis] + np.flatnonzero(_along(fits, axis)))
        ]
    return wrong


def window_of_november(truth: Table, reach: int) -> Window:
    """What was printed until November 2026: sizes to 10, and rates with both Wilson ends to whole numbers of 100."""
    start = np.maximum(np.array(truth) - reach, 0)
    axes = [np.arange(begin, middle + reach + 1) for begin, middle in zip(start, truth, strict=True)]
    cells = np.meshgrid(*axes, indexing="ij", sparse=True)
    fits = (sum(cells) + 5) // 10 == (sum(truth) + 5) // 10
    for metric in ("selection_rate", "false_positive_rate", "false_negative_rate", "precision"):
        above, below = (sum(cells[place] for place in places) for places in SIDES[metric])
        k, n = (sum(truth[place] for place in places) for places in SIDES[metric])
        if k >= 10 and n - k >= 10:
            fits = fits & (above >= 10) & (below - above >= 10)
            printed = (k / n, *wilson_ends(k, n))
            for value, own in zip(
                (above / np.maximum(below, 1), *wilson_ends(above, np.maximum(below, 1))), printed, strict=True
            ):
                fits = fits & (np.floor(100 * value + 0.5) == np.floor(100 * own + 0.5))
    return Window(start, fits)
