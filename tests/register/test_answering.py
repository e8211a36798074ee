"""Staff answer residents: each their own questions, every step is in the log, and no word of it is."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from algorithms.editing import commands
from algorithms.entries.texts import Text
from algorithms.log.checking import record_faults
from algorithms.people import Role
from algorithms.questions import queries
from algorithms.questions.answer_times import Figures
from algorithms.questions.tables import QuestionRow
from asking import SLUG, WORDS, ask, questions_path, reads
from builders import NOW, a_department
from city import NAME, City
from conftest import settings_for
from logged import lines
from posting import letters
from register.mail.sending.question_letters import notify_of_questions
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, take

PERSONAL = "Jag heter Kim, 850709-9805. Varför fick jag vänta?"
ANSWER, IN_ENGLISH = "En handläggare läser alla ansökningar.", "A case officer reads every application."


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        take(running, a_draft(running), SUBMIT, opinion(), APPROVE, PUBLISH)
        yield running


def send_question(city: City, words: str = WORDS, at: str = "") -> tuple[str, str]:
    """The code, and the address where staff find it."""
    city.client.cookies.clear()
    code = ask(city, words, at)
    rows = city.call(QuestionRow.select(QuestionRow.id).where(QuestionRow.text == words).run)
    return code, f"/workspace/questions/{rows[-1]['id']}"


def write_answer(city: City, address: str) -> None:
    city.client.get(address)
    city.client.submit("Spara svaret", answer_sv=ANSWER, answer_en=IN_ENGLISH)


def test_from_question_to_public_answer_with_the_time_it_took(city: City) -> None:
    code, address = send_question(city, PERSONAL)
    city.clock.forward(days=6)
    client = city.as_(Role.APPROVER)
    assert "En invånare väntar på svar." in client.page.text
    assert "850709" not in client.page.text + client.get("/workspace/questions").text  # no list shows whose it is
    client.get(address)
    assert "ett personnummer" in client.page.text
    client.submit("Visa den för alla")  # begins with what was found covered
    write_answer(city, address)
    assert client.page.text.count(ANSWER) == 1
    client.submit("Skicka svaret")
    client.cookies.clear()
    for language, text in (("sv", ANSWER), ("en", IN_ENGLISH)):
        client.get(questions_path(language))
        assert text in client.page.text
        assert "Jag heter Kim, [maskerat]. Varför fick jag vänta?" in client.page.text
        assert "850709" not in client.page.text
        assert ("efter 4 arbetsdagar" if language == "sv" else "after 4 working days") in client.page.text
        assert text in client.get(f"/{language}/algorithms/{SLUG}").text
    assert PERSONAL in reads(city, code)  # askers read their own words
    assert ANSWER in client.page.text
    assert IN_ENGLISH in reads(city, code, "en")


def test_entry_name_next_to_a_question_declares_its_language(city: City) -> None:
    version = a_draft(city)
    in_swedish_only = {(Text.NAME, "en"): ""}
    city.call(commands.save, version, revision=1, texts=in_swedish_only, by=actor(city, Role.EDITOR), at=NOW)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    _, address = send_question(city, at=questions_path(slug=f"{SLUG}-2"))
    client = city.as_(Role.APPROVER)
    for path in ("/workspace", "/workspace/questions", address):
        client.get(path)
        client.submit("English")
        assert f'<span lang="sv">{NAME}</span>' in client.get(path).text
        client.submit("Svenska")
        assert f"<span>{NAME}</span>" in client.get(path).text


@pytest.mark.storage
def test_what_is_not_shown_is_answered_by_the_code_alone_and_says_why(city: City) -> None:
    code, address = send_question(city)
    client = city.as_(Role.COORDINATOR)
    client.get(address)
    client.submit("Visa inte frågan", reason="person")
    write_answer(city, address)
    client.submit("Skicka svaret")
    client.cookies.clear()
    assert WORDS not in client.get(questions_path()).text
    assert ANSWER in reads(city, code)
    assert "Den handlar om en privatperson." in client.page.text


def test_a_shown_question_can_be_taken_away_again(city: City) -> None:
    _, address = send_question(city)
    client = city.as_(Role.COORDINATOR)
    client.get(address)
    client.submit("Visa den för alla")
    assert WORDS in client.get(questions_path()).text
    client.get(address)
    client.submit("Visa inte frågan", reason="abuse")
    assert WORDS not in client.get(questions_path()).text
    assert "Klara" in client.get("/workspace/questions").text


def test_more_than_covering_is_refused_and_every_word_stays(city: City) -> None:
    _, address = send_question(city)
    client = city.as_(Role.COORDINATOR)
    client.get(address)
    client.submit("Visa den för alla", public_text="Varför blev just du vald?")
    assert "inte ändra något annat" in client.page.text
    assert dict(client.page.form("Visa den för alla").values)["public_text"].strip() == "Varför blev just du vald?"
    client.submit("Spara svaret", answer_sv="", answer_en=IN_ENGLISH)
    assert "Skriv svaret på svenska." in client.page.text
    assert dict(client.page.form("Spara svaret").values)["answer-en"].strip() == IN_ENGLISH


def test_an_editor_answers_and_an_approver_or_the_coordinator_lets_it_out(city: City) -> None:
    _, address = send_question(city)
    client = city.as_(Role.EDITOR)
    write_answer(city, address)
    for act in ("show", "hide", "give"):
        assert client.post(f"{address}/{act}", {**_token(city), "revision": "1", "reason": "person"}).status_code == 404
    for role in (Role.DPO, Role.AUDITOR):
        city.as_(role)
        assert client.get(address).status_code == 200
        assert client.post(f"{address}/answer", {**_token(city), "answer-sv": "x"}).status_code == 403
    city.as_(Role.ADMINISTRATOR)
    assert client.get(address).status_code == 403


def test_a_question_is_its_own_departments_until_it_is_handed_over(city: City) -> None:
    _, address = send_question(city)
    for role in (Role.EDITOR, Role.APPROVER):
        city.add_person(role, "school")
    client = city.as_(Role.EDITOR, "school")
    assert client.get(address).status_code == 404
    assert WORDS not in client.get("/workspace/questions").text
    client = city.as_(Role.EDITOR)
    client.get(address)
    client.submit("Lämna över frågan", department=str(a_department("school").id))
    assert client.url.endswith("/workspace/questions")
    assert client.get(address).status_code == 404
    client = city.as_(Role.EDITOR, "school")
    write_answer(city, address)


@pytest.mark.storage
def test_what_is_missing_finds_the_entry_that_it_was_about(city: City) -> None:
    code, address = send_question(city, "En robot läste min ansökan.", "/sv/missing")
    client = city.as_(Role.EDITOR)
    assert client.get(address).status_code == 404
    client = city.as_(Role.COORDINATOR)
    client.get(address)
    client.submit("Lämna över frågan", slug="finns-inte")
    assert "Ingen publicerad post har den adressen." in client.page.text
    client.submit("Lämna över frågan", department="", slug=SLUG)
    client.get(address)
    client.submit("Visa den för alla")
    assert "En robot läste min ansökan." in client.get(questions_path()).text
    assert city.as_(Role.EDITOR).get(address).status_code == 200
    assert "Alla, utan det" in reads(city, code)


def test_two_people_do_not_overwrite_each_other(city: City) -> None:
    _, address = send_question(city)
    client = city.as_(Role.COORDINATOR)
    token = _token(city)
    write_answer(city, address)
    late = client.post(f"{address}/answer", {**token, "revision": "0", "answer-sv": "Ett annat svar."})
    assert late.status_code == 422
    assert "Någon har ändrat frågan" in client.page.text
    assert dict(client.page.form("Spara svaret").values)["answer-sv"].strip() == "Ett annat svar."


@pytest.mark.storage
def test_every_step_is_a_line_of_the_log_and_no_line_holds_a_word(city: City) -> None:
    _, address = send_question(city)
    client = city.as_(Role.COORDINATOR)
    client.get(address)
    client.submit("Visa den för alla")
    write_answer(city, address)
    client.submit("Spara diarienumret", case_number="KS 2026-7")
    client.submit("Skicka svaret")
    city.clock.forward(hours=1)
    city.work()
    rows = lines(city, kind="question")
    expected = ["show-question", "answer-question", "number-question", "give-answer", "ask-question"]
    assert [row["action"] for row in rows] == expected, "that it was asked is told when its hour is over"
    rows.pop()
    assert [row["before"] for row in rows[1:]] == [row["after"] for row in rows[:-1]]
    assert not any(word in str(rows) for word in (WORDS, ANSWER, IN_ENGLISH, "KS 2026-7"))
    client = city.as_(Role.COORDINATOR)
    assert "Lämnade svaret på en fråga" in client.get("/workspace/log?kind=question").text
    assert "KS 2026-7" in client.get(questions_path()).text


@pytest.mark.parametrize("past_the_program", ["change", "take-away"])
@pytest.mark.storage
def test_a_question_that_is_changed_or_taken_away_past_the_program_is_found(city: City, past_the_program: str) -> None:
    _, address = send_question(city)
    client = city.as_(Role.COORDINATOR)
    client.get(address)
    client.submit("Visa den för alla")
    assert city.call(record_faults, queries.RECORDS) == []
    change = QuestionRow.update({QuestionRow.text: "Tack för allt!"}, force=True)
    city.call((change if past_the_program == "change" else QuestionRow.delete(force=True)).run)
    assert len(city.call(record_faults, queries.RECORDS)) == 1


def test_late_answers_are_seen_in_the_list_and_in_the_report_to_the_steering_group(city: City) -> None:
    send_question(city)
    city.clock.forward(days=20)
    client = city.as_(Role.COORDINATOR)
    client.get("/workspace/questions")
    assert "Ett svar är försenat." in client.page.text
    client.get("/workspace/report")
    text = client.page.text
    expected = ("ställda under perioden1", "Besvarade under perioden0", "Väntar på svar i dag1", "än tio arbetsdagar1")
    assert [words for words in expected if words not in text] == []


def test_letters_come_once_a_day_and_quote_nothing(city: City) -> None:
    send_question(city)
    send_question(city, "En robot läste min ansökan.", "/sv/missing")
    zone = city.settings.zone
    for day, last in ((25, None), (25, None), (26, 25)):
        morning = NOW.replace(day=day, hour=6)
        last_day = None if last is None else date(2026, 11, last)
        city.call(notify_of_questions, last_day, morning.date(), zone, at=morning)
    written = city.call(letters)
    subjects = sorted((row["address"], row["subject"]) for row in written)
    assert [subject for address, subject in subjects if address.startswith("coordinator")] == [
        "En invånare har ställt en fråga"
    ]
    assert {address.partition(".")[0] for address, _ in subjects} == {
        "coordinator",
        "department-editor",
        "department-approver",
    }
    assert not any(WORDS in str(row) or "robot" in str(row) for row in written)
    late = NOW + timedelta(days=15)
    city.call(notify_of_questions, late.date() - timedelta(days=1), late.date(), zone, at=late)
    assert "2 svar till invånare är försenade" in {row["subject"] for row in city.call(letters)}


def test_department_phone_and_post_are_shown_next_to_the_form(sqlite_url: str, tmp_path) -> None:
    with City(settings_for(sqlite_url, tmp_path)) as city:
        take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
        client = city.as_(Role.ADMINISTRATOR)
        client.get(f"/workspace/departments/{city.department.id}")
        client.submit("Spara", phone="08-465 004 10", post="Box 12, 123 45 Staden")
        client.get(f"/workspace/departments/{city.department.id}")
        client.submit("Spara", phone="0" * 41)
        assert "Korta till 40 tecken." in client.page.text
        client.cookies.clear()
        for address in (questions_path(), f"/sv/algorithms/{SLUG}"):
            client.get(address)
            assert "08-465 004 10" in client.page.text
            assert "Box 12, 123 45 Staden" in client.page.text
            assert "registerutdrag (artikel 15" in client.page.text


def _token(city: City) -> dict[str, str]:
    city.client.get("/workspace")
    return {"_csrf_token": dict(city.client.page.forms[0].values)["_csrf_token"]}


@pytest.mark.storage
def test_the_figures_of_a_period_count_what_was_asked_and_answered_in_it_and_the_median_of_its_answers(
    city: City,
) -> None:
    early, late, given = (datetime(2026, month, day, 9, tzinfo=UTC) for month, day in ((10, 1), (11, 2), (11, 9)))
    answered = {"answer": "Så.", "answered_by": UUID(int=1), "answered_at": given}
    answered |= {"published_by": UUID(int=1), "published_at": given}
    rows = (
        {"received_hour": early, **answered},
        {"received_hour": late, **answered},
        {"received_hour": late},
        {"received_hour": late, "state": "not-shown", "reason": "empty"},
    )
    for number, row in enumerate(rows):
        question_row = QuestionRow(id=uuid4(), language="sv", text="?", code_hash=str(number), **row)
        city.call(QuestionRow.insert(question_row).run)

    def counted(first: datetime) -> Figures:
        until, today = datetime(2026, 12, 1, tzinfo=UTC), date(2026, 11, 24)
        return city.call(queries.counted, first, until, today, ZoneInfo("Europe/Stockholm"), None)

    november = counted(datetime(2026, 11, 1, tzinfo=UTC))
    assert (november.received, november.answered, november.open, november.late) == (3, 2, 1, 1)
    assert (november.median_days, november.typical_days) == (16, 16)
    assert counted(datetime(2026, 11, 20, tzinfo=UTC)).typical_days is None
