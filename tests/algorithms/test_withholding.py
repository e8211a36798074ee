"""A withheld entry: on a ground of law and for a reason, seen by those who work with it and by nobody else."""

from dataclasses import replace

import pytest

from algorithms.entries.entry import PUBLIC, VersionState, Withheld
from algorithms.law.facts import Fact
from algorithms.people import Role
from algorithms.redaction.withholding import GROUNDS, LONGEST_REASON, ground, objections
from algorithms.review.workflow import may_see
from builders import NOW, a_person, a_version

WITHHELD = Withheld(GROUNDS[0].key, "Urvalet skulle gå att räkna ut.", NOW)


@pytest.mark.parametrize("state", sorted(PUBLIC))
def test_nobody_outside_sees_what_is_withheld_even_if_it_was_public(state: VersionState) -> None:
    version = a_version(state)
    withheld = replace(version, entry=replace(version.entry, withheld=WITHHELD))
    outside = (None, a_person(Role.EDITOR, department="school"))

    assert all(may_see(version, person) for person in outside)
    assert not any(may_see(withheld, person) for person in outside)
    assert may_see(withheld, a_person(Role.EDITOR))


def test_withholding_takes_a_ground_from_the_list_and_a_reason_in_words() -> None:
    assert objections(GROUNDS[0].key, "skäl") == {}
    assert set(objections("ai-act.5", "")) == {"ground", "reason"}  # a fact of the law, but no ground
    assert set(objections(GROUNDS[0].key, "x" * (LONGEST_REASON + 1))) == {"reason"}


@pytest.mark.parametrize("fact", GROUNDS, ids=lambda fact: fact.key)
def test_each_ground_is_a_dated_fact_of_the_secrecy_act_with_a_short_name(fact: Fact) -> None:
    assert ground(fact.key) is fact
    assert "2009:400" in fact.cited("sv")
    for language in ("sv", "en"):
        assert len(fact.text[language].split(":")[0].split()) <= 4
