"""One-time codes: a password alone opens nothing, a code works once, and who loses the telephone is not shut out."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from algorithms.people import Actor, Membership, NotFoundError, Role
from conftest import settings_for
from register.accounts.people import commands, queries
from register.accounts.two_factor import one_time_codes
from register.tables import RecoveryCodeRow, SessionRow, TotpSecretRow
from second_step import give, set_up
from staff import PASSWORD, Staff


@pytest.fixture
def staff(settings):
    with Staff(settings) as running:
        running.anna = running.add("anna")
        yield running


@pytest.fixture
def on_sqlite(sqlite_url, tmp_path):
    with Staff(settings_for(sqlite_url, tmp_path)) as running:
        running.anna = running.add("anna")
        yield running


def is_inside(staff) -> bool:
    return staff.client.get("/workspace/probe").status_code == 200


def events(staff):
    return [event.action for event in staff.call(queries.account_events, staff.anna)][::-1]


def test_with_codes_the_password_alone_opens_nothing(staff) -> None:
    app, _ = set_up(staff)
    answer = staff.sign_in("anna", next="/workspace/entries")
    assert (answer.headers["location"], is_inside(staff), staff.client.cookies.get("insyn")) == (
        "/sign-in/code",
        False,
        None,
    )
    answer = give(staff, app.at(staff.clock.now))
    assert (answer.status_code, answer.headers["location"], is_inside(staff)) == (303, "/workspace/entries", True)
    assert events(staff) == ["codes-set-up"]


def test_without_a_right_code_they_are_not_turned_on(staff) -> None:
    staff.sign_in("anna")
    staff.client.get("/workspace/account/codes")
    staff.client.submit("/workspace/account/codes", password=PASSWORD)
    answer = staff.client.submit("/workspace/account/codes/confirm", code="000000")
    assert answer.status_code == 422
    assert not staff.call(queries.has_codes, staff.anna)
    staff.client.cookies.clear()
    assert staff.sign_in("anna").headers["location"] == "/workspace"


def test_a_code_works_once(staff) -> None:
    app, _ = set_up(staff)
    code = app.at(staff.clock.now)
    staff.sign_in("anna")
    assert give(staff, code).status_code == 303
    staff.client.cookies.clear()
    staff.sign_in("anna")
    assert give(staff, code).status_code == 422
    staff.clock.forward(seconds=30)
    assert give(staff, code).status_code == 422
    assert give(staff, app.at(staff.clock.now)).status_code == 303


def test_the_code_that_turned_them_on_does_not_open_the_account_too(on_sqlite) -> None:
    app, _ = set_up(on_sqlite)
    on_sqlite.clock.forward(seconds=-30)
    on_sqlite.sign_in("anna")
    assert give(on_sqlite, app.at(on_sqlite.clock.now)).status_code == 422


def test_of_eight_who_use_a_code_in_the_same_moment_one_is_let_in(staff) -> None:
    app, recovery = set_up(staff)
    secret = staff.client.app.state.secret

    async def at_once(typed):
        tries = (one_time_codes.accepts(staff.anna, typed, secret, staff.clock.now) for _ in range(8))
        return await asyncio.gather(*tries)

    assert sum(staff.call(at_once, app.at(staff.clock.now))) == 1
    assert sum(staff.call(at_once, recovery[0])) == 1


def test_a_clock_half_a_minute_off_is_forgiven_and_two_minutes_are_not(on_sqlite) -> None:
    app, _ = set_up(on_sqlite)
    on_sqlite.clock.forward(minutes=5)
    on_sqlite.sign_in("anna")
    assert give(on_sqlite, app.at(on_sqlite.clock.now - timedelta(minutes=2))).status_code == 422
    assert give(on_sqlite, app.at(on_sqlite.clock.now - timedelta(seconds=30))).status_code == 303


def test_wrong_codes_are_counted_apart_from_wrong_passwords(staff) -> None:
    app, _ = set_up(staff)
    staff.sign_in("anna")
    for _ in range(5):
        assert give(staff, "000000").status_code == 422
    assert give(staff, app.at(staff.clock.now)).status_code == 429
    assert staff.sign_in("anna").headers["location"] == "/sign-in/code"
    staff.clock.forward(minutes=16)
    staff.sign_in("anna")
    assert give(staff, app.at(staff.clock.now)).status_code == 303


def test_who_guesses_codes_elsewhere_is_refused_everywhere_but_where_the_owner_comes_from(sqlite_url, tmp_path) -> None:
    """Guessers here know the password: all unknown places share a few guesses a day, and the owner gets a notice."""
    settings = replace(settings_for(sqlite_url, tmp_path), address_header="X-Forwarded-For")
    with Staff(settings) as staff:
        staff.anna = staff.add("anna")
        staff.client.headers["X-Forwarded-For"] = "192.0.2.1"
        app, _ = set_up(staff)
        checked = 0
        for number in range(120):
            if number % 10 == 0:
                staff.clock.forward(minutes=16)
            staff.client.headers["X-Forwarded-For"] = f"198.51.100.{number}"
            staff.sign_in("anna")
            checked += give(staff, "000000").status_code == 422
        assert checked == 20
        assert events(staff).count("codes-guessed") == 1
        staff.client.headers["X-Forwarded-For"] = "192.0.2.1"
        staff.sign_in("anna")
        assert give(staff, app.at(staff.clock.now)).status_code == 303


def test_a_recovery_code_opens_the_account_once_in_any_spelling(staff) -> None:
    _, codes = set_up(staff)
    assert len(codes) == len(set(codes)) == 10
    stored = " ".join(row["code_hash"] for row in staff.call(RecoveryCodeRow.select().run))
    assert not [code for code in codes if code in stored]
    staff.sign_in("anna")
    assert give(staff, codes[3].lower().replace("-", " ")).status_code == 303
    staff.client.cookies.clear()
    staff.sign_in("anna")
    assert give(staff, codes[3]).status_code == 422
    assert events(staff)[-1] == "recovery-code-used"
    assert staff.count(RecoveryCodeRow) == 9


def test_the_secret_is_sealed_and_only_for_its_own_person(on_sqlite) -> None:
    app, _ = set_up(on_sqlite)
    [row] = on_sqlite.call(TotpSecretRow.select().run)
    assert app.secret not in row["sealed"]
    bo = on_sqlite.add("bo")
    on_sqlite.call(TotpSecretRow.update({TotpSecretRow.person: bo}, force=True).run)
    secret = on_sqlite.client.app.state.secret
    assert not on_sqlite.call(one_time_codes.accepts, bo, app.at(on_sqlite.clock.now), secret, on_sqlite.clock.now)


def test_half_a_sign_in_ends_after_ten_minutes_with_a_new_password_and_when_the_account_is_closed(on_sqlite) -> None:
    app, _ = set_up(on_sqlite)
    on_sqlite.sign_in("anna")
    on_sqlite.clock.forward(minutes=11)
    assert on_sqlite.client.get("/sign-in/code").headers["location"] == "/sign-in"

    on_sqlite.sign_in("anna")
    changed = "fyra röda cyklar i regnet"
    on_sqlite.call(commands.set_password, on_sqlite.anna, changed, by=commands.OPERATOR, at=on_sqlite.clock.now)
    assert give(on_sqlite, app.at(on_sqlite.clock.now)).status_code == 422

    on_sqlite.sign_in("anna", changed)
    on_sqlite.call(commands.disable_person, on_sqlite.anna, by=commands.OPERATOR, at=on_sqlite.clock.now)
    on_sqlite.clock.forward(seconds=30)
    assert give(on_sqlite, app.at(on_sqlite.clock.now)).status_code == 422
    assert on_sqlite.count(SessionRow) == 0


def test_a_ticket_that_somebody_made_up_or_that_is_for_something_else_is_none(on_sqlite) -> None:
    from register.accounts.sign_in.signed_tokens import ticket

    other = ticket(on_sqlite.client.app.state.secret, "sso", {"person": str(on_sqlite.anna)}, on_sqlite.clock.now)
    for forged in ("made-up", "å", other):
        on_sqlite.client.cookies.set(
            "insyn-step", forged.encode("ascii", "ignore").decode(), domain="127.0.0.1", path="/"
        )
        assert on_sqlite.client.get("/sign-in/code").headers["location"] == "/sign-in"


@pytest.mark.storage
def test_turning_them_off_asks_for_the_password(staff) -> None:
    app, _ = set_up(staff)
    staff.sign_in("anna")
    give(staff, app.at(staff.clock.now))
    staff.client.get("/workspace/account")
    assert staff.client.submit("/workspace/account/codes/remove", password="wrong").status_code == 422
    assert staff.call(queries.has_codes, staff.anna)
    staff.client.submit("/workspace/account/codes/remove", password=PASSWORD)
    assert not staff.call(queries.has_codes, staff.anna)
    assert (staff.count(RecoveryCodeRow), events(staff)[-1]) == (0, "codes-removed")


def test_restarted_setup_does_not_replace_the_active_codes(staff) -> None:
    """Somebody at an unlocked desk cannot swap the telephone without the password."""
    app, _ = set_up(staff)
    staff.sign_in("anna")
    give(staff, app.at(staff.clock.now))
    staff.client.post("/workspace/account/codes", {"_csrf_token": staff.token()})
    assert staff.client.get("/workspace/account/codes").headers["location"] == "/workspace/account"
    staff.client.cookies.clear()
    staff.clock.forward(seconds=30)
    staff.sign_in("anna")
    assert give(staff, app.at(staff.clock.now)).status_code == 303


def test_setting_them_up_ends_every_other_session(on_sqlite) -> None:
    on_sqlite.sign_in("anna")
    other = on_sqlite.client.cookies["insyn"]
    on_sqlite.client.cookies.clear()
    set_up(on_sqlite)
    on_sqlite.hold(other)
    assert not is_inside(on_sqlite)


@pytest.mark.storage
def test_an_administrator_takes_them_from_who_lost_the_telephone_and_it_is_recorded(staff) -> None:
    set_up(staff)
    staff.add("chief", Role.ADMINISTRATOR)
    staff.sign_in("chief")
    staff.client.get(f"/workspace/people/{staff.anna}")
    staff.client.submit(f"/workspace/people/{staff.anna}/codes")
    assert events(staff)[-1] == "codes-taken-away"
    staff.client.cookies.clear()
    assert staff.sign_in("anna").headers["location"] == "/workspace/account"


def test_only_who_manages_people_takes_codes_away(on_sqlite) -> None:
    set_up(on_sqlite)
    auditor = Actor(on_sqlite.add("bo"), "bo", (Membership(Role.AUDITOR),))
    with pytest.raises(NotFoundError):
        on_sqlite.call(one_time_codes.take_away, on_sqlite.anna, by=auditor, at=on_sqlite.clock.now)
    assert on_sqlite.call(queries.has_codes, on_sqlite.anna)


def test_where_the_city_asks_for_codes_one_sets_them_up_before_anything_else(sqlite_url, tmp_path) -> None:
    with Staff(replace(settings_for(sqlite_url, tmp_path), require_totp=True)) as staff:
        staff.anna = staff.add("anna", Role.ADMINISTRATOR)
        staff.sign_in("anna")
        for address in ("/workspace", "/workspace/people", "/workspace/probe"):
            assert staff.client.get(address).headers["location"] == "/workspace/account/codes"
        answer = staff.client.post("/workspace/people/new", {"_csrf_token": staff.token(), "name": "x"})
        assert answer.headers["location"] == "/workspace/account/codes"
        staff.client.cookies.clear()
        app, _ = set_up(staff)
        staff.sign_in("anna")
        give(staff, app.at(staff.clock.now))
        assert staff.client.get("/workspace").status_code == 200
