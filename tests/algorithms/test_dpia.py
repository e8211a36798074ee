"""Whether an impact assessment is needed: the whole truth table of nine criteria and three cases, and what is next."""

from itertools import combinations, product

import pytest

from algorithms.law.dpia import CASES, CRITERIA, NINE, Need, threshold, unanswered
from algorithms.law.facts import FACTS

ALL_NO = {criterion.key: False for criterion in CRITERIA}
WP248 = (
    "evaluation",
    "automated",
    "monitoring",
    "sensitive",
    "large-scale",
    "matching",
    "vulnerable",
    "new-technology",
    "prevents",
)


def need(answers: dict[str, bool], *, personal_data: bool | None = True) -> Need | None:
    outcome = threshold(personal_data, answers)
    return outcome and outcome.need


def test_the_criteria_are_the_nine_of_the_guidelines_and_the_cases_the_three_of_the_law() -> None:
    assert tuple(criterion.key for criterion in NINE) == WP248
    assert tuple(case.key for case in CASES) == ("case-evaluation", "case-sensitive", "case-public-place")
    assert (*CASES, *NINE) == CRITERIA
    assert [criterion.case for criterion in CRITERIA] == [True] * 3 + [False] * 9


def test_two_criteria_or_one_case_ask_for_an_assessment_in_every_line_of_the_truth_table() -> None:
    lines = 0
    for answers in product((True, False), repeat=len(CRITERIA)):
        cases, criteria = answers[:3], answers[3:]
        if any(cases) or sum(criteria) >= 2:
            expected = Need.REQUIRED
        else:
            expected = Need.ADVISED if any(criteria) else Need.NOT_NEEDED
        by_key = {criterion.key: answer for criterion, answer in zip(CRITERIA, answers, strict=True)}
        outcome = threshold(True, by_key)
        assert outcome is not None
        assert (outcome.need, [criterion.key for criterion in outcome.met]) == (
            expected,
            [key for key, yes in by_key.items() if yes],
        )
        assert threshold(False, by_key) == threshold(False, {})
        assert threshold(None, by_key) is None
        lines += 1
    assert lines == 2**12


def test_without_personal_data_the_question_does_not_arise() -> None:
    assert need({}, personal_data=False) is Need.NO_PERSONAL_DATA


def test_until_the_answer_is_certain_none_is_given() -> None:
    """Every line with some answers missing, for the nine: certain is what no answer to come can change."""
    for answers in product((True, False, None), repeat=len(NINE)):
        by_key = ALL_NO | dict(zip(WP248, answers, strict=True))
        known = {key: answer for key, answer in by_key.items() if answer is not None}
        at_least = need(ALL_NO | known)
        at_most = need(dict.fromkeys(by_key, True) | known)
        assert need(known) is (at_least if at_least is at_most else None)


@pytest.mark.parametrize("case", [case.key for case in CASES])
def test_a_case_settles_it_whatever_else_is_not_answered(case: str) -> None:
    assert need({case: True}) is Need.REQUIRED
    assert need({key: False for key in ALL_NO if key != case}) is None


@pytest.mark.parametrize("two", list(combinations(WP248, 2)), ids="+".join)
def test_any_two_criteria_settle_it_whatever_else_is_not_answered(two: tuple[str, str]) -> None:
    assert need(dict.fromkeys(two, True)) is Need.REQUIRED
    assert need({two[0]: True}) is None


def test_what_is_not_answered_is_known() -> None:
    assert unanswered({}) == CRITERIA
    assert [criterion.key for criterion in unanswered(dict.fromkeys(WP248, False))] == [case.key for case in CASES]
    assert unanswered(ALL_NO) == ()


@pytest.mark.parametrize(
    ("answers", "first_step", "facts"),
    [
        (ALL_NO, "Write down why none is needed", {"wp248.criteria", "imy.list"}),
        (ALL_NO | {"matching": True}, "Ask the data protection officer whether one", {"wp248.criteria", "imy.list"}),
        (
            {"matching": True, "vulnerable": True},
            "Make the impact assessment before",
            {"wp248.criteria", "imy.list", "gdpr.35-1", "gdpr.35-2", "gdpr.35-11", "gdpr.36"},
        ),
        (
            {"case-public-place": True},
            "Make the impact assessment before",
            {"gdpr.35-3", "gdpr.35-1", "gdpr.35-2", "gdpr.35-11", "gdpr.36"},
        ),
    ],
)
def test_threshold_names_the_next_step_and_its_legal_grounds(answers, first_step, facts) -> None:
    outcome = threshold(True, answers)

    assert outcome is not None
    assert outcome.next_steps[0].msgid.startswith(first_step)
    assert set(outcome.facts) == facts <= set(FACTS)


def test_an_assessment_takes_the_officers_advice_and_the_authority_where_the_risk_stays_high() -> None:
    outcome = threshold(True, {"case-sensitive": True})

    assert outcome is not None
    steps = " ".join(step.msgid for step in outcome.next_steps)
    for promise in ("before the system is used", "data protection officer", "whom it concerns", "consult", "Review"):
        assert promise in steps


def test_the_reason_counts_the_criteria_or_names_the_law() -> None:
    by_criteria = threshold(True, dict.fromkeys(WP248[:3], True))
    by_law = threshold(True, {"case-sensitive": True, **dict.fromkeys(WP248[:3], True)})

    assert by_criteria is not None
    assert by_law is not None
    assert by_criteria.reason.values == {"count": 3}
    assert by_law.reason.msgid.startswith("The law always asks")
