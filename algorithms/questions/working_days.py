"""Swedish working days: Monday to Friday but for red days and the three eves that law counts with them. Pure.

Red days: lag (1989:253) om allmänna helgdagar. Saturdays and eves: 2 § lag (1930:173) om beräkning av lagstadgad tid.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_FIXED = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
_AFTER_EASTER = (-2, 0, 1, 39, 49)  # Good Friday, Easter, its Monday, Ascension Day, Whit Sunday


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def red_days(year: int) -> frozenset[date]:
    """Public holidays of this year, with Midsummer's, Christmas and New Year's Eve."""
    midsummer = next(day for day in _from(date(year, 6, 20)) if day.weekday() == 5)
    all_saints = next(day for day in _from(date(year, 10, 31)) if day.weekday() == 5)
    moving = (easter(year) + timedelta(days=days) for days in _AFTER_EASTER)
    fixed = (date(year, *day) for day in _FIXED)
    return frozenset((*fixed, *moving, midsummer - _DAY, midsummer, all_saints))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in red_days(day.year)


def between(first: date, last: date) -> int:
    """How many working days have passed: those after the first day, up to and with the last."""
    days = (date.fromordinal(number) for number in range(first.toordinal() + 1, last.toordinal() + 1))
    return sum(is_working_day(day) for day in days)


def after(day: date, working_days: int) -> date:
    """The day on which so many working days have passed since this one."""
    for current in _from(day + _DAY):
        working_days -= is_working_day(current)
        if working_days <= 0:
            return current
    raise AssertionError("days do not end")


def _from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += _DAY
