"""Every path a version can take, walked to the end: nobody publishes alone, and nothing without an opinion."""

from dataclasses import replace

import pytest

from algorithms.entries.entry import Comment, OpinionKind, VersionState
from algorithms.entries.fields import FIRST_ANSWERS, Answers
from algorithms.entries.texts import MOST_WORDS, Text, words_in
from algorithms.people import Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import STEPS, Action, next_steps, take
from builders import FULL_ANSWERS, FULL_TEXTS, NOW, a_measure, a_person, a_version, an_id, some_evidence
from everywhere import (
    APPROVER,
    CITY,
    COORDINATOR,
    DPO,
    EDITOR,
    EVERYTHING,
    STRANGERS,
    attempts,
    everywhere,
    last,
    objections,
    with_opinion,
)


@pytest.mark.parametrize("author", CITY, ids=lambda actor: actor.name)
@pytest.mark.parametrize("personal_data", [True, False])
@pytest.mark.slow
def test_nothing_is_published_without_two_people_and_an_opinion_on_exactly_this_content(author, personal_data):
    version = a_version(
        by=author,
        changed_by_coordinator=author is COORDINATOR,
        answers=replace(FULL_ANSWERS, personal_data=personal_data),
    )

    published = [
        place for place in everywhere(version, (*CITY, *STRANGERS)) if place.version.state is VersionState.PUBLISHED
    ]

    assert published
    for place in published:
        submitted, approved = last(place.path, Action.SUBMIT), last(place.path, Action.APPROVE)
        opinion = place.version.opinion
        assert approved.by not in (version.changed_by, submitted.by)
        assert opinion is not None
        assert opinion.content_hash == place.version.content_hash
        assert opinion.by not in (version.changed_by, submitted.by)
        assert (opinion.kind is OpinionKind.NOT_CONCERNED) == (not personal_data)
        assert opinion.kind is not OpinionKind.OBJECT or opinion.answer["sv"]


def test_one_person_with_every_role_gets_nowhere_near_publication():
    states = {place.version.state for place in everywhere(a_version(by=EVERYTHING), (EVERYTHING,))}

    assert states == {VersionState.DRAFT, VersionState.SUBMITTED, VersionState.RETURNED, VersionState.DISCARDED}


def test_every_state_but_replaced_can_be_reached():
    states = {place.version.state for place in everywhere(a_version(by=EDITOR), CITY)}

    assert states == set(VersionState) - {VersionState.REPLACED}


def test_what_the_coordinator_wrote_is_approved_by_the_owning_department():
    version = a_version(VersionState.DRAFT, by=COORDINATOR, changed_by_coordinator=True)
    other = a_person(Role.COORDINATOR, name="another coordinator")

    approvers = {
        last(place.path, Action.APPROVE).by
        for place in everywhere(version, (COORDINATOR, other, DPO, APPROVER, EDITOR, *STRANGERS))
        if place.version.state is VersionState.APPROVED
    }

    assert approvers == {APPROVER.id}


def test_what_the_department_wrote_is_approved_by_the_coordinator_alone():
    approvers = {
        last(place.path, Action.APPROVE).by
        for place in everywhere(a_version(by=EDITOR), (EDITOR, APPROVER, DPO, COORDINATOR))
        if place.version.state is VersionState.APPROVED and place.version.submitted_by == EDITOR.id
    }

    assert approvers == {COORDINATOR.id}


def test_people_of_another_department_can_do_nothing():
    for state in VersionState:
        version = a_version(state)
        assert not [offer for stranger in STRANGERS for offer in next_steps(version, stranger)]


@pytest.mark.parametrize("state", VersionState)
@pytest.mark.parametrize("person", CITY, ids=lambda actor: actor.name)
def test_what_is_offered_without_obstacle_can_be_taken_and_nothing_else(state, person):
    version = a_version(state, submitted_by=EDITOR.id)

    offered = {offer.action for offer in next_steps(version, person) if not offer.obstacles}

    possible = {
        action
        for action in Action
        for opinion in (*OpinionKind, None)
        for _ in attempts(version, action, person, opinion)
    }
    assert offered == possible


def test_a_change_of_one_letter_voids_the_opinion():
    version = with_opinion()

    changed = replace(version, texts={**version.texts, (Text.RISKS, "en"): "something else"})

    assert "opinion on exactly this content is missing" in objections(changed, Action.APPROVE, COORDINATOR)


def test_a_change_of_one_answer_voids_the_opinion():
    changed = with_opinion(answers=replace(FULL_ANSWERS, next_review="2027-04"))

    assert "opinion on exactly this content is missing" in objections(changed, Action.APPROVE, COORDINATOR)


def test_citing_a_run_leaves_the_opinion_standing():
    version = with_opinion(evidence=(some_evidence(shows_difference=False),))

    approved, _ = take(version, Action.APPROVE, by=COORDINATOR, at=NOW)

    assert approved.state is VersionState.APPROVED


