"""The key that the city signs its results with: it follows from the secret, so that there is one thing to keep safe."""

import hmac

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assessments.results.signing import key_id
from register.secret_file import read_secret
from register.settings import Settings


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(read_secret(settings), b"insyn: signing key", "sha256"))


def public_key_address(settings: Settings) -> str:
    """Where everybody fetches the key that results are checked with."""
    return f"/keys/{key_id(signing_key(settings).public_key())}.pub"
