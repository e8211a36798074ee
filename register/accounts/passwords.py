"""Which passwords will do, and how they are kept: argon2id, computed beside the event loop. Knows no account."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assessments.sentence import Sentence

SHORTEST, LONGEST = 15, 1024
_LINE = ThreadPoolExecutor(3, "argon2")  # 64 MB each: two for strangers (guard.AT_ONCE), one that they cannot take
_COMMON = frozenset(
    {
        *("password", "passwort", "lösenord", "losenord", "secret", "hemligt", "hemlighet", "letmein", "trustno"),
        *("qwerty", "asdfgh", "zxcvbn", "abcdef", "1234567890", "0987654321", "123456789", "12345", "111111"),
        *("welcome", "välkommen", "valkommen", "administrator", "admin", "insyn", "test", "iloveyou", "monkey"),
        *("sommar", "vinter", "hösten", "stockholm", "göteborg", "malmö", "sverige", "sweden", "football", "hockey"),
        *("dragon", "princess"),
    }
)


def complaint(password: str, *known: str) -> Sentence | None:
    """Why this password will not do; ``known`` is what others know of the person: name and address."""
    if len(password) < SHORTEST:
        return Sentence("Use at least {n} characters. A sentence is easiest to remember.", {"n": SHORTEST})
    if len(password) > LONGEST:
        return Sentence("Use at most {n} characters.", {"n": LONGEST})
    left = password.casefold()
    for word in sorted((*_COMMON, *_words(known)), key=len, reverse=True):
        left = left.replace(word, "")
    if len(set(left)) < 5:
        return Sentence("This password is too easy to guess: it is made of common words, names or repeated characters.")
    return None


def _words(known: tuple[str, ...]) -> list[str]:
    parts = " ".join(known).casefold().replace("@", " ").replace(".", " ").split()
    return [part for part in parts if len(part) > 2]


async def hashed(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_LINE, PasswordHasher().hash, password)


async def matches(password: str, stored: str | None) -> bool:
    """Takes as long for somebody unknown, so that nobody learns who has an account."""
    return await asyncio.get_running_loop().run_in_executor(_LINE, _verify, password, stored) and stored is not None


def _verify(password: str, stored: str | None) -> bool:
    try:
        return PasswordHasher().verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return PasswordHasher().hash("nobody signs in with this")
