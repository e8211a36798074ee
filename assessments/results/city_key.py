"""The city's public key, which results are checked with before anybody reads them: bound together with the database."""

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_bound: list[Callable[[], Ed25519PublicKey]] = []  # one or none, as with the database itself


class NoCityKeyError(RuntimeError):
    """A result was to be read without the key: the database was not opened as it has to be."""


def bind(read: Callable[[], Ed25519PublicKey]) -> None:
    """From now on this process checks results with the key that ``read`` gives."""
    _bound[:] = [read]


def bound() -> Ed25519PublicKey:
    if not _bound:
        raise NoCityKeyError("no key for results: open the database with its settings")
    return _bound[0]()
