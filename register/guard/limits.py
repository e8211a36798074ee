"""How many wrong passwords and codes there may be before whoever guesses is slowed down or refused. Pure.

A place is refused for what came from that place; for what others send it is at most slowed down (decision 0016).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
TELL_AFTER = 10  # wrong codes for one account in a day
CODES_IN_ALL = "code for account"


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted, of whom, and in how long. Windows follow each other; the longest is a day."""

    kind: str
    subject: str
    window: timedelta

    def number(self, at: datetime) -> int:
        return int(at.timestamp() // self.window.total_seconds())

    def until(self, at: datetime) -> datetime:
        """When this window is over."""
        return datetime.fromtimestamp((self.number(at) + 1) * self.window.total_seconds(), UTC)


class Way(Enum):
    """What happens to an attempt: it is judged at once, after a wait, or not at all."""

    OPEN = "open"
    SLOW = "slow"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many wrong ones there may be in a window, and what an attempt meets from then on."""

    counted: Counted
    most: int
    then: Way
    then_known: Way  # for an attempt from a place that has signed in to this account before


def of_passwords(account: str, place: str) -> tuple[Limit, ...]:
    """Nobody who knows the password is kept out of an account by what is guessed elsewhere."""
    here, closed = f"{account}@{place}", (Way.CLOSED, Way.SLOW)
    return (
        Limit(Counted("password here", here, QUARTER), 5, *closed),
        Limit(Counted("password here today", here, DAY), 30, *closed),
        Limit(Counted("password from place", place, QUARTER), 50, *closed),
        Limit(Counted("password for account", account, QUARTER), 50, Way.SLOW, Way.OPEN),
    )


def of_codes(account: str, place: str, *, known: bool) -> tuple[Limit, ...]:
    """Whoever comes here knows the password, and a code has six digits: all unknown places count together."""
    here = f"{account}@{place}" if known else f"{account}@elsewhere"
    closed = (Way.CLOSED, Way.CLOSED)
    return (
        Limit(Counted("code here", here, QUARTER), 5, *closed),
        Limit(Counted("code here today", here, DAY), 20, *closed),
        Limit(Counted(CODES_IN_ALL, account, DAY), TELL_AFTER, Way.OPEN, Way.OPEN),
    )


def of_confirming(person: str) -> tuple[Limit, ...]:
    """Whoever is signed in and is asked for the password once more: somebody may have found an open desk."""
    return (Limit(Counted("confirming", person, QUARTER), 5, Way.CLOSED, Way.CLOSED),)


def of_resets(account: str, place: str) -> tuple[Limit, ...]:
    """Letters with a link, asked for by anybody."""
    return (
        Limit(Counted("reset here", f"{account}@{place}", QUARTER), 5, Way.CLOSED, Way.CLOSED),
        Limit(Counted("reset from place", place, QUARTER), 50, Way.CLOSED, Way.CLOSED),
    )


def way(limits: tuple[Limit, ...], times: tuple[int, ...], *, known: bool) -> tuple[Way, Counted | None]:
    """The hardest of what these limits say after so many wrong ones, and which count it is for."""
    reached = [limit for limit, wrong in zip(limits, times, strict=True) if wrong >= limit.most]
    for worst in (Way.CLOSED, Way.SLOW):
        for limit in reached:
            if (limit.then_known if known else limit.then) is worst:
                return worst, limit.counted
    return Way.OPEN, None
