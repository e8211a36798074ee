"""What may be asked for in an address of data: each parameter by its name, and what is wrong with it. Asks no database.

A parameter that is not known is refused, with those that are: a misspelled filter must not give out everything.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from algorithms.published.entry import PublishedEntry
from algorithms.published.filters import FILTERS, ListFilter
from algorithms.search.query.searching import SearchQuery
from algorithms.search.query.situations import SITUATIONS
from register.language import Language
from register.public.lists.filters import LONGEST_SEARCH

SEARCHES = ("q", "situation", "exact")  # what only today's register can be searched for
SELECTION = (*FILTERS, *SEARCHES, "lang")


class ParameterError(Exception):
    """What is wrong with the address, in sentences that name the parameter and what may stand there."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Of which entries: ``chosen`` by filter; ``search`` where words or a situation are looked for."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    search: SearchQuery | None = None

    def fits(self, entry: PublishedEntry) -> bool:
        return all(FILTERS[name].value(entry) == value for name, value in self.chosen.items())

    @property
    def is_everything(self) -> bool:
        return not self.chosen and self.search is None


def known(given: Mapping[str, str], names: Iterable[str]) -> None:
    """ParameterError for names that are not among these."""
    listed = sorted(names)
    if unknown := sorted(set(given) - set(listed)):
        listing = f"Known here: {', '.join(listed)}." if listed else "None are known here."
        raise ParameterError(f"Unknown parameters: {', '.join(unknown)}. {listing}")


def selection(given: Mapping[str, str]) -> Selection:
    chosen = {name: _chosen(offered, given[name]) for name, offered in FILTERS.items() if given.get(name)}
    language = among("lang", given.get("lang") or next(iter(Language)).value, Language)
    words, situation = given.get("q", "").strip(), given.get("situation", "")
    if situation:
        among("situation", situation, (offered.key for offered in SITUATIONS))
    if len(words) > LONGEST_SEARCH:
        raise ParameterError(f"q may have {LONGEST_SEARCH} characters.")
    if not words and not situation:
        return Selection(chosen)
    search = SearchQuery(language=language, text=words, situation=situation, chosen=chosen)
    return Selection(chosen, replace(search, exact=given.get("exact") == "yes"))


def _chosen(offered: ListFilter, value: str) -> str:
    if offered.options:
        return among(offered.name, value, offered.options)
    if not re.fullmatch(offered.pattern, value):
        raise ParameterError(f"{offered.name} is written as addresses have it, for example {offered.example}.")
    return value


def among(name: str, value: str, values: Iterable[Any]) -> str:
    offered = sorted(str(value) for value in values)
    if value not in offered:
        raise ParameterError(f"{name} may be {', '.join(offered)}.")
    return value


def day_end(given: Mapping[str, str], name: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The last moment of a day in the city; None where none is named, or it is not over yet."""
    if not (text := given.get(name, "")):
        return None
    at = datetime.combine(_day(name, text) + timedelta(days=1), time.min, zone) - timedelta(microseconds=1)
    return None if at >= now else at.astimezone(UTC)


def since(given: Mapping[str, str], name: str, zone: ZoneInfo) -> datetime | None:
    """A day from its beginning in the city, or a moment with its zone."""
    if not (text := given.get(name, "")):
        return None
    if len(text) == 10:
        return datetime.combine(_day(name, text), time.min, zone).astimezone(UTC)
    try:
        at = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign that an address has turned into a blank
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ParameterError(f"{name} is a day such as 2026-11-01, or a time such as 2026-11-01T09:00:00Z.")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ParameterError(f"{name} lies outside what a calendar has.") from None


def _day(name: str, text: str) -> date:
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2999:
        raise ParameterError(f"{name} is a day such as 2026-11-01.")
    return day


def whole(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = given.get(name, "")
    if not text:
        return default
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
    if not 1 <= number <= most:
        raise ParameterError(f"{name} is a whole number from 1 to {most}.")
    return number
