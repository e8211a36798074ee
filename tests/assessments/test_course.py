"""The same plan over several periods: what has changed follows from what is printed, and chance is called chance."""

from dataclasses import replace
from math import hypot

import numpy as np
import pytest

from assessments.gate.public_result import PublicResult
from assessments.gate.suppress_and_round import publish
from assessments.plan.periods import in_words
from assessments.plan.plan import Label, TestPlan
from assessments.report.trends import change, courses, judged, line_up
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.statistics.counts import Counts
from assessments.statistics.intervals import newcombe
from assessments.text.complaints import in_english

pytestmark = pytest.mark.slow

PLAN = TestPlan(
    outcome=None,
    decision="d",
    groups=("g",),
    reference=(("g", "b"),),
    labels=(
        Label(attribute="g", value="a", sv="kvinnor", en="women"),
        Label(attribute="g", value="b", sv="män", en="men"),
    ),
)


def printed(period: str, a: int, b: int, *, n: int = 2_000, plan: TestPlan = PLAN) -> PublicResult:
    """How many of n were selected in each group."""
    cells = {
        ((g,), None, decision): yes if decision else n - yes
        for g, yes in (("a", a), ("b", b))
        for decision in (True, False)
    }
    plan = replace(plan, period=period)
    return publish(assess(Counts(("g",), cells), plan, data=Data(period.ljust(64, "0"), 2 * n)))


EARLIER, NOW = printed("2025-01/2025-12", 600, 400), printed("2026-01/2026-12", 420, 400)


def course_texts(*periods: PublicResult, language: str = "en") -> list[str]:
    *others, now = periods
    return [" ".join(map(in_english, course.sentences)) for course in courses(now, others, language)]


def test_shrunk_gap_is_described_with_its_chart() -> None:
    (text,) = course_texts(EARLIER, NOW)
    assert text == (
        "2025: 30 in 100 women got a yes, compared with 20 in 100 men. Now it is 21 and 20. The difference has shrunk "
        "by 9 in 100, which is probably not due to chance. It is mostly the figure for women that has changed."
    )
    (course,) = courses(NOW, [EARLIER], "sv")
    assert [(in_english(row.label), row.per_100) for row in course.chart.rows] == [
        ("Kvinnor, 2025", 30),
        ("Kvinnor, 2026", 21),
        ("Män, 2025", 20),
        ("Män, 2026", 20),
    ]


def test_possible_chance_and_unchanged_gaps_are_described_as_such() -> None:
    (small,) = course_texts(printed("2025-01/2025-12", 30, 20, n=100), printed("2026-01/2026-12", 24, 20, n=100))
    assert "may be due to chance" in small
    (alike,) = course_texts(
        printed("2025-01/2025-12", 6_000, 4_000, n=20_000), printed("2026-01/2026-12", 6_100, 4_000, n=20_000)
    )
    assert "not changed in a way that matters" in alike


def test_a_gap_that_changes_sides_has_shrunk_beyond_nothing() -> None:
    (text,) = course_texts(printed("2025-01/2025-12", 600, 400), printed("2026-01/2026-12", 400, 600))
    assert "now goes the other way. It has changed by 20 in 100" in text


def test_a_gap_that_came_from_nought_has_grown_whichever_side_it_is_on() -> None:
    for women in (200, 600):
        (text,) = course_texts(printed("2025-01/2025-12", 400, 400), printed("2026-01/2026-12", women, 400))
        assert "has grown by 10 in 100" in text


def test_a_gap_that_changes_sides_is_never_called_smaller() -> None:
    plan = replace(PLAN, yes_means="burden")
    periods = (printed("2025-01/2025-12", 500, 400, plan=plan), printed("2026-01/2026-12", 500, 800, plan=plan))
    (text,) = course_texts(*periods)
    assert "goes the other way" in text
    assert "smaller" not in text


def test_only_the_same_plan_on_earlier_periods_lines_up() -> None:
    other_plan = printed("2024-01/2024-12", 600, 400, plan=replace(PLAN, margin="0.02"))
    later = printed("2027-01/2027-12", 600, 400)
    first = printed("2024-01/2024-06", 500, 400)
    assert line_up(NOW, [later, EARLIER, other_plan, first, replace(EARLIER, period="")]) == (first, EARLIER, NOW)
    assert course_texts(NOW) == []
    relabelled = printed("2025-01/2025-12", 600, 400, plan=replace(PLAN, labels=()))
    assert len(course_texts(relabelled, NOW)) == 1  # names of groups are no part of the plan


def test_a_period_whose_figure_is_hidden_is_left_out() -> None:
    assert course_texts(printed("2025-01/2025-12", 3, 40, n=100), NOW) == []


