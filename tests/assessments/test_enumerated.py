"""Nobody is given away, over all that is printed: an enumerator who shares nothing with the gate tries every table.

A small twin of tests/benchmarks/bench_gate.py.
"""

import random

import pytest

from assessments.gate.disclosure_gate import pass_gate
from assessments.gate.judged import Judgements
from assessments.gate.rounding import coarser, ends, fineness, in_steps, printed_size, sizes_behind
from assessments.gate.suppress_and_round import publish
from enumerating import decided_alone, decided_together, window_of_november
from many_groups import MANY_GROUPS, figures_of, many_groups
from publications import (
    KINDS_OF_SERIES,
    exceptions,
    growing,
    person_added,
    printed,
    result_of,
    single,
    tie,
)

pytestmark = pytest.mark.slow

SOME = [kind for kind in KINDS_OF_SERIES if kind != "two halves and their year"]


@pytest.mark.parametrize("kind", SOME)
def test_no_count_of_a_group_or_of_what_is_left_over_is_given_away(kind) -> None:
    series = KINDS_OF_SERIES[kind](random.Random(f"twin {kind}"))
    assert exceptions(series, printed(series)) == []


def test_without_the_gate_the_same_enumerator_finds_somebody() -> None:
    """Hidden cells are what a group's own rates leave over, until the gate has seen it."""
    given_away = 0
    for seed in range(30):
        series = single(random.Random(f"open {seed}"))
        given_away += bool(exceptions(series, [publish(series.results[0])], reach=10))
    assert given_away >= 2


def test_what_was_printed_until_november_2026_gave_the_added_person_away_in_nine_pairs_of_ten() -> None:
    chance, pairs = random.Random(1), 0
    for _ in range(20):
        table, later = person_added(random.Random(chance.random())).tables
        windows = [window_of_november(counts, 8) for counts in (table, later)]
        pairs += bool(decided_alone(windows[0]) or decided_together(windows))
    assert pairs >= 18


@pytest.mark.parametrize("kind", ["one added", "2-9 added", "one corrected"])
def test_while_fewer_than_ten_have_changed_the_earlier_figures_stand_with_their_day(kind) -> None:
    """So who knows that somebody has come, or that somebody was corrected, learns nothing of what became of them."""
    series = KINDS_OF_SERIES[kind](random.Random(f"stands {kind}"))
    before, after = printed(series)
    group, now = before.group("g", "a"), after.group("g", "a")
    assert (now.size, now.figures) == (group.size, group.figures)
    assert (now.stands_from, now.stands_in) == ("2026-01-01", before.full_result_sha256)
    assert after.comparisons == before.comparisons


def test_many_versions_with_one_person_more_each_leave_every_count_open() -> None:
    series = growing(random.Random("versions"), 12)
    publics = printed(series)
    new = [public for public in publics if not public.group("g", "a").stands_in]
    assert len(new) == 2
    assert exceptions(series, publics) == []


def test_an_earlier_figure_does_not_stand_in_a_period_that_is_apart() -> None:
    series = KINDS_OF_SERIES["two halves and their year"](random.Random("apart"))
    assert not any(public.group("g", "a").stands_in for public in printed(series)[:2])


@pytest.mark.parametrize(
    ("cases", "steps"),
    [(39, None), (40, 4), (99, 4), (100, 10), (200, 20), (500, 50), (1_000, 100), (9_999, 100), (500_000, 100)],
)
def test_a_rate_is_as_fine_as_its_own_denominator_allows(cases, steps) -> None:
    fine = fineness(cases)
    assert (fine and fine.steps) == steps
    if fine is not None:
        assert fine.least <= cases < fine.beyond


@pytest.mark.parametrize(("cases", "of"), [(9_999, 100), (10_000, 1_000), (100_000, 10_000)])
def test_a_rare_rate_of_very_many_is_finer(cases, of) -> None:
    assert fineness(cases, is_rare=True).of == of


def test_a_city_that_protects_twenty_people_rounds_twice_as_coarsely() -> None:
    assert [fineness(cases, people=20).steps for cases in (80, 199, 200, 400)] == [4, 4, 10, 20]
    assert fineness(79, people=20) is None
    assert fineness(100, people=5) == fineness(100)


@pytest.mark.parametrize(("number", "size_printed"), [(24, 0), (25, 50), (974, 950), (975, 1_000), (1_049, 1_000)])
def test_sizes_are_rounded_to_fifty_and_from_a_thousand_to_a_hundred(number, size_printed) -> None:
    assert printed_size(number, 50) == size_printed
    least, most = sizes_behind(size_printed, 50)
    assert least <= number <= most
    assert {printed_size(n, 50) for n in range(least, most + 1)} == {size_printed}
    assert printed_size(most + 1, 50) != size_printed


def test_ends_hold_every_rate_that_the_printed_figure_may_be() -> None:
    for cases in (40, 99, 150, 450, 800, 1_400, 8_000):
        fine = fineness(cases)
        for yes in range(10, cases - 9, max(1, cases // 60)):
            low, high = ends(in_steps(yes / cases, fine.steps), fine)
            assert low <= 100 * yes / cases <= high


def test_what_is_made_coarser_is_not_taken_for_a_smaller_group() -> None:
    fine = fineness(700)
    rough = coarser(fine)
    assert (rough.steps, rough.least, rough.beyond) == (20, 200, fine.beyond)
    assert coarser(fineness(50)) is None


def test_the_same_counts_are_printed_alike_whatever_else_is_known_of_the_file() -> None:
    chance = random.Random(3)
    groups = {name: tuple(chance.randint(20, 90) for _ in range(4)) for name in "ab"}
    first, other = (publish(result_of(groups, file=number)).to_dict() for number in (1, 2))
    assert first | {"full_result_sha256": ""} == other | {"full_result_sha256": ""}


@pytest.mark.parametrize(
    "kind", ["thresholds side by side", "first so many, with a tie", "paired", "paired, with outcome"]
)
def test_the_attacker_knows_every_verdict_that_is_printed_of_cuts_and_pairs(kind) -> None:
    """None is left out because it would not follow from the true counts as the attacker understands it."""
    verdicts = 0
    for seed in range(3):
        series = KINDS_OF_SERIES[kind](random.Random(f"known {kind} {seed}"))
        for result, public in zip(series.results, printed(series), strict=True):
            if public is not None and not public.group("g", "a").stands_in:
                shown = [c for c in public.comparisons if c.value == "a" and c.hidden is None]
                assert len(Judgements(result).of(("g", "a"), public)) == len(shown)
                verdicts += len(shown)
    assert verdicts


def test_whether_a_tie_matters_follows_from_what_is_printed_of_both_ways_to_decide_it() -> None:
    for seed in range(4):
        series = tie(random.Random(f"tie {seed}"))
        used, other = printed(series)
        if other is not None:
            verdicts = [{c.metric: c.verdict for c in side.comparisons if c.hidden is None} for side in (used, other)]
            both = verdicts[0].keys() & verdicts[1].keys() & set(used.primary)
            assert used.tie.changes_verdict == any(verdicts[0][metric] != verdicts[1][metric] for metric in both)


@pytest.mark.parametrize("seed", [0, 4, 6, 8])
def test_what_is_printed_of_many_groups_did_not_change_when_the_gate_was_made_faster(seed) -> None:
    """All ten are in tests/benchmarks/bench_gate.py."""
    sizes, attributes, printed_then = MANY_GROUPS[seed]
    assert figures_of(pass_gate(many_groups(seed, sizes, attributes))) == printed_then