def test_an_objection_has_to_be_answered_in_writing_and_is_then_no_hindrance():
    version = with_opinion(OpinionKind.OBJECT)
    assert "Write the department’s decision" in objections(version, Action.APPROVE, COORDINATOR)

    decision = StepComment(typed={"sv": "Vi gör så här"}, case_number="KS 2026/1")
    assert "case number" in objections(version, Action.ANSWER_OBJECTION, COORDINATOR, StepComment(typed=decision.typed))
    answered, _ = take(version, Action.ANSWER_OBJECTION, by=COORDINATOR, at=NOW, words=decision)
    approved, _ = take(answered, Action.APPROVE, by=COORDINATOR, at=NOW)

    assert approved.opinion is not None
    assert (approved.opinion.texts["sv"], approved.opinion.answer["sv"]) == ("villkor", "Vi gör så här")
    assert approved.opinion.answer_case_number == "KS 2026/1"


def test_an_open_comment_keeps_a_version_from_being_approved_and_a_resolved_one_does_not():
    remark = Comment(id=an_id("comment"), about="risks", words="Skriv kortare.", by=COORDINATOR.id, at=NOW)
    version = with_opinion(comments=(remark, replace(remark, id=an_id("other"), about="")))
    assert "comment is open" in objections(version, Action.APPROVE, COORDINATOR)

    resolved = replace(version, comments=tuple(replace(comment, resolved_at=NOW) for comment in version.comments))
    assert take(resolved, Action.APPROVE, by=COORDINATOR, at=NOW)[0].state is VersionState.APPROVED


@pytest.mark.parametrize(
    ("evidence", "passes"),
    [
        (some_evidence(measure=None), False),
        (some_evidence(measure=a_measure(by_when=None)), False),
        (some_evidence(measure=a_measure(who={})), False),
        (some_evidence(measure=a_measure()), True),
        (some_evidence(measure=a_measure(what={}, who={}, by_when=None, accepted={"sv": "Därför"})), True),
        (some_evidence(cited=False), True),
        (some_evidence(shows_difference=False), True),
    ],
)
def test_a_cited_difference_needs_a_measure_taken_before_approval(evidence, passes):
    version = with_opinion(evidence=(evidence,))

    if passes:
        assert take(version, Action.APPROVE, by=COORDINATOR, at=NOW)[0].state is VersionState.APPROVED
    else:
        assert "shows a difference" in objections(version, Action.APPROVE, COORDINATOR)


@pytest.mark.parametrize("kind", [OpinionKind.AGREE_WITH_CONDITIONS, OpinionKind.OBJECT])
def test_conditions_and_objections_are_given_in_words(kind):
    submitted, _ = take(a_version(by=EDITOR), Action.SUBMIT, by=EDITOR, at=NOW)

    assert "in Swedish" in objections(submitted, Action.GIVE_OPINION, DPO, StepComment(typed={"sv": " "}, opinion=kind))


@pytest.mark.parametrize("action", [Action.RETURN, Action.WITHDRAW])
def test_returning_and_withdrawing_ask_for_a_reason(action):
    version = a_version(VersionState.IN_REVIEW if action is Action.RETURN else VersionState.PUBLISHED)

    assert "Write why" in objections(version, action, COORDINATOR, StepComment(typed={"sv": "  "}))


def test_an_unanswered_question_keeps_a_version_from_being_submitted():
    for name in (
        Text.NAME,
        Text.SUMMARY,
        Text.CONCERNS,
        Text.HUMAN,
        Text.DATA,
        Text.OBJECTION,
        Text.RISKS,
        Text.PURPOSE,
    ):
        texts = {key: words for key, words in a_version().texts.items() if key != (name, "sv")}
        assert "not answered" in objections(a_version(by=EDITOR, texts=texts), Action.SUBMIT, EDITOR)
    assert "not answered" in objections(a_version(by=EDITOR, answers=Answers()), Action.SUBMIT, EDITOR)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_first_answers_that_nobody_would_read_to_the_end_keep_a_version_from_being_submitted(language) -> None:
    others = words_in(FULL_TEXTS[name, language] for name in FIRST_ANSWERS if name is not Text.HUMAN)
    fits = {(Text.HUMAN, language): "ord " * (MOST_WORDS - others)}
    too_long = {(Text.HUMAN, language): "ord " * (MOST_WORDS - others + 1)}

    take(a_version(by=EDITOR, texts={**FULL_TEXTS, **fits}), Action.SUBMIT, by=EDITOR, at=NOW)
    refused = objections(a_version(by=EDITOR, texts={**FULL_TEXTS, **too_long}), Action.SUBMIT, EDITOR)
    assert "words together" in refused


def test_a_second_version_says_what_is_new():
    texts = {key: words for key, words in a_version().texts.items() if key[0] is not Text.CHANGE_NOTE}

    assert "not answered" in objections(a_version(by=EDITOR, number=2, texts=texts), Action.SUBMIT, EDITOR)
    assert take(a_version(by=EDITOR, number=1, texts=texts), Action.SUBMIT, by=EDITOR, at=NOW)


def test_event_records_who_did_what_on_which_content():
    _, event = take(a_version(by=EDITOR), Action.SUBMIT, by=EDITOR, at=NOW)

    assert (event.by, event.start, event.end) == (EDITOR.id, VersionState.DRAFT, VersionState.SUBMITTED)
    assert event.content_hash == a_version(by=EDITOR).content_hash


def test_each_step_of_the_table_is_the_only_one_from_its_state_for_its_action():
    assert len({(step.action, step.start) for step in STEPS}) == len(STEPS)
