"""An entry moves to another department: the new board's data protection officer reads it before anybody approves."""

from dataclasses import replace

import pytest

from algorithms.entries.entry import OpinionKind, Version, VersionState
from algorithms.people import Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action, RefusedError, may_see, move, next_steps, take
from builders import NOW, a_department, a_person, a_version

EDITOR, DPO, COORDINATOR = a_person(Role.EDITOR), a_person(Role.DPO), a_person(Role.COORDINATOR)
OLD, NEW = a_department(), a_department("school")
NEW_DPO = a_person(Role.DPO, department="school")


def read_by_the_old_officer() -> Version:
    submitted, _ = take(a_version(by=EDITOR), Action.SUBMIT, by=EDITOR, at=NOW)
    return take(submitted, Action.GIVE_OPINION, by=DPO, at=NOW, words=StepComment(opinion=OpinionKind.AGREE))[0]


def moved(version: Version) -> Version:
    return move(version, OLD, NEW, by=COORDINATOR, at=NOW)[0]


def test_an_opinion_of_the_old_boards_officer_no_longer_stands() -> None:
    version = read_by_the_old_officer()
    after = moved(version)

    assert version.opinion_stands
    assert (after.content_hash, after.opinion_stands) == (version.content_hash, False)
    stays = replace(after, state=VersionState.IN_REVIEW)  # even if nobody had sent it back
    with pytest.raises(RefusedError, match="opinion on exactly this content is missing"):
        take(stays, Action.APPROVE, by=COORDINATOR, at=NOW)


@pytest.mark.parametrize("state", [VersionState.IN_REVIEW, VersionState.APPROVED])
def test_what_was_read_or_approved_waits_for_the_new_boards_officer(state: VersionState) -> None:
    after = moved(replace(read_by_the_old_officer(), state=state))

    assert after.state is VersionState.SUBMITTED
    assert Action.GIVE_OPINION not in {offer.action for offer in next_steps(after, DPO)}
    given, _ = take(after, Action.GIVE_OPINION, by=NEW_DPO, at=NOW, words=StepComment(opinion=OpinionKind.AGREE))
    assert take(given, Action.APPROVE, by=COORDINATOR, at=NOW)[0].state is VersionState.APPROVED


@pytest.mark.parametrize("state", sorted(set(VersionState) - {VersionState.IN_REVIEW, VersionState.APPROVED}))
def test_every_other_state_stays_as_it_is(state: VersionState) -> None:
    version = a_version(state)
    after, event = move(version, OLD, NEW, by=COORDINATOR, at=NOW)

    assert after == replace(version, entry=replace(version.entry, department=NEW.id))
    assert (event.start, event.end) == (None, None)


def test_the_event_says_from_where_and_to_where() -> None:
    _, event = move(read_by_the_old_officer(), OLD, NEW, by=COORDINATOR, at=NOW)

    assert (event.action, event.start, event.end) == ("move", VersionState.IN_REVIEW, VersionState.SUBMITTED)
    assert event.words.texts["sv"] == "Socialförvaltningen → Schoolförvaltningen"
    assert event.words.texts["en"] == "Social Department → School Department"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
def test_only_the_coordinator_moves_an_entry(role: Role) -> None:
    with pytest.raises(RefusedError):
        move(a_version(), OLD, NEW, by=a_person(role), at=NOW)


def test_an_entry_does_not_move_to_where_it_is() -> None:
    with pytest.raises(RefusedError, match="belongs to that department already"):
        move(a_version(), OLD, OLD, by=COORDINATOR, at=NOW)


def test_people_of_the_old_department_no_longer_see_a_draft_and_those_of_the_new_one_do() -> None:
    after = moved(a_version())

    assert not may_see(after, EDITOR)
    assert may_see(after, a_person(Role.EDITOR, department="school"))
