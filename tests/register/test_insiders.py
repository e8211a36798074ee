"""Nobody acts as somebody else, not even who looks after accounts: links, passwords, codes, roles and deputies."""

from datetime import timedelta
from uuid import uuid4

import pytest

from algorithms.log.tables import LogRow
from algorithms.people import Actor, Membership, NotFoundError, Role
from conftest import settings_for
from register.accounts.people import commands, deputies, queries
from register.accounts.people.commands import AccountError
from register.accounts.sign_in import password_links
from register.accounts.sign_in.password_links import LinkError
from register.accounts.single_sign_on import identities
from register.accounts.two_factor import one_time_codes
from register.mail.sending import resend
from register.outbox.tables import LetterRow
from register.tables import IdentityRow
from staff import PASSWORD, Staff

NEW = "fyra röda cyklar i regnet"


@pytest.fixture
def staff(sqlite_url, tmp_path):
    with Staff(settings_for(sqlite_url, tmp_path)) as running:
        running.chief = Actor(running.add("chief", Role.ADMINISTRATOR), "chief", (Membership(Role.ADMINISTRATOR),))
        running.anna = running.add("anna")
        yield running


def request_new_password(staff, name: str = "anna") -> None:
    staff.client.get("/sign-in/forgotten")
    form = staff.client.page.form(0).fill({"email": staff.address(name)})
    staff.client.post("/sign-in/forgotten", form.fields)


def a_letter(staff, kind: str):
    return staff.call(LetterRow.select().where(LetterRow.kind == kind).first().run)["id"]


def read(staff, letter) -> str:
    secret, at = staff.client.app.state.secret, staff.clock.now
    return staff.call(resend.read_link, letter, secret, by=staff.chief, at=at)


def test_no_administrator_reads_the_link_of_a_new_password(staff) -> None:
    request_new_password(staff)
    letter = a_letter(staff, "reset")
    staff.sign_in("chief")
    assert "/link" not in staff.client.get(f"/workspace/mail/{letter}").text
    assert staff.client.post(f"/workspace/mail/{letter}/link", {"_csrf_token": staff.token()}).status_code == 404
    with pytest.raises(NotFoundError):
        read(staff, letter)


def test_who_comes_by_the_citys_sign_in_is_not_invited_to_a_password_that_others_could_choose(staff) -> None:
    who = {"by": staff.chief, "at": staff.clock.now}
    secret = staff.client.app.state.secret
    bo = staff.call(commands.add_person, "bo@city.example", "Bo", None, **who)
    path = staff.call(password_links.invite, bo, secret=secret, **who)
    known = {"issuer": "https://idp.city.example", "subject": "1", "requested_at": staff.clock.now}
    identity = IdentityRow(id=uuid4(), person=bo, **known)
    staff.call(IdentityRow.insert(identity).run)
    staff.call(identities.link, identity.id, bo, **who)
    with pytest.raises(LinkError):
        staff.call(password_links.choose_password, path.rpartition("/")[2], NEW, staff.clock.now)
    with pytest.raises(NotFoundError):
        read(staff, a_letter(staff, "invitation"))
    staff.sign_in("chief")
    answer = staff.client.post(f"/workspace/people/{bo}/invite", {"_csrf_token": staff.token()})
    assert (answer.status_code, staff.call(queries.invited_until, bo, staff.clock.now)) == (422, None)


def test_the_link_of_an_invitation_is_read_until_it_is_used_and_the_log_says_whose_it_was(staff) -> None:
    who = {"by": staff.chief, "at": staff.clock.now}
    bo = staff.call(commands.add_person, "bo@city.example", "Bo", None, **who)
    path = staff.call(password_links.invite, bo, secret=staff.client.app.state.secret, **who)
    letter = a_letter(staff, "invitation")
    assert read(staff, letter) == path
    [line] = staff.call(LogRow.select().where(LogRow.action == "read-link").run)
    assert (line["kind"], line["object"]) == ("person", str(bo))
    staff.call(password_links.choose_password, path.rpartition("/")[2], NEW, staff.clock.now)
    with pytest.raises(NotFoundError):
        read(staff, letter)


def test_ones_own_roles_and_deputyships_are_given_by_somebody_else(staff) -> None:
    who = {"by": staff.chief, "at": staff.clock.now}
    with pytest.raises(AccountError):
        staff.call(commands.give_role, staff.chief.id, Membership(Role.COORDINATOR), **who)
    assert Membership(Role.COORDINATOR) not in staff.call(queries.person_by_id, staff.chief.id).actor.memberships
    today = staff.clock.now.date()
    days = {"first": today, "last": today + timedelta(days=1), "today": today}
    with pytest.raises(AccountError):
        staff.call(deputies.arrange, staff.anna, staff.chief.id, **days, **who)


def test_an_administrator_sets_no_password_of_their_own_without_the_old_one(staff) -> None:
    staff.sign_in("chief")
    form = {"_csrf_token": staff.token(), "password": NEW}
    answer = staff.client.post(f"/workspace/people/{staff.chief.id}/password", form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/workspace/account")
    staff.client.cookies.clear()
    assert staff.sign_in("chief", NEW).status_code == 422
    with pytest.raises(AccountError):
        staff.call(commands.set_password, staff.chief.id, NEW, by=staff.chief, at=staff.clock.now)


def test_who_finds_an_open_desk_sets_up_no_one_time_codes(staff) -> None:
    staff.sign_in("anna")
    staff.client.get("/workspace/account/codes")
    assert staff.client.submit("/workspace/account/codes", password="a guess").status_code == 422
    secret = staff.client.app.state.secret
    assert staff.call(one_time_codes.setup, staff.anna, "anna", "city", secret) is None
    staff.client.submit("/workspace/account/codes", password=PASSWORD)
    assert staff.call(one_time_codes.setup, staff.anna, "anna", "city", secret) is not None
