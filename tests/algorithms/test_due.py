"""Every promise with a day is reported in time: reviews by class, measures by their month, tests that are old."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import VersionState
from algorithms.law.given_answers import RISK
from algorithms.review.deadlines import DeadlineKind, due, review_by
from builders import FULL_ANSWERS, a_measure, a_version, some_evidence
from city import CLASS_ANSWERS

PUBLISHED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
HIGH_RISK = {f"{RISK}{question}": answer for question, answer in CLASS_ANSWERS.items()}
UNSAID = replace(FULL_ANSWERS, next_review=None)


def published(**more):
    return a_version(VersionState.PUBLISHED, published_at=PUBLISHED, answers=UNSAID, **more)


def test_a_high_risk_system_is_reviewed_every_year_and_others_every_second() -> None:
    assert review_by(published(choices=HIGH_RISK)) == date(2027, 3, 31)
    assert review_by(published()) == date(2028, 3, 31)


def test_review_month_chosen_by_the_department_precedes_the_month_of_the_class() -> None:
    version = published(choices=HIGH_RISK)
    assert review_by(replace(version, answers=replace(UNSAID, next_review="2026-12"))) == date(2026, 12, 31)


def test_what_is_no_longer_used_or_never_published_is_not_reviewed() -> None:
    ended = replace(UNSAID, operational_status=OperationalStatus.ENDED, next_review="2026-12")
    assert review_by(replace(published(), answers=ended)) is None
    assert review_by(a_version(answers=UNSAID)) is None


@pytest.mark.parametrize(
    ("today", "listed", "overdue"),
    [
        (date(2026, 12, 30), False, False),  # 91 days before
        (date(2026, 12, 31), True, False),
        (date(2027, 3, 31), True, False),  # the last day is in time
        (date(2027, 4, 1), True, True),
    ],
)
def test_review_is_listed_ninety_days_before_and_is_overdue_the_day_after(today, listed, overdue) -> None:
    deadlines = due([published(choices=HIGH_RISK)], today)
    assert [deadline.overdue for deadline in deadlines] == ([overdue] if listed else [])


def test_a_measure_that_was_promised_is_late_after_its_month_and_an_accepted_difference_never() -> None:
    promised = some_evidence(measure=a_measure(by_when="2026-05"))
    accepted = some_evidence(measure=a_measure(what={}, who={}, by_when=None, accepted={"sv": "Därför"}))
    deadlines = due([published(evidence=(promised, accepted))], date(2026, 6, 1))
    assert [(record.kind, record.overdue, record.days) for record in deadlines] == [(DeadlineKind.MEASURE, True, -1)]
    done = replace(promised, measure=a_measure(by_when="2026-05", done_at=PUBLISHED))
    for evidence in (done, replace(promised, cited=False)):
        assert due([published(evidence=(evidence,))], date(2026, 6, 1)) == ()


def test_a_test_is_made_again_after_two_years() -> None:
    old = replace(some_evidence(shows_difference=False), finished_at=datetime(2024, 5, 2, tzinfo=UTC))
    (deadline,) = due([published(evidence=(old,))], date(2026, 6, 3))
    assert (deadline.kind, deadline.by) == (DeadlineKind.TEST, date(2026, 5, 31))


def test_only_what_is_published_is_due_and_the_longest_overdue_comes_first() -> None:
    draft = a_version(answers=replace(FULL_ANSWERS, next_review="2020-01"))
    late = replace(published(), answers=replace(UNSAID, next_review="2026-01"))
    later = replace(published(), answers=replace(UNSAID, next_review="2026-02"))
    assert [deadline.by for deadline in due([draft, later, late], date(2026, 6, 1))] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
    ]
