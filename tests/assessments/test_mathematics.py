"""What mathematics says must happen to every figure when the same people are counted, named or split in another way."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.plan.plan import TestPlan
from assessments.results.assessment import assess
from assessments.results.result import Comparison, Data, Result
from assessments.statistics.counts import Counts
from assessments.statistics.metrics import METRICS

pytestmark = pytest.mark.slow

DATA = Data("0" * 64, 0)
PLAN = TestPlan(outcome="y", decision="d", groups=("g",), reference=(("g", "b"),), primary=tuple(METRICS))
KINDS = [(y, d) for y in (True, False, None) for d in (True, False, None)]
SWAPPED = {
    "true_positive_rate": "true_negative_rate",
    "false_positive_rate": "false_negative_rate",
    "precision": "negative_predictive_value",
    "false_discovery_rate": "false_omission_rate",
    "accuracy": "accuracy",
}
groups = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.lists(st.integers(0, 400), min_size=len(KINDS), max_size=len(KINDS)),
    min_size=3,
)


def counted(numbers: dict[str, list[int]], times: int = 1) -> Counts:
    cells = {
        ((name,), *kind): n * times for name, row in numbers.items() for kind, n in zip(KINDS, row, strict=True) if n
    }
    assume(cells)
    return Counts(("g",), cells)


def assessed(counts: Counts, plan: TestPlan = PLAN) -> Result:
    return assess(counts, plan, data=DATA)


def values(result: Result, name: str) -> dict[str, float | None]:
    group = next((group for group in result.groups if group.attributes[0][1] == name), None)
    return {} if group is None else {figure.metric: figure.value for figure in group.figures}


def comparison_of(result: Result, name: str, metric: str) -> Comparison:
    return next(
        comparison
        for comparison in result.comparisons
        if comparison.group == (("g", name),) and comparison.metric == metric
    )


@given(groups)
def test_other_names_in_the_same_order_change_nothing_but_the_names(numbers) -> None:
    renamed = counted({{"a": "k", "b": "m", "c": "z"}[name]: row for name, row in numbers.items()})
    before, after = assessed(counted(numbers)), assessed(renamed, replace(PLAN, reference=(("g", "m"),)))
    assert [group.figures for group in before.groups] == [group.figures for group in after.groups]
    assert [comparison.difference for comparison in before.comparisons] == [
        comparison.difference for comparison in after.comparisons
    ]
    assert [comparison.p_adjusted for comparison in before.comparisons] == [
        comparison.p_adjusted for comparison in after.comparisons
    ]


@given(groups, st.integers(2, 50))
def test_the_same_people_many_times_over_keep_their_rates_and_are_never_less_sure(numbers, times) -> None:
    once, often = assessed(counted(numbers)), assessed(counted(numbers, times))
    for before, after in zip(once.groups, often.groups, strict=True):
        for first, more in zip(before.figures, after.figures, strict=True):
            assert first.value == more.value
            if first.value is not None:
                assert more.high - more.low <= first.high - first.low + 1e-12
    for first, more in zip(once.comparisons, often.comparisons, strict=True):
        if first.p_value is not None:
            assert more.p_value <= first.p_value + 1e-12


@given(groups)
def test_two_groups_that_are_alike_make_one_that_is_like_them(numbers) -> None:
    alike = {**numbers, "c": numbers["a"]}
    together = {"b": numbers["b"], "a": [2 * n for n in numbers["a"]]}
    assert values(assessed(counted(alike)), "a") == values(assessed(counted(alike)), "c")
    assert values(assessed(counted(alike)), "a") == values(assessed(counted(together)), "a")
    assert assessed(counted(alike)).overall == assessed(counted(together)).overall


@given(groups)
def test_yes_and_no_exchanged_exchanges_the_rates(numbers) -> None:
    opposite = {True: False, False: True, None: None}
    there = counted(numbers)
    back = Counts(("g",), {(g, opposite[y], opposite[d]): n for (g, y, d), n in there.cells.items()})
    before, after = assessed(there), assessed(back)
    for name in numbers:
        old, new = values(before, name), values(after, name)
        for metric, other in SWAPPED.items():
            assert old.get(metric) == new.get(other)
            assert old.get(other) == new.get(metric)


@settings(max_examples=50)
@given(groups)
def test_the_groups_are_everybody_once(numbers) -> None:
    result = assessed(counted(numbers))
    for figure in result.overall.figures:
        assert sum(group.figure(figure.metric).numerator for group in result.groups) == figure.numerator
        assert sum(group.figure(figure.metric).denominator for group in result.groups) == figure.denominator


@given(groups)
def test_a_gap_to_the_whole_is_the_rates_own_distance_from_it(numbers) -> None:
    result = assessed(counted(numbers), replace(PLAN, against="whole"))
    for comparison in result.comparisons:
        if comparison.difference is not None:
            own = values(result, comparison.group[0][1])[comparison.metric]
            assert abs(comparison.difference.value - (own - result.overall.figure(comparison.metric).value)) < 1e-12
            assert (
                comparison.difference.low - 1e-12 <= comparison.difference.value <= comparison.difference.high + 1e-12
            )


@given(groups)
def test_a_rate_and_its_complement_are_one_test(numbers) -> None:
    result = assessed(counted(numbers))
    for metric, other in (("true_positive_rate", "false_negative_rate"), ("precision", "false_discovery_rate")):
        for name in ("a", "c"):
            if values(result, name):
                comparison, complement = comparison_of(result, name, metric), comparison_of(result, name, other)
                assert (comparison.p_value, comparison.p_adjusted) == (complement.p_value, complement.p_adjusted)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9))
def test_chouldechovas_identity_holds_exactly(tp, fp, tn, fn) -> None:
    """FPR = p/(1-p) · (1-PPV)/PPV · (1-FNR): with other base rates, not all three can be equal (Big Data 5, 2017)."""
    cells = {(("a",), True, True): tp, (("a",), False, True): fp, (("a",), False, False): tn, (("a",), True, False): fn}
    (tally,) = Counts(("g",), cells).tallies().values()
    rate = {name: Fraction(*METRICS[name].share(tally)) for name in METRICS}
    prevalence, precision = rate["prevalence"], rate["precision"]
    odds = prevalence / (1 - prevalence) * (1 - precision) / precision
    assert rate["false_positive_rate"] == odds * (1 - rate["false_negative_rate"])


@given(groups)
def test_wherever_unknown_people_belong_the_gap_stays_within_its_bounds(numbers) -> None:
    known = {"a": numbers["a"], "b": numbers["b"]}
    with_unknown = Counts(
        ("g",),
        {
            **counted(known).cells,
            **{((None,), *kind): n for kind, n in zip(KINDS, numbers["c"], strict=True) if n},
        },
    )
    bounded = assessed(with_unknown)
    for share in (0.0, 0.3, 1.0):
        moved = {
            "a": [n + round(more * share) for n, more in zip(numbers["a"], numbers["c"], strict=True)],
            "b": [n + more - round(more * share) for n, more in zip(numbers["b"], numbers["c"], strict=True)],
        }
        truth = assessed(counted(moved))
        for comparison in bounded.comparisons:
            real = comparison_of(truth, "a", comparison.metric)
            if comparison.bounds is not None and real.difference is not None:
                assert comparison.bounds[0] - 1e-9 <= real.difference.value <= comparison.bounds[1] + 1e-9
