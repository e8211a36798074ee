"""Guessing does not pay, and nobody who guesses keeps those out who know the password."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from builders import NOW
from conftest import settings_for
from register.accounts.forgetting import forget
from register.accounts.sign_in import known_places, passwords
from register.accounts.sign_in.attempts import LONGEST_WAIT, TURN, Guard, SignInAttempt, SlowDownError, WrongError
from register.guard import limits
from register.guard.limits import AttemptRoute
from register.tables import DailySaltRow, KnownPlaceRow, RequestCountRow
from staff import PASSWORD, Staff

DESK = "192.0.2.1"


class Waited(list):
    """What the guard was asked to wait, in seconds, without waiting."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


class Behind(Staff):
    """Staff behind a proxy, each from an address of their own; nobody really waits."""

    def __enter__(self) -> "Behind":
        super().__enter__()
        self.waited = Waited()
        self.client.app.state.guard = Guard(self.client.app.state.secret, self.waited)
        return self

    def tries(self, name: str, place: str, password: str = PASSWORD) -> int:
        return self.sign_in(name, password, headers={"X-Forwarded-For": place}).status_code


@pytest.fixture
def behind(sqlite_url, tmp_path):
    with Behind(replace(settings_for(sqlite_url, tmp_path), address_header="X-Forwarded-For")) as running:
        running.add("anna")
        yield running


@pytest.fixture
def behind_both(settings):
    with Behind(replace(settings, address_header="X-Forwarded-For")) as running:
        running.add("anna")
        yield running


@pytest.mark.parametrize("minutes", [1, 15])
@pytest.mark.parametrize("accounts", [["anna"], ["anna", "nobody"], [f"guess{number}" for number in range(500)]])
def test_two_hundred_wrong_ones_a_minute_from_a_thousand_addresses_keep_nobody_out(accounts, minutes) -> None:
    wrong = Counter()
    for number in range(200 * minutes):
        account, place = accounts[number % len(accounts)], f"place {number % 1000}"
        under = limits.of_passwords(account, place)
        met, _ = limits.way(under, tuple(wrong[limit.counted] for limit in under), known=False)
        if met is not AttemptRoute.CLOSED:
            wrong.update(limit.counted for limit in under)
    for known in (True, False):
        under = limits.of_passwords("anna", DESK)
        met, _ = limits.way(under, tuple(wrong[limit.counted] for limit in under), known=known)
        assert met in ({AttemptRoute.OPEN} if known else {AttemptRoute.OPEN, AttemptRoute.SLOW})


def test_who_is_guessed_at_from_many_places_comes_in_everywhere_and_strangers_wait(behind) -> None:
    assert behind.tries("anna", DESK) == 303
    for number in range(60):
        assert behind.tries("anna", f"198.51.100.{number}", "wrong") == 422
    assert len(behind.waited) == 10
    assert [seconds for seconds in behind.waited if not TURN <= round(seconds, 6) <= LONGEST_WAIT] == []
    assert behind.tries("anna", DESK) == 303
    assert len(behind.waited) == 10
    assert behind.tries("anna", "203.0.113.9") == 303
    assert len(behind.waited) == 11


