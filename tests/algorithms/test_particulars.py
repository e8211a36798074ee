"""What an event tells beside words lies in the column of the words, and is never taken for a language."""

import json

from algorithms.entries.event_details import Particular, apart, together
from algorithms.review.step_conditions import StepComment
from assessments.text.localized import read, written


def test_words_and_what_is_told_beside_them_come_apart_as_they_were_put_together() -> None:
    told = {one: f"värde {one}" for one in Particular}
    stored = written(together({"sv": "Ord", "rom": "Lava", "en": ""}, told))
    assert apart(read(stored)) == ({"sv": "Ord", "rom": "Lava"}, told)
    assert apart(read(written({}))) == ({}, {})


def test_what_is_empty_is_not_told() -> None:
    stored = written(together(StepComment({"sv": "  "}).texts, {Particular.BEFORE: "", Particular.AFTER: "SOC 1"}))
    assert json.loads(stored) == {":after": "SOC 1"}
