"""Details of an event lie in the column of its words, and are never taken for a language."""

import json

from algorithms.entries.event_details import Particular, apart, together
from algorithms.review.step_conditions import StepComment
from assessments.text.localized import read, written


def test_texts_and_particulars_separate_as_they_were_combined() -> None:
    particulars = {kind: f"värde {kind}" for kind in Particular}
    stored = written(together({"sv": "Ord", "rom": "Lava", "en": ""}, particulars))
    assert apart(read(stored)) == ({"sv": "Ord", "rom": "Lava"}, particulars)
    assert apart(read(written({}))) == ({}, {})


def test_empty_particular_is_not_stored() -> None:
    stored = written(
        together(StepComment(typed={"sv": "  "}).texts, {Particular.BEFORE: "", Particular.AFTER: "SOC 1"})
    )
    assert json.loads(stored) == {":after": "SOC 1"}
