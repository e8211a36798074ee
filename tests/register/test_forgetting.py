"""What nobody needs any more is gone after its time, also from the files of the database; what is a record stays."""

import sqlite3
from datetime import timedelta
from uuid import uuid4

import pytest

from algorithms.people import Role
from algorithms.questions.tables import QuestionRow
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from algorithms.tables import EntryRow, TextRow
from asking import ask, questions_path, reads
from builders import NOW
from city import City
from conftest import settings_for
from logged import lines
from posting import a_letter
from register.jobs.retention import Forgetting, forget
from register.outbox.tables import LetterRow
from register.shell.check import examine
from register.tables import PasswordLinkRow, PersonRow, SessionRow
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, opinion, take

DISCARD = (Action.DISCARD, Role.EDITOR, StepComment(typed={"sv": "Ett misstag."}))


@pytest.fixture
def city(sqlite_url, tmp_path):
    with City(settings_for(sqlite_url, tmp_path)) as running:
        yield running


def row_count(city: City, table: object) -> int:
    return int(city.call(table.count().run))


def test_attempts_sessions_and_links_end_after_their_time_and_not_before(city: City) -> None:
    city.as_(Role.EDITOR)
    person = city.call(PersonRow.select(PersonRow.id).first().run)["id"]
    link = PasswordLinkRow(token_hash="0" * 64, person=person, purpose="reset", made_at=NOW, ends_at=NOW)
    city.call(link.save)
    city.call(forget, city.settings, city.clock())
    assert [row_count(city, table) > 0 for table in (SessionRow, PasswordLinkRow)] == [True] * 2

    city.clock.forward(hours=25)
    city.call(forget, city.settings, city.clock())
    assert [row_count(city, table) for table in (SessionRow, PasswordLinkRow)] == [0, 0]


def test_letters_that_were_sent_are_kept_for_ninety_days(city: City) -> None:
    city.call(a_letter)
    sent = {LetterRow.state: "sent", LetterRow.sent_at: NOW}
    city.call(LetterRow.update(sent, force=True).run)
    count = row_count(city, LetterRow)
    for days, left in ((89, count), (91, 0)):
        city.call(forget, city.settings, NOW + timedelta(days=days))
        assert row_count(city, LetterRow) == left


def test_words_of_a_discarded_draft_are_forgotten_with_its_address_and_the_log_stays_intact(city: City) -> None:
    version = a_draft(city)
    take(city, version, DISCARD)
    words = "Urval av ans"
    for days, remains in ((29, True), (31, False)):
        city.call(forget, city.settings, NOW + timedelta(days=days))
        texts, entries = city.call(TextRow.select().run), city.call(EntryRow.select().run)
        assert (words in str(texts)) == remains
        assert ("urval-av-ansokningar" in str(entries)) == remains
    assert city.call(examine, None).fault is None


def test_what_was_removed_is_in_no_file_of_the_database_afterwards(city: City) -> None:
    word = f"hemligtord{uuid4().hex}"
    take(city, a_draft(city), DISCARD)
    city.call(TextRow.update({TextRow.words: word}, force=True).run)
    folder = city.settings.data_dir
    assert [path for path in folder.glob("insyn.sqlite*") if word.encode() in path.read_bytes()]

    city.call(Forgetting(city.settings, lambda: NOW + timedelta(days=31)).round)

    assert [path for path in folder.glob("insyn.sqlite*") if word.encode() in path.read_bytes()] == []
    assert sqlite3.connect(folder / "insyn.sqlite").execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_words_of_a_question_are_erased_by_a_decision_and_the_log_stays_intact(city: City) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    word = "19121212-1212"
    code = ask(city, f"Varför fick jag, {word}, nej?", questions_path())
    client = city.as_(Role.COORDINATOR)
    (row,) = city.call(QuestionRow.select().run)
    client.get(f"/workspace/questions/{row['id']}")
    assert client.submit("Radera frågans ord för alltid").status_code == 422
    client.submit("Radera frågans ord för alltid", why="Gallringsbeslut KS 2026/7")

    assert "Gallringsbeslut KS 2026/7" in client.page.text
    assert word not in str(city.call(QuestionRow.select().run))
    assert "Raderad: Gallringsbeslut KS 2026/7" in reads(city, code)
    folder = city.settings.data_dir
    assert [path for path in folder.glob("insyn.sqlite*") if word.encode() in path.read_bytes()] == []
    assert city.call(examine, None).fault is None
    assert len(lines(city, action="erase-question")) == 1
