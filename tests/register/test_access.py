"""Who is let in: nobody unless the route says so, and people who are turned away learn why and where to go."""

import pytest

from algorithms.people import Role
from conftest import settings_for
from register.guard.access import safe_next, unguarded
from staff import Staff

HARMFUL = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "/%2f%2fevil.example",
    "/%2F/evil.example",
    "/%5cevil.example",
    "/workspace/..//evil.example",
    "/workspace/%2e%2e/%2fevil",
    "/workspace//evil.example",
    "/workspace/%5cevil",
    "/workspace\r\nSet-Cookie: a=b",
    "/workspace/%0d%0aSet-Cookie:%20a=b",
    "/workspace/%250d%250a",
    "/workspace@evil.example",
    "/workspace.evil.example",
    " /workspace",
    "/sv/",
    "/sign-out",
    "",
]


@pytest.fixture
def staff(sqlite_url, tmp_path):
    with Staff(settings_for(sqlite_url, tmp_path)) as running:
        yield running


def test_a_route_that_does_not_say_who_may_open_it_is_closed_to_everybody(staff) -> None:
    staff.add("anna", Role.COORDINATOR)
    staff.sign_in("anna")
    assert staff.client.get("/workspace/probe/unsaid").status_code == 403
    assert [line.split()[0] for line in unguarded(staff.client._client.app)] == ["/workspace/probe/unsaid"]


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(staff) -> None:
    staff.add("anna")
    answer = staff.client.get("/workspace/probe?tab=2&sort=a")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/workspace/probe%3Ftab%3D2%26sort%3Da"
    assert answer.headers["cache-control"] == "no-store"
    answer = staff.sign_in("anna", next="/workspace/probe%3Ftab%3D2%26sort%3Da")
    assert answer.headers["location"] == "/workspace/probe?tab=2&sort=a"


@pytest.mark.parametrize("target", HARMFUL)
def test_nobody_is_led_away_after_signing_in(target) -> None:
    assert safe_next(target) == "/workspace"


@pytest.mark.parametrize("target", ["/workspace", "/workspace/entries?tab=1", "/workspace/versions/1f0-a_b/return"])
def test_pages_of_the_workspace_are_come_back_to(target) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize("target", HARMFUL[:4])
def test_the_form_itself_leads_nobody_away(staff, target) -> None:
    staff.add("anna")
    staff.client.get("/sign-in")
    fields = dict(staff.client.page.form(0).fill({"email": "anna@city.example", "password": "x"}).fields)
    from staff import PASSWORD

    answer = staff.client.post("/sign-in", {**fields, "password": PASSWORD, "next": target})
    assert answer.headers["location"] == "/workspace"


@pytest.mark.parametrize(
    ("role", "status"), [(Role.COORDINATOR, 200), (Role.AUDITOR, 403), (Role.ADMINISTRATOR, 403), (None, 403)]
)
def test_a_permission_is_asked_for_where_the_route_says_so(staff, role, status) -> None:
    staff.add("anna", role)
    staff.sign_in("anna")
    assert staff.client.get("/workspace/probe/publish").status_code == status


def test_what_is_not_theirs_is_not_there(staff) -> None:
    staff.add("anna")
    staff.sign_in("anna")
    assert staff.client.get("/workspace/probe/theirs/a").status_code == 404


def test_a_language_of_ones_own_is_kept(staff) -> None:
    staff.add("anna")
    staff.sign_in("anna")
    assert staff.client.get("/workspace/probe").json()["language"] == "sv"
    fields = {"_csrf_token": staff.token(), "language": "en", "next": "//evil.example"}
    assert staff.client.post("/workspace/language", fields).headers["location"] == "/workspace"
    assert staff.client.get("/workspace/probe", headers={"Accept-Language": "sv"}).json()["language"] == "en"
