"""Invitations and forgotten passwords: a link opens one account once, for a while, and tells strangers nothing."""

import asyncio
import hashlib
import logging
import re

import pytest

from algorithms.people import Role
from conftest import settings_for
from register.accounts.people import commands, queries
from register.accounts.people.commands import AccountError
from register.accounts.sign_in import password_links
from register.accounts.sign_in.password_links import LinkError
from register.outbox.sealed_words import unseal
from register.outbox.tables import LetterRow
from register.settings import Settings
from register.tables import PasswordLinkRow, PersonRow, SessionRow
from staff import PASSWORD, Staff

NEW = "fyra röda cyklar i regnet"


@pytest.fixture
def staff(settings):
    with Staff(settings) as running:
        running.chief = running.add("chief", Role.ADMINISTRATOR)
        yield running


@pytest.fixture
def on_sqlite(sqlite_url, tmp_path):
    with Staff(settings_for(sqlite_url, tmp_path)) as running:
        running.chief = running.add("chief", Role.ADMINISTRATOR)
        yield running


def letters(staff) -> list[str]:
    """Paths of the links in the letters that wait, oldest first."""
    rows = staff.call(LetterRow.select().where(LetterRow.secret.eq(True)).order_by(LetterRow.written_at).run)
    return [unseal(staff.client.app.state.secret, row["id"], row["sealed"])[1] for row in rows]


def ask(staff, name: str, **more):
    staff.client.get("/sign-in/forgotten")
    form = staff.client.page.form(0).fill({"email": f"{name}@city.example"})
    return staff.client.post("/sign-in/forgotten", form.fields, **more)


def choose(staff, link: str, password: str = NEW):
    staff.client.get(link)
    return staff.client.post("/sign-in/password", staff.client.page.form(0).fill({"password": password}).fields)


def invite(staff, name: str = "bo"):
    """The page that the administrator sees after having added somebody without a password."""
    staff.sign_in("chief")
    staff.client.get("/workspace/people/new")
    typed = {"name": name.title(), "email": f"{name}@city.example", "language": "sv", "role": "auditor"}
    answer = staff.client.submit("/workspace/people/new", **typed)
    staff.bo = staff.call(queries.person_by_email, f"{name}@city.example").id
    return answer


def events(staff, person):
    return [event.action for event in staff.call(queries.account_events, person)][::-1]


def test_who_is_invited_chooses_a_password_and_comes_in(staff) -> None:
    invite(staff)
    staff.client.cookies.clear()
    [link] = letters(staff)
    answer = choose(staff, link)
    assert (answer.status_code, answer.headers["location"][:19]) == (303, "/sign-in?chosen=yes")
    assert staff.sign_in("bo", NEW).status_code == 303
    assert events(staff, staff.bo) == ["person-added", "role-given", "invited", "invitation-used"]


def test_without_a_mail_server_the_administrator_reads_the_link_and_with_one_nobody_does(sqlite_url, tmp_path) -> None:
    environment = {"INSYN_DATABASE_URL": sqlite_url, "INSYN_DATA_DIR": str(tmp_path)}
    mail = {"INSYN_SMTP_URL": "smtp://127.0.0.1:9", "INSYN_MAIL_FROM": "insyn@city.example"}
    for number, more in enumerate(({}, mail)):
        with Staff(Settings.from_environment(environment | more)) as staff:
            if not number:
                staff.add("chief", Role.ADMINISTRATOR)
            answer = invite(staff, f"bo{number}")
            link = letters(staff)[-1]
            assert (f"http://127.0.0.1:8000{link}" in answer.text) is (not more)
            assert link not in staff.client.get(f"/workspace/people/{staff.bo}").text


