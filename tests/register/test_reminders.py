"""Nobody forgets a review or a promised measure: reminders come in time, once each, and late ones reach more people."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from algorithms.entries.entry import VersionState
from algorithms.log.checking import chain_faults
from algorithms.log.tables import LogRow
from algorithms.people import NotFoundError, Role
from algorithms.review.deadlines import DeadlineKind, Due, due
from algorithms.review.workflow import RefusedError
from algorithms.storage import queries
from builders import NOW, a_measure, a_version, some_evidence
from city import City
from posting import letters, rounds
from register.language import Language, translate
from register.mail.commands import choose, remind
from register.mail.rules.reminder_rules import reminders, step
from register.mail.sending import send_reminders as daily_reminders
from register.mail.sending.from_log import POST
from register.outbox.choices import MailPreference
from register.outbox.tables import MailCursorRow
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take

BY = date(2026, 11, 30)  # reviewed two years after it was published


@pytest.fixture
def city(settings):
    with City(settings) as running:
        yield running


@pytest.fixture
def version(city):
    """Published, to be reviewed by the last day of November 2028."""
    made = a_draft(city)
    take(city, made, SUBMIT, opinion(), APPROVE, PUBLISH)
    return made


def of(kind, days):
    return Due(version=a_version(), kind=kind, by=BY, what=None, overdue=days < 0, days=days)


@pytest.mark.parametrize(
    ("days", "reached"),
    [
        (91, None),
        (90, "90"),
        (89, "90"),
        (31, "90"),
        (30, "30"),
        (1, "30"),
        (0, "0"),
        (-1, "late-0"),
        (-30, "late-0"),
        (-31, "late-1"),
        (-61, "late-2"),
    ],
)
def test_review_reminders_come_ninety_thirty_and_no_days_before_and_every_thirty_days_after(days, reached) -> None:
    assert step(of(DeadlineKind.REVIEW, days)) == reached


@pytest.mark.parametrize(("days", "reached"), [(31, None), (30, "30"), (0, "0"), (-1, "late-0")])
def test_measure_reminders_come_in_the_last_month_and_when_it_is_late(days, reached) -> None:
    assert step(of(DeadlineKind.MEASURE, days)) == reached


def test_two_measures_of_one_day_are_one_letter_that_names_both() -> None:
    promised = [some_evidence(measure=a_measure(what={"sv": what}, by_when="2027-03")) for what in ("Ett", "Två")]
    published = a_version(VersionState.PUBLISHED, published_at=NOW, evidence=tuple(promised))
    measure_reminders = [
        reminder for reminder in reminders(due([published], date(2027, 3, 31))) if reminder.kind is DeadlineKind.MEASURE
    ]
    (letter,) = measure_reminders
    assert [translate(paragraph, Language.SWEDISH) for paragraph in letter.paragraphs[:2]] == [
        "Åtgärd: Ett",
        "Åtgärd: Två",
    ]


def reminded(city, day, at=None):
    """As on this day: who got a letter, and about what."""
    before = {letter["id"] for letter in city.call(letters, kind="reminder")}
    city.call(daily_reminders.remind, day, at=at or NOW)
    return [row for row in city.call(letters, kind="reminder") if row["id"] not in before]


@pytest.mark.storage
def test_the_department_is_reminded_each_time_once_and_the_coordinator_when_it_is_late(city, version) -> None:
    writers = {city.address(Role.EDITOR), city.address(Role.APPROVER)}
    late = {*writers, city.address(Role.COORDINATOR)}
    last = date(2028, 11, 30)
    addresses = {}
    for days in (91, 90, 60, 30, 30, 0, -1, -2, -31):
        addresses[days] = {letter["address"] for letter in reminded(city, last - timedelta(days=days))}
    assert addresses == {91: set(), 90: writers, 60: set(), 30: set(), 0: writers, -1: late, -2: set(), -31: late}
    assert len(city.call(letters, kind="reminder")) == 3 * 2 + 2 * 3


def test_a_reminder_says_what_is_due_when_and_what_to_do(city, version) -> None:
    letter, _ = reminded(city, date(2028, 11, 30))
    assert letter["subject"].endswith("ska ses över senast 30 november 2028")
    assert letter["body"].startswith("Posten ska ses över.\n\nLäs posten som allmänheten läser den.")
    assert letter["link"] == page_of(version)


def test_reminders_are_written_once_a_day_from_six_in_the_morning_in_the_city(city, version) -> None:
    def day_of():
        return city.call(MailCursorRow.select().run)[0]["reminded_on"]

    city.clock.now = datetime(2028, 11, 29, 4, 59, tzinfo=UTC)
    city.call(rounds, city.settings, city.clock)
    assert day_of() == date(2028, 11, 28)
    city.clock.forward(minutes=1)
    done = [city.call(daily_reminders.remind_today, city.settings.zone, at=city.clock()) for _ in range(2)]
    assert done == [True, False]
    assert day_of() == date(2028, 11, 29)
    assert len(city.call(letters, kind="reminder")) == 2


def test_letters_are_forgotten_after_a_year(city, version) -> None:
    city.call(rounds, city.settings, city.clock)
    assert city.call(letters)
    city.clock.forward(days=367)
    city.call(rounds, city.settings, city.clock)
    assert city.call(letters) == []


def entry_of(city, version):
    return city.call(queries.version, version, seen_by=POST).entry.id


def test_the_coordinator_reminds_a_department_by_hand_and_the_log_says_so(city, version) -> None:
    entry, by = entry_of(city, version), actor(city, Role.COORDINATOR)
    text = "Hur går det?\nHälsningar\r\nBcc: all@staden.example"
    assert city.call(remind, [entry, entry], text, by=by, at=NOW) == 2
    assert city.call(remind, [entry], text, by=by, at=NOW) == 0  # pressed twice
    sent = city.call(letters, kind="reminded")
    assert {row["address"] for row in sent} == {city.address(Role.EDITOR), city.address(Role.APPROVER)}
    assert sent[0]["body"].endswith("skriver: Hur går det? Hälsningar Bcc: all@staden.example")
    (line,) = [row for row in city.call(LogRow.select().run) if row["action"] == "reminded"]
    assert (line["kind"], line["object"], line["by"]) == ("entry", str(entry), str(by.id))
    assert city.call(chain_faults) == []


@pytest.mark.storage
def test_person_who_wants_no_letters_is_not_reminded_and_the_log_claims_nothing(city, version) -> None:
    for role in (Role.EDITOR, Role.APPROVER):
        city.call(choose, actor(city, role).id, MailPreference.ACCOUNT_ONLY)
    assert city.call(remind, [entry_of(city, version)], "", by=actor(city, Role.COORDINATOR), at=NOW) == 0
    assert "reminded" not in {row["action"] for row in city.call(LogRow.select().run)}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_the_coordinator_reminds_by_hand(city, version, role) -> None:
    with pytest.raises(NotFoundError):
        city.call(remind, [entry_of(city, version)], "", by=actor(city, role), at=NOW)


def test_a_reminder_of_nothing_or_with_too_many_words_is_refused(city, version) -> None:
    by = actor(city, Role.COORDINATOR)
    with pytest.raises(NotFoundError):
        city.call(remind, [uuid4()], "", by=by, at=NOW)
    with pytest.raises(RefusedError):
        city.call(remind, [entry_of(city, version)], "a" * 2001, by=by, at=NOW)
