"""Which drafts may be discarded, and where the next one begins."""

from dataclasses import replace

import pytest

from algorithms.entries.entry import VersionState, latest
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action, take
from builders import NOW, a_version, some_evidence
from everywhere import EDITOR, objections


@pytest.mark.parametrize("state", VersionState)
def test_a_draft_can_be_discarded_with_a_reason_and_nothing_else_can(state):
    version = a_version(state, by=EDITOR)
    if state not in (VersionState.DRAFT, VersionState.RETURNED):
        assert "cannot be taken now" in objections(
            version, Action.DISCARD, EDITOR, StepComment(typed={"sv": "Köps inte"})
        )
        return
    assert "Write why" in objections(version, Action.DISCARD, EDITOR, StepComment(typed={"sv": " "}))
    assert (
        take(version, Action.DISCARD, by=EDITOR, at=NOW, words=StepComment(typed={"sv": "Köps inte"}))[0].state
        is VersionState.DISCARDED
    )


def test_a_draft_with_a_file_that_is_not_destroyed_yet_is_not_discarded():
    waiting = some_evidence()
    done = replace(waiting, finished_at=NOW)

    why = StepComment(typed={"sv": "skäl"})

    assert "Cancel the test first" in objections(a_version(evidence=(waiting,)), Action.DISCARD, EDITOR, why)
    assert take(a_version(evidence=(done,)), Action.DISCARD, by=EDITOR, at=NOW, words=why)


def test_the_next_draft_begins_from_the_newest_version_that_was_not_discarded():
    published, dropped = a_version(VersionState.PUBLISHED, number=1), a_version(VersionState.DISCARDED, number=2)

    assert latest([published, dropped]) is published
    assert latest([dropped]) is dropped
