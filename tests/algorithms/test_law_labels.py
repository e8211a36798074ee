"""What is said of a class: it follows from the system's duties, and names the day from which they apply."""

from datetime import date

import pytest

from algorithms.law.labels import meaning
from algorithms.law.risk import RiskClass, TransparencyDuty
from register.language import Language, translate
from risk_paths import classifications

MARKING = TransparencyDuty.MARKING


def sentence(classification) -> str:
    return translate(meaning(classification), Language.ENGLISH)


@pytest.mark.parametrize(
    ("risk_class", "days"),
    [
        (RiskClass.HIGH_RISK, {date(2027, 12, 2), date(2028, 8, 2)}),
        (RiskClass.EXEMPT, {date(2027, 12, 2)}),
        (RiskClass.PROHIBITED, {date(2025, 2, 2), date(2026, 12, 2)}),
    ],
)
@pytest.mark.slow
def test_a_class_whose_rules_come_later_says_from_which_day(risk_class, days) -> None:
    of_class = [outcome for outcome in classifications() if outcome.risk_class is risk_class]

    assert {meaning(outcome).values["day"] for outcome in of_class} <= days
    assert all("202" in sentence(outcome) for outcome in of_class)


def test_people_are_only_informed_where_they_meet_ai() -> None:
    """A system that only has its output marked was said to be met by people."""
    for outcome in classifications():
        if outcome.risk_class is not RiskClass.TRANSPARENCY:
            continue
        words = sentence(outcome)
        assert ("people are informed" in words) == (set(outcome.transparency) != {MARKING}), words
        assert ("marked" in words) == (MARKING in outcome.transparency), words


def test_minimal_risk_asks_for_measures_and_guarantees_no_level_of_knowledge() -> None:
    minimal = next(outcome for outcome in classifications() if outcome.risk_class is RiskClass.MINIMAL)

    assert "take measures" in sentence(minimal)
    assert "enough" not in sentence(minimal)
