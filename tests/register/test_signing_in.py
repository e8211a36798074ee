"""Signing in: one's own session and nobody else's, for as long as one is there, and guessing does not pay."""

import hashlib
from dataclasses import replace

import pytest

from conftest import settings_for
from register.accounts.people import commands
from register.accounts.people.demo import PASSWORD as SHARED
from register.tables import PersonRow, SessionRow
from staff import PASSWORD, Staff


@pytest.fixture
def staff(settings):
    with Staff(settings) as running:
        running.add("anna")
        yield running


@pytest.fixture
def on_sqlite(sqlite_url, tmp_path):
    with Staff(settings_for(sqlite_url, tmp_path)) as running:
        running.add("anna")
        yield running


def is_inside(staff) -> bool:
    return staff.client.get("/workspace/probe").status_code == 200


def test_who_signs_in_is_let_in_and_only_a_hash_is_kept(staff) -> None:
    answer = staff.sign_in("anna")

    assert (answer.status_code, answer.headers["location"]) == (303, "/workspace")
    assert staff.client.get("/workspace/probe").json()["who"] == "anna"
    token = staff.client.cookies["insyn"]
    [row] = staff.call(SessionRow.select().run)
    assert row["token_hash"] == hashlib.sha256(token.encode()).hexdigest()


def test_an_address_means_the_same_in_any_spelling(on_sqlite) -> None:
    on_sqlite.client.get("/sign-in")
    typed = {"email": " Anna@City.Example ", "password": PASSWORD}
    answer = on_sqlite.client.post("/sign-in", on_sqlite.client.page.form(0).fill(typed).fields)
    assert answer.status_code == 303


@pytest.mark.parametrize(("name", "password"), [("anna", "another sentence"), ("nobody", PASSWORD), ("anna", "")])
def test_wrong_sign_in_gets_the_same_message_for_all_and_keeps_what_was_typed(staff, name, password) -> None:
    answer = staff.sign_in(name, password)

    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers
    assert "Fel e-postadress" in staff.client.page.text or "password is wrong" in staff.client.page.text
    assert ("email", f"{name}@city.example") in staff.client.page.form(0).values
    assert staff.count(SessionRow) == 0


def test_a_session_that_somebody_planted_is_never_taken_over(on_sqlite) -> None:
    on_sqlite.hold("planted-by-an-attacker")
    on_sqlite.client.get("/sign-in")
    assert on_sqlite.count(SessionRow) == 0
    on_sqlite.sign_in("anna")
    assert "planted-by-an-attacker" not in on_sqlite.client.cookies.values()
    on_sqlite.hold("planted-by-an-attacker")
    assert not is_inside(on_sqlite)


def test_signing_in_again_ends_the_session_before(on_sqlite) -> None:
    on_sqlite.sign_in("anna")
    before = on_sqlite.client.cookies["insyn"]
    on_sqlite.sign_in("anna")
    assert on_sqlite.client.cookies["insyn"] != before
    on_sqlite.hold(before)
    assert not is_inside(on_sqlite)


def test_half_an_hour_away_ends_a_session_and_being_there_does_not(staff) -> None:
    staff.sign_in("anna")
    for _ in range(3):
        staff.clock.forward(minutes=29)
        assert is_inside(staff)
    staff.clock.forward(minutes=31)
    assert not is_inside(staff)


def test_after_twelve_hours_everybody_signs_in_again(staff) -> None:
    staff.sign_in("anna")
    for _ in range(35):
        staff.clock.forward(minutes=20)
        assert is_inside(staff)
    staff.clock.forward(minutes=21)
    assert not is_inside(staff)


def test_being_there_is_written_down_once_a_minute(on_sqlite) -> None:
    on_sqlite.sign_in("anna")

    def seen():
        [row] = on_sqlite.call(SessionRow.select(SessionRow.seen_at).run)
        return row["seen_at"]

    first = seen()
    on_sqlite.clock.forward(seconds=50)
    is_inside(on_sqlite)
    assert seen() == first
    on_sqlite.clock.forward(seconds=20)
    is_inside(on_sqlite)
    assert seen() == on_sqlite.clock.now


