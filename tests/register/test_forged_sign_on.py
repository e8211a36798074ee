"""Single sign-on that somebody tampers with, against a real provider: nobody is let in whom it did not sign in."""

import re

import pytest

from register.tables import PersonRow
from signing_on import begin, come_back, is_inside, is_refused


@pytest.mark.parametrize(
    "forged", ["", "state=made-up&code=made-up", "code=made-up", "error=access_denied", "state=å&code=x"]
)
def test_who_comes_back_without_having_been_sent_reads_a_sentence(joined_on_sqlite, forged: str) -> None:
    is_refused(joined_on_sqlite, joined_on_sqlite.client.get(f"/sign-in/sso/back?{forged}"), "")
    begin(joined_on_sqlite)
    is_refused(joined_on_sqlite, joined_on_sqlite.client.get(f"/sign-in/sso/back?{forged}"), "")


def test_what_one_browser_began_no_other_browser_can_end(joined_on_sqlite, idp) -> None:
    """Else somebody could be signed in as another without noticing."""
    back = idp.visit(begin(joined_on_sqlite), "anna")
    joined_on_sqlite.client.cookies.clear()
    is_refused(joined_on_sqlite, joined_on_sqlite.client.get(back), "")


def test_a_code_that_comes_with_another_state_is_not_even_shown_to_the_provider(joined_on_sqlite, idp) -> None:
    back = idp.visit(begin(joined_on_sqlite), "anna")
    idp.requested_paths.clear()
    is_refused(joined_on_sqlite, joined_on_sqlite.client.get(re.sub(r"state=[^&]+", "state=another", back)), "")
    assert idp.requested_paths == []


def test_a_code_opens_once(joined_on_sqlite, idp) -> None:
    address = begin(joined_on_sqlite)
    carried = dict(joined_on_sqlite.client.cookies)
    back = idp.visit(address, "anna")
    assert joined_on_sqlite.client.get(back).status_code == 303
    joined_on_sqlite.client.cookies.clear()
    joined_on_sqlite.client.cookies.update(carried)
    assert joined_on_sqlite.client.get(back).status_code == 400
    assert not is_inside(joined_on_sqlite)


def test_after_ten_minutes_one_begins_again(joined_on_sqlite, idp) -> None:
    back = idp.visit(begin(joined_on_sqlite), "anna")
    joined_on_sqlite.clock.forward(minutes=11)
    is_refused(joined_on_sqlite, joined_on_sqlite.client.get(back), "")


@pytest.mark.parametrize(
    "claim",
    [
        {"nonce": "of another time"},
        {"nonce": None},
        {"aud": "another application"},
        {"aud": ["insyn", "another"], "azp": "another"},
        {"aud": ["insyn", "another"]},
        {"iat": 1_700_000_000},
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
def test_a_token_that_is_not_for_this_very_sign_in_is_not_believed(joined_on_sqlite, idp, claim) -> None:
    idp.tamper = idp.with_claims(**claim)
    is_refused(joined_on_sqlite, come_back(joined_on_sqlite, idp), "")
    assert joined_on_sqlite.count(PersonRow) == 0


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
def test_a_token_that_the_provider_did_not_sign_is_not_believed(joined_on_sqlite, idp, change) -> None:
    idp.tamper = lambda path, body: change(idp, body) if path == "/token" else body
    is_refused(joined_on_sqlite, come_back(joined_on_sqlite, idp), "")
    assert joined_on_sqlite.count(PersonRow) == 0


def test_a_token_signed_with_a_key_that_everybody_can_read_is_not_believed(joined_on_sqlite, idp) -> None:
    """A provider's published keys are public: only those that tell who signed may count."""
    from joserfc import jwt
    from joserfc.jwk import KeySet, OctKey

    shared = OctKey.generate_key(256, {"kid": "shared"})

    def tamper(path, body):
        if path == "/jwks":
            return {"keys": [*body["keys"], {**shared.as_dict(private=True), "kid": "shared"}]}
        if path == "/token":
            claims = jwt.decode(body["id_token"], KeySet([idp.key])).claims
            return {**body, "id_token": jwt.encode({"alg": "HS256", "kid": "shared"}, claims, shared)}
        return body

    idp.tamper = tamper
    is_refused(joined_on_sqlite, come_back(joined_on_sqlite, idp), "")


def test_a_provider_that_calls_itself_something_else_or_has_no_https_is_not_used(joined_on_sqlite, idp) -> None:
    for changed in ({"issuer": "https://elsewhere.example"}, {"token_endpoint": "http://elsewhere.example/token"}):
        idp.tamper = lambda path, body, changed=changed: {**body, **changed} if "well-known" in path else body
        assert joined_on_sqlite.client.get("/sign-in/sso").status_code == 400
