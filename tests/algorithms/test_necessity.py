"""Sensitive data: which columns sound so, what must be written, and what advice and decision stand before."""

from dataclasses import replace
from datetime import date

import pytest

from algorithms.entries.entry import OpinionKind
from algorithms.evidence.necessity import (
    LONGEST,
    DatasetDecision,
    DatasetOpinion,
    Necessity,
    Reasons,
    SensitiveTest,
    about_decision,
    about_opinion,
    answered,
    awaits_decision,
    awaits_opinion,
    complaints,
    suggested,
    unmarked,
)
from algorithms.people import Role
from assessments.plan.plan import TestPlan
from builders import NOW, a_person, an_id

TODAY = date(2026, 11, 24)
REASONS = Reasons(
    purpose="Se om alla behandlas lika.",
    others="Inget annat visar det.",
    categories="Hälsa.",
    access="Enheten.",
    deleted="2027-03-31",
    protection="Namn är borttagna.",
    recipients="Ingen annan.",
    record="Registerförteckningen, nr 14.",
)
EDITOR, OFFICER, APPROVER = a_person(Role.EDITOR), a_person(Role.DPO), a_person(Role.APPROVER)
DECISION = DatasetDecision(words="Behövs.", case_number="SOC 1", by=APPROVER.id, at=NOW)
RECORDED = Necessity(
    id=1, file_sha256="file", plan_hash="plan", columns=("diagnos",), reasons=REASONS, by=EDITOR.id, at=NOW
)
SENSITIVE = SensitiveTest(columns=("diagnos",), file_sha256="file", plan_hash="plan", recorded=RECORDED)


def with_opinion(kind: OpinionKind) -> Necessity:
    return replace(RECORDED, opinion=DatasetOpinion(kind=kind, words="", by=OFFICER.id, at=NOW))


def msgid(test: SensitiveTest) -> str:
    return test.obstacle.msgid if test.obstacle else ""


def test_a_test_waits_for_advice_on_exactly_this_file_and_plan_and_for_a_decision_where_it_is_against() -> None:
    assert msgid(replace(SENSITIVE, columns=())) == ""
    assert "Write down why" in msgid(replace(SENSITIVE, recorded=None))
    assert "not given an opinion" in msgid(SENSITIVE)
    for kind in OpinionKind:
        agreed = replace(SENSITIVE, recorded=with_opinion(kind))
        assert (agreed.obstacle is None) == (kind is not OpinionKind.OBJECT), kind
        assert "Write down why" in msgid(replace(agreed, file_sha256="another"))
        assert "Write down why" in msgid(replace(agreed, plan_hash="another"))


def test_advice_against_does_not_block_once_the_approver_has_decided_in_writing() -> None:
    department = an_id("social")
    advised = replace(SENSITIVE, recorded=with_opinion(OpinionKind.OBJECT))
    decided = replace(RECORDED, opinion=replace(with_opinion(OpinionKind.OBJECT).opinion, decision=DECISION))
    assert "The approver must decide" in msgid(advised)
    assert msgid(replace(SENSITIVE, recorded=decided)) == ""
    assert "Write down why" in msgid(replace(SENSITIVE, recorded=decided, plan_hash="another"))
    assert awaits_decision(advised, department, APPROVER)
    assert not awaits_decision(replace(SENSITIVE, recorded=decided), department, APPROVER)
    assert not awaits_decision(replace(SENSITIVE, recorded=with_opinion(OpinionKind.AGREE)), department, APPROVER)
    for other in (EDITOR, OFFICER, a_person(Role.AUDITOR)):
        assert not awaits_decision(advised, department, other)
    assert not awaits_decision(advised, an_id("school"), APPROVER)
    own = replace(advised, recorded=replace(advised.recorded, by=APPROVER.id))
    assert not awaits_decision(own, department, APPROVER)


def test_a_decision_has_a_reason_and_a_case_number() -> None:
    assert about_decision("Behövs.", "SOC 1") == {}
    assert sorted(about_decision("", "")) == ["case-number", "decision"]
    assert sorted(about_decision("x" * (LONGEST + 1), "x" * 61)) == ["case-number", "decision"]


