"""How an answer may be given: its kind, how what was typed is read, and how it is written down again. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from algorithms.entries.dates import month_of
from assessments.text.message import Message

LONGEST_EMAIL, LONGEST_ADDRESS = 200, 400  # characters
YEAR = r"[0-9]{4}"
_WHOLE_NUMBER = re.compile(r"[0-9]{1,15}")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"()\[\]{}|\\^`]+")


class Kind(StrEnum):
    """How a field is answered. Texts are written once in each language, all else is answered once."""

    LINE = "line"
    PROSE = "prose"
    RECORDS = "list of records"  # a text with a record on each line: entries.record_list
    CHOICE = "choice"
    YES_NO = "yes-no"
    MONTH = "month"  # "2024-03"
    DATE = "date"  # "2024-03-01"
    NUMBER = "number"  # a whole number from nought
    EMAIL = "email"
    ADDRESS = "address"  # of the web

    @property
    def is_text(self) -> bool:
        return self in (Kind.LINE, Kind.PROSE, Kind.RECORDS)


class FilterBy(StrEnum):
    """What of an answer is chosen where a list is narrowed by it."""

    ANSWER = "answer"
    YEAR = "year"


FILTERED_BY: Mapping[Kind, FilterBy] = {  # by other kinds nobody narrows: each answer would leave one entry
    Kind.CHOICE: FilterBy.ANSWER,
    Kind.YES_NO: FilterBy.ANSWER,
    Kind.MONTH: FilterBy.YEAR,
    Kind.DATE: FilterBy.YEAR,
}


def read_answer(kind: Kind, typed: str) -> tuple[object | None, Message | None]:
    """An answer that is neither a text nor a choice, or what is wrong with it."""
    answer = _PARSERS[kind](typed)
    return answer, WRONG[kind] if answer is None else None


def plain(answer: object) -> str:
    """An answer as it stands in a form, a file or a row; empty where there is none."""
    if answer is None:
        return ""
    return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)


def is_month(text: str) -> bool:
    """Whether this is a month as ``2026-03``."""
    return len(text) == 7 and _is_date(f"{text}-01")


def web_address(text: str) -> re.Match[str] | None:
    """The first address in a text."""
    return _WEB_ADDRESS.search(text)


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_email(text: str) -> bool:
    return "@" in text[1:-1] and " " not in text and len(text) <= LONGEST_EMAIL


def _is_address(text: str) -> bool:
    return _WEB_ADDRESS.fullmatch(text) is not None and len(text) <= LONGEST_ADDRESS


def _number(typed: str) -> int | None:
    figures = re.sub(r"[\s\u00a0\u202f]", "", typed)
    return int(figures) if _WHOLE_NUMBER.fullmatch(figures) else None


YES_NO: Mapping[str, Message] = {"yes": Message("Yes"), "no": Message("No")}
_PARSERS: Mapping[Kind, Callable[[str], object | None]] = {
    Kind.YES_NO: {"yes": True, "no": False}.get,
    Kind.MONTH: month_of,
    Kind.DATE: lambda typed: typed if _is_date(typed) else None,
    Kind.NUMBER: _number,
    Kind.EMAIL: lambda typed: typed if _is_email(typed) else None,
    Kind.ADDRESS: lambda typed: typed if _is_address(typed) else None,
}
WRONG: Mapping[Kind, Message] = {
    Kind.CHOICE: Message("Choose one of the answers."),
    Kind.YES_NO: Message("Choose yes or no."),
    Kind.MONTH: Message("Write year and month with a hyphen, for example 2026-03."),
    Kind.DATE: Message("Write year, month and day with hyphens, for example 2026-03-01."),
    Kind.NUMBER: Message("Write a whole number in figures, for example 1200."),
    Kind.EMAIL: Message("Write an address with an @, for example unit@city.example."),
    Kind.ADDRESS: Message("Write an address that begins with https://."),
}
