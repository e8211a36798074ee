"""Words of secret letters, such as the link of an invitation: encrypted until they are sent. Stores nothing."""

import hmac
import json
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12  # bytes


def seal(secret: bytes, letter: UUID, body: str, link: str) -> bytes:
    """Bound to the letter: moved to another row it does not open."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(secret)).encrypt(nonce, json.dumps([body, link]).encode(), letter.bytes)


def unseal(secret: bytes, letter: UUID, sealed: bytes) -> tuple[str, str] | None:
    """Body and link; None if it was sealed with another secret, or changed."""
    try:
        body, link = json.loads(AESGCM(_key(secret)).decrypt(sealed[:_NONCE], sealed[_NONCE:], letter.bytes))
    except InvalidTag:
        return None
    return body, link


def _key(secret: bytes) -> bytes:
    """A key of its own, derived from the register's secret, so that two uses never meet."""
    return hmac.digest(secret, b"insyn: secret letters", "sha256")
