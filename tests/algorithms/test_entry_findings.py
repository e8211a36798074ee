"""What is said of an entry's tests wherever they are mentioned: the gravest of what the latest ones found."""

from datetime import UTC, datetime
from uuid import UUID

from algorithms.published.entry import PublishedAssessment, PublishedMeasure
from algorithms.published.findings import EntryFinding, finding_of, is_resolved
from assessments.gate.public_result import PublicResult
from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import TestPlan
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.statistics.counts import Counts
from assessments.text.localized import LocalizedText


def a_result(wrong: int, people: int = 4_000) -> PublicResult:
    """Of the people of group a so many are picked out in error, of those of group b one in five."""
    cells = {((name,), False, True): errors for name, errors in (("a", wrong), ("b", people // 5))}
    cells |= {(groups, False, False): people - errors for (groups, _, _), errors in tuple(cells.items())}
    cells |= {((name,), True, True): people // 4 for name in "ab"}
    plan = TestPlan(
        outcome="y",
        decision="d",
        groups=("g",),
        reference=(("g", "b"),),
        yes_means="burden",
        primary=("false_positive_rate",),
    )
    counts = Counts(("g",), cells)
    return publish(assess(counts, plan, data=Data("0" * 64, counts.n)))


def an_assessment(
    result: PublicResult | None, *, has_later: bool = False, done: datetime | None = None
) -> PublishedAssessment:
    """``done``: when the measure against its difference was carried out."""
    shows_difference = result is not None and result.shows_difference
    measure = PublishedMeasure(
        what=LocalizedText({"sv": "Höja gränsen"}),
        who=LocalizedText({"sv": "Enheten"}),
        by_when="2027-01",
        accepted=LocalizedText({}),
        done_at=done,
    )
    return PublishedAssessment(
        number=1,
        run=UUID(int=1),
        titles=LocalizedText({"sv": "Test"}),
        shows_difference=shows_difference,
        result=result,
        measure=measure if shows_difference else None,
        has_later=has_later,
    )


DIFFERENCE, NONE, FEW = a_result(1_600), a_result(800), a_result(40, people=160)


def test_the_gravest_finding_of_the_tests_counts() -> None:
    assert finding_of([an_assessment(NONE)]) is EntryFinding.NO_DIFFERENCE
    assert finding_of([an_assessment(NONE), an_assessment(FEW)]) is EntryFinding.UNCLEAR
    assert finding_of([an_assessment(NONE), an_assessment(DIFFERENCE)]) is EntryFinding.DIFFERENCE


def test_a_test_that_was_made_again_says_nothing_more() -> None:
    assert finding_of([an_assessment(DIFFERENCE, has_later=True), an_assessment(NONE)]) is EntryFinding.NO_DIFFERENCE


def test_no_test_and_a_test_whose_result_cannot_be_shown_are_no_good_mark() -> None:
    assert finding_of([]) is EntryFinding.NOT_TESTED
    assert finding_of([an_assessment(None)]) is EntryFinding.UNCLEAR


def test_only_what_was_found_and_done_counts_as_a_goal_reached_and_never_that_there_was_a_test() -> None:
    done = datetime(2026, 11, 1, tzinfo=UTC)
    assert is_resolved([an_assessment(NONE)])
    assert is_resolved([an_assessment(DIFFERENCE, done=done), an_assessment(NONE)])
    assert not is_resolved([an_assessment(DIFFERENCE), an_assessment(NONE)])
    assert not is_resolved([an_assessment(DIFFERENCE, done=done), an_assessment(DIFFERENCE)])
    assert not is_resolved([an_assessment(FEW)])
    assert not is_resolved([])
