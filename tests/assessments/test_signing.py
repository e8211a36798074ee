"""Signed results: repeatable, broken by any change, and never proven by a key that only the file itself names."""

import copy
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from assessments.results.signing import (
    FORMAT,
    KeyFileError,
    check,
    key_id,
    public_key,
    public_pem,
    sign,
    words_hash,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
CONTENT = {"rate": 0.1, "of": {"b": [1, None, "å"], "a": 12}, "text": "Av 100 kvinnor"}


def test_what_was_signed_is_proven_by_the_citys_key_and_only_fits_itself_without() -> None:
    document = json.loads(json.dumps(sign(CONTENT, KEY)))
    assert check(document, KEY.public_key()) == check(document, public_key(public_pem(KEY.public_key()).encode()))
    outcome = check(document, KEY.public_key())
    assert (outcome.is_intact, outcome.is_proven, outcome.key_id) == (True, True, key_id(KEY.public_key()))
    alone = check(document)
    assert (alone.is_intact, alone.is_proven) == (True, False)


def test_words_next_to_the_result_are_proven_by_hash_and_can_be_left_out() -> None:
    hashed = words_hash("salt", "Kvinnor")
    signed = sign({"group": hashed, "per_100": 12}, KEY, words={hashed: ["salt", "Kvinnor"]})
    assert check(signed, KEY.public_key()).is_intact
    assert check({**signed, "words": {}}, KEY.public_key()).is_intact
    for wrong in ({hashed: ["salt", "Män"]}, {words_hash("s", "Män"): ["s", "Män"]}):
        assert not check({**signed, "words": wrong}, KEY.public_key()).is_intact


@given(st.recursive(st.integers() | st.text() | st.none() | st.floats(allow_nan=False), st.lists, max_leaves=5))
def test_any_other_content_is_found_out(value) -> None:
    document = copy.deepcopy(sign(CONTENT, KEY))
    document["content"]["of"]["a"] = value
    assert check(document, KEY.public_key()).is_intact == (value == 12 and isinstance(value, int))


def test_change_signed_with_another_key_is_detected_by_the_city_key() -> None:
    forged = sign({**CONTENT, "rate": 0.9}, Ed25519PrivateKey.generate())
    assert check(forged).is_intact
    assert not check(forged, KEY.public_key()).is_intact


@pytest.mark.parametrize(
    "document", [{}, {"format": FORMAT}, {"format": "other"}, [], {"format": FORMAT, "content": 1}]
)
def test_document_that_is_no_signed_result_is_refused(document) -> None:
    with pytest.raises(ValueError, match=FORMAT):
        check(document)


def test_a_public_key_is_read_back_and_anything_else_refused() -> None:
    assert public_key(public_pem(KEY.public_key()).encode()) == KEY.public_key()
    with pytest.raises(KeyFileError, match="not a"):
        public_key(b"no key")
