"""What is printed gives no count away to any reader; and every step of the gate is needed for it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import programs
from assessments.gate.attacker import Attack
from assessments.gate.disclosure_gate import _counts as counts_of
from assessments.gate.disclosure_gate import given_away, pass_gate
from assessments.gate.disparities import with_spreads
from assessments.gate.public_result import OTHERS, Policy, PublicResult
from assessments.gate.releases import Printed, parts
from assessments.gate.suppress_and_round import HIDE_FEW, HIDE_MORE, MERGE, ROUND, STEPS, publish
from assessments.plan.plan import TestPlan
from assessments.report.charts import crossed_charts
from assessments.report.more_tables import NumberCell, more_tables
from assessments.results.assessment import assess
from assessments.results.result import Data, Result
from assessments.statistics.counts import Counts
from assessments.statistics.verdict import Verdict
from assessments.statistics.weighted_tally import Weights
from made_up import random_result


def single_attribute_result(groups: dict[str, tuple[int, int, int, int]], *, sha256: str = "0" * 64) -> Result:
    """Each group is (tp, fp, tn, fn); the first is the reference."""
    cells = {}
    for name, tally in groups.items():
        kinds = ((True, True), (False, True), (False, False), (True, False))
        cells |= {((name,), *kind): n for kind, n in zip(kinds, tally, strict=True) if n}
    plan = TestPlan(outcome="y", decision="d", groups=("g",), reference=(("g", next(iter(groups))),))
    counts = Counts(("g",), cells)
    return assess(counts, plan, data=Data(sha256, counts.n))


LARGE = (60, 40, 80, 20)
SUBTRACTED = {"a": (31, 23, 44, 21), "b": (27, 22, 41, 19), "c": (24, 3, 30, 17)}
STEP_BY_STEP = {
    HIDE_FEW: {"a": LARGE, "b": (40, 2, 70, 30)},
    ROUND: {"a": LARGE, "b": (40, 30, 60, 3)},
    HIDE_MORE: SUBTRACTED,
}


def leaks(result: Result, public: PublicResult) -> list:
    return given_away([Printed(result, public)])


@pytest.mark.parametrize("seed", range(20))
def test_nobody_works_out_a_small_count_from_what_is_printed(seed) -> None:
    result = random_result(seed)
    assert leaks(result, pass_gate(result)) == []


def test_statements_on_chance_follow_from_the_printed_figures_alone() -> None:
    """The full result has a salt, so that its hash is another each time; nothing printed may follow from it."""
    result = random_result(0)
    plan = replace(result.plan, presets=("four_fifths",))
    public = pass_gate(result)
    once, again = (with_spreads(replace(public, full_result_sha256=digit * 64), plan) for digit in "0f")
    assert once.spreads
    assert (once.spreads, once.rules) == (again.spreads, again.rules)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [109, 110, 111] if programs.FULL else [110])
def test_crossings_two_and_two_give_nothing_away_either(seed) -> None:
    result = random_result(seed, pairs=True)
    assert all(leak.low <= leak.truth <= leak.high for leak in leaks(result, publish(result)))
    public = pass_gate(result)
    assert leaks(result, public) == []
    assert public.pairs
    alone = pass_gate(replace(result, plan=replace(result.plan, pairs=False)))
    together = given_away(
        [Printed(result, alone), Printed(result, pass_gate(result, earlier=[Printed(result, alone)]))]
    )
    assert together == []  # printed together with what was printed without them


def test_crossing_reveals_single_groups_and_the_other_way_round() -> None:
    """Without the gate, a hidden crossing is what is left of its single group."""
    numbers = {("a", "x"): 60, ("a", "y"): 63, ("b", "x"): 200, ("b", "y"): 6}
    cells = {
        (groups, None, decision): n * (2 if decision else 3)
        for groups, n in numbers.items()
        for decision in (True, False)
    }
    cells |= {(("b", "y"), None, True): 3, (("b", "y"), None, False): 4}
    plan = TestPlan(outcome=None, decision="d", groups=("g", "h"), reference=(("g", "a"), ("h", "x")), pairs=True)
    counts = Counts(("g", "h"), cells)
    result = assess(counts, plan, data=Data("0" * 64, counts.n))
    printed = publish(result)
    assert printed.group("g × h", "b × y").size is None
    assert {leak.value for leak in leaks(result, replace(printed, policy=printed.policy))} <= {"b × y"}
    assert leaks(result, pass_gate(result)) == []
    charts = crossed_charts(printed, "en")
    assert [row.label for row in charts[0].rows] == ["A, x", "A, y", "B, x", "B, y"]


@pytest.mark.parametrize("step", STEP_BY_STEP)
def test_with_any_step_switched_off_something_is_given_away(step) -> None:
    result = single_attribute_result(STEP_BY_STEP[step])
    others = [other_step for other_step in STEPS if other_step not in (step, HIDE_MORE)]
    without = publish(result, steps=others) if step == HIDE_MORE else pass_gate(result, steps=others)
    assert shows_few(result, without) or leaks(result, without)
    passed = pass_gate(result)
    assert leaks(result, passed) == []
    assert not shows_few(result, passed)


def shown(public: PublicResult) -> int:
    return sum(figure.per_100 is not None for group in public.groups for figure in group.figures)


def shows_few(result: Result, public: PublicResult) -> bool:
    """Whether a printed figure rests on fewer than ten, or a size is exact."""
    exact = {group.attributes[0][1]: group for group in result.groups}
    return any(
        (group.size or 0) % 10 > 0
        or any(
            min(own.numerator, own.denominator - own.numerator) < 10
            for figure in group.figures
            if figure.per_100 is not None and (own := exact[group.value].figure(figure.metric))
        )
        for group in public.groups
    )


def test_rare_groups_are_shown_as_one_where_together_they_are_enough() -> None:
    rare = {"b": (3, 2, 2, 2), "c": (2, 3, 2, 2), "d": (2, 2, 3, 2)}
    result = single_attribute_result({"a": (600, 400, 800, 200), **rare})
    public = pass_gate(result)
    (others,) = (group for group in public.groups if group.value == OTHERS)
    assert (others.size, others.merged) == (50, ("b", "c", "d"))
    assert {group.value for group in public.groups} == {"a", OTHERS}
    assert {comparison.value for comparison in public.comparisons} == set()
    unmerged = publish(result, steps=[step for step in STEPS if step != MERGE])
    assert [group.size for group in unmerged.groups if group.value in rare] == [None, None, None]


def test_a_hidden_count_that_is_what_the_others_leave_over_hides_one_more() -> None:
    result = single_attribute_result(SUBTRACTED)
    first, passed = publish(result), pass_gate(result)
    assert leaks(result, first)
    assert leaks(result, passed) == []
    shown = [
        sum(figure.per_100 is not None for group in public.groups for figure in group.figures)
        for public in (first, passed)
    ]
    assert 0 < shown[1] < shown[0]


def test_the_same_people_in_a_second_document_are_protected_from_both_together() -> None:
    first = single_attribute_result({"a": (300, 200, 400, 100), "b": (31, 12, 40, 20)})
    other_groups = single_attribute_result({"x": (320, 205, 418, 111), "y": (11, 7, 22, 9)})
    earlier = Printed(first, pass_gate(first))
    passed = pass_gate(other_groups, earlier=[earlier])
    assert given_away([earlier, Printed(other_groups, passed)]) == []


def in_period(result: Result, period: str, sha256: str) -> Result:
    plan = replace(result.plan, period=period)
    return replace(result, plan=plan, data=replace(result.data, sha256=sha256 * 64))


SPRING = {"a": (89, 87, 158, 109), "b": (59, 54, 31, 28)}
AUTUMN = {"a": (120, 75, 106, 176), "b": (52, 37, 6, 44)}  # six of b were rightly passed over
YEAR = {name: tuple(map(sum, zip(SPRING[name], AUTUMN[name], strict=True))) for name in SPRING}


@pytest.mark.slow
def test_year_and_its_two_halves_together_reveal_nothing() -> None:
    """Who has all three subtracts one from another."""
    spring, autumn, year = (
        in_period(single_attribute_result(SPRING), "2025-01/2025-06", "1"),
        in_period(single_attribute_result(AUTUMN), "2025-07/2025-12", "2"),
        in_period(single_attribute_result(YEAR), "2025-01/2025-12", "3"),
    )
    halves = [Printed(half, pass_gate(half)) for half in (spring, autumn)]
    assert given_away(halves) == []
    assert given_away([*halves, Printed(year, pass_gate(year, earlier=halves))]) == []


def test_periods_that_do_not_add_up_are_not_taken_to_do_so() -> None:
    """A file for the year may be of other cases than those for its halves."""
    spring = in_period(single_attribute_result(SPRING), "2025-01/2025-06", "1")
    smaller = in_period(single_attribute_result({"a": (30, 30, 30, 30), "b": (12, 12, 12, 12)}), "2025-01/2025-12", "3")
    printed = [Printed(period, publish(period)) for period in (spring, smaller)]
    assert list(parts(printed)) == []
    given_away(printed)  # nothing contradicts itself


def test_weights_that_differ_do_not_make_what_is_printed_contradict_itself() -> None:
    """Weighted rates are those of no whole numbers of people; an attacker who took them so would be wrong."""
    cells = {(("k",), None, True): 40, (("k",), None, False): 160, (("m",), None, True): 80, (("m",), None, False): 3}
    weights = {cell: count * (40 if cell[0] == ("m",) else 1) * 10**6 for cell, count in cells.items()}
    squares = {cell: count * (1600 if cell[0] == ("m",) else 1) * 10**12 for cell, count in cells.items()}
    counts = Counts(("g",), cells)
    plan = TestPlan(outcome=None, decision="d", groups=("g",), reference=(("g", "k"),), weight="w")
    weighing = Weights(Counts(("g",), weights), Counts(("g",), squares))
    result = assess(counts, plan, data=Data("0" * 64, counts.n), weights=weighing)
    public = pass_gate(result)
    assert public.overall.figure("selection_rate").weighted
    assert not public.group("g", "k").figure("selection_rate").weighted  # equal weights are as good as none
    assert PublicResult.from_dict(public.to_dict()) == public


def test_large_groups_keep_their_whole_numbers_of_a_hundred(compas) -> None:
    result = compas.result()
    public = pass_gate(result)
    black, white = public.group("race", "African-American"), public.group("race", "Caucasian")
    percentages = [
        group.figure(metric).per_100
        for group in (black, white)
        for metric in ("false_positive_rate", "false_negative_rate")
    ]
    assert percentages == [45, 28, 23, 48]
    assert public.shows_difference
    assert leaks(result, public) == []


def test_a_city_may_protect_more_people_but_never_fewer_than_five() -> None:
    with pytest.raises(ValueError, match="at least 5"):
        Policy(threshold=4)
    result = single_attribute_result({"a": (600, 400, 800, 200), "b": (250, 190, 400, 150), "c": (35, 19, 60, 30)})
    careful, usual = pass_gate(result, policy=Policy(threshold=20)), pass_gate(result)
    rates = [public.group("g", "b").figure("false_positive_rate") for public in (careful, usual)]
    assert [figure.steps for figure in rates] == [20, 50]
    assert careful.group("g", "c").figure("false_positive_rate").per_100 is None
    assert usual.group("g", "c").figure("false_positive_rate").per_100 is not None
    assert PublicResult.from_dict(careful.to_dict()) == careful


@pytest.mark.slow
@settings(max_examples=60 if programs.FULL else 4, deadline=None)
@given(st.integers(0, 10**6))
def test_what_the_attacker_believes_possible_always_holds_the_truth(seed) -> None:
    result = random_result(seed, most=600)
    for public in (publish(result), pass_gate(result)):
        printed = Printed(result, public)
        numbers = dict.fromkeys((None, *public.attributes, *public.pairs), 0)
        attack = Attack([(numbers, public)])
        for owner, what, weights, truth in counts_of(printed, numbers):
            low, high = attack.range_of(owner, weights)
            assert low <= truth <= high, (owner, what, low, truth, high)


def test_periods_are_added_up_only_for_groups_that_both_print_of_the_same_values() -> None:
    spring, year = (
        in_period(single_attribute_result(cells), months, sha)
        for cells, months, sha in ((SPRING, "2025-01/2025-06", "1"), (YEAR, "2025-01/2025-12", "3"))
    )
    whole, part = Printed(year, publish(year)), Printed(spring, publish(spring))
    alike = {group for partition in parts([part, whole]) for group in partition.groups}
    assert alike == {(None, None), ("g", "a"), ("g", "b")}
    groups = tuple(replace(g, merged=("b", "c")) if g.value == "b" else g for g in part.public.groups)
    other = replace(part, public=replace(part.public, groups=groups))
    assert {group for partition in parts([other, whole]) for group in partition.groups} == alike - {("g", "b")}


def test_explored_differences_stand_with_the_widest_first_whichever_way_they_go() -> None:
    result = single_attribute_result(SUBTRACTED)
    (comparison,) = (c for c in result.comparisons if c.metric == "selection_rate" and c.group == (("g", "b"),))
    assert comparison.difference is not None
    further = tuple(
        replace(
            comparison,
            judgement=replace(comparison.judgement, verdict=Verdict.DIFFERENCE),
            difference=replace(comparison.difference, value=gap),
        )
        for gap in (0.2, -0.4, 0.1, 0.3)
    )
    *_, explored = more_tables(replace(result, further=further), "en")
    gaps = [cell.value for row in explored.rows for cell in row if isinstance(cell, NumberCell)]
    assert gaps == [-0.4, 0.3, 0.2, 0.1]
