"""A letter that is written is sent: at once, or once a day, later if the server is away, and it tells why not."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from algorithms.people import Membership, Role
from builders import NOW
from mail_server import MailServer
from posting import a_letter, inside, letters, rounds, with_server
from register.accounts.people import commands as accounts
from register.mail.commands import choose
from register.mail.sending import outbox
from register.outbox.choices import DAILY_AT, MailPreference, latest
from register.secret_file import read_secret
from staff import Clock

pytestmark = pytest.mark.storage

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def server():
    with MailServer() as running:
        yield running


async def a_person(name="kim", choice=None):
    held = (Membership(Role.COORDINATOR),)
    person = await accounts.add_person(
        f"{name}@staden.example", name, None, by=accounts.OPERATOR, at=NOW, memberships=held
    )
    if choice:
        await choose(person, choice)
    return person


def test_a_letter_is_sent_once_however_often_the_post_looks(settings, clock, server) -> None:
    async def work():
        await a_letter()
        for _ in range(3):
            await rounds(with_server(settings, server), clock)
        return await letters()

    (letter,) = inside(settings, work)
    assert (letter["state"], letter["sent_at"], letter["attempts"]) == ("sent", NOW, 1)
    assert len(server.given) == 1


def test_six_posts_at_once_never_send_the_same_letter(settings, clock, server) -> None:
    async def work():
        for number in range(12):
            await a_letter(key=str(number))
        await asyncio.gather(*(rounds(with_server(settings, server), clock) for _ in range(6)))

    inside(settings, work)
    sent = [letter["Message-ID"] for letter in server.letters]
    assert len(sent) == len(set(sent)) == 12


def test_without_a_mail_server_letters_wait_and_nothing_is_tried(settings, clock) -> None:
    async def work():
        await a_letter()
        await rounds(settings, clock)
        return await letters()

    (letter,) = inside(settings, work)
    assert (letter["state"], letter["attempts"]) == ("waiting", 0)


def test_a_server_that_is_away_is_tried_again_after_longer_and_longer_waits(settings, clock) -> None:
    async def work():
        with MailServer() as gone:
            nowhere = with_server(settings, gone)
        await a_letter()
        waits = []
        for _ in range(7):
            await rounds(nowhere, clock)
            (letter,) = await letters()
            waits.append((letter["not_before"] - clock.now) / timedelta(minutes=1))
            clock.now = letter["not_before"]
        return waits, letter

    waits, letter = inside(settings, work)
    assert waits == [1, 5, 15, 60, 180, 180, 180]
    assert letter["error"] == "The mail server could not be reached. We will try again."


def test_a_letter_that_nobody_takes_for_five_days_is_given_up_and_kept(settings, clock) -> None:
    async def work():
        with MailServer() as gone:
            nowhere = with_server(settings, gone)
        await a_letter()
        await rounds(nowhere, clock)
        clock.forward(days=4, hours=23, minutes=57)
        await rounds(nowhere, clock)
        return await letters()

    (letter,) = inside(settings, work)
    assert (letter["state"], letter["body"]) == ("failed", "Read it.")
    assert letter["error"].startswith("We tried for five days")


def test_old_letters_do_not_pour_out_when_a_mail_server_is_first_set(settings, clock, server) -> None:
    async def work():
        await a_letter(key="old")
        clock.forward(days=6)
        await a_letter(key="new", at=clock.now)
        await rounds(with_server(settings, server), clock)
        return [letter["state"] for letter in await letters()]

    assert inside(settings, work) == ["failed", "sent"]


def test_permanent_refusal_ends_with_the_reply_of_the_server(settings, clock) -> None:
    async def work(server):
        await a_letter()
        await rounds(with_server(settings, server), clock)
        return await letters()

    with MailServer({"kim@staden.example": "550 No such user here"}) as server:
        (letter,) = inside(settings, lambda: work(server))
    assert (letter["state"], letter["error"]) == ("failed", "The mail server refuses it for good: {reply}")
    assert letter["reply"] == "550 No such user here"


def test_what_is_secret_is_forgotten_when_it_is_sent_and_goes_first(settings, clock, server) -> None:
    async def work():
        await a_letter(key="1", at=NOW - timedelta(hours=1), link="/workspace")
        await a_letter(key="2", kind="invitation", secret=read_secret(settings))
        await rounds(with_server(settings, server), clock)
        return await letters(kind="invitation")

    (letter,) = inside(settings, work)
    first, _ = server.letters
    assert "/invitation/olvkgSQhnJ" in first.get_content()
    assert (letter["state"], letter["sealed"], letter["body"], letter["link"]) == ("sent", None, "", "")


def test_person_disabled_before_sending_gets_no_letter(settings, clock, server) -> None:
    async def work():
        kim = await a_person()
        await a_letter(kim)
        await accounts.disable_person(kim, by=accounts.OPERATOR, at=NOW)
        await rounds(with_server(settings, server), clock)
        return await letters()

    (letter,) = inside(settings, work)
    assert (letter["state"], server.given) == ("failed", [])
    assert letter["error"] == "The account has been disabled, so it was not sent."


def test_daily_letter_holds_all_notices_since_the_last_and_comes_at_seven(settings, clock, server) -> None:
    async def work():
        kim = await a_person(choice=MailPreference.DAILY)
        for key in "12":
            await a_letter(kim, key=key)
        clock.now = datetime(2026, 11, 25, 6, 59, tzinfo=STOCKHOLM)
        await rounds(with_server(settings, server), clock)
        early = len(server.given)
        clock.forward(minutes=1)
        for _ in range(2):
            await rounds(with_server(settings, server), clock)
        await a_letter(kim, key="3", at=clock.now)
        await rounds(with_server(settings, server), clock)
        return early, await letters()

    early, final = inside(settings, work)
    assert early == 0
    (letter,) = server.letters
    assert letter["Subject"] == "2 nyheter från algoritmregistret"
    assert letter.get_content().count("/invitation/olvkgSQhnJ") == 2
    assert sorted((row["kind"], row["state"]) for row in final) == [
        ("daily", "sent"),
        ("event", "held"),
        ("event", "sent"),
        ("event", "sent"),
    ]


def test_a_daily_letter_that_is_refused_for_good_takes_what_stands_in_it_along(settings, clock) -> None:
    async def work(server):
        await a_letter(await a_person(choice=MailPreference.DAILY))
        clock.forward(days=1)
        await rounds(with_server(settings, server), clock)
        return {letter["state"] for letter in await letters()}

    with MailServer({"kim@staden.example": "550 Gone"}) as server:
        assert inside(settings, lambda: work(server)) == {"failed"}


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 25, 5, 59, tzinfo=ZoneInfo("UTC")), 24),
        (datetime(2026, 11, 25, 6, 0, tzinfo=ZoneInfo("UTC")), 25),
        (datetime(2026, 7, 25, 5, 0, tzinfo=ZoneInfo("UTC")), 25),  # summer time
    ],
)
def test_seven_is_seven_in_the_city_winter_and_summer(now, day) -> None:
    assert latest(DAILY_AT, now, STOCKHOLM).day == day


def test_a_server_that_thinks_for_long_keeps_its_letter_and_gets_it_once(settings, clock, monkeypatch) -> None:
    monkeypatch.setattr("register.mail.sending.deliver_job.BEAT", 0.02)

    async def work(server):
        await a_letter()
        sending = asyncio.ensure_future(rounds(with_server(settings, server), clock))
        await asyncio.to_thread(server.came.wait, 10)
        clock.forward(seconds=11)  # longer than a lease
        for _ in range(200):
            (letter,) = await letters()
            if letter["lease_until"] > clock.now:
                break
            await asyncio.sleep(0.02)
        other = await outbox.take(at=clock.now, secret=b"")
        server.before_yes.set()
        await sending
        return other

    with MailServer() as server:
        server.before_yes.clear()
        assert inside(settings, lambda: work(server)) is None
        assert len(server.given) == 1


def test_a_server_that_never_ends_is_dropped_and_the_letter_is_put_off(settings, clock, monkeypatch) -> None:
    monkeypatch.setattr("register.mail.sending.deliver_job.BEAT", 0.02)
    monkeypatch.setattr("register.mail.sending.deliver_job.LONGEST", 0.1)
    monkeypatch.setattr("register.mail.sending.smtp.PATIENCE", 120)

    async def work(server):
        await a_letter()
        await rounds(with_server(settings, server), clock)
        return await letters()

    with MailServer() as server:
        server.before_yes.clear()
        (letter,) = inside(settings, lambda: work(server))
    assert (letter["state"], letter["attempts"]) == ("waiting", 1)


def test_a_letter_that_another_worker_has_taken_over_is_not_ours_to_call_sent(settings, clock) -> None:
    async def work():
        await a_letter()
        secret = read_secret(settings)
        first = await outbox.take(at=clock.now, secret=secret)
        clock.forward(seconds=11)
        second = await outbox.take(at=clock.now, secret=secret)
        return first.id == second.id, await outbox.sent(first, at=NOW), await outbox.sent(second, at=NOW)

    assert inside(settings, work) == (True, False, True)


def test_secret_letter_with_another_secret_is_reported_and_not_sent_empty(settings, clock, server) -> None:
    async def work():
        await a_letter(kind="invitation", secret=b"x" * 32)
        await rounds(with_server(settings, server), clock)
        return await letters()

    (letter,) = inside(settings, work)
    assert (letter["state"], server.given) == ("failed", [])
    assert "secret has been changed" in letter["error"]


def test_people_who_never_chose_get_their_letters_at_once_and_may_change_their_mind(settings) -> None:
    async def work():
        kim = await a_person()
        for choice in (None, MailPreference.DAILY, MailPreference.AT_ONCE):
            if choice:
                await choose(kim, choice)
            await a_letter(kim, key=str(choice))
        return sorted(letter["state"] for letter in await letters())

    assert inside(settings, work) == ["held", "waiting", "waiting"]
