"""A reader compares two groups, and learns no more than the printed figures say, and no verdict."""

import pytest

from assessments.gate.public_result import PublicResult
from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import TestPlan
from assessments.report.charts import charts
from assessments.report.pairing import gap, pairings
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.statistics.counts import Counts
from assessments.statistics.intervals import newcombe
from assessments.text.complaints import in_english

KINDS = ((True, True), (False, True), (False, False), (True, False))
THREE = {"a": (90, 140, 860, 70), "b": (80, 60, 940, 60), "c": (85, 50, 950, 75)}


def a_result(tallies: dict[str, tuple[int, ...]]) -> PublicResult:
    cells = {((group,), *kind): n for group, all_of in tallies.items() for kind, n in zip(KINDS, all_of, strict=True)}
    counts = Counts(("g",), cells)
    plan = TestPlan(
        outcome="y",
        decision="d",
        groups=("g",),
        reference=(("g", "b"),),
        yes_means="burden",
        primary=("false_positive_rate",),
    )
    return publish(assess(counts, plan, data=Data("0" * 64, counts.n)))


def pairing_text(public: PublicResult, **query: str) -> str:
    return " ".join(in_english(sentence) for sentence in pairings(public, "en", query)[0].sentences)


def test_two_chosen_groups_are_compared_as_any_other_gap_and_without_a_verdict() -> None:
    text = pairing_text(a_result(THREE), attribute="g", group="a", **{"with": "c"})

    assert "14 in 100 people in the group “a” with nothing wrong" in text
    assert "The difference is 9 in 100, probably between 4 and 13." in text
    assert text.endswith("so it is a reason to look closer and no verdict.")


def test_the_interval_is_newcombes_rounded_outwards() -> None:
    (chart,) = [candidate for candidate in charts(a_result(THREE), "en") if candidate.metric == "false_positive_rate"]
    rows = {row.value: row for row in chart.rows}
    exact = newcombe(140, 1000, 50, 1000)

    values = gap(rows["c"], rows["a"], "en").values

    assert isinstance(values["low"], int)
    assert values["low"] <= exact.low * 100 <= values["low"] + 3
    assert isinstance(values["high"], int)
    assert values["high"] - 3 <= exact.high * 100 <= values["high"]


def test_gap_that_chance_may_explain_is_described_in_both_directions() -> None:
    assert "the other way and" in pairing_text(a_result(THREE), attribute="g", group="b", **{"with": "c"})


@pytest.mark.parametrize("query", [{}, {"attribute": "h"}, {"attribute": "g'", "group": "a"}])
def test_nothing_is_compared_before_somebody_has_chosen(query: dict[str, str]) -> None:
    (pairing,) = pairings(a_result(THREE), "en", query)
    assert pairing.sentences == ()
    assert (pairing.first, pairing.second) == ("a", "b")


def test_what_cannot_be_chosen_becomes_what_can() -> None:
    (pairing,) = pairings(a_result(THREE), "en", {"attribute": "g", "group": "nobody", "with": "a"})
    assert pairing.first != pairing.second
    (same,) = pairings(a_result(THREE), "en", {"attribute": "g", "group": "b", "with": "b"})
    assert (same.first, same.second) == ("b", "a")


def test_a_group_too_small_for_a_figure_cannot_be_chosen_and_two_groups_need_no_choice() -> None:
    hidden = {**THREE, "d": (1, 2, 3, 1)}
    (pairing,) = pairings(a_result(hidden), "en", {})
    assert [value for value, _ in pairing.choices] == ["a", "b", "c"]
    assert pairings(a_result({name: THREE[name] for name in ("a", "b")}), "en", {}) == ()
