"""The code by which somebody reads the answer to their question: short, readable aloud, and kept only as a hash. Pure.

Fifteen signs of 29 carry 72 bits; the sixteenth tells a slip of the pen from a code that nobody has been given.
"""

import hmac
from enum import Enum

SIGNS = "23456789ABCDEFGHJKMNPQRTVWXYZ"  # without 0 O, 1 I L, 5 S as one, U V as one: 29 of them, a prime number
_CARRYING = 15
_GROUP = 4


class Typed(Enum):
    """What can be wrong with a code before anybody is asked for it."""

    EMPTY = "empty"
    SLIP = "slip"  # too short, too long, or one sign that does not fit the others


def made_of(key: bytes, seed: bytes) -> str:
    """The code of this seed, ``ABCD-EFGH-JKMN-PQRT``: the same whenever it is asked for."""
    number = int.from_bytes(hmac.digest(key, b"code" + seed, "sha256"))
    signs = ""
    for _ in range(_CARRYING):
        number, place = divmod(number, len(SIGNS))
        signs += SIGNS[place]
    return in_groups(signs + _check_sign(signs))


def in_groups(code: str) -> str:
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read(typed: str) -> str | Typed:
    """The code that was typed, in small letters or without hyphens too; or what is wrong with it."""
    signs = "".join(sign for sign in typed.upper().replace("S", "5").replace("U", "V") if sign.isalnum())
    if not signs:
        return Typed.EMPTY
    known = len(signs) == _CARRYING + 1 and all(sign in SIGNS for sign in signs)
    if not known or _check_sign(signs[:-1]) != signs[-1]:
        return Typed.SLIP
    return in_groups(signs)


def hash_of(key: bytes, code: str) -> str:
    """What is kept of a code: without the key nobody can try codes against it."""
    return hmac.new(key, b"hash" + code.encode(), "sha256").hexdigest()


def _check_sign(signs: str) -> str:
    """With a prime number of signs, every single wrong sign and every two that changed places give another sum."""
    return SIGNS[sum(place * SIGNS.index(sign) for place, sign in enumerate(signs, 1)) % len(SIGNS)]
