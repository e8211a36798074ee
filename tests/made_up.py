"""Made-up results of every shape that a city may have: rare groups, empty ones, missing values, several attributes."""

import random

from assessments.plan.plan import AGAINST, TestPlan
from assessments.results.assessment import assess
from assessments.results.result import Data, Result
from assessments.statistics.counts import Cell, Counts


def random_result(seed: int, *, most: int = 5_000, pairs: bool = False) -> Result:
    """One to three attributes of two to six groups, 100 people or more, some without an outcome or a group."""
    chance = random.Random(seed)
    attributes = tuple(f"a{number}" for number in range(chance.randint(1, 3)))
    levels = [
        [*(f"g{number}" for number in range(chance.randint(2, 6))), *([None] if chance.random() < 0.4 else [])]
        for _ in attributes
    ]
    shares = [[chance.random() ** 3 + 0.005 for _ in values] for values in levels]
    base_rate, missing = chance.uniform(0.05, 0.5), chance.choice([0, 0, 0.05])
    cells: dict[Cell, int] = {}
    for _ in range(int(100 * (most / 100) ** chance.random())):
        groups = tuple(chance.choices(values, share)[0] for values, share in zip(levels, shares, strict=True))
        truth = chance.random() < base_rate
        decision = chance.random() < (0.6 if truth else 0.2)
        cell = groups, None if chance.random() < missing else truth, decision
        cells[cell] = cells.get(cell, 0) + 1
    counts = Counts(attributes, cells)
    references = tuple((name, largest(counts, name)) for name in attributes)
    plan = TestPlan(
        outcome="y", decision="d", groups=attributes, reference=references, against=chance.choice(AGAINST), pairs=pairs
    )
    return assess(counts, plan, data=Data(f"{seed:064x}", counts.n))


def largest(counts: Counts, attribute: str) -> str:
    sizes = {value: tally.n for (value,), tally in counts.marginal((attribute,)).tallies().items() if value is not None}
    return max(sizes, key=lambda value: (sizes[value], value))
