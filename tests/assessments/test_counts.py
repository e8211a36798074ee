"""Counts add up, whatever the order, and are written the same way however they were made."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.counts import Counts, Tally

answers = st.sampled_from([True, False, None])
groups = st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from(["01", "1", None]))
cells = st.dictionaries(st.tuples(groups, answers, answers), st.integers(0, 1000), max_size=30)


@given(cells, cells)
def test_two_months_counted_apart_add_up_to_the_two_months_counted_together(month, other) -> None:
    first, second = Counts(("x", "y"), month), Counts(("x", "y"), other)
    assert first.add(second).canonical_json() == second.add(first).canonical_json()
    assert first.add(second).n == first.n + second.n
    apart = first.marginal(("x",)).add(second.marginal(("x",)))
    assert first.add(second).marginal(("x",)).canonical_json() == apart.canonical_json()


@given(cells, st.integers())
def test_the_same_counts_are_the_same_bytes_in_any_order_and_survive_the_journey(some, seed) -> None:
    shuffled = list(some.items())
    random.Random(seed).shuffle(shuffled)
    counts = Counts(("x", "y"), some)
    assert Counts(("x", "y"), dict(shuffled)).hash == counts.hash
    assert Counts.from_dict(counts.to_dict()).canonical_json() == counts.canonical_json()


@given(cells)
def test_groups_add_up_to_everybody(some) -> None:
    counts = Counts(("x", "y"), some)
    everybody = counts.marginal(()).tallies().get((), Tally())
    for attribute in ("x", "y"):
        tallies = counts.marginal((attribute,)).tallies().values()
        for name in Tally.__dataclass_fields__:
            assert sum(getattr(tally, name) for tally in tallies) == getattr(everybody, name)
    known = everybody.tp + everybody.fp + everybody.tn + everybody.fn
    assert known <= everybody.selected + everybody.passed_over == everybody.n - everybody.decision_missing


def test_a_case_whose_outcome_nobody_knows_still_was_selected() -> None:
    counts = Counts(("x",), {(("a",), None, True): 3, (("a",), True, True): 2, (("a",), False, None): 1})
    assert counts.tallies()[("a",)] == Tally(n=6, tp=2, selected=5, outcome_missing=3, decision_missing=1)


def test_counts_by_other_groups_do_not_add() -> None:
    with pytest.raises(ValueError, match="do not add"):
        Counts(("x",), {}).add(Counts(("y",), {}))
