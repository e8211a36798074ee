"""Masked words: whole words, however they are set, in every text that people have written; and two people decide."""

from dataclasses import replace

import pytest

from algorithms.entries.entry import Comment, Masked, Opinion, OpinionKind, Version, VersionState
from algorithms.entries.event_details import Particular, together
from algorithms.entries.texts import Text
from algorithms.people import Role
from algorithms.redaction.masks import (
    GROUNDS,
    as_readable,
    covered,
    covered_note,
    covered_plan,
    is_marked,
    may_decide,
    objections,
    places,
)
from assessments.plan.plan import Label, TestPlan
from builders import NOW, a_measure, a_person, a_version, an_id, some_evidence

GROUND = GROUNDS[0].key


def masks(*words: str) -> tuple[Masked, ...]:
    return tuple(Masked(word, GROUND, NOW) for word in words)


def masked(version: Version, *words: str) -> Version:
    return replace(version, entry=replace(version.entry, masks=masks(*words)))


@pytest.mark.parametrize(
    ("text", "words", "read"),
    [
        ("Fråga Anna Berg om det.", "Anna Berg", "Fråga (maskerat) om det."),
        ("Fråga ANNA\nberg om det.", "Anna Berg", "Fråga (maskerat) om det."),
        ("Fråga **Anna** _Berg_.", "Anna Berg", "Fråga **(maskerat)_."),
        ("Annas är inte Anna.", "Anna", "Annas är inte (maskerat)."),
        ("Åsa och åsa, inte Åsas.", "Åsa", "(maskerat) och (maskerat), inte Åsas."),
        ("Ring 070-123 45 67!", "070-123 45 67", "Ring (maskerat)!"),
        ("a.b och axb", "a.b", "(maskerat) och axb"),
        ("(Berg)", "(Berg)", "(maskerat)"),
    ],
)
def test_whole_words_are_masked_however_they_are_written(text, words, read):
    assert covered(text, masks(words), "sv") == read


def test_a_masked_word_is_read_nowhere_that_a_person_has_written_something():
    opinion = Opinion(
        kind=OpinionKind.OBJECT,
        texts={"sv": "Anna skrev"},
        content_hash="",
        by=an_id("dpo"),
        at=NOW,
        answer={"sv": "Anna svarar"},
    )
    comment = Comment(id=an_id("comment"), about="", words="Fråga Anna", by=an_id("editor"), at=NOW)
    measure = a_measure(what={"sv": "Anna ringer"}, who={"sv": "Anna"}, accepted={"sv": "Anna vet"})
    version = a_version(
        texts={(Text.RISKS, "sv"): "Anna avgör", (Text.RISKS, "en"): "Anna decides"},
        opinion=opinion,
        comments=(comment,),
        evidence=(some_evidence(measure=measure),),
    )

    read = as_readable(masked(version, "Anna"))

    assert "Anna" not in str(replace(read, entry=version.entry))
    assert read.text(Text.RISKS, "en") == "(masked) decides"
    assert is_marked(read)
    assert not is_marked(version)


def test_a_masked_word_is_read_in_no_test_plan():
    labels = (
        Label(attribute="group", value=None, sv="Hos Anna", en="With Anna"),
        Label(attribute="group", value="a", sv="Annas", en="Anna"),
    )
    plan = TestPlan(outcome=None, decision="decision", groups=("group",), labels=labels, reason="Anna frågade.")

    read = covered_plan(plan, masks("Anna"))

    assert read.reason == "(maskerat) frågade."
    assert [(label.sv, label.en) for label in read.labels] == [
        ("Hos (maskerat)", "With (masked)"),
        ("Annas", "(masked)"),
    ]


def test_without_masks_a_version_is_the_very_same():
    version = a_version()
    assert as_readable(version) is version


def test_only_what_has_been_public_is_a_place():
    texts = {(Text.RISKS, "sv"): "Anna avgör"}
    versions = [a_version(state, number=n, texts=texts) for n, state in enumerate(VersionState)]

    numbers = {place.version for place in places(versions, "anna")}

    assert numbers == {n for n, state in enumerate(VersionState) if state in ("published", "replaced", "withdrawn")}


@pytest.mark.parametrize("role", Role)
def test_proposer_never_decides_and_only_coordinator_and_officer_do(role):
    person = a_person(role)

    assert may_decide(a_version(), person, an_id("somebody else")) == (role in (Role.COORDINATOR, Role.DPO))
    assert not may_decide(a_version(), person, person.id)


def test_an_officer_of_another_board_does_not_decide():
    assert not may_decide(a_version(), a_person(Role.DPO, department="school"), an_id("somebody else"))


@pytest.mark.parametrize(
    ("words", "ground", "reason", "wrong"),
    [
        ("A", GROUND, "skäl", {"words"}),
        ("A" * 201, GROUND, "skäl", {"words"}),
        ("Anna", "gdpr.6", "skäl", {"ground"}),
        ("Anna", GROUND, "  ", {"reason"}),
        ("Anna", GROUND, "s" * 1_001, {"reason"}),
        ("  ", "", "", {"words", "ground", "reason"}),
        ("Anna", GROUND, "skäl", set()),
    ],
)
def test_what_is_proposed_has_words_a_ground_of_law_and_a_reason(words, ground, reason, wrong):
    assert set(objections(words, ground, reason)) == wrong


def test_the_history_masks_what_somebody_typed_and_no_key_of_the_program() -> None:
    stored = together({"sv": "Vera ringde."}, {Particular.FILE: "Vera Lind.csv", Particular.LAW: "vera"})
    assert covered_note(stored, masks("Vera")) == (
        {"sv": "(maskerat) ringde."},
        {Particular.LAW: "vera", Particular.FILE: "(maskerat) Lind.csv"},
    )