def test_a_place_that_guesses_too_much_is_refused_for_that_account_and_nobody_else_is(behind_both) -> None:
    behind_both.add("bo")
    for _ in range(5):
        assert behind_both.tries("anna", "198.51.100.1", "wrong") == 422
    rows = behind_both.count(RequestCountRow)
    answer = behind_both.sign_in("anna", headers={"X-Forwarded-For": "198.51.100.1"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60
    assert behind_both.tries("bo", "198.51.100.1") == 303
    assert behind_both.tries("anna", DESK) == 303
    assert behind_both.count(RequestCountRow) == rows


def test_a_place_that_tries_many_accounts_is_refused_in_all_and_writes_nothing_any_more(behind) -> None:
    behind.add("bo")
    assert behind.tries("bo", "198.51.100.1") == 303
    for number in range(50):
        assert behind.tries(f"guess{number}", "198.51.100.1", "wrong") == 422
    written = behind.call(RequestCountRow.select().order_by(RequestCountRow.key).run)
    assert behind.tries("guess51", "198.51.100.1", "wrong") == 429
    assert behind.tries("anna", "198.51.100.1") == 429
    assert behind.call(RequestCountRow.select().order_by(RequestCountRow.key).run) == written
    assert behind.tries("bo", "198.51.100.1") == 303  # has signed in from there before
    assert behind.tries("anna", DESK) == 303


def test_where_somebody_has_signed_in_before_a_right_password_is_never_refused_and_guessing_is_slow(behind) -> None:
    assert behind.tries("anna", DESK) == 303
    answers = [behind.tries("anna", DESK, "wrong") for _ in range(8)]
    assert answers == [422] * 5 + [429] * 3
    assert len(behind.waited) == 3
    assert behind.tries("anna", DESK) == 303


def test_what_is_broken_off_while_it_is_judged_does_not_count_as_wrong(behind) -> None:
    guard = behind.client.app.state.guard
    tried = SignInAttempt(account="anna", limits=limits.of_passwords("anna", DESK), known=False, at=NOW)

    async def cut_off() -> None:
        async def never() -> None:
            raise ConnectionError

        for _ in range(9):
            with pytest.raises(ConnectionError):
                await guard.judge(tried, never)

    behind.call(cut_off)
    assert behind.count(RequestCountRow) == 0


def test_many_at_once_from_one_place_are_not_judged_beyond_its_limit(behind) -> None:
    guard, judged = behind.client.app.state.guard, []
    tried = SignInAttempt(account="anna", limits=limits.of_passwords("anna", "198.51.100.1"), known=False, at=NOW)

    async def wrong() -> None:
        judged.append(1)

    async def at_once() -> list:
        return await asyncio.gather(*(guard.judge(tried, wrong) for _ in range(40)), return_exceptions=True)

    answers = behind.call(at_once)
    assert {type(answer) for answer in answers} == {WrongError, SlowDownError}
    assert 5 <= len(judged) <= 6


def test_the_line_for_one_account_that_is_guessed_at_has_an_end(behind) -> None:
    guard = behind.client.app.state.guard

    async def flood() -> None:
        for _ in range(int(LONGEST_WAIT / TURN) + 50):
            await guard._turn("anna")

    with pytest.raises(SlowDownError):
        behind.call(flood)
    behind.call(guard._turn, "bo")


def test_two_processes_count_together(behind_both) -> None:
    secret = behind_both.client.app.state.secret
    first, second = Guard(secret).counting, Guard(secret).counting
    counted = [limit.counted for limit in limits.of_passwords("anna", DESK)]
    behind_both.call(first.add, counted, NOW)
    assert behind_both.call(second.add, counted, NOW) == (2, 2, 2, 2)
    assert behind_both.call(first.times, counted, NOW) == (2, 2, 2, 2)


def test_counts_and_salts_go_with_their_day_and_a_place_after_ninety_days_without_use(behind_both) -> None:
    counting = behind_both.client.app.state.guard.counting
    assert behind_both.tries("anna", DESK) == 303
    assert behind_both.tries("anna", DESK, "wrong") == 422
    rows = [behind_both.call(table.select().run) for table in (RequestCountRow, DailySaltRow, KnownPlaceRow)]
    assert not [word for word in ("anna", DESK) if word in str(rows)]
    [before] = rows[1]
    behind_both.clock.forward(days=1)
    behind_both.call(forget, counting, behind_both.clock.now)
    assert (behind_both.count(RequestCountRow), behind_both.count(DailySaltRow)) == (0, 0)
    behind_both.tries("anna", DESK, "wrong")
    [after] = behind_both.call(DailySaltRow.select().run)
    assert bytes(after["salt"]) != bytes(before["salt"])
    behind_both.clock.forward(days=90)
    behind_both.call(forget, counting, behind_both.clock.now)
    assert behind_both.count(KnownPlaceRow) == 0


def test_of_one_person_no_more_than_twenty_places_are_remembered(behind) -> None:
    for number in range(25):
        behind.clock.forward(seconds=1)
        assert behind.tries("anna", f"192.0.2.{number}") == 303
    assert behind.count(KnownPlaceRow) == known_places.MOST
    assert behind.call(known_places.is_known, "anna@city.example", "192.0.2.24", behind.client.app.state.secret, NOW)


def test_an_account_that_does_not_exist_costs_one_verification_like_one_that_does(behind, monkeypatch) -> None:
    """Otherwise the time tells who has an account."""
    verified = []

    class Counts(PasswordHasher):
        def verify(self, *given) -> bool:
            verified.append(1)
            return super().verify(*given)

    monkeypatch.setattr(passwords, "PasswordHasher", Counts)
    for name in ("anna", "nobody"):
        assert behind.tries(name, DESK, "wrong") == 422
        assert len(verified) == 1
        verified.clear()
