"""Which passwords are accepted, and how they are stored: argon2id, computed off the event loop. Knows no account."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assessments.text.message import Message

SHORTEST, LONGEST = 15, 1024
_LINE = ThreadPoolExecutor(3, "argon2")  # 64 MB each: two for strangers (guard.AT_ONCE), one that they cannot take
FEWEST_GUESSES = 10  # as a power of ten: docs/decisions/0016
_LEET = str.maketrans("0134578@$!", "oieastbasi")
# What people in Swedish offices begin a password with, besides what zxcvbn knows of English and of keyboards.
_SWEDISH = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
    "måndag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "söndag",
    "vår",
    "våren",
    "sommar",
    "sommaren",
    "höst",
    "hösten",
    "vinter",
    "vintern",
    "lösenord",
    "lösen",
    "hemligt",
    "hemlighet",
    "hemlig",
    "hej",
    "hejsan",
    "välkommen",
    "sverige",
    "svensk",
    "sweden",
    "stockholm",
    "göteborg",
    "malmö",
    "uppsala",
    "kommun",
    "kommunen",
    "stad",
    "staden",
    "region",
    "förvaltning",
    "förvaltningen",
    "nämnd",
    "nämnden",
    "socialtjänst",
    "jul",
    "påsk",
    "midsommar",
    "älskar",
    "jag",
    "dig",
    "mamma",
    "pappa",
    "fotboll",
    "hockey",
    "semester",
    "fika",
    "kaffe",
    "jobb",
    "jobbet",
    "arbete",
    "administratör",
    "redaktör",
    "samordnare",
    "insyn",
    "algoritm",
    "register",
    "algoritmregister",
    "passwort",
    "password",
    "admin",
    "administrator",
    "qwerty",
    "abcdefghijklmnopqrstuvwxyzåäö",
)


_city: list[str] = []  # a process serves one city


def remember_city(*words: str) -> None:
    """The city's own words, which strangers try first, for as long as this process lives."""
    _city[:] = [word for word in words if word]


def complaint(password: str, *known: str) -> Message | None:
    """Why this password will not do; ``known``: words that others try first, of the person, the city and the office."""
    if len(password) < SHORTEST:
        return Message("Use at least {n} characters. A sentence is easiest to remember.", {"n": SHORTEST})
    if len(password) > LONGEST:
        return Message("Use at most {n} characters.", {"n": LONGEST})
    plain = " ".join(password.casefold().split())
    words = {*_spellings(_SWEDISH), *_spellings(_words((*known, *_city)))}
    if _is_sequence(plain) or _is_made_of(plain, words) or _guesses(plain, words) < FEWEST_GUESSES:
        return Message(
            "This password is too easy to guess: it is made of common words, names, years, neighbouring keys or "
            "repeated characters. Use four or more words that have nothing to do with you, the city or each other."
        )
    return None


def _guesses(plain: str, words: set[str]) -> float:
    """How many tries it takes, as a power of ten; of a long one the beginning is enough."""
    from zxcvbn import zxcvbn  # fourteen megabytes, and seldom needed

    return float(zxcvbn(plain[:72], sorted(words))["guesses_log10"])


def _is_made_of(plain: str, words: set[str]) -> bool:
    """Whether little is left of it without the words that are tried first, in any spelling, years and digits."""
    return any(len(set(_rest(spelling, words))) < 5 for spelling in (plain, plain.translate(_LEET)))


def _rest(plain: str, words: set[str]) -> str:
    left = plain
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return "".join(sign for sign in left if sign.isalpha())


def _is_sequence(plain: str) -> bool:
    """Whether its signs mostly follow each other, or stay the same: 0123456789abcde."""
    signs = [ord(sign) for sign in plain if sign.isalnum()]
    steps = sum(abs(after - before) <= 1 for before, after in pairwise(signs))
    return steps > len(signs) * 0.6


def _words(known: tuple[str, ...]) -> list[str]:
    """Each by itself and all that stand together: Nils, Ny, nilsny."""
    wholes = [word.casefold() for word in known]
    parts = [part for whole in wholes for part in re.split(r"[^\w]+", whole)]
    return [word for word in (*parts, *("".join(re.findall(r"\w+", whole)) for whole in wholes)) if len(word) > 1]


def _spellings(words: Iterable[str]) -> Iterator[str]:
    """With and without Swedish letters, and as å is written where there is none."""
    for word in words:
        yield word
        yield word.translate(str.maketrans("åäöé", "aaoe"))
        yield word.replace("å", "aa").replace("ä", "ae").replace("ö", "oe")


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
