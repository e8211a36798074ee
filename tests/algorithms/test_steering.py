"""What the steering group reads is counted from what is published, and leaves nothing unanswered out."""

from dataclasses import replace
from datetime import UTC, date, datetime

from algorithms.entry import OperationalStatus, State, Withheld
from algorithms.law.answers import RISK
from algorithms.law.risk import RiskClass
from algorithms.reporting.steering import in_period, summary
from builders import FULL_ANSWERS, NOW, a_measure, a_version, an_id, some_evidence
from city import CLASS_ANSWERS

HIGH_RISK = {f"{RISK}{question}": said for question, said in CLASS_ANSWERS.items()}
TODAY = date(2026, 6, 1)


def published(name: str, **more):
    answers = replace(FULL_ANSWERS, next_review="2027-03")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return a_version(**{"state": State.PUBLISHED, "id": an_id(name), "published_at": at, "answers": answers, **more})


def test_published_entries_are_counted_by_class_and_those_without_one_are_not_forgotten() -> None:
    entries = [published("a"), published("b", choices=HIGH_RISK), published("c", choices={})]
    found = summary(entries, entries, TODAY)
    assert found.classes == {RiskClass.NOT_AI: 1, RiskClass.HIGH_RISK: 1, None: 1}
    assert list(found.classes)[-1] is None
    assert found.published == 3


def test_how_many_of_those_about_people_are_tested() -> None:
    nobody = replace(FULL_ANSWERS, personal_data=False, operational_status=OperationalStatus.PLANNED)
    tested, cited = published("a", evidence=(some_evidence(shows_difference=False),)), published("b")
    entries = [tested, cited, published("c", answers=nobody)]
    found = summary(entries, entries, TODAY)
    assert (found.about_people, found.tested, found.untested, found.used) == (2, 1, 1, 2)


def test_every_difference_stands_there_with_what_is_done_about_it() -> None:
    late = some_evidence(measure=a_measure(by_when="2026-04"))
    done = some_evidence(measure=a_measure(by_when="2026-04", done_at=datetime(2026, 4, 2, tzinfo=UTC)))
    entries = [published("a", evidence=(late,)), published("b", evidence=(done,))]
    found = summary(entries, entries, TODAY)
    assert [(gap.version.id, gap.overdue) for gap in found.gaps] == [(an_id("a"), True), (an_id("b"), False)]
    assert [one.version.id for one in found.late] == [an_id("a")]


def test_what_is_under_way_is_counted_apart_from_what_is_public() -> None:
    draft = a_version(state=State.IN_REVIEW, id=an_id("draft"))
    found = summary([draft], [], TODAY)
    assert (found.published, found.under_way, found.departments) == (0, 1, {draft.entry.department: (0, 1)})


def test_a_withheld_entry_is_counted_and_nothing_of_it_is_told() -> None:
    one = published("a", evidence=(some_evidence(),))
    hidden = replace(one, entry=replace(one.entry, withheld=Withheld("osl.18-8", "Skyddar vatten", NOW)))
    found = summary([hidden], [hidden], TODAY)
    assert (found.withheld, found.published, found.gaps, dict(found.classes)) == (1, 0, (), {})


def test_what_was_done_in_a_period_is_counted_by_kind_and_the_rest_is_left_out() -> None:
    found = in_period(["publish", "publish", "return", "change", "comment"])
    assert (found["published"], found["returned"], found["begun"], sum(found.values())) == (2, 1, 0, 3)
