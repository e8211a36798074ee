"""The same enumerator for pairs of the same case: he tries every way in which both rows may have been decided."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from scipy.stats import binom, norm

from assessments.gate.public_result import PublicResult
from assessments.results.result import Result
from enumerating import Z, is_open, levels_of, size_printed, wilson_ends

Pairs = tuple[int, int, int, int]  # in how many both are picked out, only the group, only the reference, neither
_OF_PAIRS = {  # of true yes and of true no: whether a rate counts those picked out, those who are not, or nobody
    "selection_rate": ("picked", "picked"),
    "true_positive_rate": ("picked", None),
    "false_negative_rate": ("left", None),
    "false_positive_rate": (None, "picked"),
    "true_negative_rate": (None, "left"),
    "accuracy": ("picked", "left"),
}


def decided_pairs(result: Result, public: PublicResult, pairs: Sequence[Pairs], which: int, reach: int) -> list[str]:
    """Counts of the same cases in two groups that are given away.

    ``pairs`` are those of true yes and those of true no, or all of them where no outcome is known; "a" is compared with
    "b". Those of the other outcome are held as they are, and then in some other ways, until every count is open.
    """
    reached: dict[str, set[int]] = {}
    for others in _held(pairs, which):
        both, group, other, neither = _pairs_behind(result, public, pairs, others, reach)
        counts = {
            "both": both, "only the group": group, "only the other": other, "neither": neither,
            "group picked": both + group, "group left": other + neither,
            "other picked": both + other, "other left": group + neither,
        }  # fmt: skip
        for name, values in counts.items():
            reached.setdefault(name, set()).update(np.unique(values).tolist())
        wrong = [name for name, values in reached.items() if not is_open(np.array(sorted(values)))]
        if not wrong:
            break
    return wrong


def _held(pairs: Sequence[Pairs], which: int) -> Iterator[Sequence[Pairs | None]]:
    """The pairs of other outcomes as they are, and then with some more or fewer of them; None for those to be tried."""
    yield [None if kind == which else own for kind, own in enumerate(pairs)]
    for times in (0.8, 1.2, 0.9, 1.1, 0.7):
        yield [None if kind == which else tuple(round(n * times) for n in own) for kind, own in enumerate(pairs)]
    for kind, own in enumerate(pairs):
        for by, cell, less in product((5, 8, 15, 2), range(4), (*range(4), None)):
            changed = list(own)
            changed[cell] += by
            if less is not None:
                changed[less] -= 2 * by if less == cell else by
            if kind != which and min(changed) >= 0:
                yield [None if k == which else tuple(changed) for k in range(len(pairs))]


def _pairs_behind(
    result: Result, public: PublicResult, truth: Sequence[Pairs], held: Sequence[Pairs | None], reach: int
) -> Any:
    """All pairs near the truth that print the same, with those of the other outcome held."""
    which = held.index(None)
    far = (reach, reach, reach, 2 * reach)  # of those who are in neither there are most, and so most ways
    axes = [np.arange(max(0, middle - by), middle + by + 1) for middle, by in zip(truth[which], far, strict=True)]
    cells = np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")])
    for side, value in enumerate("ab"):
        cells = cells[:, _prints_pairs(cells, held, side, public.group("g", value))]
    for comparison in result.comparisons:
        printed = [c for c in public.comparisons if c.metric == comparison.metric and c.hidden is None]
        if printed and comparison.joint is not None:
            own = np.array(comparison.joint)[:, None]
            cells = cells[:, _paired_alike(_joint(cells, held, comparison.metric), own, comparison, result)]
    return cells


def _of_kind(cells: Any, counts: str | None) -> Any:
    """Pairs of one outcome as a rate counts them; nobody where it is about others."""
    if counts is None:
        return np.zeros((4, 1), dtype=int)
    return cells if counts == "picked" else cells[::-1]


def _joint(cells: Any, held: Sequence[Pairs | None], metric: str) -> Any:
    total: Any = 0
    for kind, fixed in enumerate(held):
        own = cells if fixed is None else np.array(fixed)[:, None]
        total = total + _of_kind(own, _OF_PAIRS[metric][kind])
    return np.broadcast_to(total, (4, cells.shape[1]))


def _prints_pairs(cells: Any, held: Sequence[Pairs | None], side: int, group: Any) -> Any:
    further = sum(sum(fixed) for fixed in held if fixed is not None)
    sizes = cells.sum(axis=0) + further
    fits = sizes < 25 if group.size is None else size_printed(sizes) == group.size
    for figure in group.figures:
        if figure.per_100 is not None:
            joint = _joint(cells, held, figure.metric)
            above, below = joint[0] + joint[1 + side], joint.sum(axis=0)
            assert not figure.is_other  # everybody is there once
            fits = fits & (above >= 10) & (below - above >= 10) & (below >= figure.least) & (below < figure.beyond)
            steps = np.floor(above * figure.steps / np.maximum(below, 1) + 0.5 + 1e-12)
            fits = fits & (np.abs(steps * 100 / figure.steps - figure.per_100) < 1e-9)
    return fits


def _paired_alike(joint: Any, own: Any, comparison: Any, result: Result) -> Any:
    margin, level, inside_z, beyond_z = levels_of(comparison, result)
    levels = (margin, level, inside_z / Z, beyond_z / Z)
    facts, true = _paired_facts(joint, *levels), _paired_facts(own, *levels)
    claimed, reaches, inside, beyond, more = (fact == known[0] for fact, known in zip(facts, true, strict=True))
    if true[0][0] and true[1][0]:
        return claimed & reaches & beyond & more
    either = claimed & inside & ~(facts[0] & facts[1])
    return either & more if true[0][0] else either


def _paired_facts(joint: Any, margin: float, level: float, inside: float, beyond: float) -> Any:
    both, group, other, neither = (np.broadcast_to(side, joint.sum(axis=0).shape).astype(float) for side in joint)
    n, differing = np.maximum(joint.sum(axis=0), 1), group + other
    p = np.where(
        differing < 25,
        np.minimum(1.0, 2 * binom.cdf(np.minimum(group, other), differing, 0.5)),
        2 * norm.sf(np.abs(group - other) / np.sqrt(np.maximum(differing, 1))),
    )
    p1, p2, gap = (both + group) / n, (both + other) / n, (group - other) / n
    (l1, u1), (l2, u2) = wilson_ends(both + group, n), wilson_ends(both + other, n)
    sides = both * neither - group * other
    margins = (both + group) * (other + neither) * (both + other) * (group + neither)
    phi = np.where(sides > 0, np.maximum(sides - n / 2, 0), sides) / np.sqrt(np.maximum(margins, 1))
    phi = np.where(margins > 0, phi, 0.0)
    less = np.sqrt(np.maximum(0, (p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2))
    above = np.sqrt(np.maximum(0, (u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p2 - l2) + (p2 - l2) ** 2))
    low, high = np.maximum(-1, gap - less), np.minimum(1, gap + above)
    ends = [(gap - (gap - low) * wider, gap + (high - gap) * wider) for wider in (inside, beyond)]
    is_inside = (ends[0][0] > -margin) & (ends[0][1] < margin)
    is_beyond = (ends[1][0] >= margin) | (ends[1][1] <= -margin)
    return p <= level, np.abs(gap) >= margin - 1e-12, is_inside, is_beyond, gap > 0
