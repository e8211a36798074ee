"""Single sign-on against a real provider: who it signs in is let in, and nobody whom it did not."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

import programs
from algorithms import department_commands as departments
from algorithms.people import Membership, Role
from builders import NOW, a_department
from conftest import settings_for
from identity_provider import IdentityProvider
from register.accounts import commands, provider, queries
from register.accounts.tables import IdentityRow, PersonRow, SessionRow
from register.settings import Settings
from staff import Staff

GROUPS = """
[[give]]
group = "insyn-coordinators"
role = "coordinator"

[[give]]
group = "insyn-social"
role = "department-editor"
department = "social"
"""


@pytest.fixture(scope="module")
def one_provider(tmp_path_factory):
    if programs.provider() is None:
        pytest.skip("Node.js or the package oidc-provider was not found on this machine")
    with IdentityProvider(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture
def idp(one_provider):
    one_provider.forget()
    one_provider.knows("anna", groups=["insyn-coordinators", "of no concern"])
    return one_provider


def with_sign_on(settings: Settings, idp: IdentityProvider, folder, **more: str) -> Settings:
    (folder / "groups.toml").write_text(GROUPS, "utf-8")
    named = {"INSYN_DATABASE_URL": settings.database_url, "INSYN_DATA_DIR": str(folder)}
    return Settings.from_environment(
        {**named, **idp.environment(), "INSYN_OIDC_GROUPS": str(folder / "groups.toml"), **more}
    )


@pytest.fixture
def staff(settings, idp, tmp_path):
    with Staff(with_sign_on(settings, idp, tmp_path)) as running:
        running.clock.now = datetime.now(UTC)
        running.call(departments.add_department, a_department(), by=commands.OPERATOR, at=NOW)
        yield running


@pytest.fixture
def on_sqlite(sqlite_url, idp, tmp_path):
    with Staff(with_sign_on(settings_for(sqlite_url, tmp_path), idp, tmp_path)) as running:
        running.clock.now = datetime.now(UTC)
        yield running


def begin(staff, target: str = "/workspace") -> str:
    """Where we send somebody who wants to sign in."""
    answer = staff.client.get(f"/sign-in/sso?next={target}")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def come_back(staff, idp, subject: str = "anna", target: str = "/workspace"):
    """All of it: to the provider, through its form, and back."""
    return staff.client.get(idp.visit(begin(staff, target), subject))


def is_inside(staff) -> bool:
    return staff.client.get("/workspace/probe").status_code == 200


def is_refused(staff, answer, said: str, status: int = 400) -> None:
    assert (answer.status_code, said in staff.client.page.text) == (status, True), staff.client.page.text
    assert not is_inside(staff)
    assert staff.count(SessionRow) == 0


def held(staff, name: str = "anna"):
    found = staff.call(queries.person_by_email, f"{name}@city.example")
    return {(one.role, one.department) for one in found.actor.memberships}


def events(staff, name: str = "anna"):
    found = staff.call(queries.person_by_email, f"{name}@city.example")
    return [one.action for one in staff.call(queries.account_events, found.id)][::-1]


def test_whom_the_provider_signs_in_is_let_in_and_gets_an_account_at_the_first_time(staff, idp) -> None:
    answer = come_back(staff, idp, target="/workspace/entries")

    assert (answer.status_code, answer.headers["location"]) == (303, "/workspace/entries")
    assert staff.client.get("/workspace/probe").json()["who"] == "Anna"
    assert events(staff) == ["provider-added", "provider-gave-role"]
    staff.client.cookies.clear()
    come_back(staff, idp)
    assert is_inside(staff)
    assert (staff.count(PersonRow), staff.count(IdentityRow), events(staff)[2:]) == (1, 1, [])


def test_we_ask_with_pkce_state_and_nonce_and_name_our_own_address_whatever_the_host_header_says(on_sqlite) -> None:
    answer = on_sqlite.client.get("/sign-in/sso", headers={"Host": "localhost:1"})
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/sso/back"]
    assert asked["response_type"] == ["code"]
    assert len(asked["state"][0]) >= 43
    assert len(asked["nonce"][0]) >= 43


def test_a_group_gives_a_role_and_leaving_the_group_takes_it_and_what_was_given_by_hand_stays(staff, idp) -> None:
    social = a_department().id
    idp.knows("anna", groups=["insyn-coordinators", "insyn-social"])
    come_back(staff, idp)
    assert held(staff) == {(Role.COORDINATOR, None), (Role.EDITOR, social)}
    anna = staff.call(queries.person_by_email, "anna@city.example").id
    auditor = Membership(Role.AUDITOR)
    staff.call(commands.give_role, anna, auditor, by=commands.OPERATOR, at=NOW)

    idp.knows("anna", groups=["insyn-social"])
    come_back(staff, idp)
    assert held(staff) == {(Role.EDITOR, social), (Role.AUDITOR, None)}
    idp.knows("anna", groups=[])
    come_back(staff, idp)
    assert held(staff) == {(Role.AUDITOR, None)}
    assert sorted(events(staff)[1:3]) == ["provider-gave-role"] * 2
    assert events(staff)[3:] == ["role-given", "provider-took-role", "provider-took-role"]


def test_app_roles_count_as_groups_do(on_sqlite, idp) -> None:
    idp.knows("bo", roles=["insyn-coordinators"])
    come_back(on_sqlite, idp, "bo")
    assert held(on_sqlite, "bo") == {(Role.COORDINATOR, None)}


def test_claims_that_only_userinfo_tells_are_asked_for(sqlite_url, tmp_path) -> None:
    with IdentityProvider(tmp_path, in_userinfo=True) as idp:
        idp.knows("bo", groups=["insyn-coordinators"])
        with Staff(with_sign_on(settings_for(sqlite_url, tmp_path), idp, tmp_path)) as staff:
            staff.clock.now = datetime.now(UTC)
            come_back(staff, idp, "bo")
            assert held(staff, "bo") == {(Role.COORDINATOR, None)}
            idp.tamper = lambda path, body: {**body, "sub": "somebody else"} if path == "/me" else body
            staff.client.cookies.clear()
            assert come_back(staff, idp, "bo").status_code == 400


def test_another_person_who_has_the_address_of_an_account_does_not_take_it_over(staff, idp) -> None:
    local = staff.add("anna", Role.ADMINISTRATOR)
    is_refused(staff, come_back(staff, idp), "togs inte över", 403)
    is_refused(staff, come_back(staff, idp), "", 403)
    assert events(staff) == ["link-asked"]
    [waiting] = staff.call(queries.identities, local)
    assert (waiting.subject, waiting.linked_at) == ("anna", None)


def test_a_changed_address_at_the_provider_makes_nobody_somebody_else(on_sqlite, idp) -> None:
    come_back(on_sqlite, idp)
    on_sqlite.client.cookies.clear()
    idp.knows("eve", email="anna@city.example")
    assert come_back(on_sqlite, idp, "eve").status_code == 403
    idp.knows("anna", email="anna.married@city.example")
    assert come_back(on_sqlite, idp).status_code == 303
    assert on_sqlite.count(PersonRow) == 1


def test_a_disabled_person_is_refused_and_their_sessions_end(staff, idp) -> None:
    come_back(staff, idp)
    anna = staff.call(queries.person_by_email, "anna@city.example").id
    staff.call(commands.disable_person, anna, by=commands.OPERATOR, at=NOW)
    assert not is_inside(staff)
    is_refused(staff, come_back(staff, idp), "", 403)


@pytest.mark.parametrize(
    "forged", ["", "state=made-up&code=made-up", "code=made-up", "error=access_denied", "state=å&code=x"]
)
def test_who_comes_back_without_having_been_sent_reads_a_sentence(on_sqlite, forged: str) -> None:
    is_refused(on_sqlite, on_sqlite.client.get(f"/sign-in/sso/back?{forged}"), "")
    begin(on_sqlite)
    is_refused(on_sqlite, on_sqlite.client.get(f"/sign-in/sso/back?{forged}"), "")


def test_what_one_browser_began_no_other_browser_can_end(on_sqlite, idp) -> None:
    """Else somebody could be signed in as another without noticing."""
    back = idp.visit(begin(on_sqlite), "anna")
    on_sqlite.client.cookies.clear()
    is_refused(on_sqlite, on_sqlite.client.get(back), "")


def test_a_code_opens_once(on_sqlite, idp) -> None:
    address = begin(on_sqlite)
    carried = dict(on_sqlite.client.cookies)
    back = idp.visit(address, "anna")
    assert on_sqlite.client.get(back).status_code == 303
    on_sqlite.client.cookies.clear()
    on_sqlite.client.cookies.update(carried)
    assert on_sqlite.client.get(back).status_code == 400
    assert not is_inside(on_sqlite)


def test_after_ten_minutes_one_begins_again(on_sqlite, idp) -> None:
    back = idp.visit(begin(on_sqlite), "anna")
    on_sqlite.clock.forward(minutes=11)
    is_refused(on_sqlite, on_sqlite.client.get(back), "")


@pytest.mark.parametrize(
    "claim",
    [
        {"nonce": "of another time"},
        {"nonce": None},
        {"aud": "another application"},
        {"aud": ["insyn", "another"], "azp": "another"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"sub": None},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_very_sign_in_is_not_believed(on_sqlite, idp, claim) -> None:
    idp.tamper = idp.with_claims(**claim)
    is_refused(on_sqlite, come_back(on_sqlite, idp), "")
    assert on_sqlite.count(PersonRow) == 0


def unsigned(idp, body):
    _, claims, _ = body["id_token"].split(".")
    return {**body, "id_token": f"eyJhbGciOiJub25lIn0.{claims}."}


def by_another_key(idp, body):
    from joserfc import jwt
    from joserfc.jwk import KeySet, RSAKey

    claims = jwt.decode(body["id_token"], KeySet([idp.key])).claims
    return {**body, "id_token": idp.signed(claims, RSAKey.generate_key(2048, {"kid": "the-only-one"}))}


def signed_with_the_secret(idp, body):
    from joserfc import jwt
    from joserfc.jwk import KeySet, OctKey

    from identity_provider import SECRET

    claims = jwt.decode(body["id_token"], KeySet([idp.key])).claims
    return {**body, "id_token": jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))}


@pytest.mark.parametrize(
    "change",  # of the provider and its answer
    [
        unsigned,
        by_another_key,
        signed_with_the_secret,
        lambda _, body: {**body, "id_token": body["id_token"][:-8] + "AAAAAAAA"},
        lambda _, body: {**body, "id_token": "no token"},
        lambda *_: {"access_token": "x", "token_type": "Bearer"},
        lambda *_: ["a list"],
    ],
)
def test_a_token_that_the_provider_did_not_sign_is_not_believed(on_sqlite, idp, change) -> None:
    idp.tamper = lambda path, body: change(idp, body) if path == "/token" else body
    is_refused(on_sqlite, come_back(on_sqlite, idp), "")
    assert on_sqlite.count(PersonRow) == 0


def test_a_provider_that_calls_itself_something_else_or_has_no_https_is_not_used(on_sqlite, idp) -> None:
    for changed in ({"issuer": "https://elsewhere.example"}, {"token_endpoint": "http://elsewhere.example/token"}):
        idp.tamper = lambda path, body, changed=changed: {**body, **changed} if "well-known" in path else body
        assert on_sqlite.client.get("/sign-in/sso").status_code == 400


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
        assert staff.count(SessionRow) == 0


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/workspace//evil", "/sv/", "javascript:1"]
)
def test_nobody_is_led_to_another_site_after_signing_in(on_sqlite, idp, wanted: str) -> None:
    assert come_back(on_sqlite, idp, target=wanted).headers["location"] == "/workspace"


def test_a_planted_session_is_not_taken_over_and_an_older_one_of_this_browser_ends(on_sqlite, idp) -> None:
    address = begin(on_sqlite)
    on_sqlite.client.cookies.set("insyn", "planted", domain="127.0.0.1", path="/")
    on_sqlite.client.get(idp.visit(address, "anna"))
    first = on_sqlite.client.cookies.get("insyn", domain="127.0.0.1")
    assert first != "planted"
    come_back(on_sqlite, idp)
    on_sqlite.hold(first)
    assert not is_inside(on_sqlite)


def test_who_signs_out_is_shown_the_way_out_of_the_city_s_sign_in_too(on_sqlite, idp) -> None:
    come_back(on_sqlite, idp)
    answer = on_sqlite.client.post("/sign-out", {"_csrf_token": on_sqlite.token()})
    assert answer.headers["location"] == "/sign-in/signed-out"
    on_sqlite.client.get("/sign-in/signed-out")
    [out] = [link for link, _ in on_sqlite.client.page.links if link.startswith(idp.issuer)]
    asked = parse_qs(urlsplit(out).query)
    assert asked == {"client_id": ["insyn"], "post_logout_redirect_uri": ["http://127.0.0.1:8000/sign-in"]}
    assert not is_inside(on_sqlite)


def test_who_belongs_to_too_many_groups_to_tell_is_not_let_in_with_half_of_them(on_sqlite, idp) -> None:
    idp.knows("bo", _claim_names={"groups": "src1"})
    is_refused(on_sqlite, come_back(on_sqlite, idp, "bo"), "")


def test_an_account_without_a_role_sees_a_page_that_says_so_and_whom_to_ask(on_sqlite, idp) -> None:
    on_sqlite.add("chief", Role.ADMINISTRATOR)
    idp.knows("bo")
    come_back(on_sqlite, idp, "bo")
    on_sqlite.client.get("/workspace")
    assert "chief@city.example" in on_sqlite.client.page.text
    assert on_sqlite.client.get("/workspace/entries").status_code == 403


def test_where_no_provider_is_set_there_are_no_such_addresses(sqlite_url, tmp_path) -> None:
    with Staff(settings_for(sqlite_url, tmp_path)) as staff:
        for address in ("/sign-in/sso", "/sign-in/sso/back", "/sign-in/signed-out"):
            assert staff.client.get(address).status_code == 404
        staff.client.get("/sign-in")
        assert not [link for link, _ in staff.client.page.links if "sso" in link]
