"""Results with many groups, drawn with a seed, and what was printed of them at a time when it was right."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assessments.gate.public_result import PublicResult
from assessments.results.assessment import assess
from assessments.results.result import Data, Result
from assessments.statistics.counts import Counts
from publications import PLAN

# How many people are in the groups of each attribute, how many attributes there are, and what was printed of them
# before the gate was made faster (30 November 2026); since then only the smallest visible differences are others.
MANY_GROUPS = (
    ((2000, *[150] * 7), 1, "df81d675d4919c01"),
    ((3000, *[80] * 10), 2, "24a1ffc064e91241"),
    ((1500, 40, 60, 90, 200), 3, "9e1c546580bb2a45"),
    ((5000, *[400] * 20), 1, "f54149a3633a869f"),
    ((800, 800, 800), 2, "c2b4b5fb9e15568d"),
    ((2500, *[60] * 20), 3, "cac42d4b28ce5f9a"),
    ((1000,) * 6, 3, "567c09d7db836cf1"),
    ((30000, *[300] * 12), 2, "5d2ee6061671c77a"),
    ((600, 35, 25, 300), 1, "1209701d1c9e6c93"),
    ((4000, *[120] * 30), 2, "da34ca37f1f582ab"),
)


def many_groups(seed: int, sizes: Sequence[int], attributes: int) -> Result:
    """Everybody is in one group of each attribute; how common all is follows from the first."""
    chance, values = random.Random(f"many groups {seed}"), [f"v{number}" for number in range(len(sizes))]
    groups = tuple(f"g{number}" for number in range(attributes))
    rates: dict[str, tuple[float, float, float]] = {}
    cells: dict[Any, int] = {}
    for _ in range(sum(sizes)):
        names = tuple(chance.choices(values, sizes)[0] for _ in groups)
        drawn_now = chance.uniform(0.05, 0.6), chance.uniform(0.3, 0.9), chance.uniform(0.02, 0.4)
        base, right, wrongly = rates.setdefault(names[0], drawn_now)
        true = chance.random() < base
        cell = (names, true, chance.random() < (right if true else wrongly))
        cells[cell] = cells.get(cell, 0) + 1
    plan = replace(PLAN, groups=groups, reference=tuple((name, "v0") for name in groups))
    return assess(Counts(groups, cells), plan, data=Data(f"{seed:064x}", sum(sizes)))


def figures_of(public: PublicResult) -> str:
    """All that is printed of groups and comparisons, as a hash."""
    rates = [
        (g.attribute, g.value, g.size, f.metric, f.per_100, f.low, f.high) for g in public.groups for f in g.figures
    ]
    gaps = [
        (c.attribute, c.value, c.metric, c.verdict.value, c.difference, c.low, c.high, c.smallest_visible)
        for c in public.comparisons
    ]
    return hashlib.sha256(repr((rates, gaps)).encode()).hexdigest()[:16]
