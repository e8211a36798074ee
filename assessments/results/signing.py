"""Results that can be checked by anybody who has the city's public key, without a database (Ed25519, RFC 8032).

What is signed is the canonical JSON of the content; words that it has as hashes are stored apart. Knows nothing of
what the content says.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from assessments.text.complaints import ReadableError
from assessments.text.message import Message

FORMAT = "insyn-signed/2"


class KeyFileError(ReadableError, ValueError):
    """A file that should hold an Ed25519 key in PEM, and does not."""


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """``is_intact``: signature and content fit. ``is_proven``: by a key that the reader brought, not the one inside."""

    is_intact: bool
    is_proven: bool
    key_id: str


def canonical(content: Mapping[str, Any]) -> bytes:
    """The same bytes for the same content, whatever the order it was put together in."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def words_hash(salt: str, words: str) -> str:
    """What stands in a content in the place of words: it tells nobody without the salt what they are."""
    return hashlib.sha256(canonical({"format": "insyn-words/1", "salt": salt, "words": words})).hexdigest()


def signature(content: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    """The same content and key give the same signature."""
    return base64.b64encode(key.sign(canonical(content))).decode()


def is_signed(content: Mapping[str, Any], value: str, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(base64.b64decode(value, validate=True), canonical(content))
    except (InvalidSignature, ValueError):
        return False
    return True


def document(content: Mapping[str, Any], value: str, key: Ed25519PublicKey, **unsigned: Any) -> dict[str, Any]:
    """A content with its signature, and the unsigned words that belong to it."""
    return {
        "format": FORMAT,
        "content": content,
        "signature": {
            "algorithm": "Ed25519",
            "of": "canonical JSON of content: keys sorted, no spaces, UTF-8",
            "value": value,
            "key_id": key_id(key),
            "public_key": public_pem(key),
        },
        **unsigned,
    }


def sign(content: Mapping[str, Any], key: Ed25519PrivateKey, **unsigned: Any) -> dict[str, Any]:
    """The content, signed now."""
    return document(content, signature(content, key), key.public_key(), **unsigned)


def check(document: Mapping[str, Any], key: Ed25519PublicKey | None = None) -> SignatureCheck:
    """Whether a signed document is what was signed, its words included. ValueError for one that is none of ours.

    Without a key, the one in the file says only that the file fits itself: a forger can change it and sign it again.
    """
    try:
        if document["format"] != FORMAT:
            raise ValueError(f"not a document of the format {FORMAT}")
        value, content = str(document["signature"]["value"]), document["content"]
        used = key or public_key(str(document["signature"]["public_key"]).encode())
        words = {hashed: (str(salt), str(text)) for hashed, (salt, text) in document.get("words", {}).items()}
        intact = is_signed(content, value, used) and _fit(content, words)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a document of the format {FORMAT}") from error
    return SignatureCheck(is_intact=intact, is_proven=key is not None, key_id=key_id(used))


def _fit(content: Mapping[str, Any], words: Mapping[str, tuple[str, str]]) -> bool:
    """Whether all these words stand in the content, as hashes."""
    text = canonical(content).decode()
    return all(words_hash(*salted) == hashed and f'"{hashed}"' in text for hashed, salted in words.items())


def key_id(key: Ed25519PublicKey) -> str:
    """A short name of a public key: the first 16 digits of the SHA-256 of its 32 bytes."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def public_pem(key: Ed25519PublicKey) -> str:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def public_key(pem: bytes) -> Ed25519PublicKey:
    """KeyFileError for anything but an Ed25519 public key in PEM."""
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFileError(Message("not a public key")) from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError(Message("not an Ed25519 key"))
    return key
