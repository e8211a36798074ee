"""An ordinary second run of the same data never ends in a fault, and what was printed earlier is not taken for it."""

import random
from dataclasses import replace

import pytest

from assessments.gate.disclosure_gate import _nothing_helps as nothing_helps
from assessments.gate.disclosure_gate import given_away, pass_gate
from assessments.gate.releases import Printed
from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import table
from assessments.results.assessment import assess
from assessments.results.result import Data, Result
from assessments.statistics.counts import Counts
from assessments.text.complaints import PlanRefusedError

pytestmark = pytest.mark.slow


def reading(text: str) -> ByteSource:
    content = text.encode()
    return ByteSource(open_blocks=lambda: iter([content]), size=len(content))


def file_of(seed: int) -> str:
    """Two large groups and three small ones, with a score, an amount, a place, and two outcomes."""
    chance = random.Random(seed)
    groups = [name for name, size in zip("abcde", (200, 150, 60, 24, 6), strict=True) for _ in range(size)]
    places = list(range(1, len(groups) + 1))
    chance.shuffle(places)
    lines = ["g,score,amount,place,true,other,right,age"]
    for group, place in zip(groups, places, strict=True):
        score, true = round(chance.random(), 3), int(chance.random() < 0.3)
        values = (group, score, round(100 + chance.gauss(0, 8), 1), place, true, int(chance.random() < 0.2), 100)
        lines.append(",".join(map(str, (*values, chance.randint(18, 90)))))
    return "\n".join(lines) + "\n"


SCORE = TestPlan(
    task="score", outcome="true", decision="score", threshold="0.5", groups=("g",), reference=(("g", "a"),),
    outcome_yes=("1",), outcome_no=("0",),
)  # fmt: skip
RANKING = replace(SCORE, task="ranking", decision="place", threshold="", top=120, outcome=None)
AMOUNTS = replace(SCORE, task="amounts", decision="amount", outcome="right", threshold="", tolerance="5")
SECOND = {
    "another threshold": (SCORE, replace(SCORE, threshold="0.8")),
    "more places": (RANKING, replace(RANKING, top=300)),
    "another tolerance": (AMOUNTS, replace(AMOUNTS, tolerance="10")),
    "another outcome": (SCORE, replace(SCORE, outcome="other")),
    "no outcome": (SCORE, replace(SCORE, outcome=None)),
    "the outcome the other way round": (SCORE, replace(SCORE, outcome_yes=("0",), outcome_no=("1",))),
    "an outcome that is unknown": (SCORE, replace(SCORE, outcome_no=(), outcome_unknown=("0",))),
    "another reference": (SCORE, replace(SCORE, reference=(("g", "e"),))),
    "joined groups": (SCORE, replace(SCORE, joined_values={"g": {"e": "d"}})),
    "a group that is unknown": (SCORE, replace(SCORE, group_unknown={"g": ("e",)})),
    "other bands": (
        replace(SCORE, groups=("age",), bands={"age": ("30", "65")}, reference=(("age", "30–64"),)),
        replace(SCORE, groups=("age",), bands={"age": ("40", "65")}, reference=(("age", "40–64"),)),
    ),
    "the same again": (SCORE, replace(SCORE, margin="0.1")),
}


def result_of(text: str, plan: TestPlan, sha256: str = "0" * 64) -> Result:
    counted, data = table(reading(text), tabulation_spec(plan))
    return assess(counts(plan, counted), plan, data=Data(sha256, data.rows))


@pytest.mark.parametrize("name", SECOND)
def test_a_second_run_by_another_rule_passes_the_gate_and_gives_nobody_away(name) -> None:
    text = file_of(1)
    earlier, later = (result_of(text, plan) for plan in SECOND[name])
    printed = Printed(earlier, pass_gate(earlier))
    public = pass_gate(later, earlier=[printed])
    assert given_away([printed, Printed(later, public)]) == []


def test_two_rules_for_the_same_people_print_them_as_the_same_number_of_people() -> None:
    """A size that is hidden in one run is not worked out from another."""
    first, second = (result_of(file_of(1), plan) for plan in SECOND["another threshold"])
    printed = Printed(first, pass_gate(first))
    assert printed.data("g") != Printed(second, printed.public).data("g")
    assert printed.cases == Printed(second, printed.public).cases


def period_of(seed: int, small: int) -> Counts:
    chance, cells = random.Random(seed), {}
    for group, size in (("a", 300), ("b", 200), ("c", small)):
        for _ in range(size):
            true = chance.random() < 0.3
            cell = ((group,), true, chance.random() < (0.7 if true else 0.2))
            cells[cell] = cells.get(cell, 0) + 1
    return Counts(("g",), cells)


PLAN = TestPlan(outcome="y", decision="d", groups=("g",), reference=(("g", "a"),), outcome_yes="1", decision_yes="1")


def half_years(small: int) -> dict[str, Result]:
    first, second = (period_of(seed, size) for seed, size in ((1, 60), (2, small)))
    named = {"2025-01/2025-06": first, "2025-07/2025-12": second, "2025-01/2025-12": first.add(second)}
    return {
        period: assess(held, replace(PLAN, period=period), data=Data(f"{place:064d}", held.n))
        for place, (period, held) in enumerate(named.items())
    }


@pytest.mark.parametrize(("small", "order"), [(1, (0, 2, 1)), (8, (2, 0, 1)), (8, (1, 2, 0)), (1, (0, 1, 2))])
def test_half_years_and_their_year_in_any_order_end_well_or_with_a_sentence_that_names_the_earlier(
    small, order
) -> None:
    results = list(half_years(small).values())
    printed: list[Printed] = []
    for place in order:
        printed.append(Printed(results[place], pass_gate(results[place], earlier=printed)))
    assert given_away(printed) == []


def test_when_nothing_is_left_to_print_the_sentence_names_the_earlier_publication() -> None:
    spring, _, year = half_years(8).values()
    with pytest.raises(PlanRefusedError, match="on 2025-01–2025-12: single people"):
        raise PlanRefusedError(nothing_helps(spring, [Printed(year, publish(year))]))
