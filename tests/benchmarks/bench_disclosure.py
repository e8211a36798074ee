"""Two hundred made-up results through the gate: the attacker recovers no small count, and how much stays readable."""

import statistics
import time

from assessments.gate.disclosure_gate import given_away, pass_gate
from assessments.gate.releases import Printed
from made_up import random_result

SETS = 200


def test_the_attacker_learns_nothing_from_two_hundred_published_results() -> None:
    shown, figures, times = 0, 0, []
    for seed in range(1_000, 1_000 + SETS):
        result = random_result(seed)
        before = time.perf_counter()
        public = pass_gate(result)
        times.append(time.perf_counter() - before)
        assert given_away([Printed(result, public)]) == [], seed
        published = [figure for group in (public.overall, *public.groups) for figure in group.figures]
        shown, figures = shown + sum(cell.per_100 is not None for cell in published), figures + len(published)
    print(f"\n{SETS} results through the gate: no small count recovered; {100 * shown / figures:.0f} % of the figures")
    print(f"  are shown; {statistics.median(times):.2f} s each, {max(times):.1f} s at most")
