"""The assessment of fundamental rights: a city makes it for every listed high-risk use but point 2, in six parts."""

from dataclasses import replace

import pytest

from algorithms.entries.texts import Text
from algorithms.law.fundamental_rights import PARTS, missing, prefilled, required
from algorithms.law.risk import Operator, RiskClass
from builders import a_version
from risk_paths import classifications


@pytest.mark.slow
def test_a_city_makes_it_for_every_high_risk_use_of_annex_iii_that_it_deploys_but_for_point_2() -> None:
    points = set()
    for outcome in classifications():
        listed = bool(set(outcome.annex_iii) - {"2"})
        expected = outcome.risk_class is RiskClass.HIGH_RISK and listed and outcome.roles != (Operator.PROVIDER,)
        assert required(outcome) == expected, outcome
        points |= set(outcome.annex_iii) - {"2"} if expected else set()
    assert len(points) == 24


def test_it_has_the_six_parts_of_the_law_in_order() -> None:
    assert [part.key for part in PARTS] == list("abcdef")


def test_what_the_register_says_already_is_where_it_belongs() -> None:
    answers = prefilled(a_version(), "sv")

    assert answers == {
        "a": "purpose in sv\n\ndecides in sv",
        "c": "concerns in sv",
        "d": "risks in sv",
        "e": "human in sv",
        "f": "objection in sv\n\ncontact in sv",
    }
    assert prefilled(a_version(), "en")["c"] == "concerns in en"


def test_a_part_that_the_register_says_nothing_of_is_left_to_be_written() -> None:
    version = a_version()
    silent = replace(version, texts={**version.texts, (Text.CONCERNS, "sv"): "  ", (Text.DECIDES, "sv"): ""})

    assert "c" not in prefilled(silent, "sv")
    assert prefilled(silent, "sv")["a"] == "purpose in sv"


def test_what_nothing_has_been_written_about_is_missing() -> None:
    assert missing({}) == PARTS
    assert [part.key for part in missing({"a": "Vi", "b": " ", "d": "Fel", "e": "Hon", "f": "Hit"})] == ["b", "c"]
