"""Who gets letters about what: those whom it concerns, never the person who did it, nobody who may not see it."""

from dataclasses import replace
from itertools import product

import pytest

from algorithms.entries.entry import Opinion, OpinionKind, VersionState, Withheld
from algorithms.entries.event_details import Particular
from algorithms.log.queries import Happened
from algorithms.people import Role
from builders import NOW, a_person, a_version, an_id
from register.accounts.people.queries import Person
from register.language import Language, translate
from register.mail.rules.notification_rules import TABLE, News, notifications
from register.web.event_labels import EVENTS, PARTICULARS

CITY = {
    **{name: a_person(Role.EDITOR, name=name) for name in ("writer", "submitter")},
    "officer": a_person(Role.DPO, name="officer"),
    "approver": a_person(Role.APPROVER, name="approver"),
    "coordinator": a_person(Role.COORDINATOR, name="coordinator"),
    "reviewer": a_person(Role.COORDINATOR, name="reviewer"),
    "auditor": a_person(Role.AUDITOR, name="auditor"),
    "administrator": a_person(Role.ADMINISTRATOR, name="administrator"),
    "strange officer": a_person(Role.DPO, name="strange officer", department="school"),
    "stranger": a_person(Role.EDITOR, name="stranger", department="school"),
}
SUBMITTED_BY = {"submitted_by": CITY["submitter"].id, "changed_by": CITY["submitter"].id}
OFFICERS = Opinion(kind=OpinionKind.OBJECT, texts={"sv": "Nej"}, content_hash="", by=CITY["officer"].id, at=NOW)


def people(**changed):
    return [
        replace(
            Person(actor=actor, email=f"{name.replace(' ', '.')}@staden.example", language=Language.ENGLISH),
            **changed.get(name.replace(" ", "_"), {}),
        )
        for name, actor in CITY.items()
    ]


def news(action, state=VersionState.SUBMITTED, by="stranger", opinion=None, old=None, **version):
    happened = Happened(
        seq=1, action=action, version=an_id("version"), run=an_id("run"), by=CITY[by].id, opinion=opinion, note=""
    )
    return News(happened=happened, version=a_version(state, **{**SUBMITTED_BY, **version}), who=by, old=old)


def notified(of, who=None):
    return sorted(reader.person.actor.name for reader in notifications(of, who or people()))


@pytest.mark.parametrize(
    ("of", "readers"),
    [
        (news("submit", by="submitter"), ["officer"]),
        (news("give-opinion", VersionState.IN_REVIEW, "officer", "agree"), ["coordinator", "reviewer", "submitter"]),
        (
            news("give-opinion", VersionState.IN_REVIEW, "officer", "agree", submitted_by_coordinator=True),
            ["approver", "coordinator", "reviewer", "submitter"],
        ),
        (news("return", VersionState.RETURNED, "coordinator"), ["approver", "submitter", "writer"]),
        (
            news("return", VersionState.RETURNED, "reviewer", submitted_by=CITY["coordinator"].id),
            ["approver", "coordinator", "submitter", "writer"],
        ),
        (news("approve", VersionState.APPROVED, "coordinator"), ["approver", "submitter", "writer"]),
        (news("publish", VersionState.PUBLISHED, "coordinator"), ["approver", "submitter", "writer"]),
        (news("withdraw", VersionState.WITHDRAWN, "coordinator"), ["approver", "submitter", "writer"]),
        (news("comment", VersionState.IN_REVIEW, "coordinator"), ["reviewer", "submitter"]),
        (news("comment", VersionState.IN_REVIEW, "submitter"), ["coordinator", "reviewer"]),
        (news("comment", VersionState.SUBMITTED, "submitter"), ["officer"]),
        (news("comment", VersionState.SUBMITTED, "officer"), ["submitter"]),
        (news("comment", VersionState.DRAFT, "writer", submitted_by=None), ["submitter"]),
        (news("answer-objection", VersionState.IN_REVIEW, "coordinator", opinion=None), []),
        (news("record-necessity", VersionState.DRAFT, "writer"), ["officer"]),
        (news("give-dataset-opinion", VersionState.DRAFT, "officer", "agree"), ["approver", "submitter", "writer"]),
        (
            news("give-dataset-opinion", VersionState.DRAFT, "officer", "object"),
            ["approver", "coordinator", "reviewer", "submitter", "writer"],
        ),
        (
            news("decide-after-advice", VersionState.DRAFT, "approver"),
            ["officer", "submitter", "writer"],
        ),
        (news("record-incident", VersionState.PUBLISHED, "writer"), ["coordinator", "reviewer"]),
        (
            news("move", VersionState.SUBMITTED, "coordinator", old=an_id("school")),
            ["approver", "officer", "stranger", "submitter", "writer"],
        ),
        (news("move", VersionState.PUBLISHED, "coordinator"), ["approver", "submitter", "writer"]),
        (news("change", VersionState.DRAFT, "writer"), []),
    ],
    ids=lambda value: value.happened.action if isinstance(value, News) else "",
)
def test_those_concerned_are_notified_and_nobody_else(of, readers) -> None:
    assert notified(of) == readers