def test_the_officer_is_asked_until_there_is_an_opinion_and_never_the_one_who_wrote() -> None:
    department = an_id("social")
    assert awaits_opinion(SENSITIVE, department, OFFICER)
    assert not awaits_opinion(SENSITIVE, an_id("school"), OFFICER)
    assert not awaits_opinion(SENSITIVE, department, EDITOR)
    assert not awaits_opinion(replace(SENSITIVE, recorded=replace(RECORDED, by=OFFICER.id)), department, OFFICER)
    assert not awaits_opinion(replace(SENSITIVE, recorded=with_opinion(OpinionKind.OBJECT)), department, OFFICER)
    assert not awaits_opinion(replace(SENSITIVE, plan_hash="another"), department, OFFICER)
    assert not awaits_opinion(replace(SENSITIVE, columns=()), department, OFFICER)


def test_opinion_is_shown_only_to_department_editors_until_plan_or_file_changes() -> None:
    department, request = an_id("social"), replace(SENSITIVE, recorded=with_opinion(OpinionKind.AGREE))
    assert answered(request, department, EDITOR)
    assert not answered(SENSITIVE, department, EDITOR)
    assert not answered(request, an_id("school"), EDITOR)
    assert not answered(request, department, OFFICER)
    assert not answered(replace(request, plan_hash="another"), department, EDITOR)


@pytest.mark.parametrize(
    "name",
    [
        "hälsa",
        "Halsotillstand",
        "diagnoskod",
        "Sjukskriven",
        "funktionsnedsättning",
        "health_status",
        "Disability",
        "religion",
        "Religious belief",
        "födelseland",
        "Fodelseland",
        "country of birth",
        "etnicitet",
        "race",
        "ras",
        "parti",
        "political_view",
        "fackförening",
        "trade-union",
        "sexuell läggning",
        "DNA-profil",
        "brottsmisstanke",
        "har_diagnos",
        "biometri",
        "dömd för brott",
    ],
)
def test_a_column_that_sounds_sensitive_is_suggested(name: str) -> None:
    assert suggested([name]) == (name,)


@pytest.mark.parametrize(
    "name", ["kön", "ålder", "beslut", "stadsdel", "ärende", "two_year_recid", "trace", "handläggning"]
)
def test_an_ordinary_column_is_not(name: str) -> None:
    assert suggested([name]) == ()


@pytest.mark.parametrize("name", Reasons.__slots__)
def test_every_part_of_the_necessity_is_asked_for(name: str) -> None:
    assert complaints(REASONS, TODAY) == {}
    assert list(complaints(replace(REASONS, **{name: ""}), TODAY)) == [name]
    assert list(complaints(replace(REASONS, **{name: "x" * (LONGEST + 1)}), TODAY)) == [name]


def test_a_day_of_deletion_is_a_day_that_comes() -> None:
    for day in ("2026-11-23", "31 mars", "2027-02-30"):
        assert list(complaints(replace(REASONS, deleted=day), TODAY)) == ["deleted"], day
    assert complaints(replace(REASONS, deleted="2026-11-24"), TODAY) == {}


def test_conditions_and_objections_need_words_and_not_concerned_is_no_answer() -> None:
    assert about_opinion(OpinionKind.AGREE, "") == {}
    assert list(about_opinion(OpinionKind.AGREE_WITH_CONDITIONS, "")) == ["words"]
    assert list(about_opinion(OpinionKind.OBJECT, "")) == ["words"]
    assert list(about_opinion(OpinionKind.OBJECT, "x" * (LONGEST + 1))) == ["words"]
    assert about_opinion(OpinionKind.OBJECT, "Nej.") == {}
    assert [list(about_opinion(kind, "Ja.")) for kind in (None, OpinionKind.NOT_CONCERNED)] == [["opinion"]] * 2


def test_what_was_called_sensitive_in_writing_stays_so() -> None:
    assert unmarked(["diagnos", "kön"], [], ["diagnos"]) is not None
    assert unmarked(["diagnos", "kön"], ["diagnos"], ["diagnos"]) is None
    assert unmarked(["kön"], [], ["diagnos"]) is None


def test_what_is_sensitive_is_part_of_the_plan_and_earlier_plans_keep_their_hash() -> None:
    plan = TestPlan(outcome="behov", decision="beslut", groups=("diagnos",))
    marked = replace(plan, sensitive=("diagnos",))
    assert plan.hash == "49a6e9cdd78850686c67b0495cf2b3bafb60642a1fdaa63cd1b26b5a998b47ae"  # as it was before
    assert marked.hash != plan.hash
    assert TestPlan.from_dict(marked.to_dict()) == marked
    assert TestPlan.from_dict(plan.to_dict()) == plan