def test_a_link_lies_nowhere_readable_and_is_long_enough_not_to_be_guessed(staff) -> None:
    invite(staff)
    [link] = letters(staff)
    token = link.rpartition("/")[2]
    [row] = staff.call(PasswordLinkRow.select().run)
    assert row["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43
    assert token not in str(staff.call(LetterRow.select().run))


@pytest.mark.storage
def test_a_newer_letter_ends_the_older_link_and_a_withdrawn_one_opens_nothing(staff) -> None:
    invite(staff)
    staff.clock.forward(minutes=1)
    staff.client.get(f"/workspace/people/{staff.bo}")
    staff.client.submit(f"/workspace/people/{staff.bo}/invite")
    older, newer = letters(staff)
    assert staff.client.get(older).status_code == 410
    assert staff.client.get(newer).status_code == 200
    staff.client.get(f"/workspace/people/{staff.bo}")
    staff.client.submit(f"/workspace/people/{staff.bo}/withdraw-invitation")
    assert staff.client.get(newer).status_code == 410
    assert events(staff, staff.bo)[2:] == ["invited", "invited", "invitation-withdrawn"]


@pytest.mark.parametrize(("kind", "life"), [("invitation", {"days": 7}), ("reset", {"minutes": 30})])
def test_a_link_ends_by_itself(on_sqlite, kind: str, life) -> None:
    invite(on_sqlite) if kind == "invitation" else ask(on_sqlite, "chief")
    [link] = letters(on_sqlite)
    on_sqlite.clock.forward(**life)
    on_sqlite.clock.forward(seconds=-1)
    assert on_sqlite.client.get(link).status_code == 200
    on_sqlite.clock.forward(seconds=1)
    assert on_sqlite.client.get(link).status_code == 410


def test_looking_at_a_link_does_not_use_it_up_and_a_weak_password_neither(on_sqlite) -> None:
    """Mail programs look at links before their readers do."""
    invite(on_sqlite)
    [link] = letters(on_sqlite)
    for _ in range(3):
        assert on_sqlite.client.get(link).status_code == 200
    assert choose(on_sqlite, link, "short").status_code == 422
    assert choose(on_sqlite, link).status_code == 303
    assert on_sqlite.client.get(link).status_code == 410


def test_of_eight_who_use_a_link_in_the_same_moment_one_chooses_the_password(staff) -> None:
    ask(staff, "chief")
    token = letters(staff)[0].rpartition("/")[2]

    async def at_once():
        tries = (
            password_links.choose_password(token, f"{NEW} nummer {number}", staff.clock.now) for number in range(8)
        )
        return await asyncio.gather(*tries, return_exceptions=True)

    done = staff.call(at_once)
    assert [type(error) for error in done if error is not None] == [LinkError] * 7


@pytest.mark.storage
def test_a_forgotten_password_is_replaced_and_every_session_ends(staff) -> None:
    staff.sign_in("chief")
    session = staff.client.cookies["insyn"]
    staff.client.cookies.clear()
    ask(staff, "chief")
    choose(staff, letters(staff)[0])
    assert staff.count(SessionRow) == 0
    staff.hold(session)
    assert staff.client.get("/workspace/probe").status_code == 303
    staff.client.cookies.clear()
    assert staff.sign_in("chief").status_code == 422
    assert staff.sign_in("chief", NEW).status_code == 303
    assert events(staff, staff.chief) == ["reset-asked", "password-reset"]


def test_nobody_learns_who_has_an_account(staff) -> None:
    staff.call(commands.add_person, "gone@city.example", "Gone", PASSWORD, by=commands.OPERATOR, at=staff.clock.now)
    gone = staff.call(queries.person_by_email, "gone@city.example").id
    staff.call(commands.disable_person, gone, by=commands.OPERATOR, at=staff.clock.now)
    staff.add("made-up", demo=True)
    staff.call(commands.add_person, "no@city.example", "No", None, by=commands.OPERATOR, at=staff.clock.now)
    answers = set()
    for name in ("chief", "nobody", "gone", "made-up", "no"):
        answer = ask(staff, name)
        answers.add((answer.status_code, re.sub(r'value="[^"]*"', "", answer.text)))
    assert len(answers) == 1
    assert len(letters(staff)) == 1


def test_a_stranger_who_keeps_asking_fills_nobodys_letter_box_and_locks_nobody_out(staff) -> None:
    for _ in range(7):
        assert ask(staff, "chief").status_code == 200
    assert len(letters(staff)) == 1
    assert staff.sign_in("chief").status_code == 303


def test_the_host_header_does_not_choose_where_the_link_leads(on_sqlite) -> None:
    assert ask(on_sqlite, "chief", headers={"Host": "evil.example"}).status_code == 400
    assert ask(on_sqlite, "chief", headers={"Host": "localhost:666"}).status_code in (200, 403)
    assert all(link.startswith("/sign-in/password/") for link in letters(on_sqlite))


def test_the_token_stands_in_no_log_and_in_no_referrer(on_sqlite, caplog) -> None:
    caplog.set_level(logging.INFO)
    ask(on_sqlite, "chief")
    [link] = letters(on_sqlite)
    answer = on_sqlite.client.get(link)
    assert answer.headers["referrer-policy"] == "strict-origin"
    choose(on_sqlite, link)
    on_sqlite.client.get(link)
    log_text = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("insyn"))
    assert "/sign-in/password/*" in log_text
    assert link.rpartition("/")[2] not in log_text


def test_a_new_password_or_a_closed_account_ends_the_links_that_are_out(on_sqlite) -> None:
    at = on_sqlite.clock.now
    ask(on_sqlite, "chief")
    on_sqlite.call(commands.set_password, on_sqlite.chief, NEW, by=commands.OPERATOR, at=at)
    assert on_sqlite.count(PasswordLinkRow) == 0
    on_sqlite.clock.forward(minutes=6)
    ask(on_sqlite, "chief")
    on_sqlite.call(PersonRow.update({PersonRow.disabled_at: at}, force=True).run)
    assert on_sqlite.client.get(letters(on_sqlite)[-1]).status_code == 410


def test_nobody_with_a_password_or_a_closed_account_is_invited(on_sqlite) -> None:
    who = {"by": commands.OPERATOR, "at": on_sqlite.clock.now, "secret": b"x" * 32}
    with pytest.raises(AccountError):
        on_sqlite.call(password_links.invite, on_sqlite.chief, **who)
    bo = on_sqlite.call(commands.add_person, "bo@city.example", "Bo", None, by=who["by"], at=who["at"])
    on_sqlite.call(commands.disable_person, bo, by=who["by"], at=who["at"])
    with pytest.raises(AccountError):
        on_sqlite.call(password_links.invite, bo, **who)
    assert on_sqlite.count(PasswordLinkRow) == 0


def test_a_token_that_nobody_gave_out_opens_nothing(on_sqlite) -> None:
    assert on_sqlite.client.get("/sign-in/password/made-up").status_code == 410
    on_sqlite.client.get("/sign-in")
    token = dict(on_sqlite.client.page.form(0).values)["_csrf_token"]
    sent = {"_csrf_token": token, "token": "made-up", "password": NEW}
    assert on_sqlite.client.post("/sign-in/password", sent).status_code == 410