def test_officer_is_notified_that_their_objection_was_answered() -> None:
    answered = news("answer-objection", VersionState.IN_REVIEW, "coordinator")
    assert notified(replace(answered, version=replace(answered.version, opinion=OFFICERS))) == ["officer"]


def test_nobody_is_notified_of_their_own_acts() -> None:
    assert [
        (action, state, by)
        for action, state, by in product(TABLE, VersionState, CITY)
        if by in notified(news(action, state, by, opinion="agree", old=an_id("school")))
    ] == []


def test_no_other_department_hears_of_what_it_may_not_see() -> None:
    heard = {}
    for action, state in product(sorted(set(TABLE) - {"move"}), VersionState):
        withheld = replace(a_version(state).entry, withheld=Withheld("secret", "hemligt", NOW))
        of = news(action, state, "administrator", opinion="agree", entry=withheld)
        heard[action, state] = {"stranger", "strange officer", "administrator"} & set(notified(of))
    assert {what: who for what, who in heard.items() if who} == {}


def test_submitter_is_no_longer_notified_once_they_may_not_see_it() -> None:
    gone = news("return", VersionState.RETURNED, "coordinator", submitted_by=CITY["stranger"].id)
    assert "stranger" not in notified(gone)
    assert "stranger" in notified(
        news("publish", VersionState.PUBLISHED, "coordinator", submitted_by=CITY["stranger"].id)
    )


def test_disabled_person_is_not_notified() -> None:
    assert notified(news("submit", by="submitter"), people(officer={"disabled_at": NOW})) == []


def test_a_letter_names_the_entry_says_what_happened_and_what_can_be_done_in_the_readers_language() -> None:
    of = news("submit", by="submitter")
    (letter,) = notifications(of, people(officer={"language": Language.SWEDISH}))
    assert translate(letter.subject, Language.SWEDISH) == "”name in sv” väntar på ditt yttrande"
    assert [translate(paragraph, Language.SWEDISH) for paragraph in letter.paragraphs] == [
        "submitter har skickat in version 1.",
        "Det här kan du göra nu: Lämna ditt yttrande, Återsänd för ändring.",
    ]
    assert letter.link == f"/workspace/versions/{an_id('version')}"
    (letter,) = notifications(of, people())
    assert translate(letter.subject, Language.ENGLISH) == "“name in en” is waiting for your opinion"


def test_an_opinion_on_a_test_says_whether_it_may_go_on() -> None:
    for opinion, words in (("agree-with-conditions", "Upload the same file"), ("object", "decide")):
        for letter in notifications(news("give-dataset-opinion", VersionState.DRAFT, "officer", opinion), people()):
            assert words in translate(letter.paragraphs[1], Language.ENGLISH)


def test_a_letter_holds_no_draft_texts() -> None:
    for action in TABLE:
        for letter in notifications(
            news(action, VersionState.IN_REVIEW, "auditor", opinion="object", old=an_id("school")), people()
        ):
            text = " ".join(translate(message, Language.ENGLISH) for message in (letter.subject, *letter.paragraphs))
            assert " in sv" not in text
            assert text.count(" in en") == text.count("name in en")


def test_every_notified_kind_of_event_exists() -> None:
    assert set(TABLE) <= set(EVENTS)


def test_every_particular_of_an_event_has_a_name() -> None:
    assert set(PARTICULARS) == set(Particular)