@pytest.mark.parametrize(
    ("p1", "p2"), [((0.3, 0.2), (0.25, 0.2)), ((0.1, 0.1), (0.1, 0.1)), ((0.05, 0.1), (0.1, 0.05))]
)
def test_the_interval_of_a_change_holds_the_true_one(p1, p2) -> None:
    """Without rounding, the same formula holds the true change in 95 of 100."""
    chance, held, times, n = np.random.default_rng(3), 0, 600, 400
    true = (p2[0] - p2[1]) - (p1[0] - p1[1])
    for _ in range(times):
        gaps = []
        for a, b in (p1, p2):
            k1, k2 = (int(chance.binomial(n, p)) for p in (a, b))
            gaps.append(((k1 - k2) / n, *(getattr(newcombe(k1, n, k2, n), end) for end in ("low", "high"))))
        (g1, l1, u1), (g2, l2, u2) = gaps
        held += (g2 - g1) - hypot(g2 - l2, u1 - g1) <= true <= (g2 - g1) + hypot(u2 - g2, g1 - l1)
    assert 0.93 <= held / times <= 0.985


def test_the_words_follow_the_interval() -> None:
    earlier, now = EARLIER.comparisons[0], NOW.comparisons[0]
    shift = change(earlier, now)
    assert (shift.by, shift.low < -9 < shift.high < 0) == (-9, True)
    assert "shrunk" in judged(shift, is_sure=True, is_alike=False).msgid
    assert "grown" in judged(change(now, earlier), is_sure=True, is_alike=False).msgid


@pytest.mark.parametrize(
    ("period", "swedish", "english"),
    [
        ("2025-01/2025-12", "2025", "2025"),
        ("2025-03/2025-06", "mars–juni 2025", "March–June 2025"),
        ("2025-05/2025-05", "maj 2025", "May 2025"),
        ("2024-11/2025-02", "november 2024–februari 2025", "November 2024–February 2025"),
    ],
)
def test_period_is_written_as_people_write_it(period, swedish, english) -> None:
    assert (in_words(period, "sv"), in_words(period, "en")) == (swedish, english)


@pytest.mark.parametrize(
    ("periods", "compared"),
    [
        (["2026-01/2026-06"], []),  # half of the year itself
        (["2025-07/2026-06"], []),
        (["2025-01/2025-12", "2025-07/2025-12"], ["2025-01/2025-12"]),  # a year after a year
        (["2025-01/2025-06", "2025-07/2025-12"], ["2025-01/2025-06", "2025-07/2025-12"]),
        (["2024-07/2025-06", "2025-01/2025-12"], ["2025-01/2025-12"]),
    ],
)
def test_periods_that_share_a_month_are_never_compared(periods, compared) -> None:
    others = [printed(period, 600, 400) for period in periods]
    assert [result.period for result in line_up(NOW, others)] == [*compared, NOW.period]


def test_a_gap_that_closes_because_one_group_got_worse_is_no_progress() -> None:
    burden = replace(PLAN, yes_means="burden")
    before, now = printed("2025-01/2025-12", 600, 400, plan=burden), printed("2026-01/2026-12", 610, 600, plan=burden)
    (text,) = course_texts(before, now)
    assert "30 in 100 women were picked out, compared with 20 in 100 men. Now it is 31 and 30." in text
    assert text.endswith(
        "The difference is smaller because it has become worse for men, not because it has become better for anybody."
    )
    better = printed("2026-01/2026-12", 420, 400, plan=burden)
    (text,) = course_texts(before, better)
    assert text.endswith("It is mostly the figure for women that has changed.")


def test_what_helps_is_worse_when_there_is_less_of_it() -> None:
    help_ = replace(PLAN, yes_means="help")
    before, now = printed("2025-01/2025-12", 600, 400, plan=help_), printed("2026-01/2026-12", 410, 400, plan=help_)
    (text,) = course_texts(before, now)
    assert "become worse for women" in text


def test_more_than_two_periods_are_tested_for_a_trend() -> None:
    """Each half year grows by 3 of 100, which by itself may be chance."""
    halves = ["2024-01/2024-06", "2024-07/2024-12", "2025-01/2025-06", "2025-07/2025-12"]
    series = [printed(period, 300 + 60 * place, 300, n=1_500) for place, period in enumerate(halves)]
    assert "may be due to chance" in course_texts(*series[:2])[0]
    (text,) = course_texts(*series)
    assert "January–June 2024: 20 in 100 women got a yes, compared with 20 in 100 men. Now it is 32 and 20." in text
    assert "Over all these periods the difference has grown by about 12 in 100" in text
    there_and_back = [series[0], series[2], printed("2025-07/2025-12", 300, 300, n=1_500)]
    assert "grown" not in course_texts(*there_and_back)[0]


def test_all_trends_of_a_page_are_one_family() -> None:
    """The same change among many others that are none is no longer sure."""

    def page(period: str, a: int, others: int) -> PublicResult:
        yes = {"a": a, "b": 400, **{f"c{n}": 400 for n in range(others)}}
        cells = {((g,), None, d): k if d else 2_000 - k for g, k in yes.items() for d in (True, False)}
        counts = Counts(("g",), cells)
        return publish(assess(counts, replace(PLAN, period=period), data=Data(period.ljust(64, "0"), counts.n)))

    def shows_trend(others: int) -> bool:
        texts = course_texts(page("2025-01/2025-12", 520, others), page("2026-01/2026-12", 400, others))
        return any("not due to chance" in text for text in texts)

    assert shows_trend(0)
    assert not shows_trend(30)
