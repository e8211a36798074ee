"""A resident asks: only their words are kept, none is lost, and a code alone reads the answer."""

import logging
import shutil
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from algorithms.log.checking import record_faults
from algorithms.people import Role
from algorithms.questions import commands, queries
from algorithms.questions.tables import QuestionRow
from algorithms.tables import EntryRow
from asking import CODE, SLUG, WORDS, ask, look_through, questions_path, reads, sent_form
from builders import NOW
from city import City
from conftest import settings_for
from logged import lines
from register.public.questions.question_form import code_key
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, take

ASKER_COLUMNS = {"id", "entry", "language", "text", "received_hour", "code_hash"}
CITY_COLUMNS = {
    "department",
    "revision",
    "state",
    "public_text",
    "reason",
    "case_number",
    "answer",
    "answered_by",
    "answered_at",
    "published_by",
    "published_at",
    "in_log",
}
ALL = {"first": 0, "most": 9}  # of a list
CANARY = "kanariefagel"
BROWSER = {
    "User-Agent": f"{CANARY}-agent",
    "Cookie": f"{CANARY}=cookie",
    "X-Forwarded-For": "198.51.100.77",
    "Forwarded": f"for={CANARY}",
    "Accept-Language": f"sv,{CANARY}",
    "Referer": f"http://127.0.0.1:8000/{CANARY}",
    "From": f"{CANARY}@mail.example",
}


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        publish(running)
        running.client.cookies.clear()
        yield running


def publish(city: City) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)


def question_rows(city: City) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = city.call(QuestionRow.select().run)
    return rows


def test_question_table_has_no_place_for_anything_else_about_the_asker() -> None:
    assert {column._meta.name for column in QuestionRow._meta.columns} == ASKER_COLUMNS | CITY_COLUMNS


def test_a_question_leaves_nothing_but_text_entry_hour_and_the_hash_of_the_code(city: City) -> None:
    city.clock.forward(minutes=37, seconds=21)
    code = ask(city, **BROWSER)
    (row,) = question_rows(city)
    entry = city.call(EntryRow.select(EntryRow.id).where(EntryRow.slug == SLUG).first().run)
    assert (row["text"], row["entry"], row["language"], row["received_hour"]) == (WORDS, entry["id"], "sv", NOW)
    assert code not in str(row)
    assert {name for name in CITY_COLUMNS if row[name] not in (None, "", 0)} == {"state"}


def test_log_records_questions_after_their_hour_all_at_once_in_random_order(city: City) -> None:
    """Between two other lines, or by the moment at which the end of the log moves, it would tell the minute."""
    for _ in range(3):
        ask(city)
        city.clock.forward(minutes=5)
    city.work()
    assert lines(city, action="ask-question") == []
    assert city.call(record_faults, queries.RECORDS) == [], "the log is whole all the same"
    city.clock.forward(hours=1)
    city.work()
    entered = lines(city, action="ask-question")
    assert [(line["by"], line["role"], line["at"][:26]) for line in entered] == [
        (None, None, "2026-11-24T09:00:00.000000")
    ] * 3
    numbers = [line["seq"] for line in entered]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    city.work()
    assert len(lines(city, action="ask-question")) == 3
    assert city.call(record_faults, queries.RECORDS) == []


