"""Intervals, tests and power against statsmodels, published numbers and each other."""

import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.intervals import (
    newcombe,
    ratio_is_printable,
    walter_ratio,
    wilson,
)
from assessments.statistics.power import minimum_detectable_difference
from assessments.statistics.significance import cautious_test, fisher_exact_test, holm, score_test
from simulating import chance_of_a_difference

METRICS = ("false_positive_rate", "false_negative_rate", "selection_rate", "precision")


def share(entry):
    return entry["numerator"], entry["denominator"]


@pytest.mark.parametrize("metric", METRICS)
def test_every_interval_of_the_compas_table_is_that_of_statsmodels(compas, metric) -> None:
    groups = compas.expected["rates"][metric]
    reference = share(groups["Caucasian"])
    for name, entry in groups.items():
        interval = wilson(*share(entry))
        assert (interval.low, interval.high) == pytest.approx(entry["wilson"], abs=1e-9)
        if name != "Caucasian":
            gap = newcombe(*share(entry), *reference)
            assert (gap.low, gap.high) == pytest.approx(entry["newcombe"], abs=1e-9)
            ratio = walter_ratio(*share(entry), *reference)
            assert (ratio.low, ratio.high) == pytest.approx(entry["walter_ratio"], abs=1e-9)


@pytest.mark.parametrize("metric", METRICS)
def test_p_values_are_right_far_out_in_the_tail_and_holm_adjusts_them(compas, metric) -> None:
    groups = {name: entry for name, entry in compas.expected["rates"][metric].items() if name != "Caucasian"}
    reference = share(compas.expected["rates"][metric]["Caucasian"])
    p_values = [score_test(*share(entry), *reference) for entry in groups.values()]
    assert p_values == pytest.approx([entry["score_p"] for entry in groups.values()], rel=1e-6)
    assert holm(p_values) == pytest.approx([entry["holm_p_within_this_rate"] for entry in groups.values()], rel=1e-6)


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (50, 100, 0.4038, 0.5962),
        (70, 100, 0.6042, 0.7811),
        (4, 5, 0.3755, 0.9638),
        (3, 5, 0.2307, 0.8824),
        (2, 5, 0.1176, 0.7693),
        (1, 5, 0.0362, 0.6245),
        (4, 6, 0.3000, 0.9032),
    ],
)
def test_wilson_gives_the_ends_that_textbooks_and_the_rai_toolbox_print(numerator, denominator, low, high) -> None:
    interval = wilson(numerator, denominator)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("rate", "points"),
    [
        (0.05, (13.9, 7.1, 3.9, 2.2, 1.1)),
        (0.10, (17.7, 9.3, 5.2, 2.9, 1.5)),
        (0.30, (24.1, 13.2, 7.7, 4.3, 2.2)),
    ],
)
def test_the_smallest_visible_difference_is_that_of_the_table_and_a_little_for_whole_counts(rate, points) -> None:
    """More where fewer than six are expected, for Fisher's test decides there as well."""
    for cases, point in zip((30, 100, 300, 1000, 5000), points, strict=True):
        difference = minimum_detectable_difference(rate, cases, 10_000)
        assert difference is not None
        few = cases * (rate + difference * cases / (cases + 10_000)) < 6
        assert point - 0.05 <= 100 * difference <= point * (1.25 if few else 1.03) + 0.05


def test_the_smallest_visible_difference_is_so_whichever_way_a_rate_differs() -> None:
    """Of 90 in 100, ten more are the most there can be, and a fall is harder to see than a rise."""
    assert minimum_detectable_difference(0.9, 300, 2_000) == minimum_detectable_difference(0.1, 300, 2_000)
    assert minimum_detectable_difference(0.9, 10, 10_000) == pytest.approx(0.389, abs=0.001)
    assert minimum_detectable_difference(0.9, 2, 10, family=20) is None
    assert minimum_detectable_difference(0.5, 0, 100) is None


