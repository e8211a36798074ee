"""One's own account: the password is changed by who knows it, and one sees and ends where one is signed in."""

import pytest

from conftest import settings_for
from register.accounts.people import queries
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


def test_a_new_password_asks_for_the_old_one_and_ends_the_other_sessions(staff) -> None:
    staff.sign_in("anna")
    other = staff.client.cookies["insyn"]
    staff.client.cookies.clear()
    staff.sign_in("anna")
    new = "fyra röda cyklar i regnet"
    staff.client.get("/workspace/account")
    assert staff.client.submit("/workspace/account/password", old="wrong", new=new).status_code == 422
    assert staff.client.submit("/workspace/account/password", old=PASSWORD, new="short").status_code == 422
    staff.client.submit("/workspace/account/password", old=PASSWORD, new=new)
    assert (is_inside(staff), events(staff)) == (True, ["password-changed"])
    staff.hold(other)
    assert not is_inside(staff)
    assert staff.sign_in("anna", new).status_code == 303


def test_one_sees_where_one_is_signed_in_and_signs_out_everywhere(staff) -> None:
    staff.sign_in("anna")
    other = staff.client.cookies["insyn"]
    staff.client.cookies.clear()
    staff.sign_in("anna")
    own = staff.client.cookies["insyn"]
    staff.client.get("/workspace/account")
    assert (
        len(
            staff.call(
                queries.own_sessions,
                staff.anna,
                staff.clock.now,
                staff.settings.session_idle,
                staff.settings.session_life,
            )
        )
        == 2
    )
    staff.client.submit("/workspace/account/sessions/end")
    for token in (own, other):
        staff.hold(token)
        assert not is_inside(staff)
    assert events(staff) == ["sessions-ended"]


def test_guessing_the_password_on_the_own_page_is_slowed_down_too(on_sqlite) -> None:
    """Somebody at an unlocked desk."""
    on_sqlite.sign_in("anna")
    on_sqlite.client.get("/workspace/account")
    for _ in range(5):
        assert on_sqlite.client.submit("/workspace/account/password", old="guess", new="x").status_code == 422
    assert on_sqlite.client.submit("/workspace/account/password", old=PASSWORD, new="x").status_code == 429
