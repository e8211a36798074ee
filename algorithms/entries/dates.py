"""Months and days as people and spreadsheets write them, read where they can mean one thing only."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_MONTHS = (
    "januari january",
    "februari february",
    "mars march maart",
    "april",
    "maj may mei",
    "juni june",
    "juli july",
    "augusti august augustus",
    "september",
    "oktober october",
    "november",
    "december",
)
_ZONE = r"(?:z|utc|gmt|[+-]\d{2}:?\d{2})"
_TIME = re.compile(rf"[t, ] ?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}}(?:[.,]\d+)?)? ?(?:[ap]m)? ?{_ZONE}?")
_YEAR = r"(?P<year>(?:19|20|21)\d{2})"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|mån|tis|ons|tor|fre|lör|sön)[a-zåäö]{0,6}[.,]{0,2} )?"
_FORMS = tuple(
    re.compile(form.replace("YEAR", _YEAR).replace("WEEKDAY", _WEEKDAY).replace("WORD", r"(?P<word>[a-zåäö]{3,9})\.?"))
    for form in (
        r"YEAR[-/. ](?P<month>\d{1,2})(?:[-/. ](?P<day>\d{1,2}))?",  # 2024-03-01, 2023/03, 2023-3
        r"YEAR(?P<month>\d{2})(?P<day>\d{2})?",  # 20240301, 202403
        r"(?P<month>\d{1,2})[-/. ]YEAR",  # 03/2023
        r"(?P<month>\d{2})YEAR",  # 032023: no month begins with 19, 20 or 21, so this is never a year first
        r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?YEAR",  # 01.02.2023: with full stops the day is always first
        r"WEEKDAY(?:den )?(?P<day>\d{1,2})(?:st|nd|rd|th|:e|:a|\.)?[- /]WORD[-, /]{1,2}YEAR",  # 1 maj 2024, 1-May-2024
        r"WORD (?P<day>\d{1,2})(?:st|nd|rd|th)?,? YEAR",  # May 1, 2024
        r"WORD[-, /]{1,2}YEAR",  # oktober 2025, Okt. 2025
        r"YEAR[- ]WORD",
        r"YEAR[- ]WORD[- ](?P<day>\d{1,2})",
    )
)
_TWO_NUMBERS = re.compile(rf"(?P<first>\d{{1,2}})(?P<sign>[-/])(?P<second>\d{{1,2}})(?P=sign){_YEAR}")
_SERIAL = re.compile(r"(?P<days>[2-7]\d{4})(?:[.,]\d+)?")  # as spreadsheets count days, from 1954 to 2119
_DAY_ZERO = date(1899, 12, 30)


class DayOrder(StrEnum):
    """Which of two numbers before a year is the day."""

    FIRST = "day-first"
    SECOND = "day-second"


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written, without saying that there is such a day."""

    year: int
    month: int
    day: int | None = None

    @property
    def is_real(self) -> bool:
        try:
            return bool(date(self.year, self.month, self.day or 1)) and self.day != 0
        except ValueError:
            return False


def month_of(text: str, order: DayOrder | None = None) -> str | None:
    """The month as ``2024-03``; ``order`` is how the column writes days, if that is known."""
    read = _read(text, order)
    return f"{read.year}-{read.month:02}" if read else None


def day_of(text: str) -> date | None:
    """The day, where one is named."""
    read = _read(text, None)
    return date(read.year, read.month, read.day) if read and read.day else None


def order_of(texts: Iterable[str]) -> DayOrder | None:
    """How all of these write days, as one of them shows in which a number is more than 12; None if none or both do."""
    orders = {order for text in texts if (numbers := _two_numbers(text)) and (order := _shown_by(*numbers[:2]))}
    return orders.pop() if len(orders) == 1 else None


def is_unclear(text: str) -> bool:
    """Whether this is a date in which either number can be the month, and it matters which."""
    numbers = _two_numbers(text)
    return bool(numbers) and month_of(text) is None and month_of(text, DayOrder.FIRST) is not None


def _read(text: str, order: DayOrder | None) -> _Written | None:
    plain = _plain(text)
    if match := _SERIAL.fullmatch(plain):
        day = _DAY_ZERO + timedelta(days=int(match["days"]))
        return _Written(day.year, day.month, day.day)
    if numbers := _two_numbers(text):
        read = _ordered(*numbers, order=order)
    else:
        read = next(
            (written for form in _FORMS if (match := form.fullmatch(plain)) and (written := _matched(match))), None
        )
    return read if read and read.is_real else None


def _plain(text: str) -> str:
    """Without case, odd blanks and dashes, and without the time of day."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    plain = re.sub(r"[‐-―−]", "-", plain)
    time = _TIME.search(plain)
    return plain[: time.start()] if time and time.end() == len(plain) and time.start() else plain


def _matched(match: re.Match[str]) -> _Written | None:
    parts = match.groupdict()
    month = _named(parts["word"]) if parts.get("word") else int(parts["month"])
    return _Written(int(parts["year"]), month, int(parts["day"]) if parts.get("day") else None) if month else None


def _named(word: str) -> int | None:
    """The number of the month that begins so in Swedish, English or Dutch."""
    months = enumerate(_MONTHS, 1)
    return next((number for number, names in months if any(name.startswith(word) for name in names.split())), None)


def _two_numbers(text: str) -> tuple[int, int, int] | None:
    """Both numbers before the year, and the year."""
    match = _TWO_NUMBERS.fullmatch(_plain(text))
    return (int(match["first"]), int(match["second"]), int(match["year"])) if match else None


def _shown_by(first: int, second: int) -> DayOrder | None:
    if (first > 12) == (second > 12):
        return None
    return DayOrder.FIRST if first > 12 else DayOrder.SECOND


def _ordered(first: int, second: int, year: int, *, order: DayOrder | None) -> _Written | None:
    """By what the numbers themselves show, else by what is known of the column."""
    shown = _shown_by(first, second) or order or (DayOrder.FIRST if first == second else None)
    if shown is None:
        return None
    return _Written(year, second, first) if shown is DayOrder.FIRST else _Written(year, first, second)