@pytest.mark.parametrize(
    ("rate", "cases", "reference_cases", "family", "margin"),
    [
        (0.02, 30, 1_000, 1, 0.0),
        (0.02, 60, 1_000, 20, 0.05),
        (0.01, 100, 2_000, 5, 0.0),
        (0.1, 30, 300, 20, 0.0),
        (0.3, 150, 600, 1, 0.05),
        (0.7, 100, 100, 5, 0.05),
        (0.9, 300, 300, 20, 0.05),
        (0.97, 60, 1_000, 5, 0.0),
    ],
)
def test_a_gap_of_the_smallest_visible_difference_shows_four_times_in_five(
    rate, cases, reference_cases, family, margin
) -> None:
    """Summed over all counts that both may have: no draws."""
    gap = minimum_detectable_difference(rate, cases, reference_cases, family=family, margin=margin)
    assert gap is not None
    for other in (rate + gap, rate - gap):
        if 0 <= other <= 1:
            chance = chance_of_a_difference((other, cases), (rate, reference_cases), 0.05 / family, margin)
            assert chance >= 0.795, (other, chance)


def test_a_ratio_is_printed_only_where_five_would_be_expected_in_both() -> None:
    assert not ratio_is_printable(2, 23, 349, 1488)  # 5.3 expected, but 2 seen
    assert not ratio_is_printable(5, 8, 349, 1488)  # 5 seen, but 1.9 expected
    assert ratio_is_printable(5, 23, 349, 1488)
    assert ratio_is_printable(5, 10, 5, 10)
    assert not ratio_is_printable(5, 10, 4, 10)


def test_a_rate_of_nothing_has_no_interval() -> None:
    for impossible in ((0, 0), (3, 2), (-1, 5)):
        with pytest.raises(ValueError, match="is not a rate"):
            wilson(*impossible)


rates = st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(rates)
def test_an_interval_holds_its_rate_and_mirrors_its_complement(rate) -> None:
    k, n = rate
    interval, mirrored = wilson(k, n), wilson(n - k, n)
    assert 0 <= interval.low <= k / n + 1e-12
    assert k / n - 1e-12 <= interval.high <= 1
    assert interval.low == pytest.approx(1 - mirrored.high, abs=1e-11)


@given(rates, rates)
def test_a_difference_turned_round_changes_sign_and_nothing_else(rate, other) -> None:
    there, back = newcombe(*rate, *other), newcombe(*other, *rate)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-11)
    assert score_test(*rate, *other) == score_test(*other, *rate)
    assert 0 <= score_test(*rate, *other) <= 1


@given(st.lists(st.floats(0, 1), max_size=30))
def test_holm_never_makes_a_claim_stronger_and_keeps_the_order(p_values) -> None:
    adjusted = holm(p_values)
    assert all(after >= before * (1 - 1e-11) for before, after in zip(p_values, adjusted, strict=True))
    in_order = [after for _, after in sorted(zip(p_values, adjusted, strict=True))]
    assert in_order == sorted(in_order)


@given(st.integers(1, 60), st.integers(1, 400), st.data())
def test_fishers_exact_test_is_scipys(n1, n2, data) -> None:
    k1, k2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    expected = scipy.stats.fisher_exact([[k1, n1 - k1], [k2, n2 - k2]])[1]
    assert fisher_exact_test(k1, n1, k2, n2) == pytest.approx(expected, rel=1e-6, abs=1e-20)


def test_a_claim_on_few_people_needs_the_exact_test() -> None:
    few = (3, 10, 20, 1000)  # 0.2 expected
    assert cautious_test(*few) == fisher_exact_test(*few) > 10 * score_test(*few)
    assert cautious_test(2, 10, 200, 1000) == score_test(2, 10, 200, 1000)  # claims nothing
    many = (60, 100, 300, 1000)
    assert cautious_test(*many) == score_test(*many)
    assert cautious_test(2.7, 9.6, 20.0, 1000.0) == fisher_exact_test(3, 10, 20, 1000)  # effective numbers of cases


def test_the_exact_test_of_rare_cases_among_very_many_is_quick_and_right() -> None:
    expected = scipy.stats.fisher_exact([[12, 7_000 - 12], [7_000, 10_000_000 - 7_000]])[1]
    assert fisher_exact_test(12, 7_000, 7_000, 10_000_000) == pytest.approx(expected, rel=1e-6)
