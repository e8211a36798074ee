"""People learn what others did to their account: by letter, and on their first page until they have read it."""

import re
from uuid import uuid4

import pytest

from algorithms.people import Role
from conftest import settings_for
from register.accounts.people import commands, notices, queries
from register.outbox.sealed_words import unseal
from register.outbox.tables import LetterRow
from register.tables import IdentityRow
from second_step import give, set_up
from staff import PASSWORD, Staff

NEW = "fyra röda cyklar i regnet"


@pytest.fixture
def staff(sqlite_url, tmp_path):
    with Staff(settings_for(sqlite_url, tmp_path)) as running:
        running.anna, running.chief = running.add("anna", Role.AUDITOR), running.add("chief", Role.ADMINISTRATOR)
        yield running


def as_administrator(staff, button: str, **typed: str) -> None:
    """Presses a button of Anna's page."""
    staff.client.cookies.clear()
    staff.sign_in("chief")
    staff.client.get(f"/workspace/people/{staff.anna}")
    assert staff.client.submit(f"/workspace/people/{staff.anna}/{button}", **typed).status_code == 200
    staff.client.cookies.clear()


def letters(staff) -> list[dict]:
    return staff.call(LetterRow.select().where(LetterRow.kind == "account").order_by(LetterRow.written_at).run)


def assert_learns(staff, words: str, sign_in) -> None:
    """By one letter without a secret, and after each signing in until she says that she has read it."""
    [letter] = letters(staff)
    assert (letter["address"], letter["secret"], letter["link"]) == ("anna@city.example", False, "/workspace/account")
    assert words in letter["body"]
    assert not [secret for secret in (NEW, PASSWORD, "/sign-in/password") if secret in letter["body"]]
    for _ in range(2):
        staff.client.cookies.clear()
        assert sign_in().headers["location"].startswith("/workspace/account")
        staff.client.get("/workspace/account")
        assert words in staff.client.page.text
        assert "gjort något med ditt konto" in staff.client.get("/workspace").text
    staff.client.get("/workspace/account")
    staff.client.submit("/workspace/account/notices")
    assert "Jag har läst det här" not in staff.client.get("/workspace/account").text
    staff.client.cookies.clear()
    staff.clock.forward(minutes=1)
    assert sign_in().headers["location"] == "/workspace"


def test_a_password_that_an_administrator_sets_is_no_secret_from_whose_account_it_is(staff) -> None:
    as_administrator(staff, "password", password=NEW)
    assert_learns(
        staff, "En administratör har satt ett nytt lösenord på ditt konto.", lambda: staff.sign_in("anna", NEW)
    )


def test_a_password_chosen_through_a_link_that_somebody_asked_for_is_no_secret_either(staff) -> None:
    staff.client.get("/sign-in/forgotten")
    form = staff.client.page.form(0).fill({"email": "anna@city.example"})
    staff.client.post("/sign-in/forgotten", form.fields)
    [row] = staff.call(LetterRow.select().where(LetterRow.kind == "reset").run)
    staff.client.get(unseal(staff.client.app.state.secret, row["id"], row["sealed"])[1])
    staff.client.post("/sign-in/password", staff.client.page.form(0).fill({"password": NEW}).fields)
    words = "Ett nytt lösenord till ditt konto har valts med länken i ett mejl."
    assert_learns(staff, words, lambda: staff.sign_in("anna", NEW))


def test_one_time_codes_that_an_administrator_turns_off_are_missed(staff) -> None:
    set_up(staff)
    as_administrator(staff, "codes")
    words = "En administratör har stängt av engångskoderna för ditt konto."
    assert_learns(staff, words, lambda: staff.sign_in("anna"))


def test_account_holder_is_notified_of_many_wrong_codes_after_the_right_password(staff) -> None:
    app, _ = set_up(staff)
    for _ in range(2):
        assert not letters(staff)
        staff.sign_in("anna")
        assert [give(staff, "000000").status_code for _ in range(5)] == [422] * 5
        staff.clock.forward(minutes=16)

    def sign_in():
        staff.sign_in("anna")
        answer = give(staff, app.at(staff.clock.now))
        staff.clock.forward(seconds=30)
        return answer

    assert_learns(staff, "Någon som kan ditt lösenord har angett fel engångskod många gånger.", sign_in)


def test_account_holder_is_notified_when_an_administrator_links_the_city_sign_in(staff) -> None:
    known = {"issuer": "https://idp.city.example", "subject": "1", "requested_at": staff.clock.now}
    identity = IdentityRow(id=uuid4(), person=staff.anna, **known)
    staff.call(IdentityRow.insert(identity).run)
    as_administrator(staff, "link", identity=str(identity.id))
    words = "En administratör har kopplat ditt konto till stadens inloggning."
    assert_learns(staff, words, lambda: staff.sign_in("anna"))


def test_who_reads_what_was_done_goes_on_to_where_they_were_going(staff) -> None:
    as_administrator(staff, "password", password=NEW)
    answer = staff.sign_in("anna", NEW, next="/workspace/absence")
    staff.client.get(answer.headers["location"])
    form = staff.client.page.form("/workspace/account/notices").fill({})
    assert staff.client.post(form.action, form.fields).headers["location"] == "/workspace/absence"


@pytest.mark.parametrize("newest", ["", "0", "-1", "x", "9" * 40, "²"])
def test_a_notice_that_nobody_can_have_seen_yet_stays_unread(staff, newest) -> None:
    as_administrator(staff, "password", password=NEW)
    staff.sign_in("anna", NEW)
    staff.client.get("/workspace/account")
    form = staff.client.page.form("/workspace/account/notices")
    staff.client.post("/workspace/account/notices", form.fill({"newest": newest}).fields)
    assert staff.call(notices.notices, staff.anna).unread


@pytest.mark.storage
def test_a_notice_that_comes_while_another_is_read_is_shown_too(settings) -> None:
    """On both databases: events, letters and what has been read."""
    with Staff(settings) as staff:
        anna = staff.add("anna")
        actor = staff.call(queries.person_by_id, anna).actor
        for number in range(2):
            at, by = staff.clock.now, commands.OPERATOR
            staff.call(commands.set_password, anna, f"{NEW} {number}", by=by, at=at)
        newest, older = staff.call(notices.notices, anna).unread
        staff.call(notices.mark_read, actor, older.seq, at)
        assert len(staff.call(notices.notices, anna).unread) == 2
        staff.call(notices.mark_read, actor, newest.seq, at)
        staff.call(notices.mark_read, actor, newest.seq, at)
        left = staff.call(notices.notices, anna)
        assert ([event.seq for event in left.earlier], left.unread) == ([newest.seq, older.seq], ())
        assert [event.action for event in staff.call(queries.account_events, anna)].count("notices-read") == 1
        assert len(letters(staff)) == 2


def test_what_has_been_read_stays_in_sight(staff) -> None:
    """A person who sets a password can also sign in with it, and say that they have read that."""
    as_administrator(staff, "password", password=NEW)
    staff.sign_in("anna", NEW)
    staff.client.get("/workspace/account")
    staff.client.submit("/workspace/account/notices")
    staff.client.get("/workspace/account")
    assert re.search(r"tidigare.*nytt lösenord.*chief", staff.client.page.text, re.DOTALL)
