"""Which counts can stand behind what is printed: exactly those that would have printed it, by trying them all."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.gate.feasible_counts import behind, possible_counts
from assessments.gate.public_result import PublicResult
from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import AGAINST, TestPlan
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.statistics.counts import Counts
from assessments.statistics.verdict import Because, Verdict

RATE = "selection_rate"


def selections(against: str, margin: str, **groups: tuple[int, int]) -> PublicResult:
    """What is printed of how many of each group were selected; the first is the reference."""
    cells = {((name,), None, True): yes for name, (yes, _) in groups.items()}
    cells |= {((name,), None, False): n - yes for name, (yes, n) in groups.items()}
    reference = (("g", next(iter(groups))),) if against == "reference" else ()
    plan = TestPlan(
        outcome=None, decision="d", groups=("g",), reference=reference, against=against, margin=margin, primary=(RATE,)
    )
    counts = Counts(("g",), cells)
    return publish(assess(counts, plan, data=Data("0" * 64, counts.n)))


def sized(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(20, most).flatmap(lambda n: st.tuples(st.integers(10, n - 10), st.just(n)))


@settings(max_examples=60, deadline=None)
@given(sized(300), sized(300), sized(300), st.sampled_from(AGAINST), st.sampled_from(["0.01", "0.05", "0.2"]))
def test_the_true_counts_are_always_among_those_that_are_possible(first_group, two, three, against, margin) -> None:
    public = selections(against, margin, one=first_group, two=two, three=three)
    possible = possible_counts(public)
    whole = (first_group[0] + two[0] + three[0], first_group[1] + two[1] + three[1])
    for value, truth in (("one", first_group), ("two", two), ("three", three), (None, whole)):
        pairs = possible["g" if value else None, value, RATE]
        assert list(truth) in pairs.tolist()


@settings(max_examples=12, deadline=None)
@given(sized(36), sized(36), st.sampled_from(["0.01", "0.1", "0.3"]))
def test_no_count_is_left_that_would_have_been_printed_otherwise(first_group, two, margin) -> None:
    """Both groups are tried with every count that they may have; what is printed is what is asked for."""
    public = selections("reference", margin, one=first_group, two=two)
    assume(public.comparisons[0].hidden is None)
    possible = possible_counts(public)
    tried = {}
    for name in ("one", "two"):
        figure = public.group("g", name).figure(RATE)
        tried[name] = [tuple(map(int, pair)) for pair in behind(figure, public.group("g", name).size + 10, 10)]
    verdict = public.comparisons[0].verdict, public.comparisons[0].because
    fitting = []
    for first, second in product(tried["one"], tried["two"]):
        candidate = selections("reference", margin, one=first, two=second).comparisons[0]
        if (candidate.verdict, candidate.because) == verdict:
            fitting.append((first, second))
    assert set(map(tuple, possible["g", "one", RATE].tolist())) == {first for first, _ in fitting}
    assert set(map(tuple, possible["g", "two", RATE].tolist())) == {second for _, second in fitting}


@pytest.mark.parametrize(
    ("margin", "first_group", "two", "verdict", "because"),
    [
        ("0.407", (16, 340), (111, 244), Verdict.DIFFERENCE, Because.MAY_BE_SMALLER),
        ("0.448", (17, 48), (18, 332), Verdict.NOT_ENOUGH_DATA, Because.MARGIN_TOO_WIDE),
        ("0.257", (122, 248), (19, 52), Verdict.NOT_ENOUGH_DATA, Because.TOO_FEW),
        ("0.444", (16, 306), (126, 254), Verdict.NOT_ENOUGH_DATA, Because.NOT_SURELY_IMPORTANT),
    ],
)
def test_every_verdict_narrows_the_possible_counts(margin, first_group, two, verdict, because) -> None:
    public = selections("reference", margin, one=first_group, two=two)
    comparison = public.comparisons[0]
    assert (comparison.verdict, comparison.because) == (verdict, because)
    unsaid = replace(public, comparisons=())
    with_it, without = (sum(map(len, possible_counts(shown).values())) for shown in (public, unsaid))
    assert with_it < without


def test_weighted_rate_reveals_no_counts() -> None:
    public = selections("reference", "0.05", one=(30, 100), two=(46, 101))
    group = public.group("g", "two")
    weighted = replace(group, figures=tuple(replace(figure, weighted=True) for figure in group.figures))
    possible = possible_counts(replace(public, groups=(public.group("g", "one"), weighted)))
    assert ("g", "two", RATE) not in possible
