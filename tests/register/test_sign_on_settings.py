"""What a city writes down for single sign-on: mistakes are reported at the start, and groups give what they say."""

from dataclasses import replace
from uuid import uuid4

import pytest

from algorithms.people import Membership, Role
from conftest import settings_for
from register.accounts.sign_in.signing_in import RequestOrigin
from register.accounts.single_sign_on import groups, identities, provider
from register.accounts.single_sign_on.groups import GroupRule
from register.accounts.single_sign_on.identities import NotLetInError
from register.accounts.single_sign_on.provider import Identified, ProviderError, identified
from register.settings import Settings, SettingsError
from register.tables import IdentityRow, PersonRow
from staff import Staff

TENANT = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"INSYN_OIDC_ISSUER": "http://login.staden.example"}, "https"),
        ({"INSYN_OIDC_ISSUER": "https://login.staden.example"}, "INSYN_OIDC_CLIENT_ID"),
        ({"INSYN_LOCAL_ACCOUNTS": "no"}, "nobody could sign in"),
        ({"INSYN_LOCAL_ACCOUNTS": "maybe"}, "yes or no"),
        ({"INSYN_REQUIRE_TOTP": "1"}, "yes or no"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_a_sentence(written, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        Settings.from_environment(written)


def test_the_secret_comes_from_a_file_and_is_shown_nowhere(tmp_path) -> None:
    file = tmp_path / "secret"
    file.write_text("of the provider\n", "utf-8")
    written = {"INSYN_OIDC_ISSUER": "https://login.staden.example", "INSYN_OIDC_CLIENT_ID": "insyn"}
    made = provider.from_settings(Settings.from_environment(written | {"INSYN_OIDC_CLIENT_SECRET_FILE": str(file)}))
    assert made is not None
    assert made.client_secret == "of the provider"
    plain = Settings.from_environment(written | {"INSYN_OIDC_CLIENT_SECRET": "of the provider"})
    assert "of the provider" not in f"{made!r}{plain!r}"
    with pytest.raises(SettingsError, match="cannot be read"):
        provider.from_settings(
            Settings.from_environment(written | {"INSYN_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "no")})
        )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[give]\n", "cannot be read"),
        ("[[grant]]\ngroup = 'x'\n", "something else"),
        ("[[give]]\nrole = 'auditor'\n", "without group"),
        ("[[give]]\ngroup = 'x'\nrole = 'emperor'\n", "coordinator, "),
        ("[[give]]\ngroup = 'x'\nrole = 'department-editor'\n", "needs a department"),
        ("[[give]]\ngroup = 'x'\nrole = 'auditor'\ndepartment = 'social'\n", "without department"),
        ("[[give]]\ngroup = 7\nrole = 'auditor'\n", "not group, role and department"),
    ],
)
def test_wrong_groups_file_is_reported_before_anybody_signs_in(tmp_path, text: str, message: str) -> None:
    file = tmp_path / "groups.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=message):
        groups.read(file)


def test_a_group_gives_its_role_and_a_department_that_is_gone_gives_none() -> None:
    social = uuid4()
    rules = (GroupRule("a", Role.AUDITOR), GroupRule("b", Role.EDITOR, "social"), GroupRule("b", Role.DPO, "gone"))
    assert groups.given(rules, frozenset({"b"}), {"social": social}) == {Membership(Role.EDITOR, social)}
    assert groups.given(rules, frozenset(), {"social": social}) == frozenset()
    assert groups.given((), frozenset({"a"}), {}) == frozenset()


def test_in_entra_a_person_is_their_object_in_their_tenant_and_elsewhere_the_subject() -> None:
    claims = {
        "iss": TENANT,
        "sub": "pairwise",
        "oid": "object",
        "tid": "tenant",
        "preferred_username": "a@city.example",
    }
    assert identified(claims).subject == "tenant/object"
    assert identified(claims).email == "a@city.example"
    assert identified({**claims, "iss": "https://login.staden.example"}).subject == "pairwise"
    with pytest.raises(LookupError):
        identified({"iss": TENANT, "sub": "pairwise"})


def test_groups_and_app_roles_are_read_together_and_what_is_no_list_is_none() -> None:
    claims = {"iss": "https://login.staden.example", "sub": "x", "groups": ["a"], "roles": ["b", 3]}
    assert identified(claims).groups == {"a", "b", "3"}
    assert identified({**claims, "groups": "a", "roles": {}}).groups == frozenset()
    with pytest.raises(ProviderError):
        identified({**claims, "_claim_names": {"groups": "src1"}})


def test_an_address_is_believed_where_the_provider_vouches_for_it_or_the_city_does() -> None:
    identity = {"iss": "https://login.staden.example", "sub": "1", "email": "a@city.example"}
    named = {**identity, "email": None, "preferred_username": "b@city.example", "email_verified": True}
    for claims, trusts, owns in (
        ({**identity, "email_verified": True}, False, True),
        (identity, False, False),
        ({**identity, "email_verified": "true"}, False, False),
        (named, False, False),
        (identity, True, True),
        ({**identity, "email_verified": False}, True, False),
    ):
        assert identified(claims, trusts_addresses=trusts).owns_address is owns


def test_nobody_takes_a_colleagues_address_before_its_owner_comes(sqlite_url, tmp_path) -> None:
    with Staff(settings_for(sqlite_url, tmp_path)) as staff:
        place = RequestOrigin("192.0.2.1", b"x" * 32, staff.client.app.state.guard)
        who = Identified(
            issuer="https://login.staden.example",
            subject="1",
            email="colleague@city.example",
            name="Not She",
            groups=frozenset(),
        )
        who_may = {"at": staff.clock.now, "life": staff.settings.session_life}
        with pytest.raises(NotLetInError):
            staff.call(identities.sign_in, who, (), place, **who_may)
        assert (staff.count(PersonRow), staff.count(IdentityRow)) == (0, 0)
        staff.call(identities.sign_in, replace(who, owns_address=True), (), place, **who_may)
        staff.call(identities.sign_in, who, (), place, **who_may)  # known by subject from now on
        assert staff.count(PersonRow) == 1
