"""How passwords are kept, and that secrets are compared without telling by the time how much of them was right."""

import ast
import inspect
from dataclasses import replace

import argon2
import pytest

from conftest import settings_for
from register.accounts.sign_in import passwords, sessions
from register.accounts.single_sign_on import pages
from register.accounts.two_factor import one_time_codes
from register.settings import Settings


def calls(part: object, name: str) -> list[ast.Call]:
    tree = ast.parse(inspect.getsource(part).lstrip())  # type: ignore[arg-type]
    return [call for call in ast.walk(tree) if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(name)]


def test_password_guess_costs_64_megabytes_and_three_rounds() -> None:
    """The product hashes with the library's own parameters; tests of pages put cheap ones in their place."""
    made = calls(passwords, "PasswordHasher")
    assert made
    assert [call for call in made if call.args or call.keywords] == []
    real = argon2.PasswordHasher()
    assert (real.type, real.memory_cost >= 64 * 1024, real.time_cost >= 3) == (argon2.Type.ID, True, True)


@pytest.mark.parametrize(
    ("part", "times"),
    [(one_time_codes._step, 1), (sessions._token_holds, 2), (pages._identified, 1)],
    ids=["one-time code", "token of a form", "state of single sign-on"],
)
def test_secrets_are_compared_in_constant_time(part, times: int) -> None:
    assert len(calls(part, "hmac.compare_digest")) == times
    secret_names = {"code", "given", "state", "typed"}
    compared = [
        comparison
        for comparison in ast.walk(ast.parse(inspect.getsource(part).lstrip()))
        if isinstance(comparison, ast.Compare)
    ]
    equal = [
        comparison
        for comparison in compared
        if any(isinstance(sign, ast.Eq | ast.NotEq | ast.In) for sign in comparison.ops)
    ]
    sides = {ast.unparse(side) for comparison in equal for side in (comparison.left, *comparison.comparators)}
    assert sides & secret_names == set()


def test_what_a_browser_carries_between_two_steps_goes_over_https_alone(sqlite_url, tmp_path) -> None:
    from register.accounts.sign_in.sign_in_flow import carried

    settings: Settings = replace(settings_for(sqlite_url, tmp_path), base_url="https://algoritmer.city.example")
    for use in ("step", "sso"):
        cookie = carried(settings, use, "sealed").to_header(header="")
        assert cookie.startswith("__Host-insyn-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))


GUESSED = (
    "",
    "short",
    "password" * 3,
    "1234567890123456",
    "a" * 20,
    "nils.ny.nils.nils",
    "qwertyqwerty1234",
    "x" * 1025,
    "0123456789abcde",
    "abcdefghijklmno",
    "edcba9876543210",
    "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc4rfv",
    "qwertyuiopasdfghjkl",
    "asdfghjklöäasdf",
    "P@ssw0rdP@ssw0rd",
    "Hejhejhejhej123",
    "abcd1234abcd1234",
    "januari2026januari",
    "Sommaren2026!!!",
    "S0mmaren2026!!!",
    "Välkommen2026!!",
    "Valkommen123456",
    "aaabbbcccdddeee",
    "Socialforvaltningen1",
    "Socialförvaltning1!",
    "Exempelstad2026!",
    "3xempelstad2026!",
    "Algoritmregister1",
    "Nils Ny nils@insyn.example",
    "NilsNy19850709!",
    "insyninsyninsyn",
    "Stockholm2026!!!",
    "letmeinletmein123",
)
GOOD = (
    "tolv gula bussar i snön",
    "åäö " * 3 + "snövit är här",
    "k" + "öälåpqrst" * 14,
    "nio röda ekor i viken",
    "kopparkittel sjunger om natten",
    "correct horse battery staple",
    "vK9#tq2LmZ7!xRw4",
    "kaffe räv tunnel lavendel",
)


@pytest.fixture
def in_exempelstad(monkeypatch):
    monkeypatch.setattr(passwords, "_city", ["Exempelstad"])


def weakness(password: str):
    return passwords.complaint(password, "nils@insyn.example", "Nils Ny", "Socialförvaltningen", "Social Services")


def test_a_password_that_others_would_guess_is_refused(in_exempelstad) -> None:
    assert [password for password in GUESSED if weakness(password) is None] == []


def test_a_sentence_of_ones_own_will_do(in_exempelstad) -> None:
    assert [password for password in GOOD if weakness(password) is not None] == []