def test_signing_out_ends_it_for_every_copy_of_the_cookie(staff) -> None:
    staff.sign_in("anna")
    token = staff.client.cookies["insyn"]
    answer = staff.client.post("/sign-out", {"_csrf_token": staff.token()})

    assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "insyn" not in staff.client.cookies
    staff.hold(token)
    assert not is_inside(staff)


def test_who_is_disabled_is_out_at_once_and_stays_out(staff) -> None:
    person = staff.add("bo")
    staff.sign_in("bo")
    staff.call(commands.disable_person, person, by=commands.OPERATOR, at=staff.clock.now)
    assert not is_inside(staff)
    assert staff.sign_in("bo").status_code == 422


def test_a_new_password_signs_out_who_had_the_old_one(staff) -> None:
    person = staff.add("bo")
    staff.sign_in("bo")
    staff.call(commands.set_password, person, "fyra röda cyklar i regnet", by=commands.OPERATOR, at=staff.clock.now)
    assert not is_inside(staff)
    assert staff.sign_in("bo").status_code == 422
    assert staff.sign_in("bo", "fyra röda cyklar i regnet").status_code == 303


def test_people_of_the_demonstration_cannot_sign_in_anywhere_else(on_sqlite) -> None:
    on_sqlite.add("demo", demo=True)
    assert on_sqlite.sign_in("demo").status_code == 422


def test_after_five_wrong_ones_nothing_is_checked_for_a_quarter_of_an_hour(staff) -> None:
    for _ in range(5):
        assert staff.sign_in("anna", "wrong").status_code == 422
    assert staff.sign_in("anna").status_code == 429
    assert "kvart" in staff.client.page.text or "quarter" in staff.client.page.text
    staff.clock.forward(minutes=16)
    assert staff.sign_in("anna").status_code == 303


def test_one_account_that_is_guessed_at_does_not_shut_out_another(on_sqlite) -> None:
    on_sqlite.add("bo")
    for _ in range(6):
        on_sqlite.sign_in("anna", "wrong")
    assert on_sqlite.sign_in("bo").status_code == 303


def test_a_secure_address_makes_a_secure_cookie(sqlite_url, tmp_path) -> None:
    settings = replace(settings_for(sqlite_url, tmp_path), base_url="https://algoritmer.city.example")
    with Staff(settings) as staff:
        staff.add("anna")
        cookie = staff.sign_in("anna").headers["set-cookie"]
    assert cookie.startswith("__Host-insyn=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_session_of_the_demonstration_opens_nothing_once_the_same_data_is_served(sqlite_url, tmp_path) -> None:
    settings = settings_for(sqlite_url, tmp_path)
    with Staff(replace(settings, demo=True)) as demo:
        demo.add("visitor", demo=True)
        assert demo.sign_in("visitor").status_code == 303
        token = demo.client.cookies["insyn"]
    with Staff(settings) as served:
        served.hold(token)
        assert not is_inside(served)


def test_a_session_begun_while_its_person_was_being_disabled_opens_nothing(on_sqlite) -> None:
    on_sqlite.sign_in("anna")
    on_sqlite.call(PersonRow.update({PersonRow.disabled_at: on_sqlite.clock.now}, force=True).run)
    assert not is_inside(on_sqlite)


def test_the_demonstration_says_who_there_is_and_the_password_and_nothing_else_does(sqlite_url, tmp_path) -> None:
    settings = settings_for(sqlite_url, tmp_path)
    for demo in (True, False):
        with Staff(replace(settings, demo=demo)) as staff:
            if demo:
                staff.add("visitor", demo=True)
            staff.client.get("/sign-in")
            assert ("visitor@city.example" in staff.client.page.text) is demo
            assert (SHARED in staff.client.page.text) is demo