def test_nothing_of_the_browser_is_written_to_the_database_or_the_logs(
    sqlite_template: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Header, cookie, address and agent are looked for in every byte of the database and in all that is logged."""
    database = Path(shutil.copy(sqlite_template, tmp_path / "insyn.sqlite"))
    caplog.set_level(logging.INFO)
    behind_a_proxy = replace(settings_for(f"sqlite://{database}", tmp_path), address_header="X-Forwarded-For")
    with City(behind_a_proxy) as city:
        publish(city)
        city.client.cookies.clear()
        city.clock.forward(minutes=37, seconds=21)
        before, logged_before = _rows(database), len(caplog.records)
        code = ask(city, **BROWSER)
        after = _rows(database)
        messages = [
            record.getMessage() for record in caplog.records[logged_before:] if record.name != "httpx"
        ]  # the browser's own
    written = b"".join(file.read_bytes() for file in tmp_path.glob("insyn.sqlite*"))
    for canary in (CANARY, "198.51.100.77", code, code.replace("-", ""), "09:37", "testclient"):
        assert canary.encode() not in written
        assert not any(canary in line for line in messages), canary
    assert WORDS.encode() in written
    assert not any("/questions" in line and "POST" in line for line in messages), "the log tells the minute"
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"question", "daily_salt", "request_count"}


def _rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(database) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}  # noqa: S608


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_on_the_way_gives_a_cookie_or_may_be_stored(city: City, language: str) -> None:
    at = questions_path(language)
    look_through(city, at=at)
    city.clock.forward(seconds=5)
    answers = [
        city.client.post(f"{at}/check", {"text": WORDS}),
        city.client.post(f"{at}/check", {"text": ""}),
        city.client.post(at, {"text": WORDS}),
        city.client.post(f"/{language}/answers", {"code": "ABCD"}),
        city.client.post(f"/{language}/missing/check", {"text": WORDS}),
    ]
    for answer in answers:
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert f'href="/{"en" if language == "sv" else "sv"}' not in answer.text  # it would lead away from the words
    assert "set-cookie" not in city.client.get(at).headers


def test_personal_data_are_marked_before_anything_is_kept_and_sending_them_is_a_choice(city: City) -> None:
    words = "Jag heter Kim, 850709-9805. Ring 070-123 45 67 eller skriv till kim@mail.example. Varför?"
    look_through(city, words)
    page = city.client.page
    marks = [(mark.text or "").strip() for mark in page.root.iter("mark")]
    assert marks == ["850709-9805", "070-123 45 67", "kim@mail.example"]
    assert "ett personnummer, ett telefonnummer, en e-postadress" in page.text
    assert question_rows(city) == []
    city.clock.forward(seconds=5)
    form = sent_form(city)
    refused = city.client.post(questions_path(), form)
    assert refused.status_code == 422
    assert city.client.page.title.startswith("Fel: ")
    assert sent_form(city)["text"] == words
    assert question_rows(city) == []
    assert city.client.post(questions_path(), {**form, "anyway": "yes"}).status_code == 200
    assert [row["text"] for row in question_rows(city)] == [words]


def test_too_fast_too_old_or_changed_comes_back_with_every_word(city: City) -> None:
    words = "Rad ett\n\nRad tre, med  två blanksteg & <tecken>"
    look_through(city, words)
    form = sent_form(city)
    city.clock.forward(seconds=1)
    for seconds, changed, message in (
        (0, {}, "väldigt fort"),
        (5, {"text": words + " nytt"}, "har ändrats"),
        (5, {"ticket": form["ticket"][:-4] + "AAAA"}, "mer än två timmar"),
        (5, {"website": "http://spam.example"}, "tomt"),
        (7_200, {}, "mer än två timmar"),
    ):
        city.clock.forward(seconds=seconds)
        answer = city.client.post(questions_path(), {**form, **changed})
        assert answer.status_code == 422
        assert message in city.client.page.text
        assert city.client.page.title.startswith("Fel: ")
        assert sent_form(city)["text"] == {**form, **changed}["text"]
    assert question_rows(city) == []
    city.clock.forward(seconds=5)
    assert city.client.post(questions_path(), sent_form(city)).status_code == 200  # the new page can be sent


def test_sent_twice_it_is_one_question_with_one_code(city: City) -> None:
    look_through(city)
    city.clock.forward(seconds=5)
    form = sent_form(city)
    codes = []
    for _ in range(2):
        city.client.post(questions_path(), form)
        codes += CODE.findall(city.client.page.text)
    assert len(codes) == 2
    assert len(set(codes)) == 1
    assert len(question_rows(city)) == 1


def test_a_form_from_another_site_is_refused_and_an_empty_one_says_what_is_missing(city: City) -> None:
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert city.client.post(f"{questions_path()}/check", {"text": WORDS}, headers=foreign).status_code == 403
    look_through(city)
    city.clock.forward(seconds=5)
    assert city.client.post(questions_path(), sent_form(city), headers=foreign).status_code == 403
    assert city.client.post("/sv/answers", {"code": "X"}, headers=foreign).status_code == 403
    assert question_rows(city) == []
    for words, message in (("", "Skriv din fråga."), ("x" * 2_001, "Korta till 2 000 tecken.")):
        assert city.client.post(f"{questions_path()}/check", {"text": words}).status_code == 422
        assert message in city.client.page.text
        assert city.client.page.title.startswith("Fel: ")


def test_a_ticket_for_one_algorithm_opens_no_other_address(city: City) -> None:
    look_through(city)
    city.clock.forward(seconds=5)
    assert city.client.post(questions_path(slug=""), sent_form(city)).status_code == 422
    assert question_rows(city) == []


def test_somebody_reports_a_missing_algorithm(city: City) -> None:
    ask(city, "En robot läste min ansökan.", questions_path("sv", ""))
    (row,) = question_rows(city)
    assert (row["entry"], row["text"]) == (None, "En robot läste min ansökan.")
    for role in (Role.EDITOR, Role.APPROVER, Role.DPO):
        assert city.call(queries.questions, seen_by=actor(city, role), **ALL) == ()
    assert len(city.call(queries.questions, seen_by=actor(city, Role.COORDINATOR), **ALL)) == 1


def test_no_word_is_lost_when_the_algorithm_goes_away_meanwhile(city: City) -> None:
    answer = city.client.post(f"{questions_path(slug='finns-inte')}/check", {"text": WORDS})
    assert answer.status_code == 422
    form = city.client.page.form("ask")
    assert dict(form.values)["text"].strip() == WORDS
    assert form.action == "/sv/missing/check"
    assert (
        urlsplit(city.client.get(questions_path(slug="finns-inte")).headers["location"]).path
        == "/sv/algorithms/finns-inte"
    )


def test_a_form_sent_again_and_again_counts_once(city: City) -> None:
    look_through(city, WORDS)
    city.clock.forward(seconds=5)
    form = sent_form(city)
    codes = set()
    for _ in range(15):
        assert city.client.post(questions_path(), form).status_code == 200
        codes.add(CODE.search(city.client.page.text)[0])
    assert len(codes) == 1
    ask(city, "En annan?")


def test_heavy_sender_is_slowed_down_politely_and_loses_nothing(city: City) -> None:
    for number in range(12):
        ask(city, f"Fråga {number}?")
    look_through(city, "Den trettonde?")
    city.clock.forward(seconds=5)
    answer = city.client.post(questions_path(), sent_form(city))
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "3600"
    assert "Inget har gått förlorat" in city.client.page.text
    assert sent_form(city)["text"] == "Den trettonde?"
    city.clock.forward(hours=1)
    assert city.client.post(questions_path(), sent_form(city)).status_code == 200


def test_unknown_mistyped_and_empty_codes_are_distinguished_and_guessing_is_slow(city: City) -> None:
    code = ask(city)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert "tecken är fel eller saknas" in reads(city, wrong)
    assert "Skriv koden" in reads(city, " ")
    assert "väntat på svar sedan 24 november 2026" in reads(city, code.lower().replace("-", " "))
    assert "senast 8 december 2026" in city.client.page.text
    other = _another_code(city)
    for _ in range(19):
        assert "ingen fråga har den" in reads(city, other)
    assert "Många koder har prövats" in reads(city, code)
    city.clock.forward(hours=1)
    assert WORDS in reads(city, code)


def _another_code(city: City) -> str:
    from algorithms.questions.codes import made_of

    return made_of(code_key(city.client.app.state.secret), b"another")


def test_a_promised_day_that_has_passed_is_admitted(city: City) -> None:
    code = ask(city)
    city.clock.forward(days=15)
    assert "Vi är sena" in reads(city, code)
    now = city.clock.now
    counts = city.call(queries.counted, NOW, now, now.date(), city.settings.zone, None)
    assert (counts.received, counts.answered, counts.open, counts.late) == (1, 0, 1, 1)


def test_nobody_reads_a_question_or_an_answer_before_somebody_has_decided(city: City) -> None:
    code = ask(city)
    for address in (questions_path(), f"/sv/algorithms/{SLUG}"):
        assert WORDS not in city.client.get(address).text
        assert "Det finns inga frågor här än" in city.client.page.text
    (row,) = question_rows(city)
    change = commands.QuestionEdit(
        question=row["id"], revision=0, by=actor(city, Role.COORDINATOR), at=NOW + timedelta(hours=1)
    )
    city.call(commands.answer, change, {"answer-sv": "Ett utkast till svar."})
    assert "har väntat på svar sedan" in reads(city, code)
    assert "utkast" not in city.client.page.text
