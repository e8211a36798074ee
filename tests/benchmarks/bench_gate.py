"""Nobody is given away, at full size, and what that costs: the figures of docs/statistics.md. Takes an hour or two.

``INSYN_GATE_TIMES`` says how many groups are drawn, and how many pairs and triples in all; 2,000 where it is not set.
"""

import os
import random
import time
from collections import defaultdict

import pytest

from assessments.gate.disclosure_gate import pass_gate
from assessments.text.complaints import PlanRefusedError
from many_groups import MANY_GROUPS, figures_of, many_groups
from publications import KINDS_OF_SERIES, exceptions, growing, printed, single

TIMES = int(os.environ.get("INSYN_GATE_TIMES", "2000"))
SEVERAL = [kind for kind in KINDS_OF_SERIES if kind != "single"]
MOST_HIDDEN = {(40, 100): 75, (100, 150): 50, (150, 300): 32, (300, 1_000): 25, (1_000, 3_001): 4}  # of 100 rates
MEAN_ROUNDING = {40: 7.0, 100: 3.0, 200: 1.5, 500: 0.6, 1_000: 0.3}  # points, by denominator


def test_nobody_is_given_away_by_a_group_and_this_is_what_it_costs() -> None:
    hidden: dict[tuple[int, int], list[bool]] = defaultdict(list)
    rounding: dict[int, list[float]] = defaultdict(list)
    widths: dict[int, list[float]] = defaultdict(list)
    for seed in range(TIMES):
        series = single(random.Random(f"cost {seed}"))
        (public,) = printed(series)
        assert exceptions(series, [public]) == [], seed
        exact = next(group for group in series.results[0].groups if group.attributes[0][1] == "a")
        people = next((size for size in MOST_HIDDEN if size[0] <= exact.tally.n < size[1]), None)
        for figure in public.group("g", "a").figures:
            own = exact.figure(figure.metric)
            if people is not None:
                hidden[people].append(figure.per_100 is None)
            if figure.per_100 is not None:
                least = max(least for least in MEAN_ROUNDING if own.denominator >= least)
                rounding[least].append(abs(figure.per_100 - 100 * own.value))
                widths[least].append((figure.high - figure.low) / 100 / (own.high - own.low))
    print(f"\n{TIMES} groups, no exception. Hidden, of 100 rates:")
    for size, cells in sorted(hidden.items()):
        print(f"  {size[0]}-{size[1] - 1}: {100 * sum(cells) / len(cells):.0f}")
    print("Mean rounding in points, and how many times as wide as exact intervals, by denominator:")
    for least in sorted(rounding):
        print(f"  {least}: {_mean(rounding[least]):.2f}, {_mean(widths[least]):.2f}")
    assert all(100 * sum(cells) / len(cells) <= MOST_HIDDEN[size] for size, cells in hidden.items())
    assert all(_mean(points) <= MEAN_ROUNDING[least] for least, points in rounding.items())


@pytest.mark.parametrize("kind", SEVERAL)
def test_nobody_is_given_away_by_two_or_three_publications(kind) -> None:
    refused, times = 0, max(1, TIMES // len(SEVERAL))
    for seed in range(times):
        series = KINDS_OF_SERIES[kind](random.Random(f"{kind} {seed}"))
        try:
            assert exceptions(series, printed(series)) == [], seed
        except PlanRefusedError:
            refused += 1
    print(f"\n{kind}: {times} tried, no exception, {refused} ended with the sentence that nothing can be shown")
    assert refused <= max(1, times // 10)


def test_twenty_four_versions_with_one_person_more_each_leave_every_count_open() -> None:
    for seed in range(max(1, TIMES // 100)):
        series = growing(random.Random(f"versions {seed}"))
        assert exceptions(series, printed(series)) == [], seed


def test_what_is_printed_of_many_groups_is_what_it_was() -> None:
    for seed, (sizes, attributes, printed_then) in enumerate(MANY_GROUPS):
        assert figures_of(pass_gate(many_groups(seed, sizes, attributes))) == printed_then, seed


def test_fifty_groups_of_three_attributes() -> None:
    result = many_groups(99, (3000, *[400] * 49), 3)
    started = time.process_time()
    pass_gate(result)
    print(f"\n50 groups of each of 3 attributes: {time.process_time() - started:.1f} s of CPU")


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)
