"""Finds what tells who somebody is in a text: identity numbers, telephone numbers and e-mail addresses. Pure.

It warns, it does not judge: names and addresses are not found, and who wants to send the text anyway may.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assessments.data.identifiers import is_identity_number
from assessments.text.message import Message

IDENTITY = Message("a personal identity number")
MAIL = Message("an e-mail address")
PHONE = Message("a telephone number")

_DASH, _BLANK = r"\-\u2010\u2011\u2012\u2013\u2212", " \u00a0\u202f\u2009"
_IDENTITY = re.compile(
    rf"(?<![\d/])(?<!\d[{_DASH}])((?:19|20)?\d{{6}})(?:[{_DASH}{_BLANK}+]|[{_BLANK}][{_DASH}][{_BLANK}])?(\d{{4}})(?!\d)"
)
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    rf"(?<![\w/{_DASH}.,:])(?:(\+46|0046)[{_BLANK}]?(?:\(0\))?|0)[{_BLANK}{_DASH}]?[1-9](?:[{_BLANK}{_DASH}/]{{0,3}}\d)+(?![\w])"
)
_DATE = re.compile(rf"\d\d[{_DASH}{_BLANK}/]\d\d[{_DASH}{_BLANK}/](?:19|20)\d\d")
_HOURS = re.compile(rf"[012]\d[0-5]\d[{_BLANK}]?[{_DASH}][{_BLANK}]?[012]\d[0-5]\d")


@dataclass(frozen=True, slots=True)
class PersonalDataMatch:
    """A passage, by its first place and the one after its last."""

    start: int
    end: int
    what: Message


def find_personal_data(text: str) -> tuple[PersonalDataMatch, ...]:
    """In the order of the text; no two overlap."""
    matches: list[PersonalDataMatch] = []
    for what, pattern, is_valid in _KINDS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if is_valid(match) and not any(start < hit.end and hit.start < end for hit in matches):
                matches.append(PersonalDataMatch(start, end, what))
    return tuple(sorted(matches, key=lambda match: match.start))


def in_parts(text: str) -> Iterator[tuple[str, Message | None]]:
    """The whole text in pieces, each with what it seems to be, so that a page can mark it."""
    at = 0
    for match in find_personal_data(text):
        yield text[at : match.start], None
        yield text[match.start : match.end], match.what
        at = match.end
    yield text[at:], None


def _is_identity(match: re.Match[str]) -> bool:
    return is_identity_number(match[1] + match[2])


def _is_phone(match: re.Match[str]) -> bool:
    """As many digits as Swedish numbers have: 8 to 10 with the first 0, 7 to 9 after the country's."""
    if _DATE.fullmatch(match[0]) or _HOURS.fullmatch(match[0]):
        return False
    if match[1]:
        return 7 <= len(re.sub(r"\D", "", match[0].replace("(0)", "").removeprefix(match[1]))) <= 9
    return 8 <= len(re.sub(r"\D", "", match[0])) <= 10


_KINDS: tuple[tuple[Message, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (IDENTITY, _IDENTITY, _is_identity),
    (MAIL, _MAIL, lambda _match: True),
    (PHONE, _PHONE, _is_phone),
)
