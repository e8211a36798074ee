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
# before the gate was made faster (30 November 2026).
MANY_GROUPS = (
    ((2000, *[150] * 7), 1, "de1f515242c06af0"),
    ((3000, *[80] * 10), 2, "005c5e40f2f0f29c"),
    ((1500, 40, 60, 90, 200), 3, "15906167860607c3"),
    ((5000, *[400] * 20), 1, "1ab5e7a1d6f0a112"),
    ((800, 800, 800), 2, "c1a2e0be246615ee"),
    ((2500, *[60] * 20), 3, "3652e68eae350b29"),
    ((1000,) * 6, 3, "cfe279012efae681"),
    ((30000, *[300] * 12), 2, "00d619ba6ab0e57d"),
    ((600, 35, 25, 300), 1, "1209701d1c9e6c93"),
    ((4000, *[120] * 30), 2, "678016cb3a4624ed"),
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
