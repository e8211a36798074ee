"""Deputies take the steps of those who are away, and never approve what the absent person has written."""

from dataclasses import replace

import pytest

from algorithms.entries.entry import OpinionKind, VersionState
from algorithms.people import Actor, Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action, take
from builders import NOW, a_person, a_version
from everywhere import COORDINATOR, DPO, EDITOR, everywhere, objections, with_opinion


def deputy_of(absent: Actor, *own: Role) -> Actor:
    deputy = a_person(*own, name=f"deputy of {absent.name}")
    lent = tuple(replace(held, instead_of=absent.id) for held in absent.memberships)
    return replace(deputy, memberships=(*deputy.memberships, *lent))


def test_a_deputy_takes_the_steps_of_the_person_who_is_away():
    submitted, _ = take(a_version(by=EDITOR), Action.SUBMIT, by=deputy_of(EDITOR), at=NOW)
    read, _ = take(
        submitted, Action.GIVE_OPINION, by=deputy_of(DPO), at=NOW, words=StepComment(opinion=OpinionKind.AGREE)
    )

    assert read.state is VersionState.IN_REVIEW


@pytest.mark.parametrize("own", [(), (Role.EDITOR,), (Role.APPROVER,)], ids=str)
def test_deputy_of_the_author_never_approves(own):
    other = a_person(Role.COORDINATOR, name="another coordinator")
    written = with_opinion(changed_by=other.id, submitted_by=EDITOR.id)
    deputy = deputy_of(other, *own)

    assert objections(written, Action.APPROVE, deputy)
    assert take(written, Action.APPROVE, by=deputy_of(COORDINATOR), at=NOW)[0].state is VersionState.APPROVED


def test_deputy_of_the_submitter_never_gives_the_opinion():
    both = a_person(Role.EDITOR, Role.DPO, name="editor and officer")
    submitted, _ = take(a_version(by=EDITOR), Action.SUBMIT, by=both, at=NOW)

    comment = StepComment(opinion=OpinionKind.AGREE)
    assert "You are the deputy of" in objections(submitted, Action.GIVE_OPINION, deputy_of(both), comment)


def test_whatever_deputies_do_nothing_is_published_on_one_persons_word():
    writer = a_person(Role.COORDINATOR, Role.EDITOR, Role.DPO, Role.APPROVER, name="writer with every role")
    deputy = deputy_of(writer)

    states = {place.version.state for place in everywhere(a_version(by=writer), (writer, deputy))}

    assert states == {VersionState.DRAFT, VersionState.SUBMITTED, VersionState.RETURNED, VersionState.DISCARDED}
