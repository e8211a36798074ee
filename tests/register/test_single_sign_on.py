"""Single sign-on against a real provider: who it signs in is let in, with the roles that their groups give."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from algorithms.people import Membership, Role
from builders import NOW, a_department
from conftest import settings_for
from identity_provider import IdentityProvider
from register.accounts.people import commands, queries
from register.accounts.single_sign_on import provider
from register.tables import IdentityRow, PersonRow, SessionRow
from signing_on import begin, come_back, events, held, is_inside, is_refused, with_sign_on
from staff import Staff


def test_whom_the_provider_signs_in_is_let_in_and_gets_an_account_at_the_first_time(joined, idp) -> None:
    answer = come_back(joined, idp, target="/workspace/entries")

    assert (answer.status_code, answer.headers["location"]) == (303, "/workspace/entries")
    assert joined.client.get("/workspace/probe").json()["who"] == "Anna"
    assert events(joined) == ["provider-added", "provider-gave-role"]
    joined.client.cookies.clear()
    come_back(joined, idp)
    assert is_inside(joined)
    assert (joined.count(PersonRow), joined.count(IdentityRow), events(joined)[2:]) == (1, 1, [])


def test_we_ask_with_pkce_state_and_nonce_and_name_our_own_address_whatever_host_says(
    joined_on_sqlite,
) -> None:
    answer = joined_on_sqlite.client.get("/sign-in/sso", headers={"Host": "localhost:1"})
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/sso/back"]
    assert query["response_type"] == ["code"]
    assert len(query["state"][0]) >= 43
    assert len(query["nonce"][0]) >= 43


def test_a_group_gives_a_role_and_leaving_the_group_takes_it_and_what_was_given_by_hand_stays(joined, idp) -> None:
    social = a_department().id
    idp.knows("anna", groups=["insyn-coordinators", "insyn-social"])
    come_back(joined, idp)
    assert held(joined) == {(Role.COORDINATOR, None), (Role.EDITOR, social)}
    anna = joined.call(queries.person_by_email, "anna@city.example").id
    auditor = Membership(Role.AUDITOR)
    joined.call(commands.give_role, anna, auditor, by=commands.OPERATOR, at=NOW)

    idp.knows("anna", groups=["insyn-social"])
    come_back(joined, idp)
    assert held(joined) == {(Role.EDITOR, social), (Role.AUDITOR, None)}
    idp.knows("anna", groups=[])
    come_back(joined, idp)
    assert held(joined) == {(Role.AUDITOR, None)}
    assert sorted(events(joined)[1:3]) == ["provider-gave-role"] * 2
    assert events(joined)[3:] == ["role-given", "provider-took-role", "provider-took-role"]


def test_app_roles_count_as_groups_do(joined_on_sqlite, idp) -> None:
    idp.knows("bo", roles=["insyn-coordinators"])
    come_back(joined_on_sqlite, idp, "bo")
    assert held(joined_on_sqlite, "bo") == {(Role.COORDINATOR, None)}


def test_claims_that_only_userinfo_has_are_requested(sqlite_url, tmp_path) -> None:
    with IdentityProvider(tmp_path, in_userinfo=True) as idp:
        idp.knows("bo", groups=["insyn-coordinators"])
        with Staff(with_sign_on(settings_for(sqlite_url, tmp_path), idp, tmp_path)) as staff:
            staff.clock.now = datetime.now(UTC)
            come_back(staff, idp, "bo")
            assert held(staff, "bo") == {(Role.COORDINATOR, None)}
            idp.tamper = lambda path, body: {**body, "sub": "somebody else"} if path == "/me" else body
            staff.client.cookies.clear()
            assert come_back(staff, idp, "bo").status_code == 400


def test_another_person_who_has_the_address_of_an_account_does_not_take_it_over(joined, idp) -> None:
    local = joined.add("anna", Role.ADMINISTRATOR)
    is_refused(joined, come_back(joined, idp), "togs inte över", 403)
    is_refused(joined, come_back(joined, idp), "", 403)
    assert events(joined) == ["link-asked"]
    [waiting] = joined.call(queries.identities, local)
    assert (waiting.subject, waiting.linked_at) == ("anna", None)


@pytest.mark.storage
def test_an_administrator_links_the_very_person_who_asked_and_can_end_it(joined, idp) -> None:
    local = joined.add("anna", Role.ADMINISTRATOR)
    joined.add("chief", Role.ADMINISTRATOR)
    come_back(joined, idp)
    joined.sign_in("chief")
    joined.client.get(f"/workspace/people/{local}")
    joined.client.submit(f"/workspace/people/{local}/link")
    joined.client.cookies.clear()
    come_back(joined, idp)
    assert joined.client.get("/workspace/probe").json()["who"] == "anna"
    assert held(joined) == {(Role.ADMINISTRATOR, None), (Role.COORDINATOR, None)}

    joined.client.cookies.clear()
    joined.sign_in("chief")
    joined.client.get(f"/workspace/people/{local}")
    assert "av en grupp" in joined.client.page.text or "by a group" in joined.client.page.text
    joined.client.submit(f"/workspace/people/{local}/unlink")
    assert held(joined) == {(Role.ADMINISTRATOR, None)}
    joined.client.cookies.clear()
    assert come_back(joined, idp).status_code == 403
    done = ["link-asked", "linked", "provider-gave-role", "unlinked", "provider-took-role", "link-asked"]
    assert events(joined) == done


def test_a_changed_address_at_the_provider_makes_nobody_somebody_else(joined_on_sqlite, idp) -> None:
    come_back(joined_on_sqlite, idp)
    joined_on_sqlite.client.cookies.clear()
    idp.knows("eve", email="anna@city.example")
    assert come_back(joined_on_sqlite, idp, "eve").status_code == 403
    idp.knows("anna", email="anna.married@city.example")
    assert come_back(joined_on_sqlite, idp).status_code == 303
    assert joined_on_sqlite.count(PersonRow) == 1


@pytest.mark.storage
def test_a_disabled_person_is_refused_and_their_sessions_end(joined, idp) -> None:
    come_back(joined, idp)
    anna = joined.call(queries.person_by_email, "anna@city.example").id
    joined.call(commands.disable_person, anna, by=commands.OPERATOR, at=NOW)
    assert not is_inside(joined)
    is_refused(joined, come_back(joined, idp), "", 403)


@pytest.mark.parametrize("local", ["yes", "no"])
def test_a_provider_that_is_down_or_slow_leaves_a_sentence_and_the_password_where_there_is_one(
    sqlite_url, idp, tmp_path, monkeypatch, local
) -> None:
    monkeypatch.setattr(provider, "PATIENCE", 0.5)
    settings = with_sign_on(settings_for(sqlite_url, tmp_path), idp, tmp_path, INSYN_LOCAL_ACCOUNTS=local)
    with Staff(replace(settings, oidc_issuer="http://127.0.0.1:9")) as staff:
        staff.client.get("/sign-in/sso")
        down = staff.client.page
    idp.dawdle = 2.0
    with Staff(settings) as staff:
        assert staff.client.get("/sign-in/sso").status_code == 503
        slow = staff.client.page
    for page in (down, slow):
        assert "svarar inte" in page.text or "does not answer" in page.text
        assert bool([form for form in page.forms if form.action.startswith("/sign-in")]) is (local == "yes")


def test_where_local_accounts_are_off_no_password_opens_anything(sqlite_url, idp, tmp_path) -> None:
    settings = with_sign_on(settings_for(sqlite_url, tmp_path), idp, tmp_path, INSYN_LOCAL_ACCOUNTS="no")
    with Staff(replace(settings, local_accounts=True)) as before:
        before.add("bo")
        before.client.get("/sign-in")
        form = before.client.page.form("/sign-in?lang=sv" if "?lang=sv" in before.client.page.text else 0)
        typed = form.fill({"email": "bo@city.example", "password": "  tolv gula bussar i snön  "}).fields
    with Staff(settings) as staff:
        staff.client.get("/sign-in")
        assert staff.client.page.forms == []
        assert staff.client.post("/sign-in", typed).status_code == 404
        for address in ("/sign-in/forgotten", "/sign-in/password/x"):
            assert staff.client.get(address).status_code == 404
        assert staff.count(SessionRow) == 0


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/workspace//evil", "/sv/", "javascript:1"]
)
def test_nobody_is_led_to_another_site_after_signing_in(joined_on_sqlite, idp, target: str) -> None:
    assert come_back(joined_on_sqlite, idp, target=target).headers["location"] == "/workspace"


def test_a_planted_session_is_not_taken_over_and_an_older_one_of_this_browser_ends(joined_on_sqlite, idp) -> None:
    address = begin(joined_on_sqlite)
    joined_on_sqlite.client.cookies.set("insyn", "planted", domain="127.0.0.1", path="/")
    joined_on_sqlite.client.get(idp.visit(address, "anna"))
    first = joined_on_sqlite.client.cookies.get("insyn", domain="127.0.0.1")
    assert first != "planted"
    come_back(joined_on_sqlite, idp)
    joined_on_sqlite.hold(first)
    assert not is_inside(joined_on_sqlite)


def test_who_signs_out_is_shown_the_way_out_of_the_city_s_sign_in_too(joined_on_sqlite, idp) -> None:
    come_back(joined_on_sqlite, idp)
    answer = joined_on_sqlite.client.post("/sign-out", {"_csrf_token": joined_on_sqlite.token()})
    assert answer.headers["location"] == "/sign-in/signed-out"
    joined_on_sqlite.client.get("/sign-in/signed-out")
    [out] = [link for link, _ in joined_on_sqlite.client.page.links if link.startswith(idp.issuer)]
    query = parse_qs(urlsplit(out).query)
    assert query == {"client_id": ["insyn"], "post_logout_redirect_uri": ["http://127.0.0.1:8000/sign-in"]}
    assert not is_inside(joined_on_sqlite)


def test_who_belongs_to_too_many_groups_to_tell_is_not_let_in_with_half_of_them(joined_on_sqlite, idp) -> None:
    idp.knows("bo", _claim_names={"groups": "src1"})
    is_refused(joined_on_sqlite, come_back(joined_on_sqlite, idp, "bo"), "")


def test_an_account_without_a_role_sees_a_page_that_says_so_and_whom_to_ask(joined_on_sqlite, idp) -> None:
    joined_on_sqlite.add("chief", Role.ADMINISTRATOR)
    idp.knows("bo")
    come_back(joined_on_sqlite, idp, "bo")
    joined_on_sqlite.client.get("/workspace")
    assert "chief@city.example" in joined_on_sqlite.client.page.text
    assert joined_on_sqlite.client.get("/workspace/entries").status_code == 403


def test_where_no_provider_is_set_there_are_no_such_addresses(sqlite_url, tmp_path) -> None:
    with Staff(settings_for(sqlite_url, tmp_path)) as staff:
        for address in ("/sign-in/sso", "/sign-in/sso/back", "/sign-in/signed-out"):
            assert staff.client.get(address).status_code == 404
        staff.client.get("/sign-in")
        assert not [link for link, _ in staff.client.page.links if "sso" in link]
