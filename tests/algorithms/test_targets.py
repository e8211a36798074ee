"""How far the register has come with each goal: shares that are never rounded up, and no share of nothing."""

from dataclasses import replace
from datetime import date

import pytest

from algorithms.reporting.targets import Goal, PlanTarget, Progress, read


@pytest.mark.parametrize(
    ("counted", "percent", "met"), [((199, 200), 99, False), ((200, 200), 100, True), ((0, 0), None, None)]
)
def test_a_target_is_not_met_before_it_is(counted, percent, met):
    progress = Progress(goal=Goal.EQUAL_TREATMENT, reached=counted[0], of=counted[1], target=PlanTarget(100, "2027-06"))
    assert (progress.percent, progress.met) == (percent, met)


def test_a_target_is_late_when_its_month_has_passed_and_not_before():
    progress = Progress(goal=Goal.EQUAL_TREATMENT, reached=1, of=2, target=PlanTarget(80, "2026-11"))
    assert [progress.is_late(day) for day in (date(2026, 11, 30), date(2026, 12, 1))] == [False, True]
    assert not replace(progress, reached=2).is_late(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("percent", "month", "wrong"),
    [("80", "2027-06", ""), ("0", "2027-06", "percent"), ("101", "2027-06", "percent"), ("80", "juni", "month")],
)
def test_what_is_written_of_a_target(percent, month, wrong):
    targets, errors = read({"equal-treatment-percent": percent, "equal-treatment-month": month})
    assert set(errors) == ({f"equal-treatment-{wrong}"} if wrong else set())
    assert wrong or targets[Goal.EQUAL_TREATMENT] == PlanTarget(80, "2027-06")
    assert targets[Goal.PUBLISHED] is None
