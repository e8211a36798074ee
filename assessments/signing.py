"""Results that can be checked by anybody who has the city's public key, without a database (Ed25519, RFC 8032).

What is signed is the canonical JSON of the content; times stand beside it. Knows nothing of what the content says.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "insyn-signed/1"


class KeyFileError(ValueError):
    """A file that should hold an Ed25519 key in PEM, and does not."""


@dataclass(frozen=True, slots=True)
class Checked:
    """``is_intact``: signature and content fit. ``is_proven``: by a key that the reader brought, not the one inside."""

    is_intact: bool
    is_proven: bool
    key_id: str


def canonical(content: Mapping[str, Any]) -> bytes:
    """The same bytes for the same content, whatever the order it was put together in."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign(content: Mapping[str, Any], key: Ed25519PrivateKey, *, at: datetime) -> dict[str, Any]:
    """The content with its signature. The same content and key give the same signature."""
    public = key.public_key()
    return {
        "format": FORMAT,
        "content": content,
        "signature": {
            "algorithm": "Ed25519",
            "of": "canonical JSON of content: keys sorted, no spaces, UTF-8",
            "value": base64.b64encode(key.sign(canonical(content))).decode(),
            "key_id": key_id(public),
            "public_key": public_pem(public),
        },
        "signed_at": at.isoformat(),
    }


def check(document: Mapping[str, Any], key: Ed25519PublicKey | None = None) -> Checked:
    """Whether a signed document is what was signed. ValueError for one that is none of ours.

    Without a key, the one in the file says only that the file fits itself: whoever changes it can sign it anew.
    """
    try:
        if document["format"] != FORMAT:
            raise ValueError(f"not a document of the format {FORMAT}")
        signature, content = document["signature"], document["content"]
        value = base64.b64decode(signature["value"], validate=True)
        used = key or public_key(str(signature["public_key"]).encode())
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a document of the format {FORMAT}") from error
    try:
        used.verify(value, canonical(content))
    except InvalidSignature:
        return Checked(is_intact=False, is_proven=key is not None, key_id=key_id(used))
    return Checked(is_intact=True, is_proven=key is not None, key_id=key_id(used))


def key_id(key: Ed25519PublicKey) -> str:
    """A short name of a public key: the first 16 digits of the SHA-256 of its 32 bytes."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def public_pem(key: Ed25519PublicKey) -> str:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(key: Ed25519PrivateKey) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def public_key(pem: bytes) -> Ed25519PublicKey:
    """KeyFileError for anything but an Ed25519 public key in PEM."""
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFileError("not a public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError("not an Ed25519 key")
    return key


def private_key(pem: bytes) -> Ed25519PrivateKey:
    """KeyFileError for anything but an Ed25519 private key in PEM, without a password."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError("not a private key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError("not an Ed25519 key")
    return key
