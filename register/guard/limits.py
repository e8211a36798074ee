"""How many wrong passwords and codes are accepted before further guesses are slowed down or refused. Pure.

A place is refused for what came from that place; for what others send it is at most slowed down (decision 0016).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
NOTIFY_AFTER = 10  # wrong codes for one account in a day
CODES_IN_ALL = "code for account"


@dataclass(frozen=True, slots=True)
class AttemptKey:
    """What is counted, of whom, and in how long. Windows follow each other; the longest is a day."""

    kind: str
    subject: str
    window: timedelta

    def number(self, at: datetime) -> int:
        return int(at.timestamp() // self.window.total_seconds())

    def until(self, at: datetime) -> datetime:
        """When this window is over."""
        return datetime.fromtimestamp((self.number(at) + 1) * self.window.total_seconds(), UTC)


class AttemptRoute(Enum):
    """What happens to an attempt: it is judged at once, after a wait, or not at all."""

    OPEN = "open"
    SLOW = "slow"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many wrong ones there may be in a window, and what an attempt meets from then on."""

    counted: AttemptKey
    most: int
    then: AttemptRoute
    then_known: AttemptRoute  # for an attempt from a place that has signed in to this account before


def of_passwords(account: str, place: str) -> tuple[Limit, ...]:
    """Nobody who knows the password is kept out of an account by what is guessed elsewhere."""
    here = f"{account}@{place}"
    keys = (
        (AttemptKey("password here", here, QUARTER), 5),
        (AttemptKey("password here today", here, DAY), 30),
        (AttemptKey("password from place", place, QUARTER), 50),
    )
    return (
        *(Limit(counted=key, most=most, then=AttemptRoute.CLOSED, then_known=AttemptRoute.SLOW) for key, most in keys),
        Limit(
            counted=AttemptKey("password for account", account, QUARTER),
            most=50,
            then=AttemptRoute.SLOW,
            then_known=AttemptRoute.OPEN,
        ),
    )


def of_codes(account: str, place: str, *, known: bool) -> tuple[Limit, ...]:
    """A guesser of codes knows the password, and a code has six digits: all unknown places count together."""
    here = f"{account}@{place}" if known else f"{account}@elsewhere"
    keys = ((AttemptKey("code here", here, QUARTER), 5), (AttemptKey("code here today", here, DAY), 20))
    return (
        *(
            Limit(counted=key, most=most, then=AttemptRoute.CLOSED, then_known=AttemptRoute.CLOSED)
            for key, most in keys
        ),
        Limit(
            counted=AttemptKey(CODES_IN_ALL, account, DAY),
            most=NOTIFY_AFTER,
            then=AttemptRoute.OPEN,
            then_known=AttemptRoute.OPEN,
        ),
    )


def of_confirming(person: str) -> tuple[Limit, ...]:
    """For the password that is asked for once more while signed in: somebody may have found an open desk."""
    return (
        Limit(
            counted=AttemptKey("confirming", person, QUARTER),
            most=5,
            then=AttemptRoute.CLOSED,
            then_known=AttemptRoute.CLOSED,
        ),
    )


def of_resets(account: str, place: str) -> tuple[Limit, ...]:
    """E-mails with a link, asked for by anybody."""
    return (
        Limit(
            counted=AttemptKey("reset here", f"{account}@{place}", QUARTER),
            most=5,
            then=AttemptRoute.CLOSED,
            then_known=AttemptRoute.CLOSED,
        ),
        Limit(
            counted=AttemptKey("reset from place", place, QUARTER),
            most=50,
            then=AttemptRoute.CLOSED,
            then_known=AttemptRoute.CLOSED,
        ),
    )


def way(limits: tuple[Limit, ...], times: tuple[int, ...], *, known: bool) -> tuple[AttemptRoute, AttemptKey | None]:
    """The hardest of what these limits say after so many wrong ones, and which count it is for."""
    reached = [limit for limit, wrong in zip(limits, times, strict=True) if wrong >= limit.most]
    for worst in (AttemptRoute.CLOSED, AttemptRoute.SLOW):
        for limit in reached:
            if (limit.then_known if known else limit.then) is worst:
                return worst, limit.counted
    return AttemptRoute.OPEN, None
