"""Small values that only Insyn can read or change: sealed with keys derived from the secret, one for each use."""

import base64
import hmac
import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any


def seal(secret: bytes, use: str, plain: bytes, about: str = "") -> str:
    """``about`` is bound to the value: it opens only together with the same."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # the web needs it seldom

    nonce = os.urandom(12)
    sealed = AESGCM(_key(secret, use)).encrypt(nonce, plain, about.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(secret: bytes, use: str, sealed: str, about: str = "") -> bytes | None:
    """None for what was not sealed by us, for this use, about this."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = base64.urlsafe_b64decode(sealed.encode())
        return AESGCM(_key(secret, use)).decrypt(raw[:12], raw[12:], about.encode())
    except (ValueError, InvalidTag):
        return None


def ticket(secret: bytes, use: str, values: Mapping[str, str], at: datetime) -> str:
    """What a browser carries for us through some steps of signing in, and can neither read nor change."""
    return seal(secret, use, json.dumps({**values, "at": at.timestamp()}).encode())


def read_ticket(secret: bytes, use: str, sealed: str, now: datetime, life: timedelta) -> Mapping[str, str] | None:
    """None for one that is not ours, or too old."""
    opened = unseal(secret, use, sealed)
    if opened is None:
        return None
    values: dict[str, Any] = json.loads(opened)
    age = now.timestamp() - values.pop("at")
    return values if 0 <= age <= life.total_seconds() else None


def _key(secret: bytes, use: str) -> bytes:
    return hmac.digest(secret, f"insyn: {use}".encode(), "sha256")
