"""The key that the city signs its results with: it follows from the secret, so that there is one thing to keep safe."""

import hmac

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from register.settings import Settings, read_secret


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(read_secret(settings), b"insyn: signing key", "sha256"))
